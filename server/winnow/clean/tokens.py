"""Words, for counting and comparing, in scripts with spaces and without.

A sign of a script that writes no spaces between words is a token of its own, so that shingles
and overlaps work in Japanese as in French; `weight` then counts two such signs as one word.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_UNSPACED = "\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN: Final = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")


def tokens(text: str) -> list[str]:
    """The words of `text`, case and compatibility forms aside."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\xad", "")
    return _TOKEN.findall(text.casefold())


def weight(text: str) -> int:
    """How many words `text` has; two signs of an unspaced script count as one word."""
    found = _TOKEN.findall(text)
    if text.isascii():
        return len(found)
    unspaced = len(_IS_UNSPACED.findall(text))
    return len(found) - unspaced + (unspaced + 1) // 2


def key(words: Sequence[str]) -> str:
    """What two copies of a text share whatever their case, spaces and punctuation."""
    return " ".join(words)
