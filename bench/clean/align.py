"""Which lines of a page its reference text holds: the labels that the model learns."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

_WORD = re.compile(r"\w+")
LONG = 6
"""Words from which a line's own phrases tell whether the reference holds it."""


def labels(lines: Sequence[str], reference: str) -> NDArray[np.float32]:
    """For each line the share of its words that stand in the reference, 0 to 1.

    A long line is looked up by its four-word phrases. A short one, which may say what a hundred
    others say, counts only where a common subsequence of the whole page and the whole reference
    passes through it.
    """
    wanted = _WORD.findall(reference.lower())
    phrases = set(zip(wanted, wanted[1:], wanted[2:], wanted[3:], strict=False))
    words = [_WORD.findall(line.lower()) for line in lines]
    found = [_covered(own, phrases) if len(own) >= LONG else 0.0 for own in words]
    # the subsequence is sought among what can match: short lines and the long lines found
    sought = [
        (at, word)
        for at, own in enumerate(words)
        if len(own) < LONG or found[at] > 0.5  # noqa: PLR2004
        for word in own
    ]
    numbers = {word: number for number, word in enumerate(dict.fromkeys(wanted))}
    left = [numbers.get(word, -1) for _, word in sought][:60_000]
    right = [numbers[word] for word in wanted][:60_000]
    through = np.zeros(len(lines))
    for block in LCSseq.opcodes(left, right) if left and right else []:
        if block.tag == "equal":
            for position in range(block.src_start, block.src_end):
                through[sought[position][0]] += 1
    return np.array(
        [
            share if len(own) >= LONG else (through[at] / len(own) if own else 0.0)
            for at, (share, own) in enumerate(zip(found, words, strict=True))
        ],
        dtype=np.float32,
    )


def _covered(own: Sequence[str], phrases: set[tuple[str, ...]]) -> float:
    covered = [False] * len(own)
    for at in range(len(own) - 3):
        if tuple(own[at : at + 4]) in phrases:
            covered[at : at + 4] = [True] * 4
    return sum(covered) / len(own)
