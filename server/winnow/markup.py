"""HTML to a tree that nests as browsers nest it.

libxml2 ends some elements where another begins (`<pre>` at `<dl>`, `<ul>` at `<form>`), as no
browser does, and passes over their own end tags. The words between would stand outside, and a
border would be lost. Where it says that it passed over such a tag, the page is read once more
with the ends marked, and what stands before a lost end is put back into its element.
"""

import re
from collections import defaultdict
from itertools import dropwhile
from typing import Final

from lxml import etree

_LOST: Final = re.compile(
    "Unexpected end tag : (?:address|dir|dl|dt|h[1-6]|legend|menu|ol|pre|ul)$"
)
"""What libxml2 2.14 ends too early, found by nesting every two elements of canonical text."""
_ENDS: Final = re.compile(
    rb"<!--.*?-->|<(script|style|textarea|title)\b.*?(?:</\1|\Z)"
    rb"|</(address|dir|dl|dt|h[1-6]|legend|menu|ol|pre|ul)(?=[\s>])",
    re.DOTALL | re.IGNORECASE,
)
_MARK: Final = "winnow-end-"
_HEAD_CONTENT: Final = frozenset(
    "base basefont bgsound link meta noframes noscript script style template title".split()
)
"""HTML standard, section 13.2.6.4.4, "in head"."""
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST: Final = 100
"""Elements that are put together again; each may nest the page one deeper. Chosen."""


def tree(data: bytes) -> tuple[etree._Element | None, etree.HTMLParser]:
    """The tree of a UTF-8 page, None if there is no element in it; the parser has its errors."""
    root, parser = _parsed(data)
    if root is not None and any(_LOST.match(entry.message) for entry in parser.error_log):
        root, parser = _parsed(_ENDS.sub(_marked, data))
        if root is not None:
            _reopen(root)
    if root is not None:
        _end_head(root)
        _take_in(root)
    return root, parser


def joined(one: str | None, other: str | None) -> str:
    """The words of an element and more words, as a tree takes them.

    libxml2 reads signs that XML has not, and lxml lets nobody write them.
    """
    return _NOT_XML.sub("\ufffd", f"{one or ''}{other or ''}".replace("\f", " "))


def _end_head(root: etree._Element) -> None:
    """End a head that nobody ended where its content ends; libxml2 knows no newer elements."""
    head = root.find("head")
    if head is None:
        return
    moved = list(dropwhile(lambda child: child.tag in _HEAD_CONTENT, head))
    if not moved:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    moved[-1].tail = joined(moved[-1].tail, body.text)
    body.text = None
    for at, element in enumerate(moved):
        body.insert(at, element)


def _take_in(root: etree._Element) -> None:
    """Put what follows `</html>` into the body, as browsers do; libxml2 begins a second root."""
    body = root.find("body")
    for other in list(root.itersiblings(etree.Element)):
        (root if body is None else body).extend(list(other))


def _parsed(data: bytes) -> tuple[etree._Element | None, etree.HTMLParser]:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser), parser
    except etree.XMLSyntaxError:
        return None, parser


def _marked(found: re.Match[bytes]) -> bytes:
    """An end tag with an element before it that tells where it stands; scripts as they are."""
    if not found[2]:
        return found[0]
    mark = _MARK.encode() + found[2].lower()
    return b"<%b></%b>%b" % (mark, mark, found[0])


def _reopen(root: etree._Element) -> None:
    """Put what stands before each lost end back into the element that it ends."""
    unclosed: dict[tuple[etree._Element | None, str], list[etree._Element]] = defaultdict(list)
    lost: list[tuple[etree._Element, etree._Element]] = []
    marks: set[str] = set()
    for element in root.iter(etree.Element):
        above, tag = element.getparent(), element.tag
        if above is None or not tag.startswith(_MARK):
            unclosed[above, tag].append(element)
            continue
        marks.add(tag)
        ended = tag.removeprefix(_MARK)
        here = (above.getparent() if above.tag == ended else above, ended)
        begun = unclosed[here].pop() if unclosed[here] else above
        if begun is not above:
            lost.append((begun, element))
    for element, mark in lost[:MOST]:
        _put_back(element, mark)
    etree.strip_tags(root, *marks)


def _put_back(element: etree._Element, mark: etree._Element) -> None:
    """Move what stands between an element and the mark of its end into it."""
    if element.tail and len(element):
        element[-1].tail = joined(element[-1].tail, element.tail)
    elif element.tail:
        element.text = joined(element.text, element.tail)
    element.tail = None
    while (after := element.getnext()) is not None and after is not mark:
        element.append(after)
