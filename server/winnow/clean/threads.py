"""What readers wrote below an article.

A heading that counts or invites comments, or the "Reply" under each, tells where the thread is;
it is looked for among all lines of the page, because a heading and a button are seldom kept.
Where a thread holds most of the text the page is a discussion, and the thread is its text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from winnow.clean.context import Context
from winnow.clean.lexicon import headings, lexicon
from winnow.clean.lines import Node
from winnow.clean.tokens import key

MOST: Final = 0.6
"""Share of a page's words from which a thread is the page itself."""
FEW: Final = 3
"""Headings of threads; a page with more is a forum where each answer has its own."""
HEADING: Final = 6
"""Words up to which a line may head a thread."""
BEFORE: Final = 0.2
"""Share of the kept words that may stand before a thread's heading in the thread's own element."""

TEXT: Final = 200
"""Words of prose from which what stays is a text. Measured: articles 0.9524 to 0.9559."""
_NAMED: Final = re.compile("comment|disqus", re.IGNORECASE)
_TITLES: Final = frozenset(("h2", "h3", "h4", "h5"))


def threads(context: Context) -> set[int]:
    """Positions of the kept lines of comment threads, headings included."""
    said = Counter(key(words) for words in context.page_words if len(words) == 1)
    heads = [
        line.number
        for line in context.page
        if _heads(context, line.number) and said[key(context.page_words[line.number])] <= 1
    ]
    if len(heads) > FEW:
        return _named(context)
    found = _named(context)
    for number in heads:
        found.update(_under(context, number))
    for box in _answered(context):
        found.update(_kept_in(context, box.first, box.last))
    return found


def _named(context: Context) -> set[int]:
    """The kept lines inside elements named as comments, if what stays is a text without them.

    However long the thread: a page whose own text is the thread calls itself a discussion.
    """
    known: dict[int, bool] = {}
    found = {at for at, line in enumerate(context.lines) if _is_named(line.node, known)}
    stays = sum(
        size for at, size in enumerate(context.weights) if context.prose[at] and at not in found
    )
    return found if stays >= TEXT else set()


def _is_named(node: Node, known: dict[int, bool]) -> bool:
    trail: list[Node] = []
    step: Node | None = node
    named = False
    while step is not None and not named and id(step) not in known:
        trail.append(step)
        if step.tag not in ("body", "html", "main"):
            names = f"{step.element.get('class') or ''} {step.element.get('id') or ''}"
            named = _NAMED.search(names) is not None
        step = step.above
    if not named and step is not None:
        named = known[id(step)]
    known.update((id(passed), named) for passed in trail)
    return named


def _heads(context: Context, number: int) -> bool:
    line = context.page[number]
    own = context.page_words[number]
    if _openings().isdisjoint(own):
        return False
    words = [word for word in own if not word.isdigit()]
    if line.hidden or not words or len(words) > HEADING:
        return False
    told = context.lexicon
    if told.is_whole(words, "comments") or key(words) in headings("thread"):
        return True
    opening = told.opens_with(words, "comments") or told.opens_with(words[1:], "comments")
    counted = len(words) < len(own)
    return bool(opening) and (line.node.tag in _TITLES or counted) and len(words) <= opening + 2


@cache
def _openings() -> frozenset[str]:
    """The words that phrases over comments open with."""
    book = lexicon()
    whole = (phrase for phrase, kinds in book.whole.items() if "comments" in kinds)
    return frozenset(phrase.split(" ", 1)[0] for phrase in (*whole, *headings("thread")))


def _under(context: Context, number: int) -> list[int]:
    """The kept lines under a heading, to the end of the element that holds it and them."""
    box: Node = context.page[number].node
    while box.above is not None and box.last <= number + 1:
        box = box.above
    before = sum(context.weights[at] for at in _kept_in(context, box.first, number))
    if before > BEFORE * context.total and not _is_answered(context, number, box.last):
        return []
    inside = _kept_in(context, number, box.last)
    size = sum(context.weights[at] for at in inside)
    return inside if size < MOST * context.total else []


def _kept_in(context: Context, first: int, last: int) -> list[int]:
    return [at for at, number in enumerate(context.numbers) if first <= number < last]


def _is_answered(context: Context, number: int, last: int) -> bool:
    return any(_is_answer(context, near) for near in range(number + 1, last))


def _is_answer(context: Context, number: int) -> bool:
    """Whether a line is the button under a comment."""
    words = context.page_words[number]
    return 0 < len(words) <= 2 and context.lexicon.is_whole(words, "comments")  # noqa: PLR2004


def _answered(context: Context) -> Iterator[Node]:
    """The innermost element around two or more such buttons, if it is not most of the page."""
    marks = [line.number for line in context.page if _is_answer(context, line.number)]
    if len(marks) < 2:  # noqa: PLR2004
        return
    first, last = marks[0], marks[-1]
    box: Node | None = context.page[first].node
    while box is not None and not box.first <= first <= last < max(box.last, box.first + 1):
        box = box.above
    if box is not None and context.within(box) < MOST * context.total:
        yield box
