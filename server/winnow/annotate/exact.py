"""Where the words of a mark stand today, word for word in comparison form.

A place counts only if the mark's borders are borders there too: "rose by 1" does not stand
in "rose by 15", nor "legal" in "illegal". Among several places those are best whose
surroundings are most like the mark's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from winnow.annotate.mark import CONTEXT
from winnow.annotate.sought import Mark, Sought, without_far_sign
from winnow.annotate.text import Text

SHORT: Final = 30
"""Marks of fewer code points stand only where their surroundings do, on one side at least, or
where their block stands whole."""
MOST_PLACES: Final = 100
"""Places told of one mark. More of the same words are not shown to a person one by one."""
MOST_TRIED: Final = 200
"""Places looked at for one mark, those near to where it stood. A bound on the work for words
that stand everywhere."""
_SAME_OFFSET: Final = 8
"""What standing at the old offset is worth, in code points of agreeing context. Chosen: more
than the margin, less than two words of context."""
_ALL_AROUND: Final = 8
"""What context that agrees to the last word on both sides is worth besides, or a whole block."""
_MARGIN: Final = 6
"""Places whose worth differs by less than this, one word of context, are equally good."""


@dataclass(frozen=True, slots=True)
class Places:
    """The best places of a mark, as offsets in the text's comparison form."""

    starts: tuple[int, ...]
    in_place: bool
    """Whether the surroundings, or the offset, are the old ones."""


NOWHERE: Final = Places((), in_place=False)


def verbatim_place(text: Text, mark: Mark) -> int | None:
    """Where the mark stands in a text letter for letter with all its surroundings.

    That is where it stood, or the only place of them all; None is no answer. Most marks are
    found so, and the text needs no preparation.
    """
    if not (mark.exact[0].isalnum() or any(sign.isalnum() for sign in mark.exact)):
        return None
    value = text.value
    whole = mark.prefix + mark.exact + mark.suffix
    at = -1 if mark.start is None else mark.start - len(mark.prefix)
    if at < 0 or not value.startswith(whole, at):
        if text.lacks(mark.exact):
            return None
        near, cut_off = _telling(mark)
        found = value.find(near)
        at = found - cut_off
        if found < 0 or at < 0 or not value.startswith(whole, at):
            return None
        if value.find(near, found + 1) >= 0:
            return None
    opens = at == 0 or _is_full(mark.prefix)
    closes = at + len(whole) == len(value) or _is_full(mark.suffix)
    return at + len(mark.prefix) if opens and closes else None


def exact_places(text: Text, wanted: Sought) -> Places:
    """The places where the words stand, the equally good ones all, ascending."""
    if not wanted.form.strip(" "):
        return NOWHERE
    old = _old_place(text, wanted)
    starts = _occurrences(text, wanted, old)
    if not starts:
        return NOWHERE
    size = len(wanted.form)
    before, after = wanted.before, wanted.after
    whole = [at for at in starts if before.stands(text, at) and after.stands(text, at + size)]
    if len(whole) > 1:
        whole = [old] if old in whole else _verbatim(text, wanted, whole) or whole
    if whole:
        return Places(tuple(whole[:MOST_PLACES]), in_place=True)
    return _best(text, wanted, starts, old)


def _best(text: Text, wanted: Sought, starts: list[int], old: int) -> Places:
    """Those of `starts` whose surroundings are most like the mark's.

    One side that stands to its last letter tells more than two that stand in part, as those of
    another row of a table do. Of a place with the one side and a place with the other none is
    better, but the old one than others with no more context.
    """
    judged = list(_judged(text, wanted, starts, old))
    sides = [[place for place in judged if place.ends[side]] for side in (0, 1)]
    best = sorted(
        {place for known in (sides if any(sides) else [judged]) for place in _most(known)}
    )
    unmoved = [place for place in best if place.start == old]
    if unmoved and any(sides):
        least = unmoved[0].worth + _MARGIN
        best = [place for place in best if place.start == old or place.worth >= least]
    if not best:
        return NOWHERE
    return Places(
        tuple(place.start for place in best[:MOST_PLACES]),
        in_place=any(place.told for place in best),
    )


class _Judged(NamedTuple):
    """A place, what its surroundings are worth, and which of them stand to their last letter."""

    start: int
    worth: int
    told: bool
    ends: tuple[bool, bool]


def _judged(text: Text, wanted: Sought, starts: list[int], old: int) -> Iterator[_Judged]:
    """Those of `starts` where the mark may stand."""
    size = len(wanted.form)
    for start in starts:
        before = wanted.before.agreement(text, start)
        after = wanted.after.agreement(text, start + size)
        unmoved = start == old
        block = wanted.block_tells and (
            wanted.before.fills_block(text, start) and wanted.after.fills_block(text, start + size)
        )
        told = before.enough or after.enough or (unmoved and wanted.bare)
        if told or block or len(wanted.mark.exact) >= SHORT:
            worth = (
                before.alike
                + after.alike
                + _SAME_OFFSET * unmoved
                + _ALL_AROUND * (block or (before.whole and after.whole))
            )
            yield _Judged(start, worth, told or unmoved, (before.to_the_end, after.to_the_end))


def _most(places: list[_Judged]) -> list[_Judged]:
    """Those worth most, or nearly."""
    most = max((place.worth for place in places), default=0)
    return [place for place in places if place.worth > most - _MARGIN]


def _verbatim(text: Text, wanted: Sought, starts: list[int]) -> list[int]:
    """Those of `starts` where the mark stands letter for letter with its surroundings."""
    near, cut_off = _telling(wanted.mark)
    first = len(wanted.mark.prefix) - cut_off
    return [
        start for start in starts if text.value.startswith(near, text.folded.start(start) - first)
    ]


def _telling(mark: Mark) -> tuple[str, int]:
    """The mark with its surroundings but a sign at their ends, and how much was cut off before."""
    before = without_far_sign(mark.prefix, before=True)
    after = without_far_sign(mark.suffix, before=False)
    return before + mark.exact + after, len(mark.prefix) - len(before)


def _occurrences(text: Text, wanted: Sought, old: int) -> list[int]:
    """Where the words stand as words; or, of a mark that cut a word, where they stand at all."""
    form, size = text.form, len(wanted.form)
    found = text.places(wanted.form, MOST_TRIED)
    if len(found) == MOST_TRIED:
        around = len(form) * MOST_TRIED // (2 * form.count(wanted.form))
        found = text.places(wanted.form, MOST_TRIED, max(0, old - around))
    if not found:
        return []
    cut = wanted.cut_before, wanted.cut_after
    as_words = [at for at in found if (text.cuts(at), text.cuts(at + size)) == cut]
    return as_words or (found if any(cut) else [])


def _old_place(text: Text, wanted: Sought) -> int:
    start = wanted.mark.start
    if start is None or not 0 <= start < len(text.value):
        return -1
    return text.folded.index(start)


def _is_full(context: str) -> bool:
    """Whether there is as much context as is ever kept, with whole words in it."""
    return len(context) >= CONTEXT and context.strip().count(" ") > 1
