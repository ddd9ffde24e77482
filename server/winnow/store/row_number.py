"""Row numbers of the index: when a mark was made, the newest with the least.

A number has 64 bits. The upper 43 are the time, in milliseconds from 1970 to 2109 and in
quarters of a second from the year 1 to 9999 around that; the lower 21 come from the mark's id,
so that an index made anew gives the same order. Where two marks would share a number, one
takes another among those of the same time, by a hash of its id: nobody can choose ids that
must be tried one after the other.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

LAST: Final = (1 << 63) - 2
"""One less than the greatest number SQLite has, so that each has one behind it."""

_ID_BITS: Final = 21
_ALL_OF_ID: Final = (1 << _ID_BITS) - 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_COARSE_MS: Final = 256
_FINE_MS: Final = 1 << 42
"""From 1970 on, so many milliseconds have a unit each."""
_BEFORE_1970: Final = 62_135_596_800_000 // _COARSE_MS
"""Units from the year 1 to 1970."""
_BEHIND_ALL: Final = "~"
"""Stands behind every time as it is written."""
_TRIES: Final = 1_000
"""Numbers tried for one mark: enough until millions were made in the same millisecond."""


@dataclass(frozen=True, slots=True)
class Span:
    """Marks made between two times: their rows, and `created` as it is written, inclusive."""

    first_row: int
    last_row: int
    since: str
    until: str


def wanted(created: str, mark: UUID) -> int:
    """The number of a mark that shares it with none."""
    return next(possible(created, mark))


def possible(created: str, mark: UUID) -> Iterator[int]:
    """Numbers that a mark may have, the first that is free to be taken."""
    unit = _unit(created)
    yield _row(unit, mark.int & _ALL_OF_ID)
    for attempt in range(_TRIES):
        digest = hashlib.blake2b(mark.bytes + attempt.to_bytes(2), digest_size=4).digest()
        yield _row(unit, int.from_bytes(digest) & _ALL_OF_ID)


def span(since: str, until: str) -> Span:
    """From `since` to `until`: RFC 3339 times in UTC, beginnings of one, or "" for no bound."""
    oldest = _whole(since, "0001-01-01T00:00:00.000Z")
    newest = _whole(until, "9999-12-31T23:59:59.999Z")
    rows = _row(_unit(newest), _ALL_OF_ID), _row(_unit(oldest) if since else 0, 0)
    return Span(*rows, oldest if since else "", newest if until else _BEHIND_ALL)


def _row(unit: int, part_of_id: int) -> int:
    return LAST - ((unit << _ID_BITS) | part_of_id)


def _unit(moment: str) -> int:
    """A number that no later time is below; what is no date counts as the oldest."""
    try:
        since = (datetime.fromisoformat(moment).astimezone(UTC) - _EPOCH) // _MILLISECOND
    except (ValueError, OverflowError):
        return 0
    if since < 0:
        return _BEFORE_1970 + since // _COARSE_MS
    if since < _FINE_MS:
        return _BEFORE_1970 + since
    return _BEFORE_1970 + _FINE_MS + (since - _FINE_MS) // _COARSE_MS


def _whole(beginning: str, rest: str) -> str:
    """A time of which the beginning is given: a day, or a moment."""
    return beginning.removesuffix("Z") + rest[len(beginning.removesuffix("Z")) :]
