"""When a page was published and last changed, as it says itself."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from winnow.clean.dates import in_path, iso, span
from winnow.clean.declared import Declared
from winnow.clean.lines import Line
from winnow.clean.marked import written

_PUBLISHED: Final = (
    "article:published_time og:published_time article:published og:pubdate datepublished"
    " parsely-pub-date sailthru.date dc.date.issued dcterms.issued dcterms.created"
    " citation_publication_date citation_date citation_online_date publish_date publishdate"
    " publication_date publication-date pubdate dc.date dcterms.date dc.date.created"
    " article.published date cxenseparse:recs:publishtime article:post_date originalpublicationdate"
).split()
_MODIFIED: Final = (
    "article:modified_time og:updated_time og:modified_time datemodified dcterms.modified"
    " dc.date.modified last-modified lastmod article:modified"
).split()
_LINE: Final = 160
"""Characters of a line of author, date and the like; more is text that mentions a date."""
_BESIDE: Final = 12
"""Words beside a date in a line that tells it; more is text that mentions a date."""
_REACH: Final = 12
"""Elements looked up through."""


def published(
    url: str,
    said: Declared,
    stamps: Sequence[etree._Element],
    opening: Sequence[Line],
    *,
    day_first: bool,
) -> str:
    """The date, or date and time, in ISO 8601; "" where the page does not say.

    `stamps` are marked as times in the page, `opening` are the lines around the headline.
    `day_first`: how 03/04/2024 is read.
    """
    return (
        _first(said.values("datePublished"), day_first=day_first)
        or _first((said.meta(name) for name in _PUBLISHED), day_first=day_first)
        or _marked(stamps, "publish", day_first=day_first)
        or in_path(_path(url))
        or _first_time(stamps, day_first=day_first)
        or _first_written(stamps, day_first=day_first)
        or _in_opening(opening, day_first=day_first)
        or _first(said.values("dateCreated"), day_first=day_first)
        or _first(said.values("uploadDate"), day_first=day_first)
    )


def modified(said: Declared, stamps: Sequence[etree._Element], *, day_first: bool) -> str:
    """The same of the last change."""
    return (
        _first(said.values("dateModified"), day_first=day_first)
        or iso(said.meta(*_MODIFIED), day_first=day_first)
        or _marked(stamps, "modified", day_first=day_first)
    )


def _first(values: Iterator[str], *, day_first: bool) -> str:
    return next((date for value in values if (date := iso(value, day_first=day_first))), "")


def _marked(stamps: Sequence[etree._Element], mark: str, *, day_first: bool) -> str:
    """The first date that microdata or a class name marks so."""
    for element in stamps:
        named = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if mark in named or (mark == "publish" and element.get("pubdate") is not None):
            said = element.get("content") or element.get("datetime") or element.get("title") or ""
            date = iso(said, day_first=day_first) or iso(
                written(element)[:120], day_first=day_first
            )
            if date:
                return date
    return ""


def _first_time(stamps: Sequence[etree._Element], *, day_first: bool) -> str:
    """The first `<time>` outside lists of other articles; the only one wherever it stands."""
    times = [element for element in stamps if element.tag == "time"]
    for element in times:
        if len(times) == 1 or not _is_aside(element):
            return iso(element.get("datetime") or "", day_first=day_first) or iso(
                written(element), day_first=day_first
            )
    return ""


def _first_written(stamps: Sequence[etree._Element], *, day_first: bool) -> str:
    """The first date in an element whose class speaks of dates, outside lists of articles."""
    for element in stamps:
        said = written(element)
        if len(said) <= _LINE and not _is_aside(element):
            date = iso(said, day_first=day_first)
            if date:
                return date
    return ""


def _in_opening(opening: Sequence[Line], *, day_first: bool) -> str:
    """The date in a short line beside the headline."""
    for line in opening:
        told = span(line.text) if len(line.text) <= _LINE else None
        if told:
            beside = line.text[: told[0]].split() + line.text[told[1] :].split()
            if len(beside) <= _BESIDE:
                return iso(line.text, day_first=day_first)
    return ""


def _is_aside(element: etree._Element) -> bool:
    step = element.getparent()
    for _ in range(_REACH):
        if step is None:
            return False
        if step.tag in ("aside", "footer", "nav", "li"):
            return True
        step = step.getparent()
    return False


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
