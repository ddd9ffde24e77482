"""What a page says of itself in one line of plain text, whatever it put there."""

import html
import re
from typing import Final

LONGEST: Final = 300
"""Characters of a title, a name, a site. Chosen: the longest titles of papers stay below."""
_READ: Final = 4_000
"""Characters that are looked at; the rest of an overlong value is not worth the time."""
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|code|div|em|font|h[1-6]|i|img|mark|p|q|s|script|small|span|strong|style"
    r"|su[bp]|svg|u)(?:[\s/][^<>]{0,400})?>|<!--.{0,400}?-->",
    re.DOTALL | re.IGNORECASE,
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
"""Controls, and signs that turn the direction of what follows: no part of any name."""


def plain(said: str) -> str:
    """One line without mark-up, entities, controls and runs of spaces, at most LONGEST long."""
    text = said[:_READ]
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    line = " ".join(_UNSEEN.sub("", text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
