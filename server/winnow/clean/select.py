"""Which lines are the text of the page, given how likely each is.

Not every line above one half: the set whose expected F-score is best (Nan et al. 2012). On a
page of sure lines the doubtful ones are left out; on a page where all are doubtful, they stay.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from lxml import etree
from numpy.typing import NDArray
from readability import Document as Readable
from readability.readability import Unparseable

from winnow.clean.document import Document
from winnow.clean.elements import Floats
from winnow.clean.labels import labels
from winnow.clean.lines import Line, Node
from winnow.clean.tokens import key, tokens

BETA: Final = 0.85
"""Below 1, a word too many costs more than a word too few. Measured on the development pages."""
GENEROUS: Final = 2.0
"""The same where nearly nothing was kept: the reader is better served by too much."""
LITTLE: Final = 25
"""Words of text below which an answer is doubted. Chosen: two sentences."""
TOGETHER: Final = 0.8
"""How far a line of a list or table is drawn to the list's mean. Measured, flat around it."""
RUN: Final = 3
"""Short lines side by side that make a list."""
SHORT: Final = 32
"""Words; the headlines of news agencies stay below."""
_SENTENCE = re.compile("[.。!?！？।؟][\"'»”\u2019)\\]]*$")
_CAPTION_REACH: Final = 3
"""Block elements from a line of a caption to the caption, its own included."""
_QUESTIONABLE: Final = 0.05
"""Likelihood below which a line is kept by no rule."""


def select(
    lines: Sequence[Line],
    words: Sequence[Sequence[str]],
    chance: Floats,
    group: Sequence[Node | None],
    fallback: Callable[[], frozenset[str]],
) -> list[int]:
    """The numbers of the lines to keep, in order.

    `group` is the list or table that each line belongs to. `fallback` gives the lines (see
    `tokens.key`) of another judge; it is asked only where nothing is likely.
    """
    shown = np.array(
        [bool(own) and not line.hidden for line, own in zip(lines, words, strict=True)]
    )
    count = np.array([len(own) for own in words], dtype=np.float64) * shown
    chance = together(chance, count, lists(lines, words, group))
    kept = best_set(chance, count, BETA) & shown
    if count[kept].sum() < LITTLE < count.sum():
        kept |= best_set(chance, count, GENEROUS) & shown & (chance >= _QUESTIONABLE)
    if not kept.any():
        said = fallback()
        kept = np.array([key(own) in said for own in words], dtype=np.bool_) & shown
    kept[labels(lines, set(np.flatnonzero(kept).tolist()))] = True
    return [int(at) for at in np.flatnonzero(_with_images(lines, kept))]


def together(chance: Floats, count: NDArray[np.float64], list_of: Sequence[int]) -> Floats:
    """Draw the lines of one list together: it belongs to the text mostly as a whole.

    `list_of` numbers each line's list, -1 for a line of none.
    """
    number = np.array(list_of, dtype=np.intp)
    inside = number >= 0
    if not inside.any():
        return chance
    weight = count[inside] + 0.5
    mean = np.bincount(number[inside], weight * chance[inside]) / np.maximum(
        np.bincount(number[inside], weight), 1e-9
    )
    drawn = chance.astype(np.float64)
    drawn[inside] += TOGETHER * (mean[number[inside]] - drawn[inside])
    return drawn.astype(np.float32)


def lists(
    lines: Sequence[Line], words: Sequence[Sequence[str]], group: Sequence[Node | None]
) -> list[int]:
    """The number of each line's list, -1 for a line of none.

    A list is marked up as one (`group`), or is a run of short lines side by side that end no
    sentence, or that a mark stands before: headlines, each a paragraph; verse; rows of boxes.
    """
    numbers = [-1] * len(lines)
    marked: dict[int, int] = {}
    run: list[int] = []
    for at, node in enumerate(group):
        if node is not None:
            numbers[at] = marked.setdefault(id(node), at)
            run = []
            continue
        line = lines[at]
        marked_so = at > 0 and not words[at - 1] and bool(lines[at - 1].text)
        ends = _SENTENCE.search(line.text, max(0, len(line.text) - 6))
        if len(words[at]) > SHORT or (ends and not marked_so):
            run = []
            continue
        if run and not _side_by_side(lines[run[-1]], line):
            run = []
        run.append(at)
        if len(run) == RUN:
            for before in run:
                numbers[before] = run[0]
        elif len(run) > RUN:
            numbers[at] = run[0]
    return numbers


def _side_by_side(one: Line, other: Line) -> bool:
    return one.node.tag == other.node.tag and (
        one.node is other.node or one.node.above is other.node.above
    )


def best_set(chance: Floats, count: NDArray[np.float64], beta: float) -> NDArray[np.bool_]:
    """The lines whose words' expected F-beta is highest; the likeliest are always taken first."""
    order = np.lexsort((np.arange(len(chance)), -chance))
    expected = np.cumsum((chance * count)[order])
    taken = np.cumsum(count[order])
    kept = np.zeros(len(chance), dtype=np.bool_)
    if not len(chance) or not expected[-1]:
        return kept
    score = expected / (taken + beta * beta * expected[-1])
    kept[order[: int(np.argmax(score)) + 1]] = True
    return kept


def _with_images(lines: Sequence[Line], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Keep also the images that stand between two kept lines, whatever became of captions."""
    worded = np.array([bool(line.text) for line in lines])
    told = worded & (kept | ~np.array([_is_caption(line.node) for line in lines]))
    index = np.arange(len(lines))
    before = np.maximum.accumulate(np.where(told, index, -1))
    after = np.minimum.accumulate(np.where(told, index, len(lines))[::-1])[::-1]
    between = (before >= 0) & (after < len(lines))
    both = kept[np.maximum(before, 0)] & kept[np.minimum(after, len(lines) - 1)]
    return np.where(worded, kept, between & both)


def _is_caption(node: Node) -> bool:
    """Whether a line is told by a figure."""
    step: Node | None = node
    for _ in range(_CAPTION_REACH):
        if step is None or step.tag == "figcaption":
            break
        step = step.above
    return step is not None and step.tag == "figcaption"


def by_readability(document: Document) -> frozenset[str]:
    """What readability-lxml takes for the text, as the keys of its lines."""
    try:
        summary = Readable(etree.tostring(document.root, encoding="unicode")).summary()
        tree: Any = etree.fromstring(summary, etree.HTMLParser())
    except (Unparseable, etree.LxmlError, ValueError, AssertionError):
        return frozenset()
    if tree is None:
        return frozenset()
    texts = (
        " ".join(element.itertext())
        for element in tree.iter("p", "li", "h2", "h3", "td", "pre", "div")
    )
    return frozenset(key(tokens(text)) for text in texts)
