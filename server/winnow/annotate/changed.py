"""The stretches of a text where a mark's words stand with changes, and what the changes are.

Looked at first is what stands between the mark's unchanged surroundings. Elsewhere a stretch
counts from `FLOOR` of its words on. A figure in a figure's place weighs little: it says that
the sentence changed, and an alert says so too, not that it is another one.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from winnow.annotate.alerts import alerts, says_the_same
from winnow.annotate.between import between_places
from winnow.annotate.difference import Change, Cut, alike_ends, by_sign, changes, cut
from winnow.annotate.exact import SHORT
from winnow.annotate.language import words_of
from winnow.annotate.likeness import has_grown, likeness, may_stand_for, most
from winnow.annotate.mark import CONTEXT
from winnow.annotate.near import Stretch, near_places, parts_like
from winnow.annotate.placement import Alert, Passage
from winnow.annotate.reading import Nearby, Reading
from winnow.annotate.sought import Sought
from winnow.annotate.text import Text
from winnow.canonical import ComparisonForm

FLOOR: Final = 0.85
"""The least share of a mark's words that must stand."""
_TIE: Final = 0.01
"""Stretches whose shares differ by less are equally good."""
_HEADS: Final = (".", "!", "?", ":", "'")


class Changed(NamedTuple):
    """Where a mark's words stand with changes, as bounds in the text's comparison form."""

    start: int
    end: int
    share: float
    stretch: Stretch
    difference: tuple[Passage, ...]
    alerts: tuple[Alert, ...]
    in_place: bool = True


def changed_places(
    text: Text, wanted: Sought, language: str, beside: str = ""
) -> tuple[Changed, ...]:
    """The best stretch, or the equally good ones in reading order; empty if none is enough.

    None but between the mark's surroundings that stood `beside` it before, word for word.
    """
    if not wanted.form.strip(" "):
        return ()
    tried: set[Stretch] = set()
    between = _passing(text, wanted, _between(text, wanted), language, floor=None, tried=tried)
    certain = len(between) > 1 or (between and between[0].share >= FLOOR)
    if certain or len(wanted.mark.exact) < SHORT:
        return tuple(between)
    near = near_places(text, wanted)
    passing = _passing(text, wanted, near, language, floor=FLOOR, tried=tried)
    found = _apart([changed for changed in passing if not _stood(text, changed, beside)])
    if not found:
        return tuple(between)
    best = max(changed.share for changed in found)
    alike = [changed for changed in found if changed.share > best - _TIE]
    contexts = [_context(text, wanted, changed.stretch) for changed in alike]
    most = max(size for size, _ in contexts)
    chosen = [
        changed._replace(in_place=told)
        for changed, (size, told) in zip(alike, contexts, strict=True)
        if size == most
    ]
    return tuple(sorted(chosen, key=lambda changed: changed.start))


def _stood(text: Text, changed: Changed, beside: str) -> bool:
    """Whether a stretch stood in a text before, as it does today."""
    start, end = text.folded.start(changed.start), text.folded.end(changed.end)
    return text.value[start:end] in beside


def _between(text: Text, wanted: Sought) -> Iterator[Iterator[Stretch]]:
    """What stands between the mark's surroundings; of more than the mark the part like it."""
    for stretch in between_places(text, wanted):
        grown = stretch.end - stretch.start > len(wanted.form)
        yield chain((stretch,), parts_like(text, wanted, stretch) if grown else ())


def _passing(
    text: Text,
    wanted: Sought,
    places: Iterable[Iterable[Stretch]],
    language: str,
    *,
    floor: float | None,
    tried: set[Stretch],
) -> list[Changed]:
    """Of each place the first stretch that is like enough, by `floor`; none is `tried` twice.

    That is the share of words that stand; None asks for what may stand between the mark's
    surroundings.
    """
    found: list[Changed] = []
    for stretches in places:
        for stretch in stretches:
            if stretch in tried:
                continue
            tried.add(stretch)
            changed = _compared(text, wanted, stretch, language, floor)
            if changed:
                found.append(changed)
                break
    return found


def _apart(found: list[Changed]) -> list[Changed]:
    """Those found, the best ones of any that share a word."""
    kept: list[Changed] = []
    for changed in sorted(found, key=lambda changed: -changed.share):
        if all(changed.end <= other.start or other.end <= changed.start for other in kept):
            kept.append(changed)
    return kept


def _compared(
    text: Text, wanted: Sought, stretch: Stretch, language: str, floor: float | None
) -> Changed | None:
    """The stretch with its differences; None if it is not like enough."""
    start, end = _bounds(text, wanted, stretch)
    then, now = wanted.form, text.form[start:end]
    if now == then or not now:
        return None  # the words stand there, but as a part of others: exact matching refused
    ends = alike_ends(then, now)
    read = one, other = cut(then, ends), cut(now, ends)
    sentence = differing = changes(one.words, other.words)
    rest = then[: ends[0]], then[len(then) - ends[1] :]
    unspaced = wanted.unspaced
    if unspaced:  # facts are read in whole clauses, likeness is one of signs
        one, other = by_sign(one), by_sign(other)
        differing = changes(one.words, other.words)
    if floor is not None and most(one, other, differing, rest) < floor:
        return None
    readings = _readings(text, wanted, start, read, language)
    grown = floor is None and len(then) >= SHORT and has_grown(other, differing, rest)
    known = floor is not None or grown or unspaced
    if not (known or may_stand_for(*read, readings, sentence, rest)):
        return None
    told = alerts(*readings, sentence)
    placed = list(_at_signs(one, other, differing, told)) if unspaced else told
    whole_block = not (wanted.before.in_block or wanted.after.in_block)
    like = likeness(one, other, differing, placed, rest, whole_block=whole_block, unspaced=unspaced)
    if not (grown or like.stands_for if floor is None else like.share >= floor):
        return None
    exact, stands = wanted.mark.exact, (text.folded.start(start), text.folded.end(end))
    return Changed(
        start,
        end,
        like.share,
        stretch,
        _passages(
            _Side(exact, wanted.folded, 0, one, (0, len(exact))),
            _Side(text.value, text.folded, start, other, stands),
            differing,
        ),
        tuple(alert for _, alert in told if not says_the_same(readings[0].lists, alert)),
    )


def _at_signs(
    one: Cut, other: Cut, differing: Sequence[Change], told: Sequence[tuple[int, Alert]]
) -> Iterator[tuple[int, Alert]]:
    """The alerts with the changes of signs that are theirs."""
    for number, change in enumerate(differing):
        then, now = one.words[change.then], other.words[change.now]
        for _, fact in told:
            if any(word in fact.before for word in then) or any(word in fact.after for word in now):
                yield number, fact


def _bounds(text: Text, wanted: Sought, stretch: Stretch) -> tuple[int, int]:
    """The stretch in the text's form; a word that the mark cut is cut the same if it stands."""
    start, end = stretch.start, stretch.end
    if not (wanted.cut_before or wanted.cut_after):
        return start, end
    words = wanted.words
    if text.form.startswith(words.within[0], start, end):
        start += words.cut_before
    if text.form.endswith(words.within[-1], start, end):
        end -= words.cut_after
    return start, end


def _context(text: Text, wanted: Sought, stretch: Stretch) -> tuple[int, bool]:
    """How much of the surroundings stands there too, and whether it is enough to know them."""
    before = wanted.before.agreement(text, stretch.start)
    after = wanted.after.agreement(text, stretch.end)
    return before.alike + after.alike, before.enough or after.enough


def _readings(
    text: Text, wanted: Sought, start: int, sides: tuple[Cut, Cut], language: str
) -> tuple[Reading, Reading]:
    then, now = sides
    prefix, suffix = wanted.prefix.split(), wanted.suffix.split()
    lists = words_of(language, list(map(str.lower, (*prefix, *then.words, *suffix))))

    end = start + len(now.form)
    around = text.form[max(0, start - len(wanted.prefix)) : start], text.form[end : end + CONTEXT]
    nearby = Nearby((prefix, then.words, suffix, now.words), around)
    before = then.form[: then.start] or wanted.prefix
    before_now = now.form[: now.start] or text.form[max(0, start - 2) : start]
    return (
        Reading(then.words, _is_head(before), nearby, lists),
        Reading(now.words, _is_head(before_now), nearby, lists),
    )


def _is_head(before: str) -> bool:
    before = before.rstrip(" ")
    return not before or before.endswith(_HEADS)


class _Side(NamedTuple):
    """What was compared, within `bounds` of a text; in the text's form it begins at `start`."""

    value: str
    folded: ComparisonForm
    start: int
    cut: Cut
    bounds: tuple[int, int]

    def part(self, words: slice, first: int) -> tuple[int, int]:
        """Where in the text the words of `words` begin and end, which is from `first` on."""
        start, end = self.cut.bounds(words)
        if start < end:
            return self.folded.start(self.start + start), self.folded.end(self.start + end)
        at = max(first, self.folded.end(self.start + end))
        return at, at


def _passages(then: _Side, now: _Side, differing: Sequence[Change]) -> tuple[Passage, ...]:
    """What stands and what changed, in turns; joined they are both texts whole."""
    passages: list[Passage] = []
    one, other = then.bounds[0], now.bounds[0]

    def passage(until: int, until_now: int, *, changed: bool) -> None:
        nonlocal one, other
        words = then.value[one:until], now.value[other:until_now]
        if any(words):
            passages.append(Passage(*words, changed=changed))
        one, other = until, until_now

    for change in differing:
        before, after = then.part(change.then, one), now.part(change.now, other)
        passage(before[0], after[0], changed=False)
        passage(before[1], after[1], changed=True)
    passage(then.bounds[1], now.bounds[1], changed=False)
    return tuple(passages)
