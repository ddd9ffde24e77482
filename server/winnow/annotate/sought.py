"""A mark as it is looked for: its words in comparison form, and what stood around them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from winnow.annotate.fold import form_of
from winnow.annotate.text import EDGE, UNKNOWN, Ints, Text, glued, pieces

ENOUGH: Final = 12
"""Code points of context, next to the mark, that tell a place (two words or three). Chosen:
bench/anchor finds no short mark in unrelated text from here on."""
MOST: Final = 0.6
"""Share of a side's context that tells a place when its nearest words were edited. Chosen."""
_NEIGHBOURS: Final = 16
"""Words of context looked at on each side; 64 code points hold fewer."""


class Mark(Protocol):
    """What is known of a mark; `winnow.annotate.mark.Annotation` is one."""

    @property
    def exact(self) -> str:
        """The marked words, verbatim."""
        ...

    @property
    def prefix(self) -> str:
        """What stood before them."""
        ...

    @property
    def suffix(self) -> str:
        """What stood behind them."""
        ...

    @property
    def start(self) -> int | None:
        """Where they began, in code points of their text."""
        ...


@dataclass(frozen=True)
class Sought:
    """A mark cut into words. `before` and `after` are its context, in reading order.

    Where a mark begins or ends inside a word, `words` holds the whole word, and `within` is
    the mark's form with the rest of it: `form` begins `offset` code points into it. Of the
    context, the nearest `near_before` and `near_after` words stand in the mark's own blocks.
    """

    mark: Mark
    form: str
    prefix: str
    suffix: str
    before: tuple[str, ...]
    words: tuple[str, ...]
    after: tuple[str, ...]
    within: str
    offset: int
    near_before: int
    near_after: int

    @cached_property
    def glued_before(self) -> bool:
        """Whether the mark began inside a word, a figure or a compound."""
        return glued(self.prefix, self.form + self.suffix)

    @cached_property
    def glued_after(self) -> bool:
        """Whether the mark ended inside a word, a figure or a compound."""
        return glued(self.prefix + self.form, self.suffix)

    @property
    def bare(self) -> bool:
        """Whether nothing is known of what stood around the mark."""
        return not (self.mark.prefix or self.mark.suffix)

    def surroundings(self, text: Text) -> tuple["Side", "Side"]:
        """What stood before and behind, to be compared with places in `text`."""
        before, after = list(self.before), list(self.after)
        reaches_start = self.mark.start is not None and self.mark.start <= len(self.mark.prefix)
        if len(before) > 1 and not reaches_start:
            del before[0]  # may be the end of a longer word
        if len(after) > 1:
            del after[-1]  # may be the beginning of one
        return (
            Side(text, before[::-1], -1, edge=reaches_start or not before),
            Side(text, after, 1, edge=not after),
        )


def sought(mark: Mark) -> Sought:
    """Cut a mark and its context into words."""
    prefix, form, suffix = map(form_of, (mark.prefix, mark.exact, mark.suffix))
    whole = prefix + form + suffix
    first, last = len(prefix), len(prefix) + len(form)
    opening = _border(mark.prefix, mark.prefix.rfind("\n") + 1)
    closing = last + _border(mark.suffix, mark.suffix.find("\n"))
    near_before = near_after = 0
    before: list[str] = []
    words: list[str] = []
    after: list[str] = []
    within_start, within_end = first, last
    end = 0
    for piece in pieces(whole):
        end += len(piece)
        word = piece.lstrip(" ")
        start = end - len(word)
        if end <= first:
            before.append(word)
            near_before += start >= opening
        elif start >= last:
            after.append(word)
            near_after += end <= closing
        else:
            words.append(word)
            within_start, within_end = min(start, within_start), max(end, within_end)
    return Sought(
        mark=mark,
        form=form,
        prefix=prefix,
        suffix=suffix,
        before=tuple(before),
        words=tuple(words),
        after=tuple(after),
        within=whole[within_start:within_end],
        offset=first - within_start,
        near_before=near_before,
        near_after=near_after,
    )


def _border(context: str, at: int) -> int:
    """Where the code point `at` of a context stands in its comparison form; -1 is the end."""
    return len(form_of(context if at < 0 else context[:at]))


class Side:
    """The context on one side of a mark, nearest word first, and how far a place agrees."""

    def __init__(self, text: Text, words: list[str], step: int, *, edge: bool) -> None:
        numbers = text.numbers(words[:_NEIGHBOURS])
        sizes = [len(word) for word in words[:_NEIGHBOURS]]
        if edge and len(numbers) < _NEIGHBOURS:
            numbers.append(EDGE)
            sizes.append(1)
        self._text = text
        self._numbers: Ints = np.array(numbers, np.int64)
        self._sizes: Ints = np.array(sizes, np.int64)
        self._steps: Ints = np.arange(len(numbers), dtype=np.int64) * step
        self.total = int(self._sizes.sum())

    def agreement(self, nearest: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """How many code points of context stand at places whose neighbour here is word `nearest`.

        And whether they suffice to tell each place.
        """
        ids = self._text.ids
        if not len(self._numbers):
            return np.zeros(len(nearest), np.int64), np.zeros(len(nearest), np.bool_)
        at = nearest[:, None] + self._steps
        inside = (at >= 0) & (at < len(ids))
        there = (
            np.where(inside, ids[np.clip(at, 0, len(ids) - 1)], EDGE) if len(ids) else at * 0 - 1
        )
        equal = (there == self._numbers) & (self._numbers != UNKNOWN)
        alike = (equal * self._sizes).sum(axis=1)
        run = (np.logical_and.accumulate(equal, axis=1) * self._sizes).sum(axis=1)
        enough = (run >= min(ENOUGH, self.total)) | (
            (self.total >= 2 * ENOUGH) & (alike >= MOST * self.total)
        )
        return alike, enough
