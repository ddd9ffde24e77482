"""Which lines belong to one list, table, quotation or figure that a reader sees as a whole.

Pages also lay out whole articles with lists and tables; such an element is a frame, not a
group, and its lines stand for themselves.
"""

from itertools import accumulate
from typing import Final

from winnow.clean.lines import Line, Node, Outline
from winnow.clean.page import BlockKind
from winnow.clean.paragraphs import LONG, is_paragraph

KINDS: Final[dict[str, BlockKind]] = {
    "ul": "list",
    "ol": "list",
    "menu": "list",
    "dir": "list",
    "dl": "definitions",
    "table": "table",
    "pre": "code",
    "blockquote": "quote",
    "figure": "figure",
}
_FRAMES: Final = {
    "ul": frozenset("article section h1 h2 h3 table form figure main nav aside header".split()),
    "dl": frozenset("article section h1 h2 table form main nav aside".split()),
    "table": frozenset("table article section h1 h2 form main nav aside header footer".split()),
    "blockquote": frozenset("article section h1 h2 form main nav".split()),
    "figure": frozenset("article section pre table ul ol dl h1 h2 form blockquote".split()),
    "pre": frozenset("table article section h1 h2 h3 p".split()),
}
_FRAMES["ol"] = _FRAMES["menu"] = _FRAMES["dir"] = _FRAMES["ul"]
_TELLING: Final = frozenset().union(*_FRAMES.values())
_REACH: Final = 40
"""Block elements looked up through, which bounds the work on pages nested for harm."""
_TABLE_PARTS: Final = frozenset("table tbody thead tfoot tr".split())
_UNNUMBERED: Final = frozenset("ul menu dir dl table".split())
_NAMES: Final = frozenset(("dt", "th"))
_MOSTLY: Final = 0.7
"""Share of a list's characters in paragraphs from which it may be the text."""
_PART: Final = 0.3
"""Share of the page's paragraphs that one such list holds at least, as three copies do."""
_ALL: Final = 0.85
"""The same of all such lists together. All chosen: on the development pages, lists of whole
sentences beside other paragraphs stay lists."""
_LONG_ITEM: Final = 1_200
"""Characters from which a line is no row or entry."""
_LONG_CELL: Final = 400
"""Characters of several paragraphs in one cell that make up most of a table, from which the table
lays out a page. Chosen: longer than any cell of the development pages' own tables."""


def groups(outline: Outline) -> list[Node | None]:
    """For each line the outermost element that holds it as a whole, or None."""
    frames = _frames(outline)
    outermost: dict[int, Node | None] = {}
    for node in outline.nodes:
        above = outermost.get(id(node.above))
        if above is None and node.tag in KINDS and id(node) not in frames:
            above = node
        outermost[id(node)] = above
    return [outermost[id(line.node)] for line in outline.lines]


def _texts(outline: Outline) -> set[int]:
    """The lists and tables whose entries are the paragraphs of the page, by `id`.

    One that names or numbers its entries is a list, whatever they say.
    """
    size = [len(line.text) if _is_prose(line) else 0 for line in outline.lines]
    prose = [0, *accumulate(size)]
    paragraphs = [0, *accumulate(map(bool, size))]
    lines = [0, *accumulate(bool(line.weight) for line in outline.lines)]
    named = {id(_list_of(node)) for node in outline.nodes if node.tag in _NAMES}
    found: set[int] = set()
    held = last = 0
    for node in outline.nodes:
        first, end = node.first, node.last
        if (
            node.tag in _UNNUMBERED
            and id(node) not in named
            and 2 * (paragraphs[end] - paragraphs[first]) > lines[end] - lines[first] > 1
            and prose[end] - prose[first] >= _MOSTLY * _size(outline, node)
            and prose[end] - prose[first] >= _PART * prose[-1]
        ):
            found.add(id(node))
            held += prose[max(last, end)] - prose[max(last, first)]
            last = max(last, end)
    return found if held >= _ALL * prose[-1] else set()


def _is_prose(line: Line) -> bool:
    return (
        line.weight >= LONG
        and not line.hidden
        and 2 * line.linked < len(line.text)
        and is_paragraph(line.text)
    )


def _frames(outline: Outline) -> set[int]:
    """The lists and tables that lay out more than entries, by `id`."""
    frames = _texts(outline)
    inside: set[int] = set()
    for node in outline.nodes:
        above = id(node.above) in inside
        if above or node.tag in _FRAMES:
            inside.add(id(node))
        if above and node.tag in _TELLING:
            _mark_frames(node.above, node.tag, frames)
    for line in outline.lines:
        if line.node.tag in _TABLE_PARTS:
            _mark_frames(line.node, "table", frames)
            frames.add(id(line.node))
        elif len(line.text) > _LONG_ITEM and line.node.tag in ("td", "li", "th"):
            _mark_frames(line.node, "table", frames)
    for node in outline.nodes:
        if node.tag in ("td", "th") and node.last > node.first + 1:
            size = _size(outline, node)
            if size >= _LONG_CELL and 2 * size > _size(outline, _list_of(node)):
                _mark_frames(node, "table", frames)
    return frames


def _size(outline: Outline, node: Node) -> int:
    """Characters of the canonical text inside an element."""
    return outline.lines[node.last - 1].end - outline.lines[node.first].start


def _list_of(node: Node) -> Node:
    """The list or table that a term or a cell is a part of."""
    step = node
    for _ in range(len(_TABLE_PARTS)):
        if step.tag in _UNNUMBERED or step.above is None:
            break
        step = step.above
    return step


def _mark_frames(step: Node | None, tag: str, frames: set[int]) -> None:
    """Tell the lists and tables from `step` up that they hold more than entries."""
    for _ in range(_REACH):
        if step is None:
            return
        if tag in _FRAMES.get(step.tag, ()):
            if id(step) in frames:
                return
            frames.add(id(step))
        step = step.above


def kind_of(line: Line, group: Node | None) -> BlockKind:
    """What a block that begins with `line` is."""
    if group is not None:
        return KINDS[group.tag]
    tag = line.node.tag
    if not line.text:
        return "figure"
    if len(tag) == 2 and tag[0] == "h" and tag != "hr":  # noqa: PLR2004 - h1 to h6
        return "heading"
    return "paragraph"
