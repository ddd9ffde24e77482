"""What the class, id and role of an element say it is for.

Names are taken apart into words, and each word is known by `class_words.json`. Words recur from
site to site, so what one says is remembered.
"""

import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from lxml import etree

_SPLIT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_ROLES: Final = {
    "navigation": "navigation",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "side",
    "main": "content",
    "article": "content",
    "dialog": "overlay",
    "alertdialog": "overlay",
    "search": "search",
    "menu": "navigation",
    "menubar": "navigation",
    "articlebody": "content",
    "description": "entry",
    "comment": "comments",
}
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_TELLING: Final = frozenset("role itemprop style hidden aria-hidden".split())
_LONGEST: Final = 160
"""Characters of a name that are read; generated names are longer and say nothing."""


@cache
def kinds() -> tuple[str, ...]:
    """What names can say, in the order of the bits of `says`."""
    return (*_words(), "marked_hidden")


def says(element: etree._Element) -> int:
    """A bit for each kind that the element's names speak of."""
    mask = 0
    names = own = ""
    told: Any = element.items()
    for name, value in told:
        if name == "class":
            names = value
        elif name == "id":
            own = value
        elif name in _TELLING:
            mask |= _told(name, value)
    if names or own:
        mask |= _said(f"{names} {own}"[:_LONGEST])
    return mask


def _told(name: str, value: str) -> int:
    """What an attribute of `_TELLING` says."""
    if name in ("role", "itemprop"):
        return _role(value.lower()) if value else 0
    hides = name == "hidden" or value == "true" if name != "style" else _NOT_SHOWN.search(value)
    return _marked_hidden() if hides else 0


@cache
def _marked_hidden() -> int:
    return 1 << kinds().index("marked_hidden")


@lru_cache(maxsize=16_384)
def _said(names: str) -> int:
    mask = 0
    for word in _SPLIT.findall(names):
        mask |= _word(word.lower())
    return mask


@lru_cache(maxsize=16_384)
def _word(word: str) -> int:
    return sum(
        1 << bit for bit, pattern in enumerate(_words().values()) if pattern.search(word[:40])
    )


@lru_cache(maxsize=1_024)
def _role(name: str) -> int:
    kind = _ROLES.get(name)
    return 1 << kinds().index(kind) if kind else 0


@cache
def _words() -> dict[str, re.Pattern[str]]:
    data = json.loads(files(__package__).joinpath("class_words.json").read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(said)) for kind, said in data.items() if kind != "source"}
