"""Whether two texts are one document: a sketch to find candidates by, then a comparison.

A text is the set of its rows of four words. The least of their hashes are the same for texts
that share most rows (Broder's min-wise hashing), so that a library looks a few numbers up
instead of reading its pages.
"""

import re
import zlib
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from typing import Final

from winnow.annotate.text import UNSPACED
from winnow.canonical import comparison_form

ALIKE: Final = 0.7
"""The least share of rows that two texts of one document have in common. Chosen: an article
with a paragraph more, not another one of its series."""
FEWEST: Final = 30
"""Rows that tell a document. A text of fewer words may stand on many pages."""
SIZE: Final = 16
"""Hashes in a sketch."""
SHARED: Final = 4
"""Of them that texts as alike as ALIKE share, but for one pair in a thousand (binomial)."""
_ROW: Final = 4
_SIGN: Final = re.compile(f"[{UNSPACED}]")
_MOST_WORDS: Final = 50_000
"""Words of a text that are looked at."""


def rows(text: str) -> frozenset[int]:
    """The hashes of a text's rows of words, whatever their case and typography.

    Of scripts without spaces each sign counts as a word.
    """
    apart = _SIGN.sub(r" \g<0> ", comparison_form(text).form.casefold())
    words = apart.split(None, _MOST_WORDS)[:_MOST_WORDS]
    return frozenset(
        zlib.crc32(" ".join(words[at : at + _ROW]).encode("utf-8", "replace"))
        for at in range(len(words) - _ROW + 1)
    )


def sketch(found: AbstractSet[int]) -> tuple[int, ...]:
    """The sketch of a text's rows, ascending; empty for a text that tells no document."""
    return tuple(nsmallest(SIZE, found)) if len(found) >= FEWEST else ()


def resemblance(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    """The share of all rows of two texts that both have, 0 to 1 (Jaccard)."""
    every = len(one | other)
    return len(one & other) / every if every else 0.0
