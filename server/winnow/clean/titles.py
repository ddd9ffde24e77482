"""The headline of a page: what stands on it as such, without the site's name.

Candidates are the page's headings, what it tells to machines, and its `<title>` cut as
readability-lxml cuts it. A heading that the title holds is what a reader sees; else the title
loses what names the site.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from winnow.clean.declared import Declared
from winnow.clean.document import Document
from winnow.clean.marked import stretches
from winnow.clean.tokens import key, tokens

_PARTED = re.compile(r"\s+[|\-–—•·»«:/~]+\s+|\s*[|»«]\s*|\s+::\s+|:\s+")
_HEADINGS: Final = 12
"""Headings looked at."""
_LONGEST: Final = 300
_AROUND: Final = 5
"""Words of a part of a title that may name the site: "The Gazette's Forum"."""
_TELLING: Final = 5
"""Letters of a site's name from which it is no common word."""
_RECORDS: Final = frozenset(
    (
        *("article", "newsarticle", "blogposting", "product", "recipe", "discussionforumposting"),
        *("qapage", "question", "techarticle", "scholarlyarticle", "reportagenewsarticle"),
    )
)


def headline(document: Document, said: Declared, site: str, hint: str) -> str:
    """The title to show above the page."""
    spoken = said.meta("og:title", "twitter:title", "dc.title", "dcterms.title", "title")
    titles = [text for text in (said.title, spoken, hint, *_recorded(said)) if text]
    names = [name for name in (site, _host(document.url)) if name]
    heading = _heading(document, titles, names)
    if heading:
        return without_site(heading, names, strict=True)
    for text in (spoken, *_recorded(said), said.title, hint):
        if text:
            return without_site(text, names)
    return ""


def _recorded(said: Declared) -> list[str]:
    found = []
    for record in said.of_types(_RECORDS):
        value = record.get("headline") or record.get("name")
        if isinstance(value, str) and value.strip():
            found.append(" ".join(value.split())[:_LONGEST])
    return found[:2]


def _heading(document: Document, titles: list[str], names: list[str]) -> str:
    """The heading that the page's titles agree with, the first `<h1>` before others."""
    spoken = [tokens(title) for title in titles]
    sites = {"".join(tokens(name)) for name in names}
    seen = []
    for element in document.all("h1", "h2"):
        text = " ".join(stretches(element))
        if text and len(text) <= _LONGEST and "".join(tokens(text)) not in sites:
            seen.append((element.tag, text))
        if len(seen) >= _HEADINGS:
            break
    best, rank = "", 0.0
    for order, (tag, text) in enumerate(seen):
        own = tokens(text)
        worth = max((_agreement(own, title) for title in spoken), default=0.0)
        worth = worth * (1.0 if tag == "h1" else 0.8) - 0.01 * order
        if worth > rank:
            best, rank = text, worth
    if rank >= 0.5:  # noqa: PLR2004 - more than half of the words. Chosen
        return best
    only = [text for tag, text in seen if tag == "h1"]
    return only[0] if not any(titles) and len(only) == 1 and len(tokens(only[0])) > 2 else ""  # noqa: PLR2004


def _agreement(own: list[str], title: list[str]) -> float:
    """How much of a heading the title says and of the title the heading."""
    if not own or not title:
        return 0.0
    shared = len(set(own) & set(title))
    if key(own) == key(title):
        return 1.2
    held, covered = shared / len(set(own)), shared / len(set(title))
    if held == 1.0 and title[: len(own)] == own:
        covered = max(covered, 0.6)
    return 0.6 * held + 0.4 * covered if min(held, covered) > 0.25 else 0.0  # noqa: PLR2004


def without_site(text: str, names: list[str], *, strict: bool = False) -> str:
    """A title without the part of it that names the site.

    `strict`: only by its name; else also what follows a bar.
    """
    text = " ".join(text.split())[:_LONGEST]
    borders = list(_PARTED.finditer(text))
    sites = {"".join(tokens(name)) for name in names}
    if not borders:
        return text
    last, first = borders[-1], borders[0]
    tail, head = text[last.end() :], text[: first.start()]
    if _names_site(tail, sites):
        return without_site(text[: last.start()], names, strict=strict)
    if "".join(tokens(head)) in sites:
        return without_site(text[first.end() :], names, strict=strict)
    if strict:
        return text
    strong = [border for border in borders if border.group().strip() in ("|", "»", "«", "::", "·")]
    if strong:
        return text[: strong[0].start()] if len(tokens(text[: strong[0].start()])) > 1 else text
    return text


def _names_site(part: str, sites: set[str]) -> bool:
    """Whether a part of a title is a site's name, or a few words around it."""
    words = tokens(part)
    joined = "".join(words)
    return joined in sites or (
        len(words) <= _AROUND and any(len(site) >= _TELLING and site in joined for site in sites)
    )


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    parts = [part for part in host.split(".") if part != "www"]
    return parts[-2] if len(parts) > 1 else ""
