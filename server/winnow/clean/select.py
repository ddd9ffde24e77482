"""Which lines are the text of the page."""

# ruff: noqa: SIM905 - tag names read best as words

import re
from collections.abc import Sequence
from typing import Final

from winnow.clean.blocks import Line, Outline
from winnow.clean.tokens import weight

_AWAY: Final = frozenset("nav footer aside header form button dialog menu".split())
_CHAFF = re.compile(
    r"nav|menu|foot|header|side|cookie|consent|banner|share|social|relat|comment|promo|newsletter"
    r"|subscri|breadcrumb|widget|advert|popup|modal|recommend|teaser|tag",
    re.IGNORECASE,
)


def select(outline: Outline) -> list[float]:
    """How likely each line is to belong to the text, 0 to 1."""
    lines = outline.lines
    scores = [_score(line) for line in lines]
    return [
        score
        + 0.5 * max(scores[max(0, at - 1)], scores[min(len(scores) - 1, at + 1)]) * (score > 0)
        for at, score in enumerate(scores)
    ]


def _score(line: Line) -> float:
    if line.hidden or not line.text:
        return 0.0
    words = weight(line.text)
    density = line.linked / max(1, len(line.text))
    score = min(1.0, words / 20) * (1 - density)
    if re.search(r"[.!?…。؟][\"'»”)]*$", line.text):
        score += 0.2
    step = line.node
    for _ in range(12):
        names = f"{step.element.get('class') or ''} {step.element.get('id') or ''}"
        if step.tag in _AWAY or (step.tag not in ("body", "html") and _CHAFF.search(names)):
            return 0.0
        if step.above is None:
            break
        step = step.above
    return score


def chosen(probabilities: Sequence[float]) -> list[int]:
    """The lines to keep."""
    return [at for at, probability in enumerate(probabilities) if probability >= 0.5]
