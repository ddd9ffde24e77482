"""Who wrote a page, as it says itself.

Records come first, then meta elements, then what is marked as an author's in the page, then a
line by the headline that opens with "by". A person goes before an organisation whoever names it:
a page's own site is seldom what a reader asks for.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from lxml import etree

from winnow.clean.classes import kinds, says
from winnow.clean.dates import span
from winnow.clean.declared import Declared
from winnow.clean.lines import Line
from winnow.clean.marked import stretches
from winnow.clean.names import has_byword, is_full_name, names
from winnow.clean.tokens import tokens

_METAS: Final = (
    "author article:author dc.creator dcterms.creator parsely-author sailthru.author"
    " citation_author og:author article:author_name byl twitter:data1 dc.contributor authors"
    " article.author"
).split()
_WRITTEN: Final = frozenset(
    "article newsarticle blogposting reportagenewsarticle scholarlyarticle techarticle webpage"
    " discussionforumposting socialmediaposting question qapage recipe howto creativework".split()
)
_SHOP: Final = frozenset(("product", "productgroup", "individualproduct"))
_PEOPLE: Final = 12
"""Names in one byline; more is a list of members."""
_MOST_DEEP: Final = 3
_REACH: Final = 12
"""Elements looked up through."""
_LINE: Final = 100
"""Characters of a line that names an author; more is text."""


def byline(
    authors: Sequence[etree._Element],
    opening: Sequence[Line],
    said: Declared,
    record: dict[str, Any],
    site: Sequence[str],
) -> str:
    """The authors' names joined by commas, or "".

    `authors` are marked so in the page, `opening` are the lines around the headline, `site` is
    what the site is called.
    """
    called = {"".join(tokens(name)) for name in site}
    sources: list[Callable[[], list[str]]] = [
        lambda: _recorded(said, record),
        lambda: _declared(said),
    ]
    if record or not any(said.of_types(_SHOP)):  # else those named in the page reviewed the goods
        sources += [lambda: _in_markup(authors), lambda: _in_opening(opening)]
    organisation = ""
    for source in sources:
        found = list(dict.fromkeys(source()))[:_PEOPLE]
        people = [name for name in found if "".join(tokens(name)) not in called]
        if people:
            return ", ".join(people)
        organisation = organisation or ", ".join(found)
    return organisation


def _recorded(said: Declared, record: dict[str, Any]) -> list[str]:
    """The authors of the first record that has any."""
    for one in (record, *said.of_types(_WRITTEN)):
        found = [name for text in _people(one.get("author"), said) for name in names(text)]
        if found:
            return found
    return []


def _declared(said: Declared) -> list[str]:
    for meta in _METAS:
        if meta == "twitter:data1" and not has_byword(said.meta("twitter:label1")):
            continue
        found = [name for text in said.metas.get(meta, ()) for name in names(text)]
        if found:
            return found
    return []


def _in_markup(authors: Sequence[etree._Element]) -> list[str]:
    """The names in the element most plainly marked as the author's, and in those beside it."""
    best: list[str] = []
    rank = 0
    beside: etree._Element | None = None
    for element in authors:
        worth = _plainness(element)
        if not worth or worth < rank or (worth == rank and _group(element) is not beside):
            continue
        found = _named(element)
        if not found or _is_elsewhere(element):
            continue
        if worth > rank:
            best, rank, beside = found, worth, _group(element)
        else:
            best += found
    return best


def _group(element: etree._Element) -> etree._Element | None:
    """What holds an author and those who wrote with them: the element around it."""
    return element.getparent()


def _named(element: etree._Element) -> list[str]:
    inner = _inner(element)
    said = element.get("content") or inner.get("content")
    if said:
        return names(said)
    for text in stretches(inner):
        found = names(text)
        if found:
            return found
    return []


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
        link and re.search(r"/authors?/", element.get("href") or "") is not None,
        "byline" in classes.lower(),
        "username" in words or "bigusername" in words,
    )
    return len(signs) - signs.index(True) if True in signs else 0


def _is_elsewhere(element: etree._Element) -> bool:
    """Whether an author is one of a comment's, a review's or another article's."""
    comments = 1 << kinds().index("comments")
    step = element.getparent()
    for _ in range(_REACH):
        if step is None or step.tag == "body":
            return False
        named = f"{step.get('class') or ''} {step.get('itemprop') or ''}".lower()
        if says(step) & comments or "review" in named:
            return True
        step = step.getparent()
    return False


def _inner(element: etree._Element) -> etree._Element:
    """The part of a marked element that holds the name alone, where there is one."""
    for inside in element.iter():
        if inside.get("itemprop") == "name":
            return inside
    link = element.find(".//a")
    return link if link is not None and any(stretches(link)) else element


def _in_opening(opening: Sequence[Line]) -> list[str]:
    """The names in a line beside the headline that says who it is by."""
    for line in opening:
        if len(line.text) <= _LINE and has_byword(line.text):
            found = names(line.text)
            if found and (all(map(is_full_name, found)) or span(line.text)):
                return found
    return []


def _people(value: Any, said: Declared, depth: int = 0) -> Iterator[str]:
    """The names in a JSON-LD author: a string, an object, a reference, or a list of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < _MOST_DEEP:
        for one in value[:_PEOPLE]:
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
