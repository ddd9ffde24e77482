"""From judged lines to the answer: kept blocks, and what was removed and why.

Consecutive kept lines of one list or table become one block; consecutive removed lines of one
reason in one part of the page become one removal. Every word that is shown stands in one of both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from winnow.clean.copies import Stretch, copies
from winnow.clean.groups import kind_of
from winnow.clean.lines import Line, Node, Outline
from winnow.clean.page import Block, Reason, Removal, Source
from winnow.clean.render import render

LISTED = 3
"""Words below which a removal goes with its neighbour if it can (docs/contracts.md)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine decided of each line: a reason to leave it out, or None to keep it.

    `of` gives for a repeat the line that stays.
    """

    reasons: list[Reason | None]
    of: dict[int, int]


@dataclass(slots=True)
class _Run:
    """Consecutive lines that leave the engine as one block."""

    first: int
    last: int
    top: Node
    reason: Reason | None
    words: int = 0

    def add(self, last: int, top: Node, words: int) -> None:
        """Go on to the line before `last`."""
        self.last = last
        self.top = _around(self.top, top)
        self.words += words


def compose(
    outline: Outline,
    group: Sequence[Node | None],
    verdict: Verdict,
    number: Callable[[Sequence[Node]], dict[int, int]],
    base: str,
) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Blocks and removals in document order. `number` gives elements their stamps."""
    lines = outline.lines
    kept = _kept_runs(lines, group, verdict.reasons)
    gone = _removed_runs(lines, verdict)
    again = copies(lines, [(run.first, run.last) for run in kept], verdict.of)
    tops = [run.top for run in (*kept, *gone)]
    tops += [_holder(lines, group, copy) for block in again for copy in block]
    place = _Places(lines, group, number(tops))

    blocks: list[Block] = []
    block_of: dict[int, str] = {}
    position = 0
    for run, repeated in zip(kept, again, strict=True):
        inside = lines[run.first : run.last]
        text = "\n".join(line.text for line in inside if line.text)
        html = render(inside, run.top, base)
        if not html:
            continue
        identity = f"b{len(blocks) + 1}"
        block_of.update((line.number, identity) for line in inside)
        sources = (place.of(run.first, run.last, run.top), *map(place.of_copy, repeated))
        kind = kind_of(inside[0], group[run.first])
        end = position + len(text)
        blocks.append(Block(identity, kind, html, text, position, end, sources))
        position = end + 1 if text else position
    removed = _removals(gone, verdict, block_of, place, base)
    return tuple(blocks), tuple(removed)


def _kept_runs(
    lines: Sequence[Line], group: Sequence[Node | None], reasons: Sequence[Reason | None]
) -> list[_Run]:
    runs: list[_Run] = []
    for line in lines:
        if reasons[line.number] is not None:
            continue
        top = group[line.number]
        before = runs[-1] if runs else None
        if top is not None and before and before.top is top and before.last == line.number:
            before.last += 1
        else:
            runs.append(_Run(line.number, line.number + 1, top or line.node, None))
    return runs


def _removed_runs(lines: Sequence[Line], verdict: Verdict) -> list[_Run]:
    """Runs of one reason that share the largest part of the page in which nothing was kept."""
    reasons = verdict.reasons
    after = [len(lines)] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        after[index] = index if reasons[index] is None else after[index + 1]
    runs: list[_Run] = []
    known: dict[int, Node] = {}
    for line in lines:
        reason = reasons[line.number]
        if reason is None:
            continue
        part = _part(line.node, after, known)
        words = line.weight
        before = runs[-1] if runs else None
        if (
            before
            and before.last == line.number
            and before.reason == reason
            and before.top.apart == part.apart
            and reason != "duplicate"
            and (before.top is part or (before.words < LISTED and _are_beside(before.top, line)))
        ):
            before.add(line.number + 1, part, words)
        else:
            runs.append(_Run(line.number, line.number + 1, part, reason, words))
    return _joined(runs)


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Runs that are too short to be named alone go with the one before, or after, if they touch."""
    joined: list[_Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        if (
            before
            and before.last == run.first
            and _may_join(before, run)
            and min(before.words, run.words) < LISTED
        ):
            if before.words < run.words:
                before.reason = run.reason
            before.add(run.last, run.top, run.words)
        else:
            joined.append(run)
    return joined


def _may_join(one: _Run, other: _Run) -> bool:
    """Whether two runs may be told as one: a repeat names its block, and what is hidden is not."""
    if one.top.apart != other.top.apart:
        return False
    return one.reason == other.reason != "duplicate" or not (
        {one.reason, other.reason} & {"duplicate", "hidden"}
    )


def _part(node: Node, after: Sequence[int], known: dict[int, Node]) -> Node:
    """The largest block element around `node` that holds no kept line, or `node`."""
    trail = []
    step = node
    while id(step) not in known:
        trail.append(step)
        above = step.above
        if (
            above is None
            or above.tag == "body"
            or above.apart != step.apart
            or after[above.first] < above.last
        ):
            known[id(step)] = step
            break
        step = above
    found = known[id(step)]
    for passed in trail:
        known[id(passed)] = found
    return found


def _are_beside(top: Node, line: Line) -> bool:
    """Whether a line stands in the element that holds what `top` is, or in the one around."""
    return line.node.above is not None and line.node.above in (top, top.above)


def _around(one: Node, other: Node) -> Node:
    """The innermost block element around both."""
    while one is not other:
        if one.depth >= other.depth and one.above is not None:
            one = one.above
        elif other.above is not None:
            other = other.above
        else:
            break
    return one


def _holder(lines: Sequence[Line], group: Sequence[Node | None], copy: Stretch) -> Node:
    """The element in which a copy is told: its list or table, or the innermost one around it."""
    top = group[copy.first] or lines[copy.first].node
    for line in lines[copy.first + 1 : copy.last]:
        top = _around(top, group[line.number] or line.node)
    return top


class _Places:
    """Where lines stand in the page, as the elements and offsets of docs/contracts.md."""

    def __init__(
        self, lines: Sequence[Line], group: Sequence[Node | None], stamps: dict[int, int]
    ) -> None:
        self.lines = lines
        self.group = group
        self.stamps = stamps

    def of(self, first: int, last: int, top: Node) -> Source:
        zero = self.lines[top.first].start
        while last > first + 1 and not self.lines[last - 1].text:
            last -= 1
        start, end = self.lines[first].start, self.lines[last - 1].end
        return Source(self.stamps[id(top)], start - zero, end - zero)

    def of_copy(self, copy: Stretch) -> Source:
        whole = self.of(copy.first, copy.last, _holder(self.lines, self.group, copy))
        if copy.end is None:
            return whole
        return Source(whole.element, whole.start + copy.start, whole.start + copy.end)


def _removals(
    gone: Sequence[_Run],
    verdict: Verdict,
    block_of: dict[int, str],
    place: _Places,
    base: str,
) -> list[Removal]:
    lines = place.lines
    removed: list[Removal] = []
    seen: set[str] = set()
    order = sorted(block_of.items())
    cursor = 0
    for run in gone:
        while cursor < len(order) and order[cursor][0] < run.first:
            seen.add(order[cursor][1])
            cursor += 1
        kept_before = len(seen)
        inside = lines[run.first : run.last]
        text = "\n".join(line.text for line in inside if line.text)
        if run.reason is None or not any(line.words for line in inside):
            continue
        of = block_of.get(verdict.of.get(run.first, -1)) if run.reason == "duplicate" else None
        removed.append(
            Removal(
                f"r{len(removed) + 1}",
                run.reason,
                of,
                render(inside, run.top, base),
                text,
                kept_before,
                (place.of(run.first, run.last, run.top),),
            )
        )
    return removed
