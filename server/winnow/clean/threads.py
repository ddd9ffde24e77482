"""What readers wrote below an article.

A heading that counts or invites comments, or the "Reply" under each, tells where the thread is.
Where it holds most of the page the page is a discussion, and the thread is its text.
"""

from collections.abc import Iterator
from typing import Final

from winnow.clean.blocks import Node
from winnow.clean.context import Context

MOST: Final = 0.6
"""Share of a page's words from which a thread is the page itself."""
FEW: Final = 3
"""Headings of threads; a page with more is a forum where each answer has its own."""
HEADING: Final = 6
"""Words up to which a line may head a thread."""


def threads(context: Context) -> set[int]:
    """Positions of the lines of comment threads, headings included."""
    found: set[int] = set()
    heads = [at for at in range(len(context)) if _heads(context, at)]
    if len(heads) > FEW:
        return found
    for at in heads:
        if at in found:
            continue
        end = _end(context, at)
        inside = range(at, end)
        size = sum(context.weights[near] for near in inside)
        if end > at + 1 and size < MOST * context.total:
            found.update(inside)
    for box in _answered(context):
        found.update(
            at for at, number in enumerate(context.numbers) if box.first <= number < box.last
        )
    return found


def _heads(context: Context, at: int) -> bool:
    words = [word for word in context.words[at] if not word.isdigit()]
    if not words or context.weights[at] > HEADING:
        return False
    told = context.lexicon
    if told.is_whole(words, "comments"):
        return True
    opening = told.opens_with(words, "comments") or told.opens_with(words[1:], "comments")
    heading = context.lines[at].node.tag in ("h2", "h3", "h4", "h5")
    counted = len(words) < len(context.words[at])
    return bool(opening) and (heading or counted) and len(words) <= opening + 2


def _end(context: Context, at: int) -> int:
    """Where the thread under a heading ends: with the element that holds both."""
    box: Node = context.lines[at].node
    while box.above is not None and context.within(box) <= context.weights[at]:
        box = box.above
    before = sum(
        context.weights[near]
        for near in range(max(0, at - 200), at)
        if context.numbers[near] >= box.first
    )
    end = at + 1
    while end < len(context) and context.numbers[end] < box.last:
        end += 1
    if before > context.total * (1 - MOST) / 2 and not _is_answered(context, at, end):
        return at + 1
    return end


def _is_answered(context: Context, at: int, end: int) -> bool:
    return any(_is_answer(context, near) for near in range(at + 1, end))


def _is_answer(context: Context, at: int) -> bool:
    """Whether a line is the button under a comment."""
    return context.weights[at] <= 2 and context.lexicon.is_whole(context.words[at], "comments")  # noqa: PLR2004


def _answered(context: Context) -> Iterator[Node]:
    """The innermost element around two or more such buttons, if it is not most of the page."""
    marks = [at for at in range(len(context)) if _is_answer(context, at)]
    if len(marks) < 2:  # noqa: PLR2004
        return
    first, last = context.numbers[marks[0]], context.numbers[marks[-1]]
    box: Node | None = context.lines[marks[0]].node
    while box is not None and not box.first <= first <= last < max(box.last, box.first + 1):
        box = box.above
    if box is not None and context.within(box) < MOST * context.total:
        yield box
