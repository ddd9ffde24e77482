"""A mark as it is looked for: its words in comparison form, and what stood around them."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from operator import sub
from typing import Final, NamedTuple, Protocol

from winnow.annotate.mark import CONTEXT
from winnow.annotate.once import once
from winnow.annotate.text import UNSPACED_SIGN, Text, glued, pieces, words
from winnow.canonical import comparison_form

ENOUGH: Final = 12
"""Code points of context, next to the mark, that tell a place (two words or three). Chosen:
bench/anchor finds no short mark in unrelated text from here on."""
MOST: Final = 0.6
"""Share of a side's context that tells a place when its nearest words were edited. Chosen."""
BLOCK: Final = 14
"""Letters and signs of a block that tells a place if it stands whole, between whatever others."""
_NEIGHBOURS: Final = 16
"""Words of context looked at on each side; 64 code points hold fewer."""
_ROOM: Final = 32
"""Code points that words in the place of the context's may have more than these."""
_EDGE: Final = ""
"""Stands for the word before a text's first and behind its last."""


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


class Sought:
    """A mark in comparison form: its words, `form`, and its context, `prefix` and `suffix`."""

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        first, last = len(mark.prefix), len(mark.prefix) + len(mark.exact)
        whole = comparison_form(mark.prefix + mark.exact + mark.suffix)
        self._regular = whole.regular
        self.folded = whole if self._regular else comparison_form(mark.exact)
        if self._regular:
            self.prefix, self.form = whole.form[:first], whole.form[first:last]
            self.suffix = whole.form[last:]
        else:
            self.prefix, self.form = comparison_form(mark.prefix).form, self.folded.form
            self.suffix = comparison_form(mark.suffix).form

    @once
    def cut_before(self) -> bool:
        """Whether the mark began inside a word, a figure or a compound."""
        return glued(self.prefix, self.form + self.suffix)

    @once
    def cut_after(self) -> bool:
        """Whether the mark ended inside a word, a figure or a compound."""
        return glued(self.prefix + self.form, self.suffix)

    @property
    def bare(self) -> bool:
        """Whether nothing is known of what stood around the mark."""
        return not (self.mark.prefix or self.mark.suffix)

    @once
    def before(self) -> "Side":
        """What stood before the mark."""
        start, context = self.mark.start, self.mark.prefix
        at_edge = start is not None and start <= len(context)
        return Side(
            self.prefix,
            before=True,
            in_block=self._size(context.rpartition("\n")[2], self.prefix),
            reaches_edge=at_edge,
            reaches_border=at_edge or "\n" in context,
        )

    @once
    def after(self) -> "Side":
        """What stood behind the mark."""
        context = self.mark.suffix
        return Side(
            self.suffix,
            before=False,
            in_block=self._size(context.partition("\n")[0], self.suffix),
            reaches_edge=False,
            reaches_border="\n" in context or 0 < len(context) < CONTEXT,
        )

    @once
    def block_tells(self) -> bool:
        """Whether the mark's block is short enough to be known whole, and long enough to tell."""
        before, after = self.before, self.after
        if not (before.reaches_border and after.reaches_border):
            return False
        return len(f"{before.in_block}{self.form}{after.in_block}".replace(" ", "")) >= BLOCK

    def _size(self, part: str, context: str) -> int:
        """Of a part of the mark's context, in comparison form as `context` is."""
        if self._regular:
            return len(part)
        return len(comparison_form(part).form) if part != context else len(context)

    @once
    def unspaced(self) -> str:
        """A sign of a script that is written without spaces, if there is one."""
        found = None if self.form.isascii() else UNSPACED_SIGN.search(self.form)
        return found.group() if found else ""

    @once
    def words(self) -> "Words":
        """The mark and its context cut into words."""
        first, last = len(self.prefix), len(self.prefix) + len(self.form)
        parts = pieces(self.prefix + self.form + self.suffix)
        all_words = tuple(map(str.lstrip, parts))
        ends = list(accumulate(map(len, parts)))
        starts = list(map(sub, ends, map(len, all_words)))
        begin = bisect_right(ends, first)
        end = max(begin, bisect_left(starts, last))
        marked = begin < end
        return Words(
            all_words[:begin],
            all_words[begin:end],
            all_words[end:],
            cut_before=max(0, first - starts[begin]) if marked else 0,
            cut_after=max(0, ends[end - 1] - last) if marked else 0,
        )


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a mark, those around it, and how much of its first and last it left out."""

    before: tuple[str, ...]
    within: tuple[str, ...]
    after: tuple[str, ...]
    cut_before: int
    cut_after: int


class Side:
    """The context on one side of a mark, and how far the surroundings of a place agree.

    `context` is in comparison form; `in_block` code points of it stand in the mark's block.
    `reaches_edge` says that it ends where the text did, `reaches_border` where a block did.
    """

    def __init__(
        self,
        context: str,
        *,
        before: bool,
        in_block: int,
        reaches_edge: bool,
        reaches_border: bool,
    ) -> None:
        self.context = context
        self.reaches_border = reaches_border
        self._before = before
        self._in_block = in_block
        self._reaches_edge = reaches_edge

    @once
    def in_block(self) -> str:
        """What of the context stands in the mark's block."""
        size = self._in_block
        near = self.context[len(self.context) - size :] if self._before else self.context[:size]
        return near.lstrip(" ") if self._before else near.rstrip(" ")

    @once
    def _parts(self) -> list[str]:
        """All words of the context, nearest first."""
        return _cut(self.context, before=self._before)

    @once
    def _cut(self) -> bool:
        """Whether the context was cut where it was long enough, not where the text ended."""
        return len(self._parts) > 1 and not self._reaches_edge

    @once
    def _compared(self) -> tuple[list[str], list[int], int]:
        """The words that are compared, what each is worth, and all: its code points.

        All words but one that may be a part of a longer one, and a sign next to that: any
        sentence ends with one.
        """
        near = self._parts[: -1 if self._cut else None]
        while self._cut and len(near) > 1 and not near[-1][-1].isalnum():
            near.pop()
        near = near[:_NEIGHBOURS]
        sizes = list(map(len, near))
        if (self._reaches_edge or not self._parts) and len(near) < _NEIGHBOURS:
            near.append(_EDGE)
            sizes.append(1)
        return near, sizes, sum(sizes)

    def nearest(self, letters: int, *, past_block: bool = False) -> tuple[str, bool]:
        """The nearest words that have so many letters, and whether there are too few.

        Those of the mark's own block, unless `past_block`.
        """
        near = (self.context if past_block else self.in_block).strip(" ")
        parts = pieces(near)
        found = taken = 0
        for piece in parts[::-1] if self._before else parts:
            taken += len(piece)
            found += len(piece.lstrip(" "))
            if found >= letters:
                break
        told = near[len(near) - taken :] if self._before else near[:taken]
        return told.strip(" "), found < letters

    def stands(self, text: Text, at: int) -> bool:
        """Whether all of the context stands at `at`, and there was enough of it to be cut.

        All but a sign at its far end.
        """
        if not self._cut:
            return False
        if self._before:
            return text.form.endswith(self._telling, 0, at)
        return text.form.startswith(self._telling, at)

    @once
    def _telling(self) -> str:
        return without_far_sign(self.context, before=self._before)

    def fills_block(self, text: Text, at: int) -> bool:
        """Whether the context in the mark's block stands at `at`, from the block's border on."""
        border = at - len(self.in_block) if self._before else at + len(self.in_block)
        return text.form.startswith(self.in_block, min(at, border)) and text.opens(border)

    def agreement(self, text: Text, at: int) -> "Agreement":
        """How much of the context stands at `at`, the border of a place."""
        if self.stands(text, at):
            return Agreement(self._compared[2], enough=True, whole=True, to_the_end=True)
        size = len(self.context) + _ROOM
        form = text.form
        there = form[max(0, at - size) : at] if self._before else form[at : at + size]
        edge = (at <= size) if self._before else (at + size >= len(form))
        found = self._agreements.get((there, edge))
        if found is None:
            found = self._agreements[there, edge] = self._agreement(there, edge=edge)
        return found

    @once
    def _agreements(self) -> dict[tuple[str, bool], "Agreement"]:
        """Those told already: where words repeat, so does what stands around them."""
        return {}

    def _agreement(self, there: str, *, edge: bool) -> "Agreement":
        """With what stands `there`, at an edge of the text or not."""
        known, sizes, total = self._compared
        others = _cut(there, before=self._before)
        if edge:
            others.append(_EDGE)
        alike = run = 0
        unbroken = True
        for word, other, worth in zip(known, others, sizes, strict=False):
            if word == other:
                alike += worth
                run += worth * unbroken
            else:
                unbroken = False
        enough = bool(known) and (
            run >= min(ENOUGH, total) or (total >= 2 * ENOUGH and alike >= MOST * total)
        )
        return Agreement(alike, enough=enough, whole=alike == total, to_the_end=False)


class Agreement(NamedTuple):
    """Code points of context that stand; whether they tell the place, and whether it is all.

    `whole` is of all words but the last, which was cut; `to_the_end` is with it.
    """

    alike: int
    enough: bool
    whole: bool
    to_the_end: bool


def without_far_sign(context: str, *, before: bool) -> str:
    """A context but for a sign farthest from the mark, and spaces, if there is more of it.

    Any sentence may end with that sign; two of them tell more.
    """
    if not context or context[0 if before else -1].isalnum():
        return context
    sides = context.split(maxsplit=1) if before else context.rsplit(maxsplit=1)[::-1]
    far, *rest = sides or ("",)
    if rest and len(far) == 1 and not far.isalnum():
        return rest[0]
    return context.lstrip() if before else context.rstrip()


def _cut(context: str, *, before: bool) -> list[str]:
    """The words of a context, nearest to the mark first."""
    return words(context)[::-1] if before else words(context)
