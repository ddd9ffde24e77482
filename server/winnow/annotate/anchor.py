"""Where a saved mark belongs in today's text of its page, and whether its words still stand.

A mark is tried in order of certainty: its words, word for word in comparison form; then
what stands between its unchanged surroundings, if it is like them; then, for marks long
enough to be told from chance, the stretch where they stand with changes; else it is gone.
No rule may answer "same" when the words differ:
tests/unit/annotate/test_anchor_laws.py holds us to it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from winnow.annotate.changed import Changed, changed_places
from winnow.annotate.exact import exact_places, verbatim_place
from winnow.annotate.mark import CONTEXT, MAX_EXACT
from winnow.annotate.placement import Place, Placement, Range
from winnow.annotate.sought import Mark, Sought
from winnow.annotate.text import Text
from winnow.canonical import ComparisonForm


class MarkTooLongError(ValueError):
    """A mark has more than `MAX_EXACT` code points."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is kept of words that a reader marked: enough to find them again."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


_made_ready: Final = lru_cache(1)(Text)
"""A mark that is gone asks for more of a text than one that stands: it is made once for all."""
GONE: Final = Placement("gone")


def make_mark(text: str, start: int, end: int) -> Quotation:
    """The mark of the code points `start` to `end` of `text`, with what stands around it.

    Raises:
        ValueError: if the stretch is empty or not within the text.
        MarkTooLongError: if it has more than `MAX_EXACT` code points.

    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"There is nothing from {start} to {end} of a text of {len(text)}.")
    _refuse_too_long(end - start)
    return Quotation(
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        start=start,
        end=end,
    )


def place(mark: Mark, text: str | Text, *, language: str = "", marked_in: str = "") -> Placement:
    """Find `mark` in `text`.

    Never raises for a mark that is not there: its placement has `words="gone"`. `language`
    (BCP 47) helps to tell names, units and negations; without it the words themselves do.
    `marked_in` is the text that it was marked in, if that was kept: what stood there beside the
    mark is not what became of it, though a row of a table be like another.
    Many marks of one text share what is made of it, a `Text`, which is remembered of the last.

    Raises:
        MarkTooLongError: if `mark.exact` has more than `MAX_EXACT` code points.

    """
    _refuse_too_long(len(mark.exact))
    text = text if isinstance(text, Text) else _made_ready(text)
    start = verbatim_place(text, mark)
    if start is not None:
        return Placement("same", "same", (Range(start, start + len(mark.exact)),))
    return search(mark, text, language, marked_in)


def search(mark: Mark, text: Text, language: str, marked_in: str = "") -> Placement:
    """All that `place` does, without its short cut."""
    wanted = Sought(mark)
    exact = exact_places(text, wanted)
    if exact.starts:
        size = len(wanted.form)
        ranges = tuple(_range(text.folded, start, start + size) for start in exact.starts)
        return Placement("same", _place(len(ranges), in_place=exact.in_place), ranges)
    beside = marked_in if mark.exact in marked_in else ""
    return _of_changed(text, changed_places(text, wanted, language, beside))


def _of_changed(text: Text, found: tuple[Changed, ...]) -> Placement:
    if not found:
        return GONE
    first = found[0]
    return Placement(
        "changed",
        _place(len(found), in_place=first.in_place),
        tuple(_range(text.folded, changed.start, changed.end) for changed in found),
        first.difference,
        first.alerts,
    )


def _place(count: int, *, in_place: bool) -> Place:
    if count > 1:
        return "several"
    return "same" if in_place else "moved"


def _range(form: ComparisonForm, start: int, end: int) -> Range:
    """The part of the text behind `start` to `end` of its comparison form."""
    return Range(form.start(start), form.end(end))


def _refuse_too_long(size: int) -> None:
    if size > MAX_EXACT:
        raise MarkTooLongError(
            f"This mark has {size} characters, and a mark may have {MAX_EXACT}. Mark less of it."
        )
