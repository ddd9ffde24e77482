"""Attributes as they are written: escaped, none empty, none too long."""

import re
from collections.abc import Iterable
from html import escape

from winnow.clean.addresses import MAX_ATTRIBUTE


def written(pairs: Iterable[tuple[str, str]]) -> str:
    """The pairs as they stand in a tag; without a value, or with one too long, none."""
    parts = [
        f' {name}="{escape(value)}"'
        for name, value in pairs
        if value and len(value) <= MAX_ATTRIBUTE
    ]
    return "".join(parts)


def matching(pattern: re.Pattern[str], value: str | None) -> str:
    """The value if it is what the pattern says, else nothing."""
    return value if value and pattern.fullmatch(value) else ""
