"""Where each two words of a long text stand side by side, found without reading it again.

A row of words stands nowhere if any two neighbours of it do not, and else at most where its
rarest two do. Words have numbers, two of them one number, and those are sorted with their places.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
_NOWHERE: Final = -1


class Neighbours:
    """The words between the spaces of a text, and those that stand side by side."""

    def __init__(self, form: str) -> None:
        words = form.split(" ")
        self._numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
        self._count = len(self._numbers)
        numbers = np.fromiter(map(self._numbers.__getitem__, words), np.int64, len(words))
        sizes = np.fromiter(map(len, words), np.int64, len(words)) + 1
        starts = np.cumsum(sizes) - sizes
        self._alone = _Places(numbers, starts)
        self._pairs = _Places(numbers[:-1] * self._count + numbers[1:], starts[:-1])

    def places(self, words: Sequence[str], most: int) -> tuple[list[int], int] | None:
        """Where some of `words` stand that all must, ascending, and how far behind the first.

        None if in more than `most` places.
        """
        known = self._numbers
        numbers = [known.get(word, _NOWHERE) for word in words]
        if _NOWHERE in numbers:
            return [], 0
        told, keys = self._alone, numbers
        if len(numbers) > 1:
            count = self._count
            told, keys = self._pairs, [one * count + other for one, other in pairwise(numbers)]
        rarest = told.rarest(keys)
        if rarest is None:
            return [], 0
        places = told.of(keys[rarest], most)
        return None if places is None else (places, sum(map(len, words[:rarest])) + rarest)


class _Places:
    """The places of keys, those of one side by side and ascending."""

    def __init__(self, keys: Numbers, starts: Numbers) -> None:
        order = np.argsort(keys, kind="stable")
        told, first = np.unique(keys[order], return_index=True)
        self._starts = starts[order]
        self._ranks = dict(zip(told.tolist(), range(len(told)), strict=True))
        self._first = [*first.tolist(), len(order)]

    def rarest(self, keys: Sequence[int]) -> int | None:
        """Which of `keys` has the fewest places; None if one has none."""
        ranks, first = self._ranks, self._first
        least, rarest = len(self._starts) + 1, 0
        for number, key in enumerate(keys):
            rank = ranks.get(key)
            if rank is None:
                return None
            count = first[rank + 1] - first[rank]
            if count < least:
                least, rarest = count, number
        return rarest

    def of(self, key: int, most: int) -> list[int] | None:
        """The places of a key that has some, if no more than `most`."""
        rank = self._ranks[key]
        start, end = self._first[rank], self._first[rank + 1]
        if end - start > most:
            return None
        found: list[int] = self._starts[start:end].tolist()
        return found
