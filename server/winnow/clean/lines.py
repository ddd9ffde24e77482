"""What a page is made of for the engine: lines, the pieces of each, the elements they stand in.

Made by the walk in `blocks`, then only read.
"""

from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree


class Node:
    """An element on the way from the root to some text. Made by the walk, then only read.

    `first` and `last` bound the lines inside it: `lines[first:last]`. `above` is the block
    element around it; `apart` numbers the `<noscript>` it stands in, whose words are in the
    canonical text of nothing around it, and is 0 outside.
    """

    __slots__ = ("above", "apart", "depth", "element", "first", "hidden", "last", "parent", "tag")

    def __init__(self, element: etree._Element, tag: str, parent: "Node | None") -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.above: Node | None = None
        self.depth: int = 0
        self.hidden: bool = False
        self.apart: int = 0
        if parent is not None:
            self.depth = parent.depth + 1
            self.hidden = parent.hidden
            self.apart = parent.apart
        self.first = 0
        self.last = 0


class Piece(NamedTuple):
    """Text as the page wrote it, or (text None) an image or a line break, inside `node`."""

    node: Node
    text: str | None


class Line(NamedTuple):
    """Words between two borders.

    `text` is what a reader sees of it, `start` and `end` bound it in the canonical text of the
    whole page, hidden parts included. A line without words holds an image.
    """

    number: int
    text: str
    start: int
    end: int
    node: Node
    pieces: tuple[Piece, ...]
    hidden: bool
    links: int
    linked: int
    """Characters inside links."""
    bold: int
    """Characters inside bold or italic."""
    breaks: int
    """Single line breaks inside it, as verse and addresses have."""
    words: list[str]
    """The `tokens` of its text."""
    weight: int
    """Its words, counted so that scripts with and without spaces compare."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The lines of a page and the block elements they stand in, both in document order."""

    lines: list[Line]
    nodes: list[Node]
