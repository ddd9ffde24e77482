"""From bytes or text to a parsed page: what it is encoded in, and what it may cost.

A page is untrusted. Its size, its number of elements and its depth are bounded here, once,
so that every later step can be linear and need not defend itself.
"""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from winnow.clean.errors import EmptyPageError, PageTooDeepError, PageTooLargeError
from winnow.clean.streamed import put_in_place
from winnow.markup import joined, tree

MAX_BYTES: Final = 24_000_000
"""Three times what the extension sends; chosen, so that a saved page still fits."""
MAX_ELEMENTS: Final = 400_000
"""Chosen: the HTML standard, in one page, has 190,000."""
MAX_ATTRIBUTES: Final = 20_000
"""libxml2 compares each attribute of an element with all before it: 2 s for so many in one."""
MAX_DEPTH: Final = 2_000
"""libxml2 drops what is deeper than 2,048; browsers flatten at 512."""

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.-]+)""")
_TAG = re.compile(
    rb"""<[A-Za-z][^\s/>]*+"""
    rb"""(?:[\s/]*+[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?|[\s/]++|=)*+"""
)
_ATTRIBUTE = re.compile(rb"""[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?""")
_COMMENT = re.compile(rb"<!--(?:\[if[^\]<>]{0,80}\]>)?", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNKNOWN: Final = "\ufffd".encode()
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_AS_BROWSERS_READ: Final = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-9": "cp1254",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
}
"""WHATWG Encoding: the label a page writes → what browsers decode it with."""
_READ: Final = frozenset(
    "cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10"
    " iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 cp949"
    " cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb18030 big5hkscs euc_jp"
    " iso2022_jp cp932 utf-8".split()
)
"""Python's names of the encodings that browsers read (WHATWG Encoding, 4.2). Others are not, so
that bytes a browser shows as text are text here."""
_ESCAPES: Final = "iso2022_jp"
"""Written in ASCII bytes alone; nothing but its escapes tells it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page.

    `stamped` tells that a capture gave its elements their numbers; `elements` are all of them,
    `tagged` those of each tag, in document order.
    """

    root: etree._Element
    url: str
    stamped: bool
    elements: list[etree._Element]
    tagged: dict[str, list[etree._Element]]

    def all(self, *tags: str) -> Sequence[etree._Element]:
        """The elements of some tags, in document order; the tree is not walked for them."""
        if len(tags) == 1:
            return self.tagged.get(tags[0], ())
        return [element for element in self.elements if element.tag in tags]


def parse(html: str | bytes, url: str = "") -> Document:
    """Parse a page.

    Raises:
        PageTooLargeError, PageTooDeepError: beyond the limits of this module.
        EmptyPageError: if there is no element in it.

    """
    if len(html) > MAX_BYTES:
        raise PageTooLargeError(
            f"This page has more than the {MAX_BYTES / 1e6:.0f} million characters that are read."
            " Select the part you want to read and open that."
        )
    text = decode(html) if isinstance(html, bytes) else html
    data = _encoded(text).replace(b"\0", _UNKNOWN)
    if not data.strip():
        raise EmptyPageError("This page is empty. Wait until it has loaded, then try again.")
    _check_attributes(data)
    root, parser = tree(_closed(data))
    if root is None:
        raise EmptyPageError("This page holds nothing to read. Wait until it has loaded.")
    elements = list(root.iter())
    _check_size(len(elements), parser)
    tagged = _by_tag(elements)
    _empty_embeds(tagged.get("embed", ()))
    stamped = b"data-winnow-n=" in data
    if not stamped and put_in_place(tagged.get("div", ()), tagged.get("template", ())):
        elements = list(root.iter())
        tagged = _by_tag(elements)
    return Document(root, url, stamped, elements, tagged)


def _by_tag(elements: Iterable[etree._Element]) -> dict[str, list[etree._Element]]:
    tagged: dict[str, list[etree._Element]] = {}
    for element in elements:
        tagged.setdefault(element.tag, []).append(element)
    return tagged


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text).encode()


def _check_attributes(data: bytes) -> None:
    """Refuse what the parser would take minutes for: it takes the square of a tag's attributes."""
    if len(data) <= 2 * MAX_ATTRIBUTES:
        return
    cost = 0
    for tag in _TAG.finditer(data):
        if tag.end() - tag.start() > MAX_ATTRIBUTES // 10:
            cost += sum(1 for _ in _ATTRIBUTE.finditer(data, *tag.span())) ** 2
            if cost > MAX_ATTRIBUTES**2:
                raise PageTooLargeError(
                    f"This page has elements with more than {MAX_ATTRIBUTES:,} attributes, as no"
                    " page for people has. Select the part you want to read and open that."
                )


def _closed(data: bytes) -> bytes:
    """The page without the opening of a comment that never ends, which would swallow the rest."""
    end = data.rfind(b"-->")
    if data.rfind(b"<!--") <= end:
        return data
    cut = max(end, 0)
    return data[:cut] + _COMMENT.sub(b"", data[cut:])


def _empty_embeds(embeds: Iterable[etree._Element]) -> None:
    """Put what follows an `<embed>` beside it: HTML gives it no end tag, libxml2 waits for one."""
    for embed in embeds:
        inside, text = list(embed), embed.text
        embed.text = None
        for child in reversed(inside):
            embed.addnext(child)
        if text:
            text = (text + (embed.tail or "")).replace("\f", " ")
            embed.tail = joined(None, text)


def _check_size(elements: int, parser: etree.HTMLParser) -> None:
    if any("depth" in entry.message for entry in parser.error_log.filter_from_errors()):
        raise PageTooDeepError(
            f"This page nests its elements more than {MAX_DEPTH} deep, which no browser shows."
            " Select the part you want to read and open that."
        )
    if elements > MAX_ELEMENTS:
        raise PageTooLargeError(
            f"This page has {elements:,} elements; the limit is {MAX_ELEMENTS:,}."
            " Select the part you want to read and open that."
        )


def decode(data: bytes) -> str:
    """Decode a page as a browser would, but trust the bytes before the declaration.

    UTF-8 proves itself: bytes that are valid UTF-8 and not plain ASCII are nothing else. Where
    a page mixes encodings, stray bytes are read as windows-1252 one at a time.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace")
    declared = _declared(data)
    if declared == _ESCAPES and b"\x1b" in data:
        return data.decode(_ESCAPES, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        first_bad = error.start
    if declared and declared != "utf-8":
        return data.decode(declared, "replace")
    if declared == "utf-8" or _mostly_utf8(data, first_bad):
        return data.decode("utf-8", "winnow-windows-1252")
    return data.decode("cp1252", "replace")


def _declared(data: bytes) -> str:
    head = data[:4096]
    found = _XML_DECLARED.search(head) or _DECLARED.search(head)
    if not found:
        return ""
    label = found.group(1).decode("ascii").lower()
    label = _AS_BROWSERS_READ.get(label, label)
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    return name if name in _READ else ""


def _mostly_utf8(data: bytes, start: int) -> bool:
    """Whether more of the non-ASCII bytes form UTF-8 sequences than not."""
    sample = data[max(0, start - 200_000) : start + 200_000].decode("utf-8", "replace")
    bad = sample.count("\ufffd")
    good = sum(1 for sign in sample if sign > "\x7f") - bad
    return good > 4 * bad


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.start + 1]
    return stray.decode("cp1252", "replace"), error.start + 1


codecs.register_error("winnow-windows-1252", _as_windows_1252)
