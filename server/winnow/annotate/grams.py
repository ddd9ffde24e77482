"""Where any few signs in a row stand in a long text, found without reading it again.

Every row of so many signs is known by a number, and the numbers are sorted with their places: for
scripts without spaces, whose words are not to be told from the text.
"""

from typing import Final

import numpy as np

_BASE: Final = 0x9E3779B97F4A7C15
"""An odd number that spreads code points over 64 bits (Knuth's multiplicative hashing)."""
_BITS: Final = (1 << 64) - 1


class Grams:
    """The rows of `size` signs of a text."""

    def __init__(self, form: str, size: int) -> None:
        self._size = size
        points = np.frombuffer(form.encode("utf-32-le", "surrogatepass"), np.uint32)
        count = max(0, len(points) - size + 1)
        numbers = np.zeros(count, np.uint64)
        for at in range(size):
            numbers *= np.uint64(_BASE)
            numbers += points[at : at + count]
        self._places = np.argsort(numbers, kind="stable")
        self._numbers = numbers[self._places]

    def places(self, words: str, most: int) -> list[int] | None:
        """Where the first signs of `words` may stand, ascending; None if in more than `most`.

        `words` has as many signs at least. Two rows may have one number: who asks looks.
        """
        number = 0
        for sign in words[: self._size]:
            number = (number * _BASE + ord(sign)) & _BITS
        sought = np.uint64(number)
        first = int(self._numbers.searchsorted(sought))
        if first == len(self._numbers) or self._numbers[first] != sought:
            return []
        last = int(self._numbers.searchsorted(sought, side="right"))
        return self._places[first:last].tolist() if last - first <= most else None
