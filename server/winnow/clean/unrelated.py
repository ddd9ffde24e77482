"""Blocks that belong to another page or to none, among the lines that look like text."""

from collections.abc import Sequence

from winnow.clean.boxes import authors, boxes, imprints
from winnow.clean.context import Context
from winnow.clean.lines import Line
from winnow.clean.page import Reason
from winnow.clean.remains import remains
from winnow.clean.teasers import teasers
from winnow.clean.threads import threads


def unrelated(
    lines: Sequence[Line],
    kept: Sequence[int],
    words: Sequence[Sequence[str]],
    *,
    forum: bool = False,
) -> dict[int, Reason]:
    """Which of the `kept` lines to leave out, each with its reason; of a `forum` no thread."""
    context = Context(lines, kept, words)
    out: dict[int, Reason] = {}
    found = teasers(context) | boxes(context) | authors(context) | imprints(context)
    for at in found if forum else found | remains(context, found):
        out[context.numbers[at]] = "unrelated"
    for at in threads(context) if not forum else ():
        out[context.numbers[at]] = "comments"
    return out
