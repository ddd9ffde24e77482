"""Boxes that ask the reader for something, and the lines that say who the author is.

A box speaks to the reader (`address`) about what it wants (`ask`: an address, money, consent, an
app). An article about newsletters does so too, but again and again; a box's words are fresh: the
page says them nowhere else.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from winnow.clean.context import Context, ends_sentence
from winnow.clean.lexicon import stems

ASKING: Final = 0.5
"""Words asking (twice) and addressing, a word of the line, from which it is a box. Measured."""
LONGEST: Final = 90
"""Words up to which a line may be a box."""
SHORTEST: Final = 5
"""Words below which a line says too little."""
MANY: Final = 8
"""Boxes from which asking is what the page is about, as a calendar of events does."""
LAST_LINES: Final = 4
"""Lines from the end of the text among which an author's line is looked for."""

_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())


def boxes(context: Context) -> set[int]:
    """Positions of the lines that ask the reader for something."""
    asked = {at for at in range(len(context)) if _asks(context, at)}
    if len(asked) > MANY:
        return set()
    return asked | {near for at in asked for near in _with(context, at, asked)}


def _asks(context: Context, at: int) -> bool:
    line, words = context.lines[at], context.words[at]
    size = context.weights[at]
    if not SHORTEST <= size <= LONGEST or line.node.tag in _HEADINGS or _is_entry(context, at):
        return False
    asks = stems("ask").covers(words)
    count = sum(asks)
    if not count:
        return False
    fresh = sum(yes and context.is_fresh(word) for word, yes in zip(words, asks, strict=True))
    if fresh * 2 < count:
        return False
    address = stems("address").covers(words)
    speaks = sum(yes and not also for yes, also in zip(address, asks, strict=True))
    if not speaks and count < SHORTEST - 2:
        return False
    return (2 * count + speaks) >= ASKING * len(words) and (count > 1 or ends_sentence(line.text))


def _is_entry(context: Context, at: int) -> bool:
    """Whether a line is one of several entries of a list of the text."""
    return context.container(at) is not None and context.lines[at].node.tag in ("li", "td", "th")


def _with(context: Context, at: int, asked: set[int]) -> Iterator[int]:
    """The rest of a box: short lines beside it in an element that holds hardly more."""
    box = context.lines[at].node
    while box.above is not None and context.within(box.above) <= 1.6 * context.weights[at] + 6:
        box = box.above
    for near in (*range(at - 1, max(-1, at - 4), -1), *range(at + 1, min(len(context), at + 4))):
        number = context.numbers[near]
        if near not in asked and box.first <= number < (box.last or box.first + 1):
            yield near


def authors(context: Context) -> set[int]:
    """Positions of the lines at the end that say who wrote the text."""
    prose = [at for at, yes in enumerate(context.prose) if yes]
    since = prose[-LAST_LINES] if len(prose) >= LAST_LINES else len(context)
    return {at for at in range(since, len(context)) if _is_biography(context, at)}


def _is_biography(context: Context, at: int) -> bool:
    words = context.words[at]
    text = context.lines[at].text
    if not SHORTEST <= context.weights[at] <= LONGEST or _is_entry(context, at):
        return False
    told = context.lexicon.opens_with(words, "author")
    if told and context.weights[at] > told + 2:
        return True
    jobs = sum(stems("job").covers(words[:24]))
    lives = sum(stems("life").covers(words[:40]))
    if not (jobs and lives >= 2) and not (lives >= 3 and len(words) < LONGEST / 3):  # noqa: PLR2004
        return False
    return _opens_with_name(context, at, text)


def _opens_with_name(context: Context, at: int, text: str) -> bool:
    """Whether a line opens with a name that the text itself hardly speaks of."""
    if not any(sign.islower() or sign.isupper() for sign in text):
        return True
    first = text.split()[:8]
    names = [
        context.words[at][place + 1]
        for place, (one, two) in enumerate(pairwise(first))
        if one[:1].isupper() and two[:1].isupper() and place + 1 < len(context.words[at])
    ]
    caseless = not any(sign.isupper() for sign in text)
    return caseless or any(context.told(name) <= 2 for name in names)  # noqa: PLR2004 - its byline
