"""The block elements of a page as arrays: bounds, parents, and what names they stand under."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.clean.classes import kinds, says
from winnow.clean.lines import Line, Outline

Floats = NDArray[np.float32]
Whole = NDArray[np.intp]

ANCESTORS: Final = (
    "nav footer aside header form ul ol li table td blockquote figure figcaption article main"
    " section pre dl dd details h1 h2 h3 p".split()
)
OWN_TAGS: Final = "p li h1 h2 h3 h4 td div dd dt pre figcaption blockquote section".split()
_TAG_BIT: Final = {tag: 1 << bit for bit, tag in enumerate(ANCESTORS)}
NEAR: Final = 3
"""Elements outwards, the line's own included, whose names are near."""


def names() -> tuple[str, ...]:
    """The columns of `standing`."""
    return (
        *(f"own_{tag}" for tag in OWN_TAGS),
        *(f"in_{tag}" for tag in ANCESTORS),
        *(f"near_{kind}" for kind in kinds()),
        *(f"under_{kind}" for kind in kinds()),
    )


class Elements:
    """Arrays over the elements that hold lines, and `of_line`: the index of each line's own.

    `path` numbers the chain of tags and classes that an element stands under: what a list's
    entries, a thread's posts and an article's paragraphs share.
    """

    def __init__(self, outline: Outline) -> None:
        nodes = [node for node in outline.nodes if node.last > node.first]
        order = {id(node): position for position, node in enumerate(nodes)}
        up = [order[id(node.above)] if node.above is not None else 0 for node in nodes]
        all_articles = (node for node in outline.nodes if node.tag == "article")
        article = {id(node): number for number, node in enumerate(all_articles, 1)}
        articles: list[int] = []
        self.parent: Whole = np.array(up, dtype=np.intp)
        self.first: Whole = np.array([node.first for node in nodes], dtype=np.intp)
        self.last: Whole = np.array([node.last for node in nodes], dtype=np.intp)
        self.depth: Floats = np.array([node.depth for node in nodes], dtype=np.float32)
        self.of_line: Whole = np.array([order[id(line.node)] for line in outline.lines], np.intp)
        self.tags: list[str] = [node.tag for node in nodes]
        own_mask: list[int] = []
        near_mask: list[int] = []
        class_mask: list[int] = []
        tag_mask: list[int] = []
        path: list[int] = []
        chains: dict[tuple[int, str, str | None], int] = {}
        for position, node in enumerate(nodes):
            tag, above = node.tag, up[position]
            mask = 0 if tag in ("body", "html") else says(node.element)
            own_mask.append(mask)
            around = articles[above] if position else 0
            articles.append(article[id(node)] if tag == "article" else around)
            bit = _TAG_BIT.get(tag, 0)
            if position:
                chain = (path[above], tag, node.element.get("class"))
                path.append(chains.setdefault(chain, len(chains) + 1))
                tag_mask.append(tag_mask[above] | bit)
                class_mask.append(class_mask[above] | mask)
                near_mask.append(mask | own_mask[above] | own_mask[up[above]])
            else:
                path.append(0)
                tag_mask.append(bit)
                class_mask.append(mask)
                near_mask.append(mask)
        self.tag_mask = np.array(tag_mask, dtype=np.int64)
        self.class_mask = np.array(class_mask, dtype=np.int64)
        self.near_mask = np.array(near_mask, dtype=np.int64)
        self.path: Whole = np.array(path, dtype=np.intp)
        self.article: Whole = np.array(articles, dtype=np.intp)


def standing(lines: list[Line], elements: Elements) -> Floats:
    """A row a line: its own tag, the tags it stands in, what the names near and above it say."""
    at = elements.of_line
    own = np.zeros((len(OWN_TAGS), len(lines)), dtype=np.float32)
    column = {tag: place for place, tag in enumerate(OWN_TAGS)}
    tag_of = np.array([column.get(tag, -1) for tag in elements.tags], dtype=np.intp)[at]
    known = np.flatnonzero(tag_of >= 0)
    own[tag_of[known], known] = 1.0
    near = elements.near_mask[at]
    inline = [_inline(line) for line in lines]
    return np.concatenate(
        [
            own,
            _bits(elements.tag_mask[at], len(ANCESTORS)),
            _bits(near | np.array(inline, dtype=np.int64), len(kinds())),
            _bits(elements.class_mask[at], len(kinds())),
        ]
    ).T


def _inline(line: Line) -> int:
    """What the names of the inline elements around a line's first words say."""
    block = line.node
    for node, text in line.pieces:
        if text is None or not text.strip():
            continue
        mask, step = 0, node
        for _ in range(NEAR):
            if step is block or step.parent is None:
                break
            mask |= says(step.element)
            step = step.parent
        return mask
    return 0


def _bits(masks: NDArray[Any], size: int) -> Floats:
    return ((masks >> np.arange(size)[:, None]) & 1).astype(np.float32)
