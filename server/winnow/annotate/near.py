"""Where the words of a mark may stand today with changes.

A few words in a row, taken at places all over the mark and its context, are sought in the text;
each that stands votes for where the mark would begin. The stretches with most votes are
aligned with the mark, context included: the context bounds the changed words, whatever they are.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from rapidfuzz.distance import LCSseq

from winnow.annotate.sought import Sought, Words
from winnow.annotate.text import Text, pieces

_ORDER: Final = (0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11)
"""Rows of words that are sought, by their order in the text: the first few are spread over it.
With so many, one that stands is missed only where every few words another is not the same; and a
lost mark costs no more than so many searches."""
_SEED: Final = 10
"""Code points that a row has at least: two or three words."""
_ENOUGH: Final = 6
"""Rows that stand, after which no other is sought."""
_PATIENCE: Final = 10
"""Rows of which none stands, after which the rest are not sought. Chosen: of any three neighbours
one is among the first ten of `_ORDER`, and a mark that is like enough has three that stand."""
_RARE: Final = 8
"""A row that stands in more places has no vote."""
_FEWEST_VOTES: Final = 2
_MOST_STRETCHES: Final = 2
_PLAY: Final = 48
"""Code points that may have come in or gone before votes are counted for different places."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands where a mark's words stood, as bounds in the text's comparison form."""

    start: int
    end: int


def near_places(text: Text, wanted: Sought) -> list[Stretch]:
    """The stretches that may be the mark today, most votes first; none shares a word."""
    whole = wanted.prefix + wanted.form + wanted.suffix
    found: list[Stretch] = []
    for first, last in _elected(text, whole):
        start = text.form.rfind(" ", 0, max(0, first - _PLAY)) + 1
        end = text.form.find(" ", last + len(whole) + _PLAY)
        there = pieces(text.form[start:end] if end >= 0 else text.form[start:])
        bounds = _aligned(wanted.words, list(map(str.lstrip, there)))
        if bounds:
            stretch = _whole(text, wanted, start, there, bounds)
            if not any(stretch.start < told.end and told.start < stretch.end for told in found):
                found.append(stretch)
    return found


def _elected(text: Text, whole: str) -> Iterator[tuple[int, int]]:
    """Where the mark's context would begin, as bounds, for the places voted for."""
    votes = sorted(_votes(text, whole))
    play = max(_PLAY, len(whole) // 3)
    for _ in range(_MOST_STRETCHES):
        if len(votes) < _FEWEST_VOTES:
            return
        counted = Counter[int]()
        last = 0
        for first, origin in enumerate(votes):
            while last < len(votes) and votes[last] <= origin + play:
                last += 1
            counted[first] = last - first
        best, count = counted.most_common(1)[0]
        if count < _FEWEST_VOTES:
            return
        low, high = votes[best], votes[best + count - 1]
        yield low, high
        votes = [vote for vote in votes if vote < low - play or vote > high + play]


def _votes(text: Text, whole: str) -> Iterator[int]:
    """Where the context would begin, by each place of each row of words that is rare."""
    voting = standing = 0
    for number, (at, seed) in enumerate(_seeds(whole)):
        if number == _PATIENCE and not standing:
            return
        places = text.places(seed, _RARE + 1)
        standing += bool(places)
        if 0 < len(places) <= _RARE:
            yield from (place - at for place in places)
            voting += 1
        if voting == _ENOUGH:
            return


def _seeds(whole: str) -> Iterator[tuple[int, str]]:
    """Rows of words between spaces, with their offsets, spread over the mark and its context."""
    last = len(whole) - _SEED
    told: set[int] = set()
    for number in _ORDER:
        at = whole.find(" ", last * number // len(_ORDER)) if last > 0 else -1
        end = whole.find(" ", at + 1 + _SEED) + 1
        if 0 <= at < end and at not in told:
            told.add(at)
            yield at, whole[at:end]


def _aligned(words: Words, there: Sequence[str]) -> tuple[int, int] | None:
    """The part of `there` between the images of the mark's borders; None if it is empty."""
    every = (*words.before, *words.within, *words.after)
    borders = len(words.before), len(words.before) + len(words.within)
    pairs = [
        (block.a + step, block.b + step)
        for block in LCSseq.editops(every, there).as_matching_blocks()
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
    return start, end


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


def _whole(
    text: Text, wanted: Sought, start: int, there: Sequence[str], bounds: tuple[int, int]
) -> Stretch:
    """The pieces within `bounds`, with the rest of words they cut where the mark cut none."""
    first, last = bounds
    ends = list(accumulate(map(len, there), initial=start))
    begin = ends[first + 1] - len(there[first].lstrip(" "))
    while first > 0 and not wanted.cut_before and text.cuts(begin):
        first -= 1
        begin = ends[first + 1] - len(there[first].lstrip(" "))
    while last < len(there) and not wanted.cut_after and text.cuts(ends[last]):
        last += 1
    return Stretch(begin, ends[last])
