"""A text made ready for finding many marks in it.

The text's comparison form is cut into words once, and the words are numbered and indexed:
where each stands, where each pair of neighbours stands, and a running hash that compares
any two stretches of words in one step. A mark is then looked up by its rarest word, so
that its cost does not grow with the text.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from itertools import repeat
from typing import Final

import numpy as np
import numpy.typing as npt

from winnow.annotate.fold import Folded, folded

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

EDGE: Final = -1
"""The number of the word before the first and after the last."""
UNKNOWN: Final = -2
"""The number of a word that the text does not hold."""

# Scripts written without spaces: each sign is a word of its own.
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PIECE: Final = re.compile(rf" *(?:[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w ])")

_UNSPACED_SIGN: Final = re.compile(f"[{_UNSPACED}]")
_BORDER: Final = re.compile("\n")
_LINKS, _POINTS, _SIGNS = "'-", ".,:/", "-+"
_WORD, _DIGITS, _LINK, _POINT, _SIGN = 1, 2, 4, 8, 16
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that its powers never vanish; the golden ratio in 64 bits."""
_FEW: Final = 8
"""Places that are sooner compared word by word than by hash."""


def pieces(form: str) -> list[str]:
    """The words and signs of a comparison form, each with the spaces before it."""
    return _PIECE.findall(form)


class Text:
    """A text of a page, `value`, and its index. Made once, never changed."""

    def __init__(self, value: str, form: Folded | None = None) -> None:
        """Index `value`; `form` is its comparison form, if that is known."""
        self.value = value
        self.folded: Folded = form or folded(value)
        self.form: str = self.folded.form
        self._number: dict[str, int] = {}
        cut = pieces(self.form)
        kept = {piece: number for number, piece in enumerate(dict.fromkeys(cut))}
        numbered = np.array(list(map(kept.__getitem__, cut)), np.int64)
        words = [piece.lstrip(" ") for piece in kept]
        of_piece = [self._number.setdefault(word, len(self._number)) for word in words]
        led = np.array([len(piece) - len(word) for piece, word in zip(kept, words, strict=True)])
        self.ends: Ints = np.cumsum(np.fromiter(map(len, cut), np.int64, len(cut)))
        if cut:
            sizes = np.diff(self.ends, prepend=0)
            self.starts: Ints = self.ends - sizes + led[numbered]
            self.ids: Ints = np.array(of_piece, np.int64)[numbered]
        else:
            self.starts = self.ids = np.zeros(0, np.int64)
        self._order: Ints = np.argsort(self.ids.astype(np.int32), kind="stable")
        counts = np.bincount(self.ids, minlength=len(self._number))
        self._first: list[int] = [0, *np.cumsum(counts).tolist()]

    def __len__(self) -> int:
        """The number of words and signs."""
        return len(self.ids)

    def numbers(self, words: Sequence[str]) -> list[int]:
        """The number of each word in this text, UNKNOWN for one it does not hold."""
        return list(map(self._number.get, words, repeat(UNKNOWN)))

    def count(self, number: int) -> int:
        """How often the word stands in the text."""
        return self._first[number + 1] - self._first[number] if number >= 0 else 0

    def places(self, number: int) -> Ints:
        """Where the word stands, as indices of words, ascending."""
        return self._order[self._first[number] : self._first[number + 1]]

    def plain(self, word: str) -> bool:
        """Whether the text holds `word` exactly as written."""
        return word in self._number

    def hold(self, at: Ints, numbers: Sequence[int]) -> Bools:
        """For each index of `at` whether `numbers` stand from there on, which must be inside."""
        if not len(at):  # there may be more numbers than the text has words
            return np.zeros(0, np.bool_)
        if len(at) <= _FEW:
            wanted_here = list(numbers)
            return np.array(
                [self.ids[here : here + len(numbers)].tolist() == wanted_here for here in at],
                np.bool_,
            )
        weights = _weights(np.array(numbers, np.int64))
        with np.errstate(over="ignore"):
            wanted = (weights * self._powers[: len(numbers)]).sum(dtype=np.uint64)
            found = self._sums[at + len(numbers)] - self._sums[at]
            equal: Bools = found == self._powers[at] * wanted
        return equal

    def pairs(self, first: Ints, second: Ints) -> tuple[Ints, Ints]:
        """For each pair of word numbers the bounds of its places in `pair_places`."""
        wanted = first * len(self._number) + second
        sorted_pairs = self._pairs[0]
        return np.searchsorted(sorted_pairs, wanted), np.searchsorted(sorted_pairs, wanted, "right")

    @property
    def pair_places(self) -> Ints:
        """Indices of first words of pairs, in the order of `pairs`."""
        return self._pairs[1]

    @cached_property
    def opens(self) -> Bools:
        """For each word, and for the end, whether a block begins there."""
        result = np.zeros(len(self) + 1, np.bool_)
        result[[0, -1]] = True
        borders = [self.folded.index(match.end()) for match in _BORDER.finditer(self.value)]
        result[np.searchsorted(self.starts, np.array(borders, np.int64))] = True
        return result

    @cached_property
    def glued(self) -> Bools:
        """For each word, and for the end, whether what stands before it is part of it.

        "5" is part of "-5", "5" of "7.5", "profit" of "non-profit", "can" of "can't".
        """
        count = len(self)
        result = np.zeros(count + 1, np.bool_)
        if not count:
            return result
        kinds = np.array([_kind(word) for word in self._number], np.int64)[self.ids]
        padded = np.concatenate(([0, 0], kinds, [0]))
        last_but_one, last, first, second = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
        touch = np.concatenate(([False], self.starts[1:] == self.ends[:-1], [False]))
        here, earlier, later = touch[:-1], np.concatenate(([False], touch[:-2])), touch[1:]

        def are(kind: int, words: Ints) -> Bools:
            return (words & kind) > 0

        word_behind = are(_WORD, last_but_one) & earlier
        digit_behind = are(_DIGITS, last_but_one) & earlier
        result[:-1] = here & (
            (are(_WORD, last) & are(_WORD, first))
            | (are(_LINK, last) & are(_WORD, first) & word_behind)
            | (are(_WORD, last) & are(_LINK, first) & are(_WORD, second) & later)
            | (are(_POINT, last) & are(_DIGITS, first) & digit_behind)
            | (are(_DIGITS, last) & are(_POINT, first) & are(_DIGITS, second) & later)
            | (are(_SIGN, last) & are(_DIGITS, first))
        )
        return result

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints]:
        if len(self) < 2:  # noqa: PLR2004 - no pair
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        pairs = self.ids[:-1] * len(self._number) + self.ids[1:]
        order = np.argsort(pairs, kind="stable")
        return pairs[order], order

    @cached_property
    def _powers(self) -> npt.NDArray[np.uint64]:
        powers = np.full(len(self) + 1, _MULTIPLIER, np.uint64)
        powers[0] = 1
        with np.errstate(over="ignore"):
            return np.cumprod(powers, dtype=np.uint64)

    @cached_property
    def _sums(self) -> npt.NDArray[np.uint64]:
        sums = np.zeros(len(self) + 1, np.uint64)
        with np.errstate(over="ignore"):
            np.cumsum(_weights(self.ids) * self._powers[:-1], dtype=np.uint64, out=sums[1:])
        return sums


def glued(before: str, after: str) -> bool:
    """Whether the last word of `before` and the first of `after` are parts of one.

    The same question as `Text.glued` answers, for two strings in comparison form.
    """
    if not before or not after:
        return False
    last, first = before[-1], after[0]
    last_but_one, second = before[-2:-1], after[1:2]
    if _is_word(last):
        return (
            _is_word(first)
            or (first in _LINKS and _is_word(second))
            or (first in _POINTS and last.isdigit() and second.isdigit())
        )
    if last in _LINKS and _is_word(first) and _is_word(last_but_one):
        return True
    if not first.isdigit():
        return False
    return last in _SIGNS or (last in _POINTS and last_but_one.isdigit())


def _is_word(sign: str) -> bool:
    """Whether a sign makes words with its neighbours: letters, digits, and their accents."""
    return (
        sign.isalnum() or sign == "_" or unicodedata.category(sign or " ")[0] == "M"
    ) and not _UNSPACED_SIGN.match(sign)


def _kind(word: str) -> int:
    return (
        _WORD * _is_word(word[-1])
        | _DIGITS * (word[0].isdigit() or word[-1].isdigit())
        | _LINK * (word in _LINKS)
        | _POINT * (word in _POINTS)
        | _SIGN * (word in _SIGNS)
    )


def _weights(numbers: Ints) -> npt.NDArray[np.uint64]:
    """A number of 64 well mixed bits for each word (the finaliser of SplitMix64)."""
    with np.errstate(over="ignore"):
        mixed = (numbers.astype(np.uint64) + np.uint64(1)) * _MULTIPLIER
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
