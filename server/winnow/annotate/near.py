"""Where the words of a mark may stand today with changes.

Pairs of neighbouring words of the mark and its context vote for where the mark would begin;
only pairs that are rare in the text have a vote, so that the work is bounded. The stretches
with most votes are aligned with the mark, context included: the context bounds the changed
words, whatever they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from rapidfuzz.distance import LCSseq

from winnow.annotate.sought import Sought
from winnow.annotate.text import Ints, Text

_RARE: Final = 24
"""A pair that stands more often than this in the text has no vote."""
_MOST_VOTES: Final = 600
_MOST_STRETCHES: Final = 3
_FEWEST_VOTES: Final = 2
_SHARE_OF_VOTES: Final = 0.15
"""Of the pairs that could vote; a mark that keeps 0.85 of its words keeps far more."""
_PLAY: Final = 8
"""Words that may have come in or gone before votes are counted for different places."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `start` to `end` of the text, which stand where the mark's words stood."""

    start: int
    end: int


def near_places(text: Text, wanted: Sought) -> list[Stretch]:
    """The stretches that may be the mark today, most votes first; no two share a word."""
    numbers = text.numbers((*wanted.before, *wanted.words, *wanted.after))
    borders = len(wanted.before), len(wanted.before) + len(wanted.words)
    play = max(_PLAY, len(wanted.words) // 3)
    found: list[Stretch] = []
    for first, last in _ballot(text, numbers, play):
        start = max(0, first - _PLAY)
        end = min(len(text), last + len(numbers) + _PLAY)
        stretch = _aligned(numbers, borders, text.ids[start:end].tolist())
        if stretch:
            stretch = _whole(text, wanted, Stretch(start + stretch.start, start + stretch.end))
            if not any(stretch.start < told.end and told.start < stretch.end for told in found):
                found.append(stretch)
    return found


def _ballot(text: Text, numbers: Sequence[int], play: int) -> list[tuple[int, int]]:
    """Where the mark's context would begin, as bounds in words, for the places voted for."""
    words: Ints = np.array(numbers, np.int64)
    offsets = np.flatnonzero((words[:-1] >= 0) & (words[1:] >= 0))
    if len(offsets) < _FEWEST_VOTES:
        return []
    low, high = text.pairs(words[offsets], words[offsets + 1])
    counts = high - low
    rare = np.flatnonzero((counts > 0) & (counts <= _RARE))
    if len(rare) < _FEWEST_VOTES:
        return []
    rare = rare[np.argsort(counts[rare], kind="stable")]
    rare = rare[np.cumsum(counts[rare]) <= _MOST_VOTES]
    votes: Ints = np.sort(_votes(text, low[rare], counts[rare], offsets[rare]))
    needed = max(_FEWEST_VOTES, _SHARE_OF_VOTES * len(offsets))
    elected: list[tuple[int, int]] = []
    while len(votes) >= needed and len(elected) < _MOST_STRETCHES:
        until = np.searchsorted(votes, votes + play, "right")
        counted = until - np.arange(len(votes))
        best = int(counted.argmax())
        if counted[best] < needed:
            break
        first, last = int(votes[best]), int(votes[until[best] - 1])
        elected.append((first, last))
        votes = votes[(votes < first - play) | (votes > last + play)]
    return elected


def _votes(text: Text, low: Ints, counts: Ints, offsets: Ints) -> Ints:
    """Where the context would begin: each place of each pair, less the pair's own offset."""
    ends = np.cumsum(counts)
    at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(low - (ends - counts), counts)
    votes: Ints = text.pair_places[at] - np.repeat(offsets, counts)
    return votes


def _aligned(
    numbers: Sequence[int], borders: tuple[int, int], there: Sequence[int]
) -> Stretch | None:
    """The part of `there` between the images of the mark's borders; None if it is empty."""
    pairs = [
        (block.a + step, block.b + step)
        for block in LCSseq.editops(numbers, there).as_matching_blocks()
        for step in range(block.size)
    ]
    before = [pair for pair in pairs if pair[0] < borders[0]]
    within = _dense([pair for pair in pairs if borders[0] <= pair[0] < borders[1]])
    after = [pair for pair in pairs if pair[0] >= borders[1]]
    left = before[-1] if before else None
    right = after[0] if after else None
    start = _border(borders[0], left, within[0] if within else right, inner_is_right=True)
    end = _border(borders[1], within[-1] if within else left, right, inner_is_right=False)
    if start is None or end is None or not 0 <= start < end <= len(there):
        return None
    return Stretch(start, end)


def _border(
    border: int,
    left: tuple[int, int] | None,
    right: tuple[int, int] | None,
    *,
    inner_is_right: bool,
) -> int | None:
    """Where `border` lies between the nearest words on both sides that still stand.

    What came in at the very border is not the mark's; what came in beside a word of the
    mark that went is. Between lost words of both sides the border lies in proportion.
    """
    lost_left = border - left[0] - 1 if left else None
    lost_right = right[0] - border if right else None
    inner_lost, outer_lost = (lost_right, lost_left) if inner_is_right else (lost_left, lost_right)
    inner = right if inner_is_right else left
    outer = left if inner_is_right else right
    towards = -1 if inner_is_right else 1
    if inner is not None and inner_lost == 0:
        return inner[1] + (0 if inner_is_right else 1)
    if outer is not None and (outer_lost == 0 or inner is None):
        return outer[1] + (1 if inner_is_right else 0)
    if inner is None or inner_lost is None:
        return None
    if outer is None or outer_lost is None:
        return max(0, inner[1] + (0 if inner_is_right else 1) + towards * inner_lost)
    room = abs(inner[1] - outer[1]) - 1
    share = min(inner_lost, round(room * inner_lost / (inner_lost + outer_lost)))
    return inner[1] + (0 if inner_is_right else 1) + towards * share


def _dense(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`pairs` without words at either end that stand too far off to belong to the rest."""
    while len(pairs) > 1:
        for end in (0, -1):
            run = _run(pairs, end)
            if run is not None:
                pairs = pairs[run:] if end == 0 else pairs[:-run]
                break
        else:
            return pairs
    return pairs


def _run(pairs: list[tuple[int, int]], end: int) -> int | None:
    """The length of the run at `end` if more words came between it and the rest than it has."""
    ordered = pairs if end == 0 else pairs[::-1]
    for size, (one, other) in enumerate(pairwise(ordered), 1):
        gone = abs(other[0] - one[0]) - 1
        came = abs(other[1] - one[1]) - 1
        if gone or came:
            return size if came - gone > 2 * size else None
    return None


def _whole(text: Text, wanted: Sought, found: Stretch) -> Stretch:
    """`found` with the rest of the words it cuts, where the mark did not cut them."""
    start, end = found.start, found.end
    while start > 0 and text.glued[start] and not wanted.glued_before:
        start -= 1
    while end < len(text) and text.glued[end] and not wanted.glued_after:
        end += 1
    return Stretch(start, end)
