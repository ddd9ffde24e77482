"""Which words of a text were told before, word for word, whatever the borders between.

All lines are read as one stream of words. Where four words in a row stood before, the match is
followed as far as it goes, across the ends of lines; so a paragraph again, two run together, one
cut in two and one with a date changed are all found the same way. Work is linear: a phrase is
looked for at no more than `PLACES` earlier places, and what is matched is not searched again.
"""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

SHINGLE: Final = 4
"""Words a match must share in a row; three match idioms, five miss edited copies. Chosen."""
PLACES: Final = 8
"""Earlier places of a phrase that are remembered. Chosen: refrains have fewer."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Lines as one stream of words.

    `owner[p]` is the line (its index in what was given) that word `p` belongs to; line `i` has
    the words `start[i]` to `start[i + 1]`. `earlier[p]` and `later[p]` are where the same words
    stand before and after, or -1.
    """

    owner: list[int]
    start: list[int]
    earlier: list[int]
    later: list[int]

    def size(self, line: int) -> int:
        """Words of a line."""
        return self.start[line + 1] - self.start[line]

    def told(
        self, line: int, where: Sequence[int], without: Container[int] = ()
    ) -> tuple[int, int]:
        """How many words of a line stand elsewhere, and in which line most of them.

        `where` is `earlier` or `later`; words in the lines `without` do not count.
        """
        owners = Counter(
            owner
            for at in where[self.start[line] : self.start[line + 1]]
            if at >= 0 and (owner := self.owner[at]) != line and owner not in without
        )
        if not owners:
            return 0, -1
        most = max(owners.values())
        return sum(owners.values()), min(owner for owner, n in owners.items() if n == most)


def stream(lines: Sequence[Sequence[str]]) -> Stream:
    """Read lines of words in order and match each stretch against what came before."""
    flat = list(chain.from_iterable(lines))
    numbers = {word: at for at, word in enumerate(dict.fromkeys(flat))}
    words = [numbers[word] for word in flat]
    owner = [index for index, line in enumerate(lines) for _ in line]
    start = [0]
    for line in lines:
        start.append(start[-1] + len(line))
    earlier, later = [-1] * len(words), [-1] * len(words)
    places: dict[tuple[int, ...], list[int]] = {}
    twice = _said_twice(words)
    entered = told = 0
    for at in twice:
        if at < told:
            continue
        # a phrase is entered when it lies whole before what is read next
        while twice[entered] + SHINGLE <= at:
            phrase = twice[entered]
            standing = places.setdefault(tuple(words[phrase : phrase + SHINGLE]), [])
            if len(standing) < PLACES:
                standing.append(phrase)
            entered += 1
        known = places.get(tuple(words[at : at + SHINGLE]))
        if known:
            first, length = _longest(words, known, at, earlier)
            for step in range(length):
                earlier[at + step] = first + step
                if later[first + step] < 0:
                    later[first + step] = at + step
            told = at + length
    return Stream(owner, start, earlier, later)


def _said_twice(words: Sequence[int]) -> list[int]:
    """Where the phrases begin that stand more than once, in order.

    All of them; of a page with more different words than 16 bits number perhaps a few others.
    """
    numbers = np.array(words, dtype=np.uint64)
    phrases = numbers[: 1 - SHINGLE] << np.uint64(16 * (SHINGLE - 1))
    for word in range(1, SHINGLE):
        end = len(words) - SHINGLE + 1 + word
        phrases += numbers[word:end] << np.uint64(16 * (SHINGLE - 1 - word))
    _, same, times = np.unique(phrases, return_inverse=True, return_counts=True)
    found: list[int] = np.flatnonzero(times[same] > 1).tolist()
    return found


def _longest(
    words: Sequence[int], known: Sequence[int], at: int, earlier: Sequence[int]
) -> tuple[int, int]:
    """The place whose words go on longest as those from `at` do, and how long.

    Of places that go on equally long the one that follows the last match wins, else the first.
    """
    alive = list(known)
    length = SHINGLE
    end = len(words)
    while at + length < end:
        word = words[at + length]
        further = [
            place for place in alive if place + length < at and words[place + length] == word
        ]
        if not further:
            break
        alive = further
        length += 1
    follows = earlier[at - 1] + 1 if at and earlier[at - 1] >= 0 else -1
    return (follows if follows in alive else alive[0]), length
