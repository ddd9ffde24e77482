"""Where the surroundings of a mark stand unchanged on both sides, whatever stands between.

Words are easily mistaken for others of their kind, and short ones most; but what stands
between the two halves of a sentence that did not change is what became of the words between
them. So a short mark too can be called changed, if what stands there is like it; how like,
winnow.annotate.likeness tells.
"""

from collections.abc import Iterator
from typing import Final

from winnow.annotate.exact import SHORT
from winnow.annotate.near import Stretch
from winnow.annotate.sought import Sought
from winnow.annotate.text import Text

TELLING: Final = 24
"""Code points of the words next to the mark that must stand, on each side. Chosen: four or five
words. Where the mark's block ends before, it must end there today; then both sides must
have as many together."""
_MOST_PLACES: Final = 24
"""Surroundings that stand in more places tell none of them."""
_MOST_TRIED: Final = 200
"""Places of one side that are looked at; one that stands in more tells nothing."""
_ROOM: Final = 64
"""Code points that may stand between beyond twice those of the mark."""
_FOLDED: Final = 1_000
"""The same of marks that are not short, which may have been made over words that a page folds
away. Chosen: some paragraphs."""


def between_places(text: Text, wanted: Sought) -> list[Stretch]:
    """The stretches between the mark's surroundings, those with most of them, in order."""
    left, left_border = wanted.before.nearest(TELLING)
    lefts = [] if left_border else _standing(text, left)
    if not (left_border or lefts):
        return []  # most marks that are gone end here
    right, right_border = wanted.after.nearest(TELLING)
    if left_border and right_border and _letters(left + right) < TELLING:
        # A block of its own, or nearly: the blocks beside it must tell it.
        left, _ = wanted.before.nearest(TELLING, past_block=True)
        right, _ = wanted.after.nearest(TELLING, past_block=True)
        left_border = right_border = False
        if _letters(left + right) < TELLING or not (left or right):
            return []
    most = 2 * len(wanted.form) + (_ROOM if len(wanted.mark.exact) < SHORT else _FOLDED)
    if left:
        lefts = lefts or _standing(text, left)
        if left_border:
            lefts = list(filter(text.opens, lefts))
        starts = [at + len(left) for at in lefts]
        found = list(_from_left(text, wanted, starts, (right, right_border), most))
    else:
        found = list(_from_right(text, wanted, right, most, border=right_border))
    return _best(text, wanted, found)


def _from_left(
    text: Text, wanted: Sought, starts: list[int], right: tuple[str, bool], most: int
) -> Iterator[Stretch]:
    """From each of `starts`, where what stood before ends, to the nearest of what stood behind."""
    nearest: dict[int, int] = {}
    for start in starts:
        if not wanted.cut_before and text.cuts(start):
            continue
        end = _end(text, wanted, start, right, most)
        if end is not None:
            nearest[end] = start  # of two starts the one that is nearer
    for end, start in nearest.items():
        stretch = _trimmed(text, start, end)
        if stretch:
            yield stretch


def _end(text: Text, wanted: Sought, start: int, right: tuple[str, bool], most: int) -> int | None:
    words, border = right
    if not words:
        end = text.block_end(start, wanted.mark.exact.count("\n"))
        return end if end - start <= most else None
    until = start + most + len(words)
    at = text.form.find(words, start, until)
    while at >= 0:
        closes = not border or text.opens(at + len(words))
        if closes and (wanted.cut_after or not text.cuts(at)):
            return at
        at = text.form.find(words, at + 1, until)
    return None


def _from_right(
    text: Text, wanted: Sought, right: str, most: int, *, border: bool
) -> Iterator[Stretch]:
    """From the beginning of its blocks to each place of what stood behind."""
    for at in _standing(text, right):
        if (border and not text.opens(at + len(right))) or (not wanted.cut_after and text.cuts(at)):
            continue
        start = text.block_start(at, wanted.mark.exact.count("\n"))
        stretch = _trimmed(text, start, at) if at - start <= most else None
        if stretch:
            yield stretch


def _best(text: Text, wanted: Sought, found: list[Stretch]) -> list[Stretch]:
    if len(found) > 1:
        agreeing = [
            wanted.before.agreement(text, stretch.start).alike
            + wanted.after.agreement(text, stretch.end).alike
            for stretch in found
        ]
        found = [
            stretch
            for stretch, alike in zip(found, agreeing, strict=True)
            if alike == max(agreeing)
        ]
    return [] if len(found) > _MOST_PLACES else found


def _standing(text: Text, words: str) -> list[int]:
    """Where `words` stand in the text's form; nowhere if in too many places."""
    found = text.places(words, _MOST_TRIED + 1)
    return found if len(found) <= _MOST_TRIED else []


def _trimmed(text: Text, start: int, end: int) -> Stretch | None:
    while start < end and text.form[start] == " ":
        start += 1
    while start < end and text.form[end - 1] == " ":
        end -= 1
    return Stretch(start, end) if start < end else None


def _letters(words: str) -> int:
    return len(words.replace(" ", ""))
