"""Where the words of a mark may stand today with changes.

At each place that rows of the mark's words vote for, the mark is aligned with what stands there,
context included: the context bounds the changed words, whatever they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise, takewhile
from math import ceil
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

from winnow.annotate.sought import Sought, Words
from winnow.annotate.text import Text, pieces, words
from winnow.annotate.votes import candidates

_MOST: Final = 4
"""Places that are looked at."""
_PLAY: Final = 48
"""Code points beyond the mark and its context that are aligned with them, on both sides."""
_LEAST: Final = 0.5
"""Share of a mark's words that stand, in order, where it is aligned; facts and slips may be new."""
_WORD: Final = 24
"""Code points of the longest word that is not cut."""
_SLACK: Final = 8
"""Code points beyond the mark alone that are aligned with it; of a long one an eighth of it."""


class _Pair(NamedTuple):
    """The numbers of a word that stands, among the mark's words and among those there."""

    then: int
    now: int


class Stretch(NamedTuple):
    """What stands where a mark's words stood, as bounds in the text's comparison form."""

    start: int
    end: int


def near_places(text: Text, wanted: Sought) -> Iterator[Iterable[Stretch]]:
    """What may be the mark today: of each place and alignment its stretches, widest first.

    Aligned is the mark alone with what stands just there, for in a table the rows around
    another row are as good a context; and, where its first or last word does not stand, with
    its context, which bounds words that changed.
    """
    size = len(wanted.form)
    known = words(wanted.form.lower())
    least = ceil(_LEAST * len(known))
    slack = max(_SLACK, size // _SLACK)
    signs = None
    for first, last in candidates(text, wanted, _MOST):
        start, end = max(0, first - _PLAY), min(last + size + _PLAY, len(text.form))
        codes = text.codes(end - start)
        if codes:
            signs = signs or codes.of(known)
            if not codes.may_stand(signs, start, end, least):
                continue
        there = words(text.form[start:end].lower())
        if LCSseq.similarity(known, there, score_cutoff=least) < least:
            continue  # most places of marks that are gone end here
        alone = list(parts_like(text, wanted, Stretch(first - slack, last + size + slack)))
        yield alone
        if not any(_is_whole(text, wanted, stretch) for stretch in alone):
            before, after = len(wanted.prefix) + _PLAY, len(wanted.suffix) + _PLAY
            yield _stretches(text, wanted, wanted.words, first - before, last + size + after)


def _is_whole(text: Text, wanted: Sought, stretch: Stretch) -> bool:
    """Whether the mark's first and last word stand at the ends of a stretch."""
    within = wanted.words.within
    ends = stretch.start, stretch.end
    return text.form.startswith(within[0], *ends) and text.form.endswith(within[-1], *ends)


def parts_like(text: Text, wanted: Sought, there: Stretch) -> Iterator[Stretch]:
    """The parts of a stretch that may be the mark today, widest first."""
    alone = replace(wanted.words, before=(), after=())
    yield from _stretches(text, wanted, alone, there.start, there.end)


def _stretches(text: Text, wanted: Sought, known: Words, start: int, end: int) -> Iterator[Stretch]:
    """The parts between `start` and `end` of the text's form that may stand for `known`."""
    start, end = _whole_words(text.form, max(0, start), min(end, len(text.form)))
    there = pieces(text.form[start:end])
    for bounds in _aligned(known, [piece.lstrip(" ") for piece in there]):
        yield _whole(text, wanted, start, there, bounds)


def _whole_words(form: str, start: int, end: int) -> tuple[int, int]:
    """The bounds moved outwards to the next spaces, if words there have spaces between them."""
    before = form.rfind(" ", max(0, start - _WORD), start) + 1
    after = form.find(" ", end, end + _WORD)
    return before or start, after if after >= 0 else end


def _aligned(known: Words, there: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The parts of `there` that may stand for the mark, between the images of its borders."""
    every = (*known.before, *known.within, *known.after)
    first, last = len(known.before), len(known.before) + len(known.within)
    pairs = [
        _Pair(block.a + step, block.b + step)
        for block in LCSseq.editops(*map(_lower, (every, there))).as_matching_blocks()
        for step in range(block.size)
    ]
    within = _dense([pair for pair in pairs if first <= pair.then < last])
    before = [pair for pair in pairs if pair.then < first]
    after = [pair for pair in pairs if pair.then >= last]
    around = before[-1] if before else None, after[0] if after else None
    # A sentence's last sign stands behind whatever the sentence goes on with.
    words = [pair for pair in within if _has_letters(every[pair.then])]
    bare = within[within.index(words[0]) : within.index(words[-1]) + 1] if words else []
    told = set[tuple[int, int]]()
    for known_to_stand in (within, bare):
        for bounds in _between(every, (first, last), there, known_to_stand, around):
            if bounds not in told:
                told.add(bounds)
                yield bounds


def _between(
    every: Sequence[str],
    borders: tuple[int, int],
    there: Sequence[str],
    within: Sequence[_Pair],
    around: tuple[_Pair | None, _Pair | None],
) -> Iterator[tuple[int, int]]:
    """The widest and the narrowest part of `there` that has the words `within`.

    They are words of the mark, which has `every` word between its `borders`; `around` are the
    nearest words of its context that stand.
    """
    if not within:
        return
    (first, last), (before, after) = borders, around
    head, tail = within[0], within[-1]
    heads = _borders(
        every[first : head.then][::-1],
        there[: head.now][::-1],
        head.now - before.now - 1 if before else None,
        first - 1 - before.then if before else 0,
    )
    tails = _borders(
        every[tail.then + 1 : last],
        there[tail.now + 1 :],
        after.now - tail.now - 1 if after else None,
        after.then - last if after else 0,
    )
    for more_before, more_after in dict.fromkeys(((heads[0], tails[0]), (heads[-1], tails[-1]))):
        yield head.now - more_before, tail.now + 1 + more_after


def _borders(
    lost: Sequence[str], there: Sequence[str], room: int | None, context_lost: int
) -> list[int]:
    """How many words of `there`, beyond the last that stands, are the mark's: most first.

    The mark has `lost` as many there, and of its context so many beside it; the next of the
    context stands behind `room` words, if at all. What came in at the very border is not the
    mark's; what came in where a word of the mark went may be, or may be beside it. Between lost
    words of both the border lies in proportion.
    """
    if not any(map(_has_letters, lost)):
        signs = takewhile(lambda word: not _has_letters(word), there[: len(lost)])
        return [min(sum(1 for _ in signs), len(there) if room is None else room)]
    if room is None:
        return [min(len(lost), len(there))]
    if context_lost:
        return [min(len(lost), round(room * len(lost) / (len(lost) + context_lost)))]
    return sorted({room, min(room, len(lost))}, reverse=True)


def _lower(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words]


def _has_letters(word: str) -> bool:
    return any(map(str.isalnum, word))


def _dense(pairs: list[_Pair]) -> list[_Pair]:
    """`pairs` without words at either end that stand too far off to belong to the rest."""
    while len(pairs) > 1:
        runs = [(run, end) for end in (0, -1) if (run := _run(pairs, end)) is not None]
        if not runs:
            break
        run, end = min(runs)  # where two parts stand apart, the shorter is the stray one
        pairs = pairs[run:] if end == 0 else pairs[:-run]
    return pairs


def _run(pairs: list[_Pair], end: int) -> int | None:
    """The length of the run at `end` if more words came between it and the rest than it has."""
    ordered = pairs if end == 0 else pairs[::-1]
    for size, (one, other) in enumerate(pairwise(ordered), 1):
        gone = abs(other.then - one.then) - 1
        came = abs(other.now - one.now) - 1
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
