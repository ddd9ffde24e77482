"""Lines that belong to what stands beside them: the title of a note.

It says too little to be judged alone; the note decides.
"""

import re
from collections.abc import Sequence
from typing import Final

from winnow.clean.lines import Line, Node

TITLE: Final = 5
"""Words up to which the first line of a note is its title."""
_REACH: Final = 4

_NOTE: Final = re.compile(
    r"(?:^|[\s_-])(?:admonition|callout|notice|note|tip|hint|warning|caution|danger|important|alert)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)


def labels(lines: Sequence[Line], kept: set[int]) -> list[int]:
    """The lines that are kept for the sake of the `kept` ones beside them."""
    return [
        line.number
        for line in lines
        if line.text and not line.hidden and line.number not in kept and _titles_note(line, kept)
    ]


def _titles_note(line: Line, kept: set[int]) -> bool:
    """Whether a line opens a note whose next line is kept."""
    if line.number + 1 not in kept or line.weight > TITLE or line.links:
        return False
    step: Node | None = line.node
    for _ in range(_REACH):
        if step is None or step.first != line.number:
            return False
        if step.last > line.number + 1 and _NOTE.search(step.element.get("class") or ""):
            return True
        step = step.above
    return False
