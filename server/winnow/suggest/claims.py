"""Sentences that a fact-checker could check: they state a figure of something.

A figure counts with what it counts: a percentage, money, a unit, a thing that is named. Dates
alone are no claims, and neither are questions. What stands in a quotation is told there.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from winnow.suggest.spans import Span

_SENTENCE: Final = re.compile(r"[^\n]*?(?:[.!?…。！？]+[»”\")\]]*(?=\s|$)|(?=\n|$))")
_FIGURE: Final = re.compile(
    r"(?<![\w.,])[-+−]?\d[\d.,\u00a0\u202f ]*(?:"
    r"%|‰|€|\$|£|(?:[\s\u00a0\u202f]?(?:[^\W\d_]{2,}|[%€$£‰])))"
    r"|[$€£]\s?\d"
)
_MONTHS_AND_CLOCKS: Final = re.compile(
    r"(?i)\d[\d.,]*[\s\u00a0\u202f]?(?:er|st|nd|rd|th|h|am|pm|uhr|a\.m|p\.m|"
    r"jan\w*|feb\w*|fév\w*|mar[sc]\w*|märz|apr\w*|avr\w*|ma[iy]|jun[ei]?|juin|jul\w*|juil\w*|"
    r"aug\w*|août|sep\w*|oct\w*|okt\w*|nov\w*|dec\w*|dez\w*|déc\w*)\b"
)
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d(?!\d)(?![.,]?\d)[.,]?[\s\u00a0\u202f]?[^\W\d_]")
_MARKS: Final = 2
"""Code points of a quotation mark and the space beside it."""
_SHORTEST: Final = 20
_LONGEST: Final = 600
"""Code points of a sentence; a longer one is a list, or no prose."""


def claims(text: str, quoted: Sequence[Span] = ()) -> list[Span]:
    """The sentences of `text` that state a figure, in order, but those within `quoted`."""
    starts = [span.start for span in quoted]
    found: list[Span] = []
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        start = sentence.start() + len(words) - len(words.lstrip())
        end = sentence.start() + len(words.rstrip())
        if _SHORTEST <= end - start <= _LONGEST and _states(words.rstrip()):
            at = bisect_right(starts, start + _MARKS) - 1
            if at < 0 or end > quoted[at].end + _MARKS:
                found.append(Span(start, end))
    return found


def _states(sentence: str) -> bool:
    if sentence.endswith(("?", "？")):
        return False
    return any(
        not (_MONTHS_AND_CLOCKS.match(figure[0]) or _YEAR.match(figure[0]))
        for figure in _FIGURE.finditer(sentence)
    )
