"""What the model is told of each line: its words, its place, its neighbours, its page.

One row a line, one column a feature, in the order of `names()`. Everything is linear in the page.
In memory a feature's values stand side by side, as they are made and as the model compares them.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from winnow.clean import elements as standing
from winnow.clean import places, wording
from winnow.clean.about import FLAGS, About
from winnow.clean.elements import Elements, Floats
from winnow.clean.lines import Outline


@cache
def names() -> tuple[str, ...]:
    """The columns, in order."""
    return (
        *wording.NAMES,
        *standing.names(),
        *places.NAMES,
        *(f"page_{flag}" for flag in FLAGS),
    )


def features(outline: Outline, words: Sequence[Sequence[str]], about: About) -> Floats:
    """One row for each line of `outline`; `words` are the tokens of the lines."""
    lines = outline.lines
    elements = Elements(outline)
    own = wording.wording(lines, words, about.title, about.description, about.body)
    stands = standing.standing(lines, elements)
    commented = stands[:, standing.names().index("under_comments")]
    flags = np.array(about.flags, np.float32)
    return np.concatenate(
        [
            own.T,
            stands.T,
            places.places(elements, own, [line.hidden for line in lines], commented).T,
            np.broadcast_to(flags[:, None], (len(flags), len(lines))),
        ]
    ).T
