"""Lines back to HTML: only what a reader needs, then through nh3.

The renderer writes allowed elements alone, from the pieces of the lines it is given, so work
and output are linear in what is shown. nh3 is the second lock on the same door: nothing that
its list does not name survives, whatever the renderer wrote.

The text of what is written is the lines joined by line feeds; tests hold us to it.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Final

import nh3

from winnow.clean import attributes
from winnow.clean.addresses import absolute
from winnow.clean.images import image
from winnow.clean.lines import Line, Node

INLINE: Final = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup"
    " time u var".split()
)
_CONTAINERS: Final = frozenset(
    "blockquote caption dd dl dt figcaption figure h1 h2 h3 h4 h5 h6 li ol p pre table tbody td"
    " tfoot th thead tr ul".split()
)
_OWN_BORDER: Final = frozenset(
    "blockquote caption dd dt figcaption h1 h2 h3 h4 h5 h6 li p pre td th".split()
)
_TOPS: Final = frozenset("blockquote dl figure h1 h2 h3 h4 h5 h6 ol p pre table ul".split())
"""What may stand alone; anything else becomes a paragraph."""
_CELLS: Final = frozenset(("td", "th"))
_CODE: Final = frozenset(("pre", "code"))
_ROWS: Final = frozenset("table thead tbody tfoot tr".split())
_PARTS: Final = {
    **dict.fromkeys(("caption", "thead", "tbody", "tfoot"), frozenset(("table",))),
    "tr": _ROWS - {"tr"},
    "td": _ROWS,
    "th": _ROWS,
}
"""Parts of tables, and what each may stand in (HTML 13.2.6.4.9, with the rows that it implies)."""
_WRITTEN: Final = {
    **{tag: tag for tag in INLINE | _CONTAINERS},
    **dict.fromkeys(("menu", "dir"), "ul"),
}
"""What elements are written as; others are left out."""
_COPIED: Final = {
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
    "ol": ("start", "type"),
    "li": ("value",),
    "time": ("datetime",),
    "abbr": ("title",),
    "dfn": ("title",),
}
_ATTRIBUTES: Final = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "img": {"alt", "width", "height", "data-winnow-src", "data-winnow-srcset"},
    "code": {"class"},
    "pre": {"class"},
    **{tag: set(names) for tag, names in _COPIED.items()},
    "ol": {"start", "type", "reversed"},
}
_SANITISER: Final = nh3.Cleaner(
    tags=set(INLINE | _CONTAINERS | {"div"}),
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
    generic_attribute_prefixes=set(),
)
_LANGUAGE_CLASS = re.compile(
    r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*|sourceCode\s+|highlight-)([\w+#.-]{1,20})"
)
_LANGUAGE_TAG = re.compile(r"[A-Za-z0-9-]{2,35}")
MAX_PATH: Final = 64
"""Open elements written around a line, and inside it; deeper nesting is for no reader."""
MAX_RUN: Final = 2_048
"""Characters of text without a tag. nh3 writes a text in the square of the signs that it must
escape (measured on 0.3.8: 80,000 `&` 0.5 s, 8,000 of them ten times 0.04 s)."""
_BREAK: Final = "<!---->"
"""Ends a text for the parser, and is dropped by nh3."""


def render(lines: Sequence[Line], top: Node, base: str) -> str:
    """The HTML of consecutive `lines`, which all stand inside `top`, sanitised."""
    return str(_SANITISER.clean(written(lines, top, base)))


def written(lines: Sequence[Line], top: Node, base: str) -> str:
    """The HTML of `lines` as nh3 gets it: no text in it is longer than `MAX_RUN`."""
    writer = _Writer(top, base)
    for line in lines:
        writer.line(line)
    return writer.plain(lines) if writer.irregular else writer.finish()


class _Writer:
    """Streams pieces: opens what a piece stands in when it comes, closes what it left."""

    def __init__(self, top: Node, base: str) -> None:
        self.top = top
        self.base = base
        self.out: list[str] = []
        self.open: list[tuple[Node, str]] = []
        self.chains: dict[int, list[tuple[Node, str]]] = {}
        self.outer: dict[int, list[tuple[Node, str]]] = {}
        self.last_cell: object = None
        self.irregular = False
        """Whether a parser would put elsewhere what was written, as it does with rows and cells
        outside tables and with text between rows; then only the words are told."""
        self.run = 0

    def line(self, line: Line) -> None:
        if self.out:
            self._border(line)
        pieces = line.pieces
        first, last = 0, len(pieces)
        while first < last and _is_blank(pieces[first].node, pieces[first].text):
            first += 1
        while first < last and _is_blank(pieces[last - 1].node, pieces[last - 1].text):
            last -= 1
        for node, text in pieces[first:last]:
            chain = self.chains.get(id(node))
            if chain is None:
                chain = self._chain(node, line.node)
            if text is None:
                self._to(chain[:-1] if chain and chain[-1][0] is node else chain)
                self.out.append(self._void(node))
            else:
                self.irregular |= bool(chain) and chain[-1][1] in _ROWS
                self._to(chain)
                self._text(text)

    def finish(self) -> str:
        self._to([])
        return "".join(self.out)

    def plain(self, lines: Sequence[Line]) -> str:
        """The words of `lines`, a paragraph each."""
        self.out = []
        for line in lines:
            if line.text:
                self.out.append("<p>")
                self.run = 0
                self._text(line.text)
                self.out.append("</p>")
        return "".join(self.out)

    def _text(self, text: str) -> None:
        if self.run + len(text) <= MAX_RUN:
            self.out.append(escape(text, quote=False))
            self.run += len(text)
            return
        at = 0
        while at < len(text):
            if self.run == MAX_RUN:
                self.out.append(_BREAK)
                self.run = 0
            end = at + MAX_RUN - self.run
            part = text[at:end]
            self.out.append(escape(part, quote=False))
            self.run += len(part)
            at = end

    def _border(self, line: Line) -> None:
        """Close down to what the next line shares; write a break if nothing else parts them."""
        whole = self._chain(line.node, line.node)
        chain = [pair for pair in whole if pair[1] not in INLINE]
        shared = self._shared(chain)
        opens = shared < len(chain)
        if opens and len(chain) == len(whole):
            return  # the line's first piece closes and opens the same
        parted = opens or any(tag in _OWN_BORDER or tag == "div" for _, tag in self.open[shared:])
        self._to(chain[:shared])
        if not parted:
            self.out.append("<br><br>")

    def _chain(self, node: Node, block: Node) -> list[tuple[Node, str]]:
        """The elements to write around a piece of `block`'s line, outermost first.

        What nests too deep is left out so that all pieces of a line share what is around it.
        """
        trail: list[Node] = []
        while id(node) not in self.chains and node is not block and node.parent is not None:
            trail.append(node)
            node = node.parent
        chain = self.chains.get(id(node))
        if chain is None:
            chain = [] if node is self.top else self._around(node.parent)
            tag = self._written_as(node, block)
            chain = self.chains[id(node)] = self._with(chain, node, tag)
        for step in reversed(trail):
            tag = self._written_as(step, block)
            if len(chain) < 2 * MAX_PATH:
                chain = self._with(chain, step, tag)
            self.chains[id(step)] = chain
        return chain

    def _with(self, chain: list[tuple[Node, str]], node: Node, tag: str) -> list[tuple[Node, str]]:
        """A chain that goes on to `node`, if it is written."""
        if not tag:
            return chain
        around = chain[-1][1] if chain else ""
        if tag in _PARTS:
            self.irregular |= around not in _PARTS[tag]
        elif around in _ROWS:
            self.irregular = True
        elif tag == "a":
            self.irregular |= "a" in [other for _, other in chain]
        return [*chain, (node, tag)]

    def _around(self, node: Node | None) -> list[tuple[Node, str]]:
        """The elements to write around a whole line, outermost first."""
        trail: list[Node] = []
        while node is not None and id(node) not in self.outer:
            trail.append(node)
            if node is self.top:
                node = None
                break
            node = node.parent
        chain = [] if node is None else self.outer[id(node)]
        for step in reversed(trail):
            tag = self._written_as(step, None)
            chain = self._with(chain, step, tag)
            if len(chain) > MAX_PATH:
                chain = chain[-MAX_PATH:]
            self.outer[id(step)] = chain
        return chain

    def _written_as(self, node: Node, block: Node | None) -> str:
        tag = _WRITTEN.get(node.tag, "")
        if tag == "a" and not absolute(node.element.get("href") or "", self.base):
            return ""
        if tag == "span" and not (node.element.get("lang") or node.element.get("dir")):
            return ""
        if node is self.top and tag not in _TOPS:
            return "p" if node is block else ""
        if not tag and node is block:
            return "div" if _inside_pre(node) else "p"
        return tag

    def _shared(self, chain: list[tuple[Node, str]]) -> int:
        count = 0
        for mine, theirs in zip(self.open, chain, strict=False):
            if mine[0] is not theirs[0]:
                break
            count += 1
        return count

    def _to(self, chain: list[tuple[Node, str]]) -> None:
        if chain is self.open:
            return
        shared = self._shared(chain)
        for _, tag in reversed(self.open[shared:]):
            self.out.append(f"</{tag}>")
        for node, tag in chain[shared:]:
            if tag in _CELLS:
                self._empty_cells_before(node)
            self.out.append(f"<{tag}{self._attributes(node, tag)}>")
        self.open = chain

    def _empty_cells_before(self, cell: Node) -> None:
        """Cells without words hold the columns of a table in place."""
        if cell.element is self.last_cell:
            return
        empty = 0
        for before in cell.element.itersiblings(*_CELLS, preceding=True):
            if before is self.last_cell:
                break
            empty += 1
        self.out.extend(["<td></td>"] * empty)
        self.last_cell = cell.element

    def _attributes(self, node: Node, tag: str) -> str:
        element = node.element
        names = element.keys()
        if not names and tag not in _CODE:
            return ""
        pairs: list[tuple[str, str]] = []
        if tag == "a":
            pairs.append(("href", absolute(element.get("href") or "", self.base)))
        elif tag in _COPIED:
            pairs = [(name, element.get(name) or "") for name in _COPIED[tag] if name in names]
            if tag == "ol" and "reversed" in names:
                pairs.append(("reversed", "reversed"))
        elif tag in _CODE:
            pairs.append(("class", code_language(node)))
        if "lang" in names:
            pairs.append(("lang", attributes.matching(_LANGUAGE_TAG, element.get("lang"))))
        if "dir" in names:
            direction = (element.get("dir") or "").lower()
            pairs.append(("dir", direction if direction in ("ltr", "rtl", "auto") else ""))
        return attributes.written(pairs) if pairs else ""

    def _void(self, node: Node) -> str:
        if node.tag == "br":
            return "\n" if self._in_pre() else "<br>"
        return image(node, self.base)

    def _in_pre(self) -> bool:
        return any(tag == "pre" for _, tag in self.open)


def code_language(node: Node) -> str:
    """`language-NAME` if the page says what language its code is in."""
    for element in (node.element, node.element.getparent()):
        if element is None:
            continue
        name = element.get("data-lang") or element.get("data-language") or ""
        found = _LANGUAGE_CLASS.search(element.get("class") or "")
        name = name or (found.group(1) if found else "")
        if re.fullmatch(r"[\w+#.-]{1,20}", name):
            return f"language-{name.lower()}"
    return ""


def _inside_pre(node: Node) -> bool:
    return node.above is not None and node.above.tag == "pre"


def _is_blank(node: Node, text: str | None) -> bool:
    return node.tag == "br" if text is None else not text.strip(" \t\n\f\r")
