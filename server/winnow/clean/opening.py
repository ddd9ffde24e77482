"""The lines around the headline, where bylines and dates stand that nothing marks."""

from collections.abc import Sequence
from typing import Final

from winnow.clean.lines import Line
from winnow.clean.tokens import tokens

_BEFORE: Final = 4
_AFTER: Final = 12
"""Lines before and after a headline. Chosen: a rubric, a standfirst, a row of buttons."""
_TEXT: Final = 300
"""Characters of a paragraph: the text has begun, what follows no longer tells of the page."""


def opening(lines: Sequence[Line], title: str) -> list[Line]:
    """The lines after the headline, then those before it; none if the page shows no headline."""
    shown = [line for line in lines if line.text and not line.hidden]
    wanted = tokens(title)
    at = next(
        (
            place
            for place, line in enumerate(shown)
            if line.node.tag in ("h1", "h2") and wanted and line.words == wanted
        ),
        next((place for place, line in enumerate(shown) if line.node.tag == "h1"), -1),
    )
    if at < 0:
        return []
    after: list[Line] = []
    for line in shown[at + 1 : at + 1 + _AFTER]:
        after.append(line)
        if len(line.text) > _TEXT:
            break
    return after + shown[max(0, at - _BEFORE) : at][::-1]
