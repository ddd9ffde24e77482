"""Headline lists and boxes that stand among the text of a page.

A heading that announces other articles opens a list; the list goes on for as long as its lines
look like headlines, whether or not they are links, list items or marked with a dash.
"""

import re
from collections.abc import Sequence
from typing import Final

from winnow.clean.blocks import Line
from winnow.clean.lexicon import Lexicon

_BULLET: Final = re.compile("[-\u2013\u2014•·*»>▪◦‣|]+\\s*")
_SENTENCE_END: Final = re.compile(r"(?<![.…])[.。][\"'»”\u2019)\]\s]*$")
_MAX_HEADLINE: Final = 32
"""Words; headlines of news agencies stay below."""


def headline_lists(
    lines: Sequence[Line], kept: Sequence[int], words: Sequence[Sequence[str]], lexicon: Lexicon
) -> set[int]:
    """The `kept` lines that belong to lists of other articles, their headings included."""
    wanted = set(kept)
    found: set[int] = set()
    for index in kept:
        if index in found or not lexicon.is_whole(words[index], "teaser"):
            continue
        end = index + 1
        while end < len(lines) and is_headline(lines[end], words[end]):
            end += 1
        if end > index + 1:
            found.update(wanted.intersection(range(index, end)))
    return found


def is_headline(line: Line, words: Sequence[str]) -> bool:
    """Whether a line reads as a headline: a link, a dash, or words that end no sentence."""
    if line.linked > 0.8 * len(line.text) or _BULLET.match(line.text):
        return True
    if not words or len(words) > _MAX_HEADLINE or line.node.tag in ("h1", "h2"):
        return False
    return not _SENTENCE_END.search(line.text)
