"""A page as lines: the stretches of words between two borders of canonical text.

One walk in document order makes every line with where it stands, what it is linked with and
the pieces it was made of. Lines are what the engine judges; `render` puts the kept ones back
together as paragraphs, lists and tables. Joined by line feeds, or by the space that parts two
`paragraphs` there, all lines of an element are its canonical text, hidden parts included, so a
line's place in any element is a subtraction.
"""

import re
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from lxml import etree

from winnow.clean.document import Document
from winnow.clean.paragraphs import paragraphs
from winnow.clean.tokens import weighed

SKIPPED: Final = frozenset(
    "script style template noscript head title textarea select option datalist iframe object"
    " embed canvas audio video svg annotation annotation-xml rt rp".split()
)
_SKIPPED_WITHOUT_SCRIPTS: Final = SKIPPED - {"noscript"}
WITHOUT_SCRIPTS: Final = 400
"""Characters in `<noscript>` from which it may be the page itself, for readers without scripts;
notices that ask for scripts are shorter. Chosen."""
BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li"
    " main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul".split()
)
MOSTLY_HIDDEN: Final = 0.7
"""Share of a page's characters; a copy of the text for phones hides at most half."""
IMAGES: Final = frozenset(("img", "picture", "amp-img"))
BOLD: Final = frozenset(("b", "strong", "em", "i"))
CODE: Final = frozenset(("code", "samp", "kbd"))
_FELT: Final = IMAGES | BOLD | {"a", "br", "noscript"}
"""Inline elements that the walk takes note of."""
_REACH: Final = 16
"""Elements looked up through for the link that words of a part of a line stand in."""
_SPACES = re.compile(r" [ \t\n\f\r]+|[\t\n\f\r][ \t\n\f\r]*")
"""What is to become one space; a space alone is one already."""
_ASCII_SPACE: Final = " \t\n\f\r"


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


def outline(document: Document) -> Outline:
    """Walk the page, a second time if its words stand in `<noscript>` or are nearly all hidden.

    A page that no browser has shown may hold its whole text in a `hidden` element, for a script
    to show. Linear in its elements and characters.
    """
    body = document.root.find("body")
    start = document.root if body is None else body
    hidden_by = "data-winnow-hidden" if document.stamped else "hidden"
    walked = _walked(start, hidden_by, SKIPPED)
    if not document.stamped and _hidden(walked) > MOSTLY_HIDDEN:
        hidden_by = ""
        walked = _walked(start, hidden_by, SKIPPED)
    without_scripts = sum(
        _length(element)
        for element in document.all("noscript")
        if any(above is start for above in element.iterancestors())
    )
    if without_scripts >= WITHOUT_SCRIPTS and without_scripts > sum(
        len(line.text) for line in walked.lines if not line.hidden
    ):
        return _walked(start, hidden_by, _SKIPPED_WITHOUT_SCRIPTS)
    return walked


def hidden_share(start: etree._Element, hidden_by: str) -> float:
    """Share of the characters below an element that stand in an element with this attribute."""
    return _hidden(_walked(start, hidden_by, SKIPPED))


def _hidden(walked: Outline) -> float:
    """Share of the characters that are hidden."""
    whole = sum(len(line.text) for line in walked.lines)
    return sum(len(line.text) for line in walked.lines if line.hidden) / max(1, whole)


def _length(element: etree._Element) -> int:
    """Characters of the words inside its elements; a bare notice counts nothing."""
    return sum(
        len(" ".join(part.split()))
        for inside in element.iterdescendants()
        for part in (inside.text if inside.tag not in SKIPPED else None, inside.tail)
        if part
    )


def _walked(start: etree._Element, hidden_by: str, skipped: frozenset[str]) -> Outline:
    hidden: Any = start.xpath(f"descendant-or-self::*[@{hidden_by}]") if hidden_by else ()
    walk = _Walk(frozenset(hidden))
    events = etree.iterwalk(start, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag in skipped:
                events.skip_subtree()
            else:
                walk.enter(element, tag)
        else:
            if tag not in skipped:
                walk.leave(tag)
            text = element.tail
            if text and element is not start:
                walk.words(text)
    walk.border()
    return Outline(walk.lines, walk.nodes)


class _Walk:
    """The state of the walk: the open elements and the line being made."""

    def __init__(self, hidden: frozenset[etree._Element]) -> None:
        self.hidden = hidden
        self.lines: list[Line] = []
        self.nodes: list[Node] = []
        self.open: Node | None = None
        self.blocks: list[Node] = []
        self.position = 0
        self.outside: list[int] = []
        self.noscripts = 0
        self.in_links = self.in_bold = 0
        self._clear()

    def _clear(self) -> None:
        self.pieces: list[Piece] = []
        self.has_words = self.has_hidden = self.after_break = self.has_space = False
        self.links = self.linked = self.bold = self.breaks = 0

    def enter(self, element: etree._Element, tag: str) -> None:
        node = Node(element, tag, self.open)
        self.open = node
        if element in self.hidden:
            node.hidden = True
        if tag in BLOCKS:
            if self.pieces or self.has_space:
                self.border()
            node.first = len(self.lines)
            node.above = self.blocks[-1] if self.blocks else None
            self.nodes.append(node)
            self.blocks.append(node)
        elif tag in _FELT:
            self._enter_inline(node, tag)
        text = element.text
        if text:
            self.words(text)

    def _enter_inline(self, node: Node, tag: str) -> None:
        if tag == "a":
            self.in_links += 1
            self.links += 1
        elif tag in BOLD:
            self.in_bold += 1
        elif tag == "br":
            self._line_break(node)
        elif tag in IMAGES:
            self.pieces.append(Piece(node, None))
        elif tag == "noscript":
            self.border()
            self.noscripts += 1
            node.apart = self.noscripts
            self.outside.append(self.position)
            self.position = 0

    def leave(self, tag: str) -> None:
        node = self.open
        if node is None:
            return
        if tag in BLOCKS:
            if tag == "pre" and node.first == len(self.lines):
                self._typed(node)
            if self.pieces or self.has_space:
                self.border()
            node.last = len(self.lines)
            self.blocks.pop()
        elif tag == "a":
            self.in_links -= 1
        elif tag in BOLD:
            self.in_bold -= 1
        elif tag == "noscript":
            self.border()
            self.position = self.outside.pop()
        self.open = node.parent

    def words(self, text: str) -> None:
        node = self.open
        if node is None:
            return
        size = len(text.strip(_ASCII_SPACE))
        if not size and not self.pieces:
            self.has_space = self.links > 0  # of a link that a border ends before its first word
            return
        self.pieces.append(Piece(node, text))
        if size:
            self.has_words = True
            self.after_break = False
            if node.hidden:
                self.has_hidden = True
            if self.in_links:
                self.linked += size
            if self.in_bold:
                self.bold += size

    def _line_break(self, node: Node) -> None:
        if self.after_break:
            self.border()
        else:
            self.pieces.append(Piece(node, None))
            self.breaks += 1
        self.after_break = True

    def _typed(self, listing: Node) -> None:
        """Take a `<pre>` of prose for the `<div>` it should be, its line feeds for breaks."""
        told = "".join("\n" if text is None else text for _, text in self.pieces)
        if any(node.tag in CODE for node, _ in self.pieces) or not paragraphs(told):
            return
        listing.tag = "div"
        typed, self.pieces = self.pieces, []
        for node, text in typed:
            first, *further = [text] if text is None else text.split("\n")
            self.pieces.append(Piece(node, first))
            for line in further:
                self.pieces += [Piece(Node(node.element, "br", node), None), Piece(node, line)]
        self.breaks = told.count("\n")

    def border(self) -> None:
        """End the line being made, if it has words or an image."""
        pieces = self.pieces
        if not pieces and not self.has_space:
            return
        if not self.has_words and not any(p.text is None and p.node.tag != "br" for p in pieces):
            after_break = self.after_break
            self._clear()
            self.after_break = after_break
            return
        parts = _parted(pieces) if self.breaks and not self.has_hidden else []
        for part in parts:
            self._line(part, *_told(part, self.blocks[-1] if self.blocks else self.nodes[0]))
        if not parts:
            self._line(pieces, self.links, self.linked, self.bold, self.breaks)
        after_break = self.after_break
        self._clear()
        self.after_break = after_break

    def _line(self, pieces: list[Piece], links: int, linked: int, bold: int, breaks: int) -> None:
        """Make a line of `pieces`, one character behind the line before it."""
        whole = _collapsed(pieces)
        seen, shown = whole, pieces
        if self.has_hidden:
            shown = [piece for piece in pieces if not piece.node.hidden]
            seen = _collapsed(shown)
        start = self.position
        end = start + len(whole)
        if whole:
            self.position = end + 1
        hidden = bool(whole) and not seen
        text = whole if hidden else seen
        words, weight = weighed(text)
        self.lines.append(
            Line(
                len(self.lines),
                text,
                start,
                end,
                self.blocks[-1] if self.blocks else self.nodes[0],
                tuple(pieces if hidden else shown),
                hidden,
                links,
                linked,
                bold,
                breaks,
                words,
                weight,
            )
        )


def _collapsed(pieces: list[Piece]) -> str:
    parts = [_as_text(piece) if piece[1] is None else piece[1] for piece in pieces]
    return _SPACES.sub(" ", "".join(parts)).strip(" ")


def _as_text(piece: Piece) -> str:
    """A line feed for a break, nothing for an image."""
    return "\n" if piece[0].tag == "br" else ""


def _broken(pieces: list[Piece]) -> str:
    """The text of pieces with a line feed for each break and for nothing else."""
    return "".join(
        _as_text(piece) if piece.text is None else piece.text.replace("\n", " ") for piece in pieces
    )


def _parted(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces of each paragraph in a line with breaks; none where it is no prose."""
    stretches = paragraphs(_broken(pieces))
    parts: list[list[Piece]] = [[] for _ in stretches]
    part, at = 0, 0
    for node, said in pieces if parts else ():
        text = said
        size = int(node.tag == "br") if text is None else len(text)
        while part + 1 < len(parts) and stretches[part + 1].start < at + size:
            before = stretches[part + 1].start - at
            if text and before > 0:
                parts[part].append(Piece(node, text[:before]))
                text, at, size = text[before:], at + before, size - before
            part += 1
        wrapped = node.tag == "br" and stretches[part].is_paragraph
        parts[part].append(Piece(node.parent or node, " ") if wrapped else Piece(node, text))
        at += size
    for own in parts:
        while own[-1].node.tag == "br" or (own[-1].text or "x").isspace():
            own.pop()
    return parts


def _told(pieces: list[Piece], block: Node) -> tuple[int, int, int, int]:
    """Links, characters inside links, characters inside bold, and breaks of a part of a line."""
    links: set[int] = set()
    linked = bold = 0
    for node, text in pieces:
        size = len((text or "").strip(_ASCII_SPACE))
        step: Node | None = node
        inside: dict[str, Node] = {}
        for _ in range(_REACH):
            if step is None or step is block:
                break
            inside.setdefault("a" if step.tag == "a" else "b" if step.tag in BOLD else "", step)
            step = step.parent
        if "a" in inside:
            links.add(id(inside["a"]))
            linked += size
        bold += size * ("b" in inside)
    return len(links), linked, bold, sum(node.tag == "br" for node, _ in pieces)
