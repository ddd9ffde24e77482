"""What a page declares of itself to machines: meta elements, links, JSON-LD records.

Gathered once a page; `metadata` and `about` read it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from winnow.clean.document import Document
from winnow.clean.jsonld import records

ARTICLES: Final = frozenset(
    "article newsarticle blogposting reportagenewsarticle analysisnewsarticle opinionnewsarticle"
    " scholarlyarticle techarticle liveblogposting medicalwebpage review recipe howto report"
    " discussionforumposting socialmediaposting qapage question creativework blog webpage"
    " medicalscholarlyarticle advertisercontentarticle satiricalarticle course podcastepisode"
    " videoobject".split()
)
"""Types of records that speak of the page itself, in lower case."""
_NAMED: Final = ("property", "name", "itemprop", "http-equiv")
_MOST: Final = 2_000
"""Elements of the head that are read; pages have about thirty."""


@dataclass(frozen=True, slots=True)
class Declared:
    """`metas` and `links` by lower-cased name, values in document order."""

    metas: dict[str, list[str]]
    links: dict[str, list[str]]
    records: tuple[dict[str, Any], ...]
    title: str

    def meta(self, *names: str) -> str:
        """The first value that one of the names has, in the order of the names."""
        return next((value for name in names for value in self.metas.get(name, ())), "")

    def link(self, rel: str) -> str:
        """The address of the first link of that relation."""
        return next(iter(self.links.get(rel, ())), "")

    def of_types(self, types: frozenset[str]) -> Iterator[dict[str, Any]]:
        """The records of one of the types, given in lower case."""
        return (record for record in self.records if types.intersection(types_of(record)))

    def values(self, name: str) -> Iterator[str]:
        """What the records of the page itself say under a name, where that is words."""
        for record in self.of_types(ARTICLES):
            value = record.get(name)
            if isinstance(value, str):
                yield value


def declared(document: Document) -> Declared:
    """Read the page's own account of itself."""
    metas: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    title = ""
    for count, element in enumerate(document.all("meta", "link", "title")):
        if count > _MOST:
            break
        if element.tag == "meta":
            _enter_meta(element, metas)
        elif element.tag == "link":
            for rel in (element.get("rel") or "").lower().split():
                links.setdefault(rel, []).append((element.get("href") or "").strip())
        elif not title and not _in_picture(element):
            title = " ".join((element.text or "").split())
    return Declared(metas, links, tuple(records(document)), title)


def _enter_meta(element: etree._Element, metas: dict[str, list[str]]) -> None:
    value = " ".join((element.get("content") or "").split())
    if not value:
        return
    for attribute in _NAMED:
        name = element.get(attribute)
        if name:
            metas.setdefault(name.strip().lower(), []).append(value)


def _in_picture(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("svg", "symbol", "g", "path")


def types_of(record: dict[str, Any]) -> list[str]:
    """The types of a record, in lower case and without their vocabulary's address."""
    kind = record.get("@type")
    said = kind if isinstance(kind, list) else [kind]
    return [one.rsplit("/", 1)[-1].lower() for one in said if isinstance(one, str)]
