"""Which lines of a page its reference text holds: the labels that the model learns.

Lines are matched with the reference in order, as a whole: the chain of matches that covers the
most words wins. A line of one word counts only where it follows on the line before it, or every
menu would be found in every text.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
LONG = 6
"""Words from which a line's own phrases tell whether the reference holds it, wherever it stands."""
PHRASE = 4
PLACES = 60
"""Places of the reference at which one line is tried."""
FOLLOWS = 1.0
"""What it is worth, in words, that a line goes on where the one before it ended."""


@dataclass(frozen=True, slots=True)
class _Match:
    """A line that stands at words [start, end) of the reference."""

    line: int
    start: int
    end: int
    worth: float


def labels(lines: Sequence[str], reference: str) -> NDArray[np.float32]:
    """For each line the share of its words that stand in the reference, 0 to 1."""
    wanted = _WORD.findall(reference.lower())
    words = [_WORD.findall(line.lower()) for line in lines]
    phrases: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(wanted) - PHRASE + 1):
        phrases[tuple(wanted[at : at + PHRASE])].append(at)
    singles: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(wanted):
        singles[word].append(at)
    share = np.zeros(len(lines), dtype=np.float32)
    matches: list[_Match] = []
    for line, own in enumerate(words):
        if len(own) >= LONG:
            share[line] = _covered(own, phrases)
            matches += _of_long(line, own, phrases, float(share[line]))
        else:
            matches += _of_short(line, own, wanted, singles)
    for match in _chain(matches):
        share[match.line] = max(share[match.line], 1.0 if len(words[match.line]) < LONG else 0.0)
    return share


def _covered(own: Sequence[str], phrases: dict[tuple[str, ...], list[int]]) -> float:
    covered = [False] * len(own)
    for at in range(len(own) - PHRASE + 1):
        if tuple(own[at : at + PHRASE]) in phrases:
            covered[at : at + PHRASE] = [True] * PHRASE
    return sum(covered) / len(own)


def _of_long(
    line: int, own: Sequence[str], phrases: dict[tuple[str, ...], list[int]], share: float
) -> Iterator[_Match]:
    starts = range(len(own) - PHRASE + 1)
    first = next((at for at in starts if tuple(own[at : at + PHRASE]) in phrases), None)
    if first is None:
        return
    last = next(at for at in reversed(starts) if tuple(own[at : at + PHRASE]) in phrases)
    ends = phrases[tuple(own[last : last + PHRASE])]
    for start in phrases[tuple(own[first : first + PHRASE])][:PLACES]:
        after = bisect_right(ends, start - 1)
        end = ends[after] + PHRASE if after < len(ends) else start + PHRASE
        if end - start <= 2 * len(own):
            yield _Match(line, start, end, share * len(own))


def _of_short(
    line: int, own: Sequence[str], wanted: Sequence[str], singles: dict[str, list[int]]
) -> Iterator[_Match]:
    size = len(own)
    if not own:
        return
    for start in singles.get(own[0], ())[:PLACES]:
        if wanted[start : start + size] == own:
            yield _Match(line, start, start + size, size - FOLLOWS)


def _chain(matches: Sequence[_Match]) -> list[_Match]:
    """The matches, in order of the page and of the reference, that are worth most together."""
    size = max((match.end for match in matches), default=0) + 1
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    ending: dict[int, tuple[float, int]] = {}
    before: list[int] = []
    waiting: list[tuple[int, tuple[float, int]]] = []
    line = -1
    for number, match in enumerate(matches):
        if match.line != line:
            _settle(tree, ending, waiting)
            line = match.line
        value, chosen = _best(tree, match.start)
        follows = ending.get(match.start)
        if follows and follows[0] + FOLLOWS >= value:
            value, chosen = follows[0] + FOLLOWS, follows[1]
        before.append(chosen)
        if match.worth + value > 0:
            waiting.append((match.end, (value + match.worth, number)))
    _settle(tree, ending, waiting)
    at = _best(tree, size)[1]
    found = []
    while at >= 0:
        found.append(matches[at])
        at = before[at]
    return found


def _settle(
    tree: list[tuple[float, int]],
    ending: dict[int, tuple[float, int]],
    waiting: list[tuple[int, tuple[float, int]]],
) -> None:
    """Enter a line's matches once all of them were tried: a line is matched once."""
    for end, best in waiting:
        if best > ending.get(end, (0.0, -1)):
            ending[end] = best
        at = end + 1
        while at < len(tree):
            if best[0] > tree[at][0]:
                tree[at] = best
            at += at & -at
    waiting.clear()


def _best(tree: list[tuple[float, int]], until: int) -> tuple[float, int]:
    """The best chain that ends at word `until` or before (a Fenwick tree of maxima)."""
    best = (0.0, -1)
    at = until + 1
    while at > 0:
        if at < len(tree) and tree[at][0] > best[0]:
            best = tree[at]
        at -= at & -at
    return best
