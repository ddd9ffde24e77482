"""The elements whose names or attributes mark an author, a time or a licence: one pass."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from winnow.clean.blocks import BLOCKS, SKIPPED
from winnow.clean.document import Document

_MOST: Final = 60
"""Elements kept of each kind: past them are lists of other articles."""
_AUTHOR: Final = 1
_TIME: Final = 2
_AUTHORS = re.compile(r"author(?!i[sz]|it)|byline|username")
_TIMES = re.compile(r"date|posted|byline|publish|meta")
_PROPERTIES: Final = {"author": _AUTHOR, "datePublished": _TIME, "dateModified": _TIME}


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked elements, in document order."""

    authors: list[etree._Element]
    times: list[etree._Element]
    licences: list[etree._Element]


def marked(document: Document) -> Marked:
    """Find them."""
    found = Marked([], [], [])
    for element in document.elements:
        tag = element.tag
        said = element.get("class")
        kinds = _said(said[:200]) if said else 0
        if tag == "a":
            kinds |= _of_link(element, found)
        elif tag == "time" or (tag == "abbr" and element.get("title")):
            kinds |= _TIME
        name = element.get("itemprop")
        if name:
            kinds |= _PROPERTIES.get(name, 0)
        if kinds & _AUTHOR and len(found.authors) < _MOST:
            found.authors.append(element)
        if kinds & _TIME and len(found.times) < _MOST:
            found.times.append(element)
    return found


def _of_link(element: etree._Element, found: Marked) -> int:
    rel, href = element.get("rel") or "", element.get("href") or ""
    if "license" in rel or "//creativecommons.org/" in href:
        found.licences.append(element)
    return _AUTHOR if "author" in rel or "/author/" in href or "/authors/" in href else 0


@lru_cache(maxsize=8_192)
def _said(names: str) -> int:
    kinds = 0
    for name in names.split():
        kinds |= _says(name)
    return kinds


@lru_cache(maxsize=8_192)  # names recur from site to site
def _says(name: str) -> int:
    said = name.lower()
    return (_AUTHOR if _AUTHORS.search(said) else 0) | (_TIME if _TIMES.search(said) else 0)


def written(element: etree._Element) -> str:
    """What an element says, on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def stretches(element: etree._Element) -> Iterator[str]:
    """What an element says, parted where a block or a line ends."""
    said: list[str] = []
    for event, inside in etree.iterwalk(element, events=("start", "end")):
        parts = inside.tag in BLOCKS or inside.tag == "br"
        if parts and said:
            if text := " ".join("".join(said).split()):
                yield text
            said = []
        text = inside.text if event == "start" else inside.tail
        if text and inside.tag not in SKIPPED and not (event == "end" and inside is element):
            said.append(text)
    if text := " ".join("".join(said).split()):
        yield text
