"""Which of two copies stays: the first, unless the later is in the text's company or richer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from typing import Final

from winnow.clean.likely import STRUCTURE, Likely
from winnow.clean.runs import NEAR_COPY, PARAGRAPH, Match

USUAL: Final = 45
"""Words of a paragraph of news; measured on the development pages (median 43)."""
_REACH: Final = 64
"""Elements looked up through for the one that holds a side whole."""


def pairs(copies: Sequence[list[Match]]) -> Iterator[list[Match]]:
    """Copies that follow each other here and did there, as one: one side of them stays."""
    pair: list[Match] = []
    for run in copies:
        if pair and not max(match.of for match in run) < pair[0].at:
            yield pair
            pair = []
        pair.extend(run)
    if pair:
        yield pair


def losers(run: Sequence[Match], likely: Likely, out: dict[int, int]) -> dict[int, int]:
    """The lines of one side of a run: the later one, unless that is the better copy."""
    later = {match.at: match.of for match in run}
    again = {at: of for at, of in later.items() if of in out or of in later}  # a third copy
    later = {at: of for at, of in later.items() if at not in again}
    if not later:
        return again
    told = likely.stream
    partners: dict[int, Counter[int]] = {}
    for at in later:
        for place in told.earlier[told.start[at] : told.start[at + 1]]:
            if place >= 0:
                partners.setdefault(told.owner[place], Counter())[at] += 1
    first: dict[int, int] = {}
    lost = size = 0
    for at, found in partners.items():
        share = found.total() / told.size(at)
        if at in out or at in later or share < NEAR_COPY:
            continue
        first[at] = max(found, key=lambda of: (found[of], -of))
        size += told.size(at)
        lost += told.size(at) - found.total()
    better = first and lost <= 0.1 * size and _is_better(list(later), list(first), likely)
    return again | (first if better else later)


def _is_better(later: Sequence[int], first: Sequence[int], likely: Likely) -> bool:
    """Whether the later of two copies is the one to keep: in the text's company, or richer."""
    alone, first_alone = stands_alone(later, first, likely), stands_alone(first, later, likely)
    if alone is not first_alone:
        return first_alone
    own = sum(len(likely.words[at]) for at in later)
    ours, theirs = max(map(likely.company, later)), max(map(likely.company, first))
    if len(first) == 1 and ours > 2 * theirs + own:
        return True
    if max(len(first), len(later)) > 1.5 * min(len(first), len(later)):
        # other borders: the side whose lines are nearer to paragraphs
        whole = sum(len(likely.words[at]) for at in first)
        return abs(log(own / len(later) / USUAL)) < abs(log(whole / len(first) / USUAL))
    return _structure(likely, later) > _structure(likely, first) + 1


def stands_alone(side: Sequence[int], other: Sequence[int], likely: Likely) -> bool:
    """Whether lines are all the text of an element without `other`, as copies put in are."""
    numbers = [likely.lines[at].number for at in side]
    first, last = min(numbers), max(numbers)
    own = likely.lines[side[0]].node
    node = own if len(side) > 1 else own.above  # a paragraph is always alone in its own
    for _ in range(_REACH):
        if node is None or node.first <= first <= last < node.last:
            break
        node = node.above
    else:
        return False
    if node is None or any(node.first <= likely.lines[at].number < node.last for at in other):
        return False
    return likely.within(node) - sum(len(likely.words[at]) for at in side) < PARAGRAPH


def _structure(likely: Likely, side: Sequence[int]) -> int:
    """Headings, rows, entries and links between a side's first and last.

    An entry that is a whole paragraph is none: a list of paragraphs is a text in the wrong boxes.
    """
    span = range(min(side), max(side) + 1)
    if len(span) > 2 * len(side):
        return 0
    return sum(
        (likely.lines[at].node.tag in STRUCTURE and len(likely.words[at]) < PARAGRAPH)
        + min(likely.lines[at].links, 3)
        for at in span
    )
