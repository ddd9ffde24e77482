"""The words of a long text as signs, of which many are compared in the time of a few words.

Words that are not the same may have one sign, so that too many are taken for words that stand and
never too few: what is refused by signs would be refused by words.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from rapidfuzz.distance import LCSseq

_SIGNS: Final = 256
_CUT: Final = 4
"""Words that a border may cut, or, by cutting a neighbour, write otherwise; two on each side."""


class Codes:
    """The signs of a text's words; `parts` are the words, each with the spaces before it."""

    def __init__(self, parts: Sequence[str]) -> None:
        words = [part.lstrip(" ") for part in parts]
        self._ends = list(accumulate(map(len, parts)))
        self._codes = {word: at % _SIGNS for at, word in enumerate(dict.fromkeys(words))}
        self._signs = bytes(map(self._codes.__getitem__, words))

    def of(self, words: Sequence[str]) -> bytes:
        """The signs of words, but those that stand nowhere in the text."""
        codes = self._codes
        return bytes([codes[word] for word in words if word in codes])

    def may_stand(self, signs: bytes, start: int, end: int, least: int) -> bool:
        """Whether `least` of these words may stand in order between two borders of the text."""
        there = self._signs[bisect_right(self._ends, start) : bisect_left(self._ends, end) + 1]
        least = max(0, least - _CUT)
        return LCSseq.similarity(signs, there, score_cutoff=least) >= least
