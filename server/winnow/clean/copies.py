"""Where else in the page a kept block stands: the stretches of removed lines that say it again.

A copy may be cut into other lines than the block is, be a part of a longer line, or differ in a
date, a byline, a sentence. A stretch that says less than most of a block, as a teaser does, is
no copy of it: what is marked in the block stands elsewhere.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from winnow.canonical import comparison_form
from winnow.clean.lines import Line

NEAR: Final = 0.6
"""Share of the words of both that a copy and its block have in common at least. Chosen: as
`runs.NEAR_COPY`, beneath which a line is told to repeat nothing."""
FULL: Final = 0.95
"""Share of a block's words from which a stretch is not continued by the next line."""
LONGER: Final = 1.15
"""How much more than its block a stretch of several lines may say."""
PHRASE: Final = 4
"""Words of the stretches by which lines are compared."""
ALONE: Final = 8
"""Words from which a line that says what a kept one says is its copy wherever it stands; shorter
ones are entries of a table of contents and labels."""
REACH: Final = 64
"""Kept lines on each side that one long line is searched for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines first to last (not included), or characters start to end of the first of them."""

    first: int
    last: int
    start: int = 0
    end: int | None = None


def copies(
    lines: Sequence[Line], spans: Sequence[tuple[int, int]], of: Mapping[int, int]
) -> list[list[Stretch]]:
    """For each kept block, given as its lines first to last, its copies in document order.

    `of` gives for each removed line that repeats words the kept line that has them.
    """
    block_of = {line: at for at, (first, last) in enumerate(spans) for line in range(first, last)}
    repeating: list[list[int]] = [[] for _ in spans]
    found: list[list[Stretch]] = [[] for _ in spans]
    for line in sorted(of):
        at = block_of.get(of[line])
        if at is None:
            continue
        parts = list(_parts(lines, spans, at, lines[line]))
        for near, part in parts:
            found[near].append(part)
        if not parts:
            repeating[at].append(line)
    for at, (first, last) in enumerate(spans):
        if repeating[at]:
            words = _words(lines[first:last])
            found[at] += [
                Stretch(run[0], run[-1] + 1)
                for run in _runs(lines, repeating[at], words.total())
                if _is_near(_words(lines[run[0] : run[-1] + 1]), words)
            ]
            found[at].sort(key=lambda one: (one.first, one.start))
    return found


def said_again(
    lines: Sequence[Line],
    words: Sequence[Sequence[str]],
    kept: Sequence[int],
    of: Mapping[int, int],
) -> dict[int, int]:
    """Every line left out that says what a kept line says, with that line.

    `of` has some of them, and others that repeat what was left out later. Lines beside a copy are
    copies too, however short, if they follow each other as the kept do.
    """
    have = set(kept)
    found = {line: stays for line, stays in of.items() if stays in have}
    told = _Told(words, kept)
    for line in range(len(lines)):
        if line not in have and line not in found and len(words[line]) >= ALONE:
            same = told.by(words[line])
            if same >= 0:
                found[line] = same
    for step in (1, -1):
        for line in sorted(found, reverse=step < 0):
            near, beside = line + step, found[line] + step
            while (
                0 <= near < len(lines)
                and beside in have
                and near not in have
                and near not in found
                and words[near]
                and words[near] == words[beside]
            ):
                found[near] = beside
                near, beside = near + step, beside + step
    return found


class _Told:
    """Which kept line tells a stretch of words."""

    def __init__(self, words: Sequence[Sequence[str]], kept: Sequence[int]) -> None:
        self.words = words
        self.kept = [line for line in kept if len(words[line]) >= ALONE]

    @cached_property
    def _lines(self) -> dict[tuple[str, ...], int]:
        told: dict[tuple[str, ...], int] = {}
        for line in reversed(self.kept):
            told.update(dict.fromkeys(_phrases(self.words[line]), line))
        return told

    def by(self, words: Sequence[str]) -> int:
        """The line that tells most of the phrases of a line, or -1."""
        told = self._lines
        many = len(words) - PHRASE + 1
        some = range(0, many, max(1, many // 4))
        if not any(tuple(words[at : at + PHRASE]) in told for at in some):
            return -1
        phrases = _phrases(words)
        lines = Counter(told[phrase] for phrase in phrases if phrase in told)
        if lines.total() < NEAR * len(phrases):
            return -1
        return max(lines, key=lambda line: (lines[line], -line))


def _phrases(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The stretches of `PHRASE` words."""
    return list(zip(words, words[1:], words[2:], words[3:], strict=False))


def _parts(
    lines: Sequence[Line], spans: Sequence[tuple[int, int]], at: int, whole: Line
) -> Iterator[tuple[int, Stretch]]:
    """The blocks around `at` that stand word for word within one longer line."""
    text = lines[spans[at][0]].text
    if len(whole.text) <= len(text) or whole.end - whole.start != len(whole.text):
        return
    told = comparison_form(whole.text)
    for step in (1, -1):
        near = at if step > 0 else at - 1
        for _ in range(REACH):
            if not 0 <= near < len(spans) or spans[near][1] - spans[near][0] != 1:
                break
            said = comparison_form(lines[spans[near][0]].text).form
            place = told.form.find(said) if said else -1
            if place < 0:
                break
            start, end = told.start(place), told.end(place + len(said))
            yield near, Stretch(whole.number, whole.number + 1, start, end)
            near += step


def _runs(lines: Sequence[Line], repeating: Sequence[int], size: int) -> Iterator[list[int]]:
    """Consecutive lines, as many at a time as a block of `size` words has."""
    run: list[int] = []
    words = 0
    for line in repeating:
        own = len(lines[line].words)
        if run and (
            any(lines[between].text for between in range(run[-1] + 1, line))
            or words >= FULL * size
            or words + own > LONGER * size
        ):
            yield run
            run, words = [], 0
        run.append(line)
        words += own
    if run:
        yield run


def _words(lines: Sequence[Line]) -> Counter[str]:
    return Counter(word for line in lines for word in line.words)


def _is_near(one: Counter[str], other: Counter[str]) -> bool:
    return (one & other).total() >= NEAR * max(one.total(), other.total(), 1)
