"""Where the surroundings of a mark stand unchanged on both sides, whatever stands between.

Words are easily mistaken for others of their kind, and short ones most; but what stands
between the two halves of a sentence that did not change is what became of the words between
them. So a short mark too can be called changed, if what stands there is like it; how like,
winnow.annotate.likeness tells.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from winnow.annotate.exact import MOST_TRIED
from winnow.annotate.near import Stretch
from winnow.annotate.sought import Sought
from winnow.annotate.text import Ints, Text

TELLING: Final = 24
"""Code points of the words next to the mark that must stand, on each side. Chosen: four or five
words. Where the mark's block ends before, it must end there today; then both sides must
have as many together."""
_MOST_PLACES: Final = 24
"""Surroundings that stand in more places tell none of them."""
_MOST_WORDS: Final = 8
"""Words that may stand between beyond twice those of the mark."""


def between_places(text: Text, wanted: Sought) -> list[Stretch]:
    """The stretches between the mark's surroundings, those with most of them, in order."""
    left, left_border = _nearest(wanted.before[::-1], wanted.near_before)
    right, right_border = _nearest(wanted.after, wanted.near_after)
    if left_border and right_border and _size(left + right) < TELLING:
        # A block of its own, or nearly: the blocks beside it must tell it.
        left, right = _enough(wanted.before[::-1]), _enough(wanted.after)
        left_border = right_border = False
        if _size(left + right) < TELLING:
            return []
    starts = _standing(text, left[::-1]) + len(left) if left else np.flatnonzero(text.opens)
    ends = _standing(text, right) if right else np.flatnonzero(text.opens)
    if left_border:
        starts = starts[text.opens[starts - len(left)]]
    if right_border:
        ends = ends[text.opens[ends + len(right)]]
    return _paired(text, wanted, starts, ends)


def _nearest(words: Sequence[str], in_block: int) -> tuple[list[str], bool]:
    """The words next to a mark that must stand, nearest first, and whether a border must too."""
    enough = _enough(words[:in_block])
    return enough, _size(enough) < TELLING


def _enough(words: Sequence[str]) -> list[str]:
    size = 0
    for number, word in enumerate(words, 1):
        size += len(word)
        if size >= TELLING:
            return list(words[:number])
    return list(words)


def _size(words: Sequence[str]) -> int:
    return sum(map(len, words))


def _standing(text: Text, words: Sequence[str]) -> Ints:
    """Where `words` stand in the text, one after the other: the index of the first."""
    numbers = text.numbers(words)
    rarest = min(range(len(numbers)), key=lambda at: text.count(numbers[at]))
    at = text.places(numbers[rarest]) - rarest if min(numbers) >= 0 else np.zeros(0, np.int64)
    at = at[(at >= 0) & (at + len(numbers) <= len(text))]
    return at[text.hold(at, numbers)]


def _paired(text: Text, wanted: Sought, starts: Ints, ends: Ints) -> list[Stretch]:
    """From each start to the nearest end, where few enough words stand between."""
    if not len(starts) or not len(ends):
        return []
    if len(ends) < len(starts):
        nearest = np.unique(np.searchsorted(starts, ends) - 1)
        starts = starts[nearest[nearest >= 0]]
    ends = ends[np.minimum(np.searchsorted(ends, starts, "right"), len(ends) - 1)]
    size = ends - starts
    fit = (size > 0) & (size <= 2 * len(wanted.words) + _MOST_WORDS)
    starts, ends = starts[fit], ends[fit]
    if len(starts) > MOST_TRIED:
        return []
    if len(starts) > 1:
        before, after = wanted.surroundings(text)
        agreeing = before.agreement(starts - 1)[0] + after.agreement(ends)[0]
        best = agreeing == agreeing.max()
        starts, ends = starts[best], ends[best]
    if len(starts) > _MOST_PLACES:
        return []
    return [Stretch(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
