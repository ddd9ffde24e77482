"""What stands in the midst of the text belongs to it: tables, verse, listings, steps, captions.

The model judges words, and short lines say little of themselves. Where paragraphs of the text
stand before and after in the same element, what lies between them is kept as well, unless it
leads elsewhere or the model is sure that it does not belong.
"""

from collections.abc import Iterator, Sequence
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
}
"""Mean likelihood below which the model is sure, by element; of lists and captions it knows less.
Measured on the development pages, where it costs nothing (all types 0.9068 to 0.9067)."""
LABEL: Final = 3
"""Words below which what ends no sentence is a label or a button, outside of lists and tables."""
CLOSING: Final = 0.45
"""The same for what follows the last paragraph: notes stand there, and menus too."""

_AWAY: Final = frozenset("nav footer header form button dialog menu aside".split())
_STRUCTURE: Final = frozenset("ul ol dl table pre blockquote".split())
_TOLD: Final = _STRUCTURE | {"figure", "figcaption", "h2", "h3", "h4", "h5", "h6"}
_REACH: Final = 6


def enclosed(lines: Sequence[Line], kept: Sequence[int], chance: Floats) -> list[int]:
    """The `kept` lines, given in order, and those enclosed by them."""
    have = set(kept)
    spans = _spans(lines, kept)
    verdicts: dict[int, bool] = {}
    found = []
    before = min((first for first, _ in spans.values()), default=len(lines))
    for line in lines[before:]:
        index = line.number
        if index in have or line.hidden or not line.text:
            continue
        child = _child(line.node, index, spans)
        if child is None:
            continue
        known = verdicts.get(id(child))
        if known is None:
            least = UNLIKELY.get(child.tag, UNLIKELY["p"])
            if not any(first < index < last for first, last in spans.values()):
                least = CLOSING
            known = verdicts[id(child)] = _likelihood(child, lines, have, chance) >= least
        if known:
            found.append(index)
    return sorted([*kept, *found])


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


def _child(node: Node, index: int, spans: dict[int, tuple[int, int]]) -> Node | None:
    """The element around a line that stands beside paragraphs, between two of them."""
    step = node
    found: Node | None = None
    for _ in range(_REACH):
        if step.tag in _AWAY:
            return None
        for holder in (step, step.above):
            if holder is not None:
                first, last = spans.get(id(holder), (-1, -1))
                if first < index < last or (first >= 0 and _closes(step, last)):
                    found = step
        if found is not None or step.above is None:
            return found
        step = step.above
    return None


def _closes(step: Node, last: int) -> bool:
    """Whether a list or quotation follows the last paragraph at once, as notes do."""
    return step.tag in _STRUCTURE and step.first == last + 1


def _likelihood(child: Node, lines: Sequence[Line], have: set[int], chance: Floats) -> float:
    """The mean likelihood of an element's words, or 0 if it leads elsewhere or is too large."""
    first, last = child.first, max(child.last, child.first + 1)
    inside = [line for line in lines[first:last] if not line.hidden and line.text]
    size = sum(line.weight for line in inside)
    letters = sum(len(line.text) for line in inside)
    told = child.tag in _TOLD or size >= LABEL or any(ends_sentence(line.text) for line in inside)
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
