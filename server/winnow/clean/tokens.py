"""Words, for counting and comparing, in scripts with spaces and without.

A sign of a script that writes no spaces between words is a token of its own, so that shingles
and overlaps work in Japanese as in French; `weight` then counts two such signs as one word.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_UNSPACED = "\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0730-\u074a\u07a6-\u07b0\u0900-\u0963"
    "\u0966-\u0dff\u0f3e-\u0f84\u0f90-\u0fbc\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
"""Accents, points and vowel signs: parts of the word that they stand in, which `\\w` is not told.
The scripts of India are taken whole but for the dandas that end sentences."""
_LETTER = f"[^\\W_{_UNSPACED}]"
_TOKEN: Final = re.compile(f"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*|[{_UNSPACED}]")
_ASCII_TOKEN: Final = re.compile("[A-Za-z0-9]+")
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")


def tokens(text: str) -> list[str]:
    """The words of `text`, case and compatibility forms aside."""
    if text.isascii():
        return _ASCII_TOKEN.findall(text.lower())
    text = unicodedata.normalize("NFKC", text).replace("\xad", "")
    return _TOKEN.findall(text.casefold())


def weighed(text: str) -> tuple[list[str], int]:
    """The words of `text`, and their weight; most texts are looked through once for both."""
    words = tokens(text)
    if text.isascii():
        return words, len(words)
    plain = "\xad" not in text and unicodedata.is_normalized("NFKC", text)
    alike = plain and _IS_UNSPACED.search(text) is None
    return words, len(words) if alike else weight(text)


def weight(text: str) -> int:
    """How many words `text` has; two signs of an unspaced script count as one word."""
    if text.isascii():
        return len(_ASCII_TOKEN.findall(text))
    found = _TOKEN.findall(text)
    unspaced = len(_IS_UNSPACED.findall(text))
    return len(found) - unspaced + (unspaced + 1) // 2


def key(words: Sequence[str]) -> str:
    """What two copies of a text share whatever their case, spaces and punctuation."""
    return " ".join(words)
