"""What stands twice: which lines repeat words that the reader has already.

Lines are read in document order; each is looked up, four words at a time, in the text kept so
far. That finds copies whatever their borders: a paragraph again, two paragraphs run together,
one cut in two, one with a date changed. What is found is then judged as a run, because writers
repeat on purpose too: refrains, rows, code, a warning at each step. Only a run long enough to be
nobody's style is a repeat.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from winnow.clean.blocks import Line, Node
from winnow.clean.tokens import key, tokens

SHINGLE: Final = 4
"""Words a match must share in a row; three match idioms, five miss edited copies. Chosen."""
COPY: Final = 0.85
"""Share of a line's words found elsewhere from which it is a copy alone."""
NEAR_COPY: Final = 0.6
"""The same inside a run of copies."""
PARAGRAPH: Final = 20
"""Words from which one line alone, said twice, is no refrain."""
PROSE: Final = 12
"""Mean words a line from which a run is prose, not verse or dialogue."""
RUN: Final = 30
"""Words from which a run of prose is a copy."""
PULLED: Final = 6
"""Words from which a quotation set apart is known as a sentence of the text."""

_OWN: Final = frozenset("li td th dd dt pre figcaption caption summary".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_SET_APART: Final = frozenset(("blockquote", "aside", "q"))


@dataclass(frozen=True, slots=True)
class _Match:
    """A kept line read against the text before it: the share found, and mostly where."""

    line: int
    words: int
    share: float
    of: int


def repeats(lines: Sequence[Line], kept: Sequence[int]) -> dict[int, int]:
    """Which of the `kept` lines to leave out, each with the line whose words it repeats."""
    words = {index: tokens(lines[index].text) for index in kept}
    out = _teasers(lines, kept, words)
    rest = [index for index in kept if index not in out]
    matches = _matches(rest, words)
    total = sum(len(words[index]) for index in rest)
    times = Counter(key(words[index]) for index in rest)
    for run in _runs(matches):
        if _is_copy(run, lines, total, times, words):
            out.update((match.line, match.of) for match in run)
    return {line: _end(out, of) for line, of in out.items()}


def _end(out: dict[int, int], of: int) -> int:
    """Follow a repeat of a repeat to the line that stays."""
    for _ in range(len(out)):
        if of not in out:
            break
        of = out[of]
    return of


def _matches(rest: Sequence[int], words: dict[int, list[str]]) -> list[_Match]:
    """Read lines in order against all words before them."""
    seen: dict[tuple[str, ...], int] = {}
    keys: dict[str, int] = {}
    tail: list[tuple[str, int]] = []
    matches = []
    for index in rest:
        own = words[index]
        found = _found(own, seen)
        share = sum(of >= 0 for of in found) / len(own) if own else 0.0
        of = Counter(of for of in found if of >= 0).most_common(1)[0][0] if share else -1
        if len(own) < SHINGLE and own:
            of = keys.get(key(own), -1)
            share = 1.0 if of >= 0 else 0.0
        matches.append(_Match(index, len(own), share, of))
        keys.setdefault(key(own), index)
        if share < COPY:
            stretch = [*tail, *((word, index) for word in own)]
            for at in range(len(stretch) - SHINGLE + 1):
                window = stretch[at : at + SHINGLE]
                seen.setdefault(tuple(word for word, _ in window), window[-1][1])
            tail = stretch[-(SHINGLE - 1) :]
    return matches


def _found(own: Sequence[str], seen: dict[tuple[str, ...], int]) -> list[int]:
    """For each word the line where it stood before inside a shingle, or -1."""
    found = [-1] * len(own)
    for at in range(len(own) - SHINGLE + 1):
        of = seen.get(tuple(own[at : at + SHINGLE]), -1)
        if of >= 0:
            found[at : at + SHINGLE] = [of] * SHINGLE
    return found


def _runs(matches: Sequence[_Match]) -> Iterator[list[_Match]]:
    """Stretches of consecutive lines that all repeat, in the order they had before."""
    run: list[_Match] = []
    for match in matches:
        joins = match.of >= 0 and (
            match.share >= COPY or (match.share >= NEAR_COPY and match.words >= PROSE)
        )
        if joins and run and match.of < run[-1].of:
            yield run
            run = []
        if joins:
            run.append(match)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_copy(
    run: Sequence[_Match],
    lines: Sequence[Line],
    total: int,
    times: Counter[str],
    words: dict[int, list[str]],
) -> bool:
    size = sum(match.words for match in run)
    prose = [m for m in run if _lies_open(lines[m.line]) and not _is_verse(lines[m.line])]
    if len(run) > 1:
        spread = len({match.of for match in run}) > 1
        whole = size >= total * 0.3 and size >= RUN and spread
        flows = prose and sum(m.words for m in prose) / len(prose) >= PROSE
        return whole or bool(flows and size >= RUN)
    match = run[0]
    if not prose:
        return False
    if _is_set_apart(lines[match.line]) and match.words >= PULLED and match.share >= COPY:
        return True
    often = times[key(words[match.line])] > 2  # noqa: PLR2004 - said three times: a refrain
    return match.words >= (2 * PARAGRAPH if often else PARAGRAPH) and match.share >= COPY - 0.1


def _teasers(
    lines: Sequence[Line], kept: Sequence[int], words: dict[int, list[str]]
) -> dict[int, int]:
    """Lines that say early, set apart, what one later and fuller line says.

    A lead shown above the headline, a sentence pulled out before its paragraph.
    """
    places: dict[tuple[str, ...], list[int]] = {}
    for index in kept:
        own = words[index]
        for at in range(len(own) - SHINGLE + 1):
            stands = places.setdefault(tuple(own[at : at + SHINGLE]), [])
            if len(stands) < 4:  # noqa: PLR2004 - a phrase in more lines tells nothing
                stands.append(index)
    found: dict[int, int] = {}
    later: dict[int, int | None] = {}
    for index in kept:
        own = words[index]
        if len(own) < PULLED + 2 or lines[index].node.tag in _OWN | _HEADINGS:
            later[index] = None
            continue
        hits = Counter(
            of
            for at in range(len(own) - SHINGLE + 1)
            for of in set(places[tuple(own[at : at + SHINGLE])])
            if of > index
        )
        of, count = hits.most_common(1)[0] if hits else (-1, 0)
        shingles = len(own) - SHINGLE + 1
        cut = 2 if lines[index].text.endswith(("…", "...")) else 0
        later[index] = of if count >= max(1, shingles * 0.9 - cut) else None
    order = list(kept)
    for position, index in enumerate(order):
        target = later[index]
        if target is None:
            continue
        beside = [
            later.get(order[at]) for at in (position - 1, position + 1) if 0 <= at < len(order)
        ]
        if any(other is not None and other != target for other in beside):
            continue
        fuller = len(words[target]) > 1.15 * len(words[index])
        if fuller or (
            len(words[index]) >= PARAGRAPH
            and _company(lines, target, words) > 2 * _company(lines, index, words)
        ):
            found[index] = target
    return found


def _company(lines: Sequence[Line], index: int, words: dict[int, list[str]]) -> int:
    """Kept words in the element that a line's own element stands in."""
    node = lines[index].node
    parent = node.above or node
    return sum(
        len(words.get(at, ())) for at in range(parent.first, min(parent.last, parent.first + 200))
    )


def _lies_open(line: Line) -> bool:
    """Whether a line is a paragraph of its own, not a row, cell, caption or code."""
    return not _within(line.node, _OWN) and line.node.tag not in _HEADINGS


def _is_set_apart(line: Line) -> bool:
    return _within(line.node, _SET_APART)


def _is_verse(line: Line) -> bool:
    return line.breaks > 1 and len(line.text) < 60 * (line.breaks + 1)


def _within(node: Node, tags: frozenset[str]) -> bool:
    step: Node | None = node
    for _ in range(6):
        if step is None:
            return False
        if step.tag in tags:
            return True
        step = step.above
    return False
