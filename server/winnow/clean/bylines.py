"""Who wrote a page, as it says itself."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from lxml import etree

from winnow.clean.declared import Declared
from winnow.clean.lexicon import any_of, headings
from winnow.clean.marked import written

_METAS: Final = (
    "author article:author dc.creator dcterms.creator parsely-author sailthru.author"
    " citation_author og:author article:author_name byl twitter:data1 dc.contributor authors"
    " article.author"
).split()
_WRITTEN: Final = frozenset(
    "article newsarticle blogposting reportagenewsarticle scholarlyarticle techarticle webpage"
    " discussionforumposting socialmediaposting question qapage recipe howto creativework".split()
)
_MOST_DEEP: Final = 3
_LONGEST: Final = 100
_WORDS: Final = 6
"""Words from which a text is no name."""


def byline(authors: Sequence[etree._Element], said: Declared, record: dict[str, Any]) -> str:
    """The authors' names joined by commas, or ""; `authors` are marked so in the page."""
    for one in (record, *said.of_types(_WRITTEN)):
        names = list(dict.fromkeys(filter(None, map(_name, _people(one.get("author"), said)))))
        if names:
            return ", ".join(names[:6])
    for meta in _METAS:
        if meta == "twitter:data1" and "writ" not in said.meta("twitter:label1").lower():
            continue
        values = said.metas.get(meta, ())
        names = list(dict.fromkeys(filter(None, map(_name, values))))
        if names:
            return ", ".join(names[:6])
    return _in_markup(authors)


def _in_markup(authors: Sequence[etree._Element]) -> str:
    """The name in the element that is most plainly marked as the author's."""
    best, rank = "", 0
    for element in authors:
        worth = _plainness(element)
        if worth > rank:
            said = element.get("content") or written(_inner(element))
            if name := _name(said):
                best, rank = name, worth
    return best


def _plainness(element: etree._Element) -> int:
    """How plainly an element is marked as an author's name, 0 to 7."""
    classes = element.get("class") or ""
    words = set(re.split(r"[\s_-]+", classes.lower()))
    link = element.tag == "a"
    signs = (
        element.get("itemprop") == "author",
        link and "author" in (element.get("rel") or "").split(),
        words >= {"author", "name"} or "authorname" in words,
        "byline" in words,
        words == {"author"} or ("author" in words and bool(words & {"post", "entry", "article"})),
        link and "/author" in (element.get("href") or ""),
        "byline" in classes.lower(),
    )
    return len(signs) - signs.index(True) if True in signs else 0


def _inner(element: etree._Element) -> etree._Element:
    """The part of a marked element that holds the name alone, where there is one."""
    for inside in element.iter():
        if inside.get("itemprop") == "name":
            return inside
    link = element.find(".//a")
    return link if link is not None and written(link) else element


def _people(value: Any, said: Declared, depth: int = 0) -> Iterator[str]:
    """The names in a JSON-LD author: a string, an object, a reference, or a list of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < _MOST_DEEP:
        for one in value[:12]:
            yield from _people(one, said, depth + 1)
    elif isinstance(value, dict):
        name = value.get("name")
        if name is None and "@id" in value:
            name = next(
                (
                    record.get("name")
                    for record in said.records
                    if record.get("@id") == value["@id"] and record.get("name")
                ),
                None,
            )
        if isinstance(name, list):
            name = name[0] if name else None
        if isinstance(name, str):
            yield name


def _name(said: str) -> str:
    """A name as a reader would write it, or "" if `said` is none."""
    text = " ".join(said.split())
    if not text or "://" in text or text.startswith(("www.", "/", "@")):
        return ""
    bare = _by().sub("", text)
    cut = _after().sub("", bare).strip(" .,;:-–—|/")
    words = cut.split()
    if not cut or len(cut) > _LONGEST or len(words) > _WORDS:
        return ""
    if cut.casefold() in headings("no_name") or "@" in cut:
        return ""
    return cut


@cache
def _by() -> re.Pattern[str]:
    """What stands before a name: "by", "par", "von"."""
    return re.compile(rf"^\W*(?:{any_of('by')})\b[\s:]*", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    """What no longer belongs to a name, and all that follows: a date, an address, "is a"."""
    return re.compile(
        r"\s*(?:[|•·,–—]|\s-\s|@\B"
        rf"|\b(?:{any_of('after_name')})\b).*$|\s*\(.*$|\s+\d.*$",
        re.IGNORECASE | re.DOTALL,
    )
