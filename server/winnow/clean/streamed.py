"""Parts of a page that were sent after their place, for a script to put there.

React streams a page so (`react-dom/server`, since 18): `<template id="B:3">` or `P:3` holds the
place, and the part follows, whenever it is ready, as `<div hidden id="S:3">`. A page saved
without running its scripts has its text in hidden elements at its end.
"""

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from winnow.markup import joined

_PART: Final = re.compile("S:([0-9a-f]+)")


def put_in_place(divisions: Iterable[etree._Element], templates: Iterable[etree._Element]) -> bool:
    """Move each part that was sent late to where it belongs; without a place it stays, shown.

    Whether there was one among the page's `<div>`s.
    """
    parts = [
        (found[1], part)
        for part in divisions
        if part.get("hidden") is not None and (found := _PART.fullmatch(part.get("id") or ""))
    ]
    if not parts:
        return False
    places = {place.get("id"): place for place in templates}
    for number, part in parts:
        del part.attrib["hidden"]
        place = places.get(f"B:{number}", places.get(f"P:{number}"))
        if place is None or _holds(part, place):
            continue
        _detach(part)
        place.addnext(part)
    return True


def _holds(part: etree._Element, place: etree._Element) -> bool:
    return any(above is part for above in place.iterancestors())


def _detach(part: etree._Element) -> None:
    """Take an element out, but not the text after it."""
    above, before, tail = part.getparent(), part.getprevious(), part.tail
    part.tail = None
    if tail and before is not None:
        before.tail = joined(before.tail, tail)
    elif tail and above is not None:
        above.text = joined(above.text, tail)
    if above is not None:
        above.remove(part)
