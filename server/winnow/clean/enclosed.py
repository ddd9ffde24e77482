"""What stands in the midst of the text belongs to it: tables, verse, listings, steps, captions.

The model judges words, and short lines say little of themselves. Where paragraphs of the text
stand before and after in the same element, what lies between them is kept as well, unless it
leads elsewhere or the model is sure that it does not belong. A table, a listing or a caption right
behind the last paragraph is kept in the same way.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from winnow.clean.context import ends_sentence
from winnow.clean.elements import Floats
from winnow.clean.lines import Line, Node

PARAGRAPH: Final = 12
"""Words from which a kept line is a paragraph that can enclose others."""
LARGEST: Final = 400
"""Words up to which an element between two paragraphs is enclosed by them."""
LINKED: Final = 0.4
"""Share of an element's characters inside links from which it leads elsewhere."""
UNLIKELY: Final = {
    **dict.fromkeys(("p", "div"), 0.2),
    **dict.fromkeys(("ul", "ol", "dl", "table", "pre", "blockquote"), 0.1),
    **dict.fromkeys(("figure", "figcaption"), 0.05),
    "aside": 0.3,
}
"""Mean likelihood below which the model is sure, by element; of lists and captions it knows less.
Measured on the development pages, where it costs nothing (all types 0.9068 to 0.9067)."""
LABEL: Final = 3
"""Words below which what ends no sentence is a label or a button, outside of lists and tables."""
WRAPPED: Final = 0.1
"""The same for a figure that another element is wrapped around."""
CLOSING: Final = {
    **dict.fromkeys(("ul", "ol", "blockquote"), 0.45),
    **dict.fromkeys(("dl", "table"), 0.2),
    "pre": 0.3,
    "figure": 0.1,
}
"""The same for what follows the last paragraph, by what it is or is wrapped around: notes stand
there, and menus and signatures too."""
PULLED: Final = 2
"""Lines of an aside between paragraphs that may be a pull quote, and who said it."""

CAPTIONED: Final = 2
"""Lines of a picture and its caption."""

_AWAY: Final = frozenset("nav footer header form button dialog menu".split())
_STRUCTURE: Final = frozenset("ul ol dl table pre blockquote".split())
_TOLD: Final = _STRUCTURE | {"figure", "figcaption", "h2", "h3", "h4", "h5", "h6"}
_REACH: Final = 6


def enclosed(lines: Sequence[Line], kept: Sequence[int], chance: Floats) -> list[int]:
    """The `kept` lines, given in order, and those enclosed by them."""
    have = set(kept)
    spans = _spans(lines, kept)
    verdicts: dict[int, bool] = {}
    told = set(kept)
    before = min((first for first, _ in spans.values()), default=len(lines))
    for line in lines[before:]:
        index = line.number
        if index in have or line.hidden or not line.text:
            continue
        child, is_between = _child(line, spans, told)
        if child is None:
            continue
        known = verdicts.get(id(child))
        if known is None:
            held = _held(child, line)
            likely = _likelihood(child, held, lines, have, chance)
            known = verdicts[id(child)] = likely >= _least(child, held, is_between)
        if known:
            told.add(index)
    return sorted(told)


def _spans(lines: Sequence[Line], kept: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each element that holds kept paragraphs, the first and the last of them."""
    spans: dict[int, tuple[int, int]] = {}
    for index in kept:
        if lines[index].weight >= PARAGRAPH:
            for holder in _holders(lines[index].node):
                first, _ = spans.get(id(holder), (index, index))
                spans[id(holder)] = (first, index)
    return spans


def _holders(node: Node) -> Iterator[Node]:
    """The elements of which a line is a paragraph: the next one around it that holds others.

    Of lines between line breaks that is their own element, and that too is one of a text's parts.
    """
    size = node.last - node.first
    if size > 1:
        yield node
    step = node.above
    while step is not None and step.last - step.first <= max(size, 1):
        step = step.above
    if step is not None:
        yield step


def _child(
    line: Line, spans: dict[int, tuple[int, int]], told: set[int]
) -> tuple[Node | None, bool]:
    """The element around a line that stands beside paragraphs, and whether between two of them."""
    step = line.node
    closing: Node | None = None
    for _ in range(_REACH):
        if step.tag in _AWAY or (step.tag == "aside" and not _is_pulled(step, line)):
            break
        for holder in (step, step.above):
            first, last = spans.get(id(holder), (-1, -1))
            if first < line.number < last:
                return step, True
            if closing is None and first >= 0 and _closes(step, line, last, told):
                closing = step
        if step.above is None:
            break
        step = step.above
    return closing, False


def _is_pulled(aside: Node, line: Line) -> bool:
    """Whether an aside may be a sentence pulled out of the text, to be read with it."""
    return aside.last - aside.first <= PULLED and not line.links and ends_sentence(line.text)


def _closes(step: Node, line: Line, last: int, told: set[int]) -> bool:
    """Whether a list, table, listing or figure follows the last paragraph at once.

    Or what followed it so: verse, another table, the listing's heading, as far as it is `told`.
    """
    if step.first <= last or step.first - 1 not in told:
        return False
    held = _held(step, line)
    return held in CLOSING and (held != "table" or _has_rows(step))


def _has_rows(table: Node) -> bool:
    """Whether a table has rows; one that lays a page's foot out has one."""
    return next(islice(table.element.iter("tr"), 1, None), None) is not None


def _held(child: Node, line: Line) -> str:
    """What an element is, or is wrapped around: the tag of the list, table or figure.

    A sentence with a picture beside it, and nothing else, is a figure by whatever name.
    """
    held = child.tag
    step: Node | None = line.node
    while step is not None and step is not child:
        if step.tag in CLOSING and (step.first, step.last) == (child.first, child.last):
            held = step.tag
        step = step.above
    if (
        held == child.tag == "div"
        and child.last - child.first <= CAPTIONED
        and ends_sentence(line.text)
    ):
        return "figure" if next(child.element.iter("img"), None) is not None else held
    return held


def _least(child: Node, held: str, is_between: bool) -> float:
    """The mean likelihood from which an element beside paragraphs belongs to them."""
    if not is_between:
        return CLOSING[held]
    if held == "figure" != child.tag:
        return WRAPPED
    return UNLIKELY.get(child.tag, UNLIKELY["p"])


def _likelihood(
    child: Node, held: str, lines: Sequence[Line], have: set[int], chance: Floats
) -> float:
    """The mean likelihood of an element's words, or 0 if it leads elsewhere or is too large."""
    first, last = child.first, max(child.last, child.first + 1)
    inside = [line for line in lines[first:last] if not line.hidden and line.text]
    size = sum(line.weight for line in inside)
    letters = sum(len(line.text) for line in inside)
    told = held in _TOLD or size >= LABEL or any(ends_sentence(line.text) for line in inside)
    if (
        not told
        or not size
        or size > LARGEST
        or sum(line.linked for line in inside) > LINKED * letters
    ):
        return 0.0
    likely = sum(
        line.weight * (1.0 if line.number in have else float(chance[line.number]))
        for line in inside
    )
    return likely / size
