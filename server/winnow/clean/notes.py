"""Notes at the foot of a text: they say too little to be judged by, and a mark tells them."""

import re
from collections.abc import Sequence
from typing import Final

from winnow.clean.elements import Floats
from winnow.clean.likely import stands_in
from winnow.clean.lines import Line
from winnow.clean.segments import segments

PARAGRAPH: Final = 12
"""Words from which a kept line is a paragraph that notes can follow."""
LONGEST: Final = 90
"""Words up to which a line is a note."""
UNLIKELY: Final = 0.03
"""Likelihood below which the model is sure that a line is no note. Chosen."""

_MARK: Final = re.compile(r"(?:[*†‡§¶]{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\d{1,3}\]|\d{1,3}[.)])\s*[^\W\d_]")
_END: Final = re.compile("[.。][\"'»”’)\\]]*[\\s↩↑^\ufe0e]*$")
_AWAY: Final = frozenset("nav footer header form button dialog menu aside details".split())


def notes(lines: Sequence[Line], kept: Sequence[int], chance: Floats) -> list[int]:
    """The `kept` lines, given in order, and the notes right behind the paragraphs among them."""
    have = set(kept)
    found = []
    follows = False
    for line in lines:
        if line.hidden or not line.text:
            continue
        if line.number in have:
            follows = line.weight >= PARAGRAPH or (follows and is_note(line))
        elif follows:
            likely = chance[line.number] >= UNLIKELY and not stands_in(line.node, _AWAY)
            follows = likely and is_note(line)
            if follows:
                found.append(line.number)
    return sorted([*kept, *found])


def is_note(line: Line) -> bool:
    """Whether each stretch of a line begins with the mark of a note and ends as a sentence does."""
    if not 0 < line.weight <= LONGEST or 2 * line.linked > len(line.text):
        return False
    return all(_MARK.match(part) and _END.search(part) for part in segments(line))
