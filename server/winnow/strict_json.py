"""JSON read strictly: what two programs could read differently is refused.

Duplicate keys, NaN and Infinity, numbers out of range, NUL and lone surrogates have no
business in a mark, and each has broken a store somewhere.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

MAX_KEYS: Final = 1_000
"""In one object: none that Winnow or others write comes near, and each may cost an error."""

_UNFIT = re.compile("[\x00\ud800-\udfff]")


class StrictJSONError(ValueError):
    """The text is not JSON that Winnow accepts.

    The message says why, without the text, and lacks its subject: "is not UTF-8".
    """


def loads(body: bytes) -> Any:
    """The value that `body` (UTF-8) stands for.

    Raises:
        StrictJSONError: if two programs could read it differently.

    """
    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_number,
        )
    except UnicodeDecodeError:
        raise StrictJSONError("is not UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise StrictJSONError(f"is not JSON ({where})") from None
    except RecursionError:
        raise StrictJSONError("is nested too deeply") from None
    except StrictJSONError:
        raise
    except ValueError:  # an integer with more digits than Python reads
        raise StrictJSONError("holds a number that is too long") from None
    if any(_UNFIT.search(text) for text in _strings(value)):
        raise StrictJSONError("holds a NUL or half a surrogate pair")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_KEYS:
        raise StrictJSONError(f"has an object of more than {MAX_KEYS:,} keys")
    value = dict(pairs)
    if len(value) != len(pairs):
        raise StrictJSONError("names a key twice")
    return value


def _constant(_name: str) -> NoReturn:
    raise StrictJSONError("holds NaN or Infinity")


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise StrictJSONError("holds a number that is out of range")
    return number


def _strings(value: Any) -> Iterator[str]:
    """Every string in `value`, keys too, without recursion."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as members:
                waiting.extend(members.keys())
                waiting.extend(members.values())
            case list() as entries:
                waiting.extend(entries)
