"""The difference between the words of a mark and the words that stand there today.

Words are compared in comparison form and told verbatim. A figure is one word with its
decimals, so that 7,4 and 4,7 share nothing; a word keeps its hyphens and apostrophes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import LCSseq

_WORD: Final = re.compile(
    r"(?<!\w)[-+]?(?:\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,:]\d+)*)"  # -7.4, 1 800, 21:30
    r"|[^\W\d_]+(?:[-'][^\W\d_]+)*"
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\s]"
)


@dataclass(frozen=True, slots=True)
class Change:
    """Words that stood in a mark and the words that stand for them; either may be none.

    `then` and `now` are slices of the sequences that were compared.
    """

    then: slice
    now: slice


def spans(form: str) -> list[tuple[int, int]]:
    """Where the words, figures and signs of `form` (comparison form) begin and end."""
    return [match.span() for match in _WORD.finditer(form)]


def changes(then: Sequence[object], now: Sequence[object]) -> list[Change]:
    """What was taken out and put in, as few words as can be, neighbours together."""
    found = LCSseq.opcodes(then, now)
    result: list[Change] = []
    for tag, then_start, then_end, now_start, now_end in found:
        if tag == "equal":
            continue
        change = Change(slice(then_start, then_end), slice(now_start, now_end))
        if result and (result[-1].then.stop, result[-1].now.stop) == (then_start, now_start):
            last = result.pop()
            change = Change(slice(last.then.start, then_end), slice(last.now.start, now_end))
        result.append(change)
    return result
