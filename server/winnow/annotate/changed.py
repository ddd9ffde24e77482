"""The stretches of a text where a mark's words stand with changes, and what the changes are.

Looked at first is what stands between the mark's unchanged surroundings. Elsewhere a stretch
counts from `FLOOR` of its words on. A figure in a figure's place weighs little: it says that
the sentence changed, and an alert says so too, not that it is another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from winnow.annotate.alerts import Reading, alerts
from winnow.annotate.between import between_places
from winnow.annotate.difference import Change, changes, spans
from winnow.annotate.exact import SHORT
from winnow.annotate.fold import Folded, folded
from winnow.annotate.language import words_of
from winnow.annotate.likeness import likeness, most
from winnow.annotate.near import Stretch, near_places
from winnow.annotate.placement import Alert, Passage
from winnow.annotate.sought import Sought
from winnow.annotate.text import Text

FLOOR: Final = 0.85
"""The least share of a mark's words that must stand."""
_TIE: Final = 0.01
"""Stretches whose shares differ by less are equally good."""
_HEADS: Final = (".", "!", "?", ":", "'")


@dataclass(frozen=True, slots=True)
class Changed:
    """Where a mark's words stand with changes, as bounds in the text's comparison form."""

    start: int
    end: int
    share: float
    stands_for: bool
    stretch: Stretch
    difference: tuple[Passage, ...]
    alerts: tuple[Alert, ...]
    in_place: bool = True


def changed_places(text: Text, wanted: Sought, language: str) -> tuple[Changed, ...]:
    """The best stretch, or the equally good ones in reading order; empty if none is enough."""
    if not wanted.words:
        return ()
    found = _tried(text, wanted, between_places(text, wanted), language, floor=0)
    if between := tuple(changed for changed in found if changed.stands_for):
        return between
    if len(wanted.mark.exact) < SHORT:
        return ()
    found = _tried(text, wanted, near_places(text, wanted), language, floor=FLOOR)
    if not found:
        return ()
    best = max(changed.share for changed in found)
    alike = [changed for changed in found if changed.share > best - _TIE]
    contexts = [_context(text, wanted, changed.stretch) for changed in alike]
    most = max(size for size, _ in contexts)
    chosen = [
        replace(changed, in_place=told)
        for changed, (size, told) in zip(alike, contexts, strict=True)
        if size == most
    ]
    return tuple(sorted(chosen, key=lambda changed: changed.start))


def _tried(
    text: Text, wanted: Sought, stretches: Sequence[Stretch], language: str, *, floor: float
) -> list[Changed]:
    compared = [_compared(text, wanted, stretch, language, floor) for stretch in stretches]
    return [changed for changed in compared if changed is not None]


def _compared(
    text: Text, wanted: Sought, stretch: Stretch, language: str, floor: float
) -> Changed | None:
    """The stretch with its differences; None if less than `floor` of its words stand."""
    start, end = _bounds(text, wanted, stretch)
    form = text.form[start:end]
    if form == wanted.form or not form:
        return None  # the words stand there, but as a part of others: exact matching refused
    cut_then, cut_now = spans(wanted.form), spans(form)
    then = [wanted.form[slice(*span)] for span in cut_then]
    now = [form[slice(*span)] for span in cut_now]
    differing = changes(then, now)
    if most(then, now, differing) < floor:
        return None
    told = alerts(*_readings(text, wanted, (start, end), (then, now), language), differing)
    like = likeness(then, now, differing, told)
    if like.share < floor:
        return None
    return Changed(
        start,
        end,
        like.share,
        like.stands_for,
        stretch,
        _passages(
            _Side(wanted.mark.exact, folded(wanted.mark.exact), 0, cut_then),
            _Side(text.value, text.folded, start, cut_now),
            differing,
        ),
        tuple(alert for _, alert in told),
    )


def _bounds(text: Text, wanted: Sought, stretch: Stretch) -> tuple[int, int]:
    """The stretch in the text's form; a word that the mark cut is cut the same if it stands."""
    start, end = int(text.starts[stretch.start]), int(text.ends[stretch.end - 1])
    first, last = text.numbers((wanted.words[0], wanted.words[-1]))
    if text.ids[stretch.start] == first:
        start += wanted.offset
    if text.ids[stretch.end - 1] == last:
        end -= len(wanted.within) - wanted.offset - len(wanted.form)
    return start, end


def _context(text: Text, wanted: Sought, stretch: Stretch) -> tuple[int, bool]:
    """How much of the surroundings stands there too, and whether it is enough to know them."""
    before, after = wanted.surroundings(text)
    alike_before, told_before = before.agreement(np.array([stretch.start - 1]))
    alike_after, told_after = after.agreement(np.array([stretch.end]))
    return int(alike_before[0] + alike_after[0]), bool(told_before[0] or told_after[0])


def _readings(
    text: Text,
    wanted: Sought,
    at: tuple[int, int],
    words: tuple[Sequence[str], Sequence[str]],
    language: str,
) -> tuple[Reading, Reading]:
    start, end = at
    then, now = words
    nearby = (
        *then,
        *now,
        *(word for side in (wanted.before, wanted.after) for word in side),
        *text.form[max(0, start - len(wanted.prefix)) : start].split(),
        *text.form[end : end + len(wanted.suffix)].split(),
    )
    plain = frozenset(word for word in nearby if word.islower())
    lists = words_of(language, (word.lower() for word in nearby))
    before_now = text.form[max(0, start - 2) : start]
    return (
        Reading(then, _is_head(wanted.prefix), plain, lists),
        Reading(now, _is_head(before_now), plain, lists),
    )


def _is_head(before: str) -> bool:
    before = before.rstrip(" ")
    return not before or before.endswith(_HEADS)


@dataclass(frozen=True, slots=True)
class _Side:
    """A text with its comparison form, and where words are cut in the form from `start` on."""

    value: str
    folded: Folded
    start: int
    spans: Sequence[tuple[int, int]]

    def verbatim(self, part: slice) -> str:
        """The words of `part` as they are written."""
        if part.start == part.stop:
            return ""
        first, last = self.spans[part.start][0], self.spans[part.stop - 1][1]
        return self.value[
            self.folded.start(self.start + first) : self.folded.end(self.start + last)
        ]


def _passages(then: _Side, now: _Side, differing: Sequence[Change]) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    one = other = 0

    def kept(until: int, until_now: int) -> None:
        words = then.verbatim(slice(one, until)), now.verbatim(slice(other, until_now))
        if any(words):
            passages.append(Passage(*words, changed=False))

    for change in differing:
        kept(change.then.start, change.now.start)
        passages.append(Passage(then.verbatim(change.then), now.verbatim(change.now), changed=True))
        one, other = change.then.stop, change.now.stop
    kept(len(then.spans), len(now.spans))
    return tuple(passages)
