"""The difference between the words of a mark and the words that stand there today.

Words are compared in comparison form and told verbatim. A figure is one word with its
decimals, so that 7,4 and 4,7 share nothing; a word keeps its hyphens and apostrophes.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq, Postfix, Prefix

from winnow.annotate.once import once
from winnow.annotate.text import UNSPACED

_MARKS: Final = "".join(
    sign for sign in map(chr, range(0x300, 0x1800)) if unicodedata.category(sign)[0] == "M"
)
"""Vowel signs, accents and the like: parts of words that are no letters."""
_LETTERS: Final = rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*"
_OTHERS: Final = (
    r"|(?<!\w)[-+]?(?:\d{1,3}(?:[ ']\d{3})+(?!\d)|\d+(?:[.,:٫٬]\d+)*)"  # -7.4, 1 800, 21:30
    r"|\d+(?:[.,:٫٬]\d+)*"  # ٫ and ٬ as Arabic writes them
    r"|[^\s]"
)
_PIECE: Final = re.compile(
    rf"\s*(?:{_LETTERS}(?:(?<![{UNSPACED}])[-'](?![{UNSPACED}]){_LETTERS})*{_OTHERS})"
)
_SIGN_PIECE: Final = re.compile(
    rf"\s*(?:[{UNSPACED}][{_MARKS}]*|[^\W\d_{UNSPACED}]+(?:[-'][^\W\d_{UNSPACED}]+)*{_OTHERS})"
)
"""The same, but of words that are written without spaces each sign."""
_LATIN: Final = "".join(
    filter(re.compile(r"[^\W\d_]").match, map(chr, chain(range(0x300), range(0x2000, 0x2C00))))
)
_LATIN_PIECE: Final = re.compile(rf"\s*(?:[{_LATIN}]+(?:[-'][{_LATIN}]+)*{_OTHERS})")
"""The same of Latin letters, which most texts have only. A set that names its signs is looked up
twice as fast as one that names classes of them."""
_BEYOND_LATIN: Final = re.compile("[\u0300-\u1fff\u2c00-\U0010ffff]")
_PRIMES: Final = "′″‵‶ʹʺ"
_QUOTING_PRIME: Final = re.compile(rf"[{_PRIMES}](?<!\d.)")
"""A prime that is no unit was meant to be an apostrophe or a quotation mark."""

_NEAR: Final = 80
"""Code points beside the first and last change that are compared with it. Chosen: a sentence."""


class Change(NamedTuple):
    """Words that stood in a mark and the words that stand for them; either may be none.

    `then` and `now` are slices of the sequences that were compared.
    """

    then: slice
    now: slice


@dataclass(frozen=True)
class Cut:
    """The part of a comparison form that is compared, from `start` on, cut into words.

    `pieces` are its words, figures and signs, each with the spaces before it. Primes behind no
    figure are apostrophes.
    """

    form: str
    start: int
    pieces: Sequence[str]

    @once
    def words(self) -> list[str]:
        """Its words, figures and signs."""
        return list(map(str.lstrip, self.pieces))

    def bounds(self, part: slice) -> tuple[int, int]:
        """Where the words of `part` begin and end; of no words, where the one before ends."""
        if part.start < part.stop:
            first = self._ends[part.start + 1] - len(self.words[part.start])
            return first, self._ends[part.stop]
        return self._ends[part.start], self._ends[part.start]

    @once
    def letters(self) -> list[int]:
        """How many letters each word has."""
        return letters(self.words)

    @once
    def _ends(self) -> list[int]:
        """Where the part begins and where each of its words ends."""
        return list(accumulate(map(len, self.pieces), initial=self.start))


def letters(words: Sequence[str]) -> list[int]:
    """How many letters each word has; a sign has none."""
    return [
        len(word) if word.isalnum() or word[-1].isalnum() or word[0].isalpha() else 0
        for word in words
    ]


def same_letters(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether words differ in where they are parted, and in signs, but in no letter or figure."""
    return bool(before and after) and _joined(before) == _joined(after) != ""


def _joined(words: Sequence[str]) -> str:
    """The letters of words end to end; a figure keeps its bounds, 1 5 is not 15."""
    return "".join(
        f" {word} " if word[-1].isdigit() else "".join(filter(_is_letter, word)) for word in words
    ).casefold()


def _is_letter(sign: str) -> bool:
    return sign.isalpha() or sign in _MARKS


def cut(form: str, ends: tuple[int, int]) -> Cut:
    """`form` cut into words, but for so many code points at its beginning and its end."""
    if any(map(form.__contains__, _PRIMES)):
        form = _QUOTING_PRIME.sub("'", form)
    start, end = ends[0], len(form) - ends[1]
    piece = _PIECE if _BEYOND_LATIN.search(form, start, end) else _LATIN_PIECE
    return Cut(form, start, piece.findall(form, start, end))


def by_sign(side: Cut) -> Cut:
    """`side` with each sign of words that are written without spaces as a word of its own."""
    return Cut(side.form, side.start, _SIGN_PIECE.findall("".join(side.pieces)))


def alike_ends(then: str, now: str) -> tuple[int, int]:
    """How much at the beginning and at the end is the same and too far off to be compared.

    Cut where a space is, but not between figures, which may be one.
    """
    most = min(len(then), len(now))
    if most <= 2 * _NEAR:
        return 0, 0
    head = _border(then, Prefix.similarity(then, now))
    tail = _border(then[::-1], min(Postfix.similarity(then, now), most - head))
    return head, tail


def _border(form: str, common: int) -> int:
    at = form.rfind(" ", 0, max(0, common - _NEAR))
    while at > 0 and (form[at - 1].isdigit() or form[at + 1].isdigit()):
        at = form.rfind(" ", 0, at)
    return max(0, at)


def changes(then: Sequence[object], now: Sequence[object]) -> list[Change]:
    """What was taken out and put in, as few words as can be, neighbours together."""
    found = LCSseq.opcodes(then, now)
    result: list[Change] = []
    for tag, then_start, then_end, now_start, now_end in found:
        if tag == "equal":
            continue
        change = Change(slice(then_start, then_end), slice(now_start, now_end))
        if result and (result[-1].then.stop, result[-1].now.stop) == (then_start, now_start):
            last = result.pop()
            change = Change(slice(last.then.start, then_end), slice(last.now.start, now_end))
        result.append(change)
    return result
