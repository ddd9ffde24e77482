"""Why a line that is not text of the page is not, in the reader's words.

Comments are what stands under such a heading or name; navigation is what leads elsewhere or
frames every page of the site; the rest is unrelated to the text.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from winnow.clean.elements import Floats
from winnow.clean.features import names
from winnow.clean.lines import Line
from winnow.clean.page import Reason

_AT: Final = {name: column for column, name in enumerate(names())}
_COMMENTS: Final = ("under_comments", "heading_comments")
_FRAME: Final = (
    *("in_nav", "in_header", "in_footer", "in_form"),
    *("near_navigation", "near_header", "near_footer", "near_search"),
)
_BOXES: Final = (
    *("near_related", "near_promotion", "near_newsletter", "near_consent", "near_overlay"),
    *("near_author", "whole_teaser", "heading_teaser", "says_newsletter", "says_consent"),
)
_LINKED: Final = 0.6
"""Share of a line's characters inside links from which it leads elsewhere. Chosen."""
_SHORT: Final = 6
"""Words of a label; a longer link is a headline."""


def reasons(lines: Sequence[Line], rows: Floats) -> list[Reason]:
    """For each line the reason that holds if it is left out."""
    comments = _any(rows, _COMMENTS)
    frame = _any(rows, _FRAME)
    boxes = _any(rows, _BOXES)
    label = (rows[:, _AT["words"]] <= _SHORT) & (rows[:, _AT["link_density"]] >= _LINKED)
    navigation = frame | (label & ~boxes)
    told: list[Reason] = []
    for line, is_comment, is_navigation in zip(
        lines, comments.tolist(), navigation.tolist(), strict=True
    ):
        if line.hidden:
            told.append("hidden")
        elif is_comment:
            told.append("comments")
        else:
            told.append("navigation" if is_navigation else "unrelated")
    return told


def _any(rows: Floats, columns: Sequence[str]) -> np.typing.NDArray[np.bool_]:
    found: np.typing.NDArray[np.bool_] = np.any(
        rows[:, [_AT[name] for name in columns]] > 0, axis=1
    )
    return found
