"""From the lines that are likely text to those a reader gets: repeats and unrelated blocks out.

`select` says what looks like text; a copy of the text looks like text too, and so do headlines
of other articles. What is left out here is told with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from winnow.clean.lines import Line
from winnow.clean.page import Reason
from winnow.clean.repeats import repeats
from winnow.clean.unrelated import unrelated


@dataclass(frozen=True, slots=True)
class Sifted:
    """What became of the likely lines.

    `of` gives for each repeat the line that stays, `out` for each unrelated line its reason.
    """

    kept: list[int]
    of: dict[int, int]
    out: dict[int, Reason]


def sift(
    lines: Sequence[Line],
    likely: Sequence[int],
    words: Sequence[Sequence[str]],
    *,
    forum: bool = False,
) -> Sifted:
    """Take repeats and unrelated blocks out of the `likely` lines, given in order.

    On a `forum`, what readers wrote is the text.
    """
    of = repeats(lines, likely, words)
    rest = [index for index in likely if index not in of]
    out = unrelated(lines, rest, words, forum=forum)
    kept = [index for index in rest if index not in out]
    # a copy of what was left out repeats nothing that the reader sees: it goes for that reason
    out |= {index: out[first] for index, first in of.items() if first in out}
    return Sifted(kept, {index: first for index, first in of.items() if index not in out}, out)
