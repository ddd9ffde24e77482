"""From judged lines to the answer: kept blocks, and what was removed and why.

Consecutive kept lines of one list or table become one block; consecutive removed lines of one
reason in one part of the page become one removal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from winnow.clean.blocks import Line, Node, Outline
from winnow.clean.groups import kind_of
from winnow.clean.page import Block, Reason, Removal, Source
from winnow.clean.render import render
from winnow.clean.tokens import weight

LISTED = 3
"""Words from which a removed block is named (docs/contracts.md)."""


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
    copies = _copies(verdict.of)
    tops = [run.top for run in kept] + [run.top for run in gone]
    stamps = number(tops + [group[i] or lines[i].node for i in verdict.of])
    place = _Places(lines, group, stamps)

    blocks: list[Block] = []
    block_of: dict[int, str] = {}
    position = 0
    for run in kept:
        inside = lines[run.first : run.last]
        text = "\n".join(line.text for line in inside if line.text)
        html = render(inside, run.top, base)
        if not html:
            continue
        identity = f"b{len(blocks) + 1}"
        block_of.update((line.number, identity) for line in inside)
        sources = (
            place.of(run.first, run.last, run.top),
            *place.copies(run.first, run.last, copies),
        )
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
        before = runs[-1] if runs else None
        if (
            before
            and before.last == line.number
            and before.reason == reason
            and reason != "duplicate"
            and (before.top is part or _is_short(lines, before, line))
        ):
            before.last += 1
            before.top = _around(before.top, part)
        else:
            runs.append(_Run(line.number, line.number + 1, part, reason))
    return runs


def _part(node: Node, after: Sequence[int], known: dict[int, Node]) -> Node:
    """The largest block element around `node` that holds no kept line, or `node`."""
    trail = []
    step = node
    while id(step) not in known:
        trail.append(step)
        above = step.above
        if above is None or above.tag == "body" or after[above.first] < above.last:
            known[id(step)] = step
            break
        step = above
    found = known[id(step)]
    for passed in trail:
        known[id(passed)] = found
    return found


def _is_short(lines: Sequence[Line], run: _Run, line: Line) -> bool:
    """Whether either side is too short to be named alone, and both stand side by side."""
    if run.top.above is not line.node.above and run.top is not line.node.above:
        return False
    before = sum(weight(lines[at].text) for at in range(run.first, min(run.last, run.first + 8)))
    return before < LISTED


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


def _copies(of: dict[int, int]) -> dict[int, list[int]]:
    copies: dict[int, list[int]] = {}
    for line, stays in sorted(of.items()):
        copies.setdefault(stays, []).append(line)
    return copies


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
        start, end = self.lines[first].start, self.lines[last - 1].end
        return Source(self.stamps[id(top)], start - zero, end - zero)

    def copies(self, first: int, last: int, copies: dict[int, list[int]]) -> list[Source]:
        """Every other stretch that says lines first to last, in document order."""
        found: list[Source] = []
        for at in copies.get(first, ()):
            end = at + last - first
            whole = all(at + step in copies.get(first + step, ()) for step in range(last - first))
            top = self.group[at] or self.lines[at].node
            inside = end <= top.last if top.last else False
            if whole and inside:
                found.append(self.of(at, end, top))
        return found


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
        if run.reason is None or sum(weight(line.text) for line in inside[: LISTED * 4]) < LISTED:
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
