"""Where the words of a mark stand today, word for word in comparison form.

A place counts only if the mark's borders are borders there too: "rose by 1" does not stand
in "rose by 15", nor "legal" in "illegal". Among several places those are best whose
surroundings are most like the mark's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from winnow.annotate.sought import Sought
from winnow.annotate.text import Bools, Ints, Text, pieces

SHORT: Final = 30
"""Marks of fewer code points stand only where their surroundings do, on one side at least."""
MOST_PLACES: Final = 100
"""Places told of one mark. More of the same words are not shown to a person one by one."""
MOST_TRIED: Final = 1_000
"""Places looked at for one mark, those nearest to where it stood. A bound on the work for words
that stand everywhere, and for a mark inside a word, which no index helps to find."""
_SAME_OFFSET: Final = 8
"""What standing at the old offset is worth, in code points of agreeing context. Chosen: more
than the margin, less than two words of context."""
_ALL_AROUND: Final = 8
"""What context that agrees to the last word on both sides is worth besides."""
_MARGIN: Final = 6
"""Places whose worth differs by less than this, one word of context, are equally good."""


@dataclass(frozen=True, slots=True)
class Places:
    """The best places of a mark, as offsets in the text's comparison form."""

    starts: tuple[int, ...]
    in_place: bool
    """Whether the surroundings, or the offset, are the old ones."""


def exact_places(text: Text, wanted: Sought) -> Places:
    """The places where the words stand, the equally good ones all, ascending."""
    starts = _occurrences(text, wanted)
    chosen = _best(text, wanted, starts)
    if _standing(text, wanted.form, chosen.starts) != chosen.starts:
        # The same words with other spaces between them: the index of words cannot tell.
        standing = _standing(text, wanted.form, starts.tolist())
        chosen = _best(text, wanted, np.array(standing, np.int64))
    return chosen


def _standing(text: Text, form: str, starts: Sequence[int]) -> tuple[int, ...]:
    return tuple(start for start in starts if text.form.startswith(form, start))


def _best(text: Text, wanted: Sought, starts: Ints) -> Places:
    if not len(starts):
        return Places((), in_place=False)
    old = _old_place(text, wanted)
    if len(starts) > MOST_TRIED:
        starts = np.sort(starts[np.argsort(np.abs(starts - old), kind="stable")[:MOST_TRIED]])
    nearest_before = np.searchsorted(text.ends, starts, "right") - 1
    nearest_after = np.searchsorted(text.starts, starts + len(wanted.form))
    before, after = wanted.surroundings(text)
    alike_before, told_before = before.agreement(nearest_before)
    alike_after, told_after = after.agreement(nearest_after)
    unmoved = starts == old
    told = told_before | told_after | (unmoved & wanted.bare)
    worth = (
        alike_before
        + alike_after
        + _SAME_OFFSET * unmoved
        + _ALL_AROUND * ((alike_before == before.total) & (alike_after == after.total))
    )
    if len(wanted.mark.exact) < SHORT:
        starts, worth, told, unmoved = starts[told], worth[told], told[told], unmoved[told]
        if not len(starts):
            return Places((), in_place=False)
    best = worth > worth.max() - _MARGIN
    return Places(
        tuple(starts[best][:MOST_PLACES].tolist()), in_place=bool((told | unmoved)[best].any())
    )


def _old_place(text: Text, wanted: Sought) -> int:
    start = wanted.mark.start
    if start is None or not 0 <= start < len(text.value):
        return -1
    return text.folded.index(start)


def _occurrences(text: Text, wanted: Sought) -> Ints:
    if not wanted.form.strip(" "):
        return np.zeros(0, np.int64)
    if wanted.within == wanted.form:
        return _whole_words(text, wanted.form, (wanted.glued_before, wanted.glued_after))
    starts = _whole_words(text, wanted.within, None) + wanted.offset
    return starts if len(starts) else _inside_words(text, wanted.form)


def _whole_words(text: Text, form: str, glue: tuple[bool, bool] | None) -> Ints:
    """Where `form`, which begins and ends at words' borders, stands between such borders."""
    words = [piece.lstrip(" ") for piece in pieces(form)]
    numbers = text.numbers(words)
    count = len(numbers)
    none = np.zeros(0, np.int64)
    counts = [text.count(number) for number in numbers]
    rarest = min(range(count), key=counts.__getitem__)
    if not counts[rarest]:
        return none
    at = text.places(numbers[rarest]) - rarest
    at = at[(at >= 0) & (at + count <= len(text))]
    at = at[text.hold(at, numbers)]
    if not len(at):
        return none
    lead = len(form) - len(form.lstrip(" "))
    starts = text.starts[at] - lead
    size = len(form) - lead - (len(form) - len(form.rstrip(" ")))
    right: Bools = text.ends[at + count - 1] - text.starts[at] == size
    if glue is not None:
        right &= (text.glued[at] == glue[0]) & (text.glued[at + count] == glue[1])
    return starts[right & (starts >= 0)]


def _inside_words(text: Text, form: str) -> Ints:
    found: list[int] = []
    at = text.form.find(form)
    while at >= 0 and len(found) < MOST_TRIED:
        found.append(at)
        at = text.form.find(form, at + 1)
    return np.array(found, np.int64)
