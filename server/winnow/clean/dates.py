"""Dates as pages write them, to ISO 8601."""

import re
from datetime import date
from typing import Final

from winnow.clean.lexicon import months

_ISO = re.compile(
    r"\b((?:19|20)\d\d)-(\d\d?)-(\d\d?)"
    r"(?:[T ]{1,2}(\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?)?"
)
_JOINED = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?:[T ]?\d{4,6})?$")
_YEAR_FIRST = re.compile(
    r"\b((?:19|20)\d\d)[/.](\d\d?)[/.](\d\d?)\b|((?:19|20)\d\d)\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일]"
)
_NUMBERS = re.compile(r"\b(\d\d?)([/.-])(\d\d?)\2((?:19|20)\d\d)\b")
_DAY_FIRST = re.compile(
    r"\b(\d\d?)(?:st|nd|rd|th|er|º|ª|\.)?\s+(?:de\s+|of\s+)?([^\W\d_]{3,}(?: [^\W\d_]{5})?)\.?,?"
    r"\s+(?:de\s+|del\s+)?((?:19|20)\d\d)\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,})\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b")
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:[/-]|$)")
_LONGEST: Final = 300
"""Characters in which a date is looked for."""


def iso(said: str, *, day_first: bool = False) -> str:
    """The first date in `said`, with its time where that is ISO 8601 already; "" if none.

    `day_first`: that 03/04/2024 is in April, as everywhere but in the United States.
    """
    text = said[:_LONGEST].strip()
    found = _ISO.search(text)
    if found:
        year, month, day, time, zone = found.groups()
        known = _date(year, month, day)
        return f"{known}T{time}{zone or ''}" if known and time else known
    if found := _JOINED.match(text):
        return _date(*found.groups())
    if found := _YEAR_FIRST.search(text):
        return _date(*(found.groups()[:3] if found.group(1) else found.groups()[3:]))
    return _written(text) or _numbers(text, day_first=day_first)


def span(text: str) -> tuple[int, int] | None:
    """Where the first date in a line begins and ends, as offsets; None if it holds none."""
    found = (
        pattern.search(text[:_LONGEST])
        for pattern in (_ISO, _YEAR_FIRST, _MONTH_FIRST, _DAY_FIRST, _NUMBERS)
    )
    dated = [one.span() for one in found if one and iso(one.group())]
    return min(dated, default=None)


def in_path(path: str) -> str:
    """The date that an address gives its page, as /2024/05/17/."""
    found = _IN_PATH.search(path)
    return _date(*found.groups()) if found else ""


def _written(text: str) -> str:
    for pattern, order in ((_MONTH_FIRST, (3, 1, 2)), (_DAY_FIRST, (3, 2, 1))):
        for found in pattern.finditer(text):
            year, month, day = (found.group(place) for place in order)
            number = _month(month)
            if number:
                return _date(year, str(number), day)
    return ""


def _numbers(text: str, *, day_first: bool) -> str:
    """Day and month in figures; an order that cannot be is read the other way."""
    found = _NUMBERS.search(text)
    if not found:
        return ""
    first, sign, second, year = found.groups()
    if sign == "/" and not day_first:
        return _date(year, first, second) or _date(year, second, first)
    return _date(year, second, first) or _date(year, first, second)


def _date(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _month(word: str) -> int:
    known = months()
    said = word.casefold()
    return known.get(said) or known.get(said.split(" ", maxsplit=1)[0], 0)
