"""The JSON-LD records of a page, as far as they can be read."""

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from winnow.clean.document import Document

_MAX: Final = 2_000_000
"""Characters of one script that are read."""
_MAX_RECORDS: Final = 500
_CONTROL = re.compile(r"[\x00-\x1f]")
_WRAPPED = re.compile(r"^\s*(?:<!--|<!\[CDATA\[|//<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$")


def records(document: Document) -> list[dict[str, Any]]:
    """Every object that has a type, outermost first; what cannot be read is passed over."""
    found: list[dict[str, Any]] = []
    for script in document.all("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        for record in _objects(_read(script.text)):
            found.append(record)
            if len(found) >= _MAX_RECORDS:
                return found
    return found


def _read(text: str) -> Any:
    if len(text) > _MAX:
        return None
    bare = _CONTROL.sub(" ", _WRAPPED.sub("", text)).strip().removesuffix(";")
    try:
        return json.loads(bare)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Breadth first, so that the page's own record comes before what it mentions."""
    queue = deque([value])
    for _ in range(20_000):
        if not queue:
            return
        one = queue.popleft()
        if isinstance(one, dict):
            if "@type" in one:
                yield one
            queue.extend(inner for inner in one.values() if isinstance(inner, (dict, list)))
        elif isinstance(one, list):
            queue.extend(inner for inner in one if isinstance(inner, (dict, list)))
