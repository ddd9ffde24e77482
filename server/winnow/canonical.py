"""The one text of a page that all offsets count in, and the form in which words are compared.

docs/contracts.md states the rules; `extension/lib/text.js` follows the same ones, and
`tests/vectors/` holds both to them. Offsets are code points.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from lxml import etree

from winnow.markup import tree

BLOCK_TAGS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu"
    " nav ol p pre search section summary table tbody td tfoot th thead tr ul".split()
)
SKIPPED_TAGS: Final = frozenset(
    "script style template noscript head title textarea select option datalist iframe object"
    " embed canvas audio video svg annotation annotation-xml rt rp".split()
)
WHITE_SPACE: Final = " \t\n\f\r"
"""HTML's ASCII white space; nothing else collapses."""

_RUN = re.compile(f"[{WHITE_SPACE}]+")


def of_element(element: etree._Element) -> str:
    """The canonical text of what stands inside `element`."""
    blocks: list[str] = []
    line: list[str] = []
    breaks = 0

    def border() -> None:
        nonlocal breaks
        breaks = 0
        text = _RUN.sub(" ", "".join(line)).strip(" ")
        if text:
            blocks.append(text)
        line.clear()

    for event, tag, text in _events(element):
        if event == "text":
            line.append(text)
            if text.strip(WHITE_SPACE):
                breaks = 0
        elif tag == "br":
            if event == "open":
                breaks += 1
                line.append(" ")
                if breaks == 2:  # noqa: PLR2004 - "two or more in a row end a block"
                    border()
                    breaks = 2
        elif tag in BLOCK_TAGS:
            border()
    border()
    return "\n".join(blocks)


def of_html(html: str) -> str:
    """The canonical text of `html`, the inside of a `<body>`."""
    root, _ = tree(f"<!DOCTYPE html><html><body>{html}</body></html>".encode())
    return "" if root is None else of_element(root)


def text_hash(text: str) -> str:
    """SHA-256 of a text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _events(root: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Open, text and close of everything inside `root`, in document order, without recursion."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if element is not root and (not tag or tag in SKIPPED_TAGS):
                walk.skip_subtree()
                continue
            yield "open", tag, ""
            if element.text:
                yield "text", "", element.text
        else:
            skipped = not tag or tag in SKIPPED_TAGS
            if element is root or not skipped:
                yield "close", tag, ""
            if element is not root and element.tail:
                yield "text", "", element.tail


# --- comparison form ------------------------------------------------------------------------

_QUOTES: Final = "'\"`´‘’‚‛“”„‟«»‹›ʻʼʽ〝〞〟「」『』＂＇"
"""No primes: 6′ are feet or minutes, and 6″ inches or seconds."""
_DASHES: Final = "-‐‑‒–—―⁃−﹘﹣－"
_SPACES: Final = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
_SPACES_MORE: Final = "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_LIGATURES: Final = {
    sign: unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆ"
}  # Latin presentation forms, U+FB00 to U+FB06

_UNIFIED: Final = {
    sign: one
    for signs, one in ((_QUOTES, "'"), (_DASHES, "-"), (_SPACES + _SPACES_MORE, " "))
    for sign in signs
    if sign != one
}
_UNIFIED_ASCII: Final = {sign: one for sign, one in _UNIFIED.items() if sign.isascii()}
_ASCII: Final = bytes(range(0x80))
_UNSEEN: Final = (
    "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
)
"""Soft hyphen, joiners, direction marks, variation selectors: nothing a reader sees."""
_IRREGULAR = re.compile(f"[{_UNSEEN}{''.join(_LIGATURES)}](?:(?<=[{_UNSEEN}])[ {_UNSEEN}]*)?")
"""What a form has shorter or longer, but for the one space before: where a pattern begins with a
set of few signs, the rest of a text is passed over six times as fast."""
_TWO_SPACES: Final = ("  ", " \u00ad")
"""Of two spaces the second is as good as unseen."""
_COME_OR_GO: Final = frozenset(
    (*filter(re.compile(f"[{_UNSEEN}]").match, map(chr, range(0x10000))), *_LIGATURES)
)
"""Signs that make a comparison form shorter or longer than its text."""
_FIRST_COMBINING: Final = "\u0300"
"""No character before this one ever composes with what stands before it (Unicode, NFC)."""
_JOINING_JAMO: Final = ("\u1160", "\u11ff")
"""The vowels and finals of Hangul: letters, and yet they compose with what stands before them."""


class ComparisonForm:
    """A text in the form in which words are compared, `form`, with the way back to the text.

    Two stretches have the same words exactly if their forms are equal.
    """

    __slots__ = ("_form_ends", "_forms", "_value_ends", "_values", "form")

    def __init__(self, value: str) -> None:
        pieces: list[str] = []
        # Where the map from form to text is not one to one: bounds in the form and in the text.
        self._forms: list[int] = []
        self._form_ends: list[int] = []
        self._values: list[int] = []
        self._value_ends: list[int] = []
        foreign = _foreign(value)
        unified = _unified(value, foreign)
        if _is_regular(unified, foreign):
            self.form = unified
            return
        written = 0

        def irregular(text: str, start: int, end: int) -> None:
            nonlocal written
            self._forms.append(written)
            self._values.append(start)
            pieces.append(text)
            written += len(text)
            self._form_ends.append(written)
            self._value_ends.append(end)

        for start, end, composed in _compositions(unified):
            stands = composed == unified[start:end]
            plain = composed if stands else _unified(composed, _foreign(composed))
            if len(composed) != end - start:  # one cluster, whose length NFC changed
                irregular(_IRREGULAR.sub(lambda run: _replacement(run[0]), plain), start, end)
                continue
            last = 0
            for first, until in _irregular_runs(plain):
                pieces.append(plain[last:first])
                written += first - last
                last = until
                irregular(_replacement(plain[first:last]), start + first, start + last)
            pieces.append(plain[last:])
            written += len(plain) - last
        self.form = "".join(pieces)

    @property
    def regular(self) -> bool:
        """Whether the form has as many signs as its text, each in its place."""
        return not self._forms

    def start(self, index: int) -> int:
        """Where in the text the form's character `index` begins (its length: where it ends)."""
        at = bisect_right(self._forms, index) - 1
        if at < 0:
            return index
        if index < self._form_ends[at]:
            return self._values[at]
        return self._value_ends[at] + index - self._form_ends[at]

    def end(self, index: int) -> int:
        """Where in the text the stretch ends that ends before the form's character `index`."""
        if index <= 0:
            return 0
        last = index - 1
        at = bisect_right(self._forms, last) - 1
        if at < 0:
            return index
        return self._value_ends[at] + max(0, index - self._form_ends[at])

    def index(self, offset: int) -> int:
        """Where in the form the text's code point `offset` stands, or what follows it."""
        at = bisect_right(self._values, offset) - 1
        if at < 0:
            return offset
        if offset < self._value_ends[at]:
            return self._forms[at] if offset == self._values[at] else self._form_ends[at]
        return self._form_ends[at] + offset - self._value_ends[at]


def comparison_form(value: str) -> ComparisonForm:
    """`value` as words are compared: quotation marks, dashes and spaces unified; case kept."""
    return ComparisonForm(value)


def _is_regular(unified: str, foreign: AbstractSet[str]) -> bool:
    """Whether all signs of a text, which had so many `foreign` ones, stay in their places.

    Those of most texts do, and looking for each sign in turn is 20 times as fast as a walk.
    """
    if "  " in unified or not foreign.isdisjoint(_COME_OR_GO):
        return False
    return _is_composed(unified, foreign - _UNIFIED.keys())


def _is_composed(value: str, foreign: Collection[str]) -> bool:
    """Whether a text is in NFC, told by its signs beyond ASCII alone if none joins another."""
    return all(map(_stands_alone, foreign)) or unicodedata.is_normalized("NFC", value)


@lru_cache(4_096)
def _stands_alone(sign: str) -> bool:
    """Whether NFC leaves a sign as it is, whatever stands before it or behind.

    Marks and the vowels and finals of Hangul may compose with what stands before them; what
    NFC replaces, it replaces alone too.
    """
    return sign < _FIRST_COMBINING or (
        unicodedata.category(sign)[0] != "M"
        and not _JOINING_JAMO[0] <= sign <= _JOINING_JAMO[1]
        and unicodedata.is_normalized("NFC", sign)
    )


def _foreign(value: str) -> set[str]:
    """The signs of a text that are not ASCII. They are few, and found without a walk."""
    if value.isascii():
        return set()
    beyond = value.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return set(beyond.decode("utf-8", "surrogatepass"))


def _unified(value: str, foreign: Collection[str]) -> str:
    """`value` with one sign for all that are read alike; `foreign` are those beyond ASCII."""
    for sign, one in _UNIFIED_ASCII.items():
        value = value.replace(sign, one)
    for sign in foreign:
        if sign in _UNIFIED:
            value = value.replace(sign, _UNIFIED[sign])
    return value


def _irregular_runs(plain: str) -> Iterator[tuple[int, int]]:
    """The bounds of the ligatures, and of the spaces and unseen signs that meet."""
    for match in _IRREGULAR.finditer(plain.replace(*_TWO_SPACES)):
        start, end = match.span()
        spaced = start > 0 and plain[start - 1] == " " and plain[start] not in _LIGATURES
        yield start - spaced, end


def _replacement(run: str) -> str:
    return " " if " " in run else _LIGATURES.get(run, "")


def _compositions(value: str) -> Iterator[tuple[int, int, str]]:
    """`value` in NFC, by stretches (start, end, composed); each that changed is one cluster."""
    if unicodedata.is_normalized("NFC", value):
        yield 0, len(value), value
        return
    start = 0
    for cluster_start, cluster_end in _clusters(value):
        cluster = value[cluster_start:cluster_end]
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster:
            if start < cluster_start:
                yield start, cluster_start, value[start:cluster_start]
            yield cluster_start, cluster_end, composed
            start = cluster_end
    if start < len(value):
        yield start, len(value), value[start:]


def _clusters(value: str) -> Iterator[tuple[int, int]]:
    """Stretches that NFC treats apart from their neighbours."""
    start = 0
    for at in range(1, len(value)):
        sign = value[at]
        if sign >= _FIRST_COMBINING and _joins(value[start:at], sign):
            continue
        yield start, at
        start = at
    if value:
        yield start, len(value)


def _joins(cluster: str, sign: str) -> bool:
    """Whether NFC sees `sign` together with the end of `cluster`."""
    if unicodedata.combining(sign):
        return True
    tail = cluster[-8:]
    composed = unicodedata.normalize("NFC", tail)
    return unicodedata.normalize("NFC", tail + sign) != composed + sign
