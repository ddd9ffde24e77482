"""The lines that are likely text, side by side, with what was told twice among them.

Whoever judges repeats asks the same things of a line: what it stands in, what stands beside it,
where else its words are.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from winnow.clean.lines import Line, Node
from winnow.clean.matches import Stream, stream
from winnow.clean.tokens import key

WHOLE: Final = 0.3
"""Share of a page from which a run is the page again, prose or not."""
ENTRY: Final = 150
"""Words below which what a cell or entry holds is its own; beyond, it may be a page's frame."""
_REACH: Final = 6
"""Elements looked up through for what a line stands in."""
_ENTRIES: Final = frozenset("li td th dd dt pre figcaption caption summary".split())
HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
STRUCTURE: Final = HEADINGS | _ENTRIES


class Likely:
    """Lines that are likely text, by their position among these, and what was told twice."""

    def __init__(
        self, lines: Sequence[Line], numbers: Sequence[int], words: Sequence[Sequence[str]]
    ) -> None:
        self.lines = [lines[index] for index in numbers]
        self.words = words
        self.stream: Stream = stream(words)
        self.total = self.stream.start[-1]
        self._sums = [0] * (len(lines) + 1)
        sizes = dict(zip(numbers, map(len, words), strict=True))
        for index in range(len(lines)):
            self._sums[index + 1] = self._sums[index] + sizes.get(index, 0)

    @cached_property
    def times(self) -> Counter[str]:
        """How often each line is said."""
        return Counter(key(own) for own in self.words)

    def within(self, node: Node) -> int:
        """Their words inside an element."""
        return self._sums[node.last or node.first + 1] - self._sums[node.first]

    def is_entry(self, node: Node) -> bool:
        """Whether an element stands in a list, table, caption or listing that holds no article."""
        step: Node | None = node
        for _ in range(_REACH):
            if step is None:
                return False
            if step.tag in _ENTRIES:
                return self.within(step) < max(ENTRY, WHOLE * self.total)
            step = step.above
        return False

    def company(self, at: int) -> int:
        """Other words of theirs beside a line, in the element that holds it and its neighbours."""
        node = self.lines[at].node
        if node.last - node.first > 1 or node.above is None:
            return self.within(node) - len(self.words[at])
        return self.within(node.above) - len(self.words[at])

    def wider_company(self, at: int) -> int:
        """The same, with no regard to elements that hold the line alone: layouts wrap each line."""
        node = self.lines[at].node
        own = len(self.words[at])
        for _ in range(_REACH):
            if node.above is None or node.above.tag == "body" or self.within(node) > own:
                break
            node = node.above
        return self.within(node) - own


def stands_in(node: Node, tags: frozenset[str]) -> bool:
    """Whether an element is or stands close within one of the `tags`."""
    step: Node | None = node
    for _ in range(_REACH):
        if step is None:
            return False
        if step.tag in tags:
            return True
        step = step.above
    return False


def is_verse(line: Line) -> bool:
    """Whether a line is broken as often as verse."""
    return line.breaks > 1 and len(line.text) < 60 * (line.breaks + 1)
