"""Where a list goes on: the sort key of the last entry that was sent.

A key, not an offset, so that marks made or deleted meanwhile shift nothing.
"""

import base64
import binascii
import json
from uuid import UUID

from winnow.errors import Problem, invalid


def write(*key: str) -> str:
    """The cursor behind the entry with this sort key."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def read(cursor: str, length: int) -> tuple[str, ...]:
    """The sort key, of `length` parts, that `cursor` was made of.

    Raises Problem for a cursor that Winnow did not make.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError, RecursionError):
        raise _unknown() from None
    if not (
        isinstance(key, list) and len(key) == length and all(isinstance(at, str) for at in key)
    ):
        raise _unknown()
    return tuple(key)


def read_place(cursor: str) -> tuple[str, UUID] | None:
    """When the mark that `cursor` was made of was made, and its id; None for no cursor.

    Raises Problem for a cursor that Winnow did not make.
    """
    if not cursor:
        return None
    created, mark = read(cursor, 2)
    try:
        return created, UUID(mark)
    except ValueError:
        raise _unknown() from None


def _unknown() -> Problem:
    return invalid([("/cursor", "is not a cursor of this list; leave it out to begin anew")])
