"""A page as lines: the stretches of words between two borders of canonical text.

One walk in document order makes every line with where it stands, what it is linked with and
the pieces it was made of. Lines are what the engine judges; `render` puts the kept ones back
together as paragraphs, lists and tables. Joined by line feeds, or by the space that parts two
`paragraphs` there, all lines of an element are its canonical text, hidden parts included, so a
line's place in any element is a subtraction.
"""

from typing import Any, Final

from lxml import etree

from winnow.clean.document import Document
from winnow.clean.lines import Line, Node, Outline, Piece
from winnow.clean.paragraphs import paragraphs
from winnow.clean.pieces import ASCII_SPACE, BOLD, collapsed, parted, told
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
CODE: Final = frozenset(("code", "samp", "kbd"))
_FELT: Final = IMAGES | BOLD | {"a", "br", "noscript"}
"""Inline elements that the walk takes note of."""


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
        size = len(text.strip(ASCII_SPACE))
        if not size and not self.pieces:
            self.has_space = True
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
        if not pieces:
            if self.has_space:  # a link that ends before its first word is of no line
                self.has_space = False
                self.links = 0
            return
        if not self.has_words and not any(p.text is None and p.node.tag != "br" for p in pieces):
            after_break = self.after_break
            self._clear()
            self.after_break = after_break
            return
        parts = parted(pieces) if self.breaks and not self.has_hidden else []
        for part in parts:
            self._line(part, *told(part, self.blocks[-1] if self.blocks else self.nodes[0]))
        if not parts:
            self._line(pieces, self.links, self.linked, self.bold, self.breaks)
        after_break = self.after_break
        self._clear()
        self.after_break = after_break

    def _line(self, pieces: list[Piece], links: int, linked: int, bold: int, breaks: int) -> None:
        """Make a line of `pieces`, one character behind the line before it."""
        whole = collapsed(pieces)
        seen, shown = whole, pieces
        if self.has_hidden:
            shown = [piece for piece in pieces if not piece.node.hidden]
            seen = collapsed(shown)
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
