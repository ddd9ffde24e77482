"""Where a text quotes: what stands between quotation marks, in any of their national forms.

A mark that is not closed in its block quotes nothing, unless the next block opens with it
again, as long quotations do. Of one quotation inside another the outer is told.
"""

from typing import Final

from winnow.suggest.spans import Span

FEWEST_WORDS: Final = 3
"""Fewer are a title, a nickname or irony, more often than speech."""
_SPACELESS_SIGNS: Final = 6
"""Signs that count for enough words where a script puts no spaces."""
_CLOSES: Final = {
    "«": "»",
    "»": "«",
    "“": "”",
    "„": "“”",
    "‹": "›",
    "「": "」",
    "『": "』",
    '"': '"',
}
"""Each opening mark with what closes it; »German« marks point inward."""
_SPACES: Final = " \u00a0\u202f\u2009"
_BEFORE_OPENING: Final = frozenset(f"{_SPACES}\n([{{—–-:'’/")
"""What stands before a mark that opens; else it closes, or stands for inches or minutes."""


def quotations(text: str) -> list[Span]:
    """The quotations of `text`, in order; none shares a sign with another."""
    found: list[Span] = []
    opened, start, depth = "", 0, 0
    at = 0
    for block in text.split("\n"):
        if opened and not block.lstrip(_SPACES).startswith(opened):
            opened = ""
        is_first = True
        for number, sign in enumerate(block, at):
            if not opened:
                if sign in _CLOSES and _opens(text, number):
                    opened, start, depth = sign, number + 1, 0
            elif sign in _CLOSES[opened] and not (sign == '"' and _opens(text, number)):
                if depth == 0:
                    found += _trimmed(text, start, number)
                    opened = ""
                depth = max(0, depth - 1)
            elif sign == opened and not is_first:
                depth += 1
            is_first = is_first and (sign in _SPACES)
        at += len(block) + 1
    return found


def _opens(text: str, at: int) -> bool:
    before = text[at - 1] if at else "\n"
    after = text[at + 1] if at + 1 < len(text) else "\n"
    spaced = text[at] in "«“„‹「『"  # French puts a space behind them; others do not behind theirs
    return (before in _BEFORE_OPENING or text[at] in "「『") and (spaced or not after.isspace())


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    """The stretch without the spaces at its ends, if it is long enough to be speech."""
    words = text[start:end]
    start += len(words) - len(words.lstrip(_SPACES))
    words = words.strip(_SPACES)
    spaced = sum(map(words.count, _SPACES))
    is_enough = spaced + 1 >= FEWEST_WORDS or (
        len(words) >= _SPACELESS_SIGNS and not words.isascii() and spaced == 0
    )
    return [Span(start, start + len(words))] if is_enough else []
