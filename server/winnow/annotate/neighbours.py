"""Where each two words of a long text stand side by side, found without reading it again.

A row of words stands nowhere if any two neighbours of it do not, and else at most where its
rarest two do. Words have numbers, two of them one number, and those are sorted with their places.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

_NOWHERE: Final = 0, 0


class Neighbours:
    """The words between the spaces of a text, and those that stand side by side."""

    def __init__(self, form: str) -> None:
        words = form.split(" ")
        self._numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
        numbers = np.fromiter(map(self._numbers.__getitem__, words), np.int64, len(words))
        sizes = np.fromiter(map(len, words), np.int64, len(words))
        starts = np.cumsum(sizes + 1) - sizes - 1
        self._alone = _Places(numbers, starts)
        self._pairs = _Places(numbers[:-1] * len(self._numbers) + numbers[1:], starts[:-1])

    def places(self, words: Sequence[str], most: int) -> tuple[list[int], int] | None:
        """Where some of `words` stand that all must, ascending, and how far behind the first.

        None if in more than `most` places.
        """
        numbers: list[int] = []
        for word in words:
            number = self._numbers.get(word)
            if number is None:
                return [], 0
            numbers.append(number)
        if len(words) == 1:
            return self._alone.of(self._alone.bounds(numbers[0]), most, 0)
        count, rarest, behind, offset = len(self._numbers), _NOWHERE, 0, 0
        for (one, other), word in zip(pairwise(numbers), words, strict=False):
            bounds = self._pairs.bounds(one * count + other)
            if bounds is _NOWHERE:
                return [], 0
            if rarest is _NOWHERE or bounds[1] - bounds[0] < rarest[1] - rarest[0]:
                rarest, behind = bounds, offset
            offset += len(word) + 1
        return self._pairs.of(rarest, most, behind)


class _Places:
    """The places of numbers, those of one side by side and ascending."""

    def __init__(self, numbers: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]) -> None:
        order = np.argsort(numbers, kind="stable")
        self._starts = starts[order]
        told, first = np.unique(numbers[order], return_index=True)
        ends = np.append(first, len(order))[1:]
        self._bounds = dict(
            zip(told.tolist(), zip(first.tolist(), ends.tolist(), strict=True), strict=True)
        )

    def bounds(self, number: int) -> tuple[int, int]:
        """Where in order the places of a number are."""
        found: tuple[int, int] = self._bounds.get(number, _NOWHERE)
        return found

    def of(self, bounds: tuple[int, int], most: int, behind: int) -> tuple[list[int], int] | None:
        """The places within, if no more than `most`."""
        first, end = bounds
        return (self._starts[first:end].tolist(), behind) if end - first <= most else None
