"""Where a saved mark belongs in today's text of its page.

A mark is tried against the text in order of certainty; the first rule that holds gives the
verdict. No rule may answer "same" when the words differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from winnow.canonical import ComparisonForm, comparison_form

SHORT: Final = 30
"""Marks of fewer code points stand only where their surroundings agree on one side at least."""
MOST_PLACES: Final = 100


class Mark(Protocol):
    """What is needed of a mark to place it."""

    @property
    def exact(self) -> str: ...  # noqa: D102
    @property
    def prefix(self) -> str: ...  # noqa: D102
    @property
    def suffix(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> int | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of the text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Whether the words are the same, and whether they stand where they stood."""

    words: Literal["same", "changed", "gone"]
    place: Literal["same", "moved", "several"]
    ranges: tuple[Range, ...] = ()


GONE: Final = Placement("gone", "moved")


def place(mark: Mark, text: str) -> Placement:
    """Find `mark` in `text`. A mark that is not there has words "gone" and no ranges."""
    form = comparison_form(text)
    exact = comparison_form(mark.exact).form.strip()
    found = _occurrences(form.form, exact)
    worth = {at: _worth(mark, form, at, at + len(exact)) for at in found}
    if len(mark.exact) < SHORT:
        worth = {at: value for at, value in worth.items() if value > 0}
    if not worth:
        return GONE
    best = max(worth.values())
    places = [at for at in found if worth.get(at) == best]
    ranges = tuple(Range(form.start(at), form.end(at + len(exact))) for at in places)
    if len(ranges) > 1:
        return Placement("same", "several", ranges)
    return Placement("same", "same" if ranges[0].start == mark.start else "moved", ranges)


def _occurrences(text: str, exact: str) -> list[int]:
    found: list[int] = []
    at = text.find(exact) if exact else -1
    while at >= 0 and len(found) < MOST_PLACES:
        found.append(at)
        at = text.find(exact, at + 1)
    return found


def _worth(mark: Mark, form: ComparisonForm, start: int, end: int) -> int:
    """How many code points of the surroundings agree, and whether the offset does."""
    before = comparison_form(mark.prefix).form
    after = comparison_form(mark.suffix).form
    left = _agreeing(reversed(before), reversed(form.form[max(0, start - len(before)) : start]))
    right = _agreeing(after, form.form[end : end + len(after)])
    return left + right + (1 if form.start(start) == mark.start else 0)


def _agreeing(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
