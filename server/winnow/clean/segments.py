"""The stretches of one line that a page parts without a border: breaks, bars, dots, dashes."""

import re
from typing import Final

from winnow.clean.lines import Line
from winnow.clean.tokens import weight

TELLING: Final = 4
"""Words that a stretch between bars has more of; menus and bylines have fewer. Chosen."""

_BULLET: Final = re.compile("[-\u2013\u2014•·*»>▪◦‣|▸►→]+\\s*")
_BARS: Final = re.compile(r"\s([|¦·•–—-])\s")


def segments(line: Line) -> list[str]:
    """The stretches of a line between its line breaks; if it has none, between its bars.

    A mark that stands alone is told with the stretch that it stands before.
    """
    typed = line.node.tag == "pre"
    parts = [""]
    for node, text in line.pieces:
        if text is None:
            parts += [""] * (node.tag == "br")
        elif typed:
            first, *further = text.split("\n")
            parts[-1] += first
            parts += further
        else:
            parts[-1] += text
    said = [own for part in parts if (own := " ".join(part.split()))]
    if len(said) == 1:
        return _between_bars(said[0])
    told: list[str] = []
    mark = ""
    for part in said:
        if _BULLET.fullmatch(part):
            mark = f"{part} "
        else:
            told.append(mark + part)
            mark = ""
    return told


def has_bullet(text: str) -> bool:
    """Whether a text begins with a dash or a bullet."""
    return _BULLET.match(text) is not None


def _between_bars(text: str) -> list[str]:
    """What stands between the bars of a text, if there are two or more and each part tells much."""
    for sign in dict.fromkeys(_BARS.findall(text)):
        if sign in "-–—" and not text.startswith(sign):
            continue  # a dash within a sentence
        parts = [part for part in re.split(rf"(?:^|\s){re.escape(sign)}\s", text) if part]
        if len(parts) > 2 and all(weight(part) > TELLING for part in parts[1:]):  # noqa: PLR2004
            return parts
    return [text]
