"""What a copy is: a stretch of lines that says again what was said, too long to be a style.

Writers repeat on purpose too: refrains, rows, code, a warning at each step. Lines that repeat are
taken as runs, and only a run long enough to be nobody's style is a copy.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from winnow.clean.lexicon import lexicon
from winnow.clean.likely import HEADINGS, WHOLE, Likely, is_verse
from winnow.clean.tokens import key

COPY: Final = 0.85
"""Share of a line's words told before from which it is a copy."""
NEAR_COPY: Final = 0.6
"""The same inside a run of copies."""
EDITED: Final = 0.75
"""The same for a paragraph alone: one with a sentence added."""
PURE: Final = 0.88
"""Share of a run's words told before; beneath, a pattern was filled in anew. Measured."""
PARAGRAPH: Final = 20
"""Words from which one line alone, said twice, is no refrain."""
PROSE: Final = 12
"""Mean words a line from which a run is prose, not verse or dialogue."""
RUN: Final = 30
"""Words from which a run of prose is a copy."""
WHOLE_VERSE: Final = 0.42
"""As WHOLE where lines are as short as verse: a song's chorus can be a third of it."""
VERSE: Final = 9
"""Mean words a line up to which a run may be verse."""
EDITS: Final = 2
"""Places in which a paragraph alone may differ and be the same. Chosen: a date and a sentence."""
_WARNING: Final = re.compile(
    r"admonition|warning|caution|danger|alert|\bnotice\b|hazard", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Match:
    """A line and the earlier one that tells most of it, both by position among the likely."""

    at: int
    words: int
    share: float
    of: int
    first: int
    last: int
    """Where in the stream its first and last word told before stand there."""


def runs(likely: Likely, out: Container[int]) -> Iterator[list[Match]]:
    """Stretches of lines that repeat, in the order they had before.

    The lines of a stretch stand side by side here, or did where they stood before.
    """
    run: list[Match] = []
    broken = False
    told = likely.stream
    for at in range(len(likely.lines)):
        if at in out or not likely.words[at]:
            continue
        count, of = told.told(at, told.earlier, out)
        size = told.size(at)
        share = count / size
        if of < 0 or not (share >= COPY or (share >= NEAR_COPY and size >= PROSE)):
            broken = True
            continue
        places = [p for p in told.earlier[told.start[at] : told.start[at + 1]] if p >= 0]
        match = Match(at, size, share, of, places[0], places[-1])
        if run and not 0 < match.first - run[-1].last <= (PROSE if broken else told.start[-1]):
            yield run
            run = []
        broken = False
        run.append(match)
    if run:
        yield run


def is_copy(run: Sequence[Match], likely: Likely) -> bool:
    """Whether a run says too much again to be a style."""
    size = sum(match.words for match in run)
    if 2 * sum(_has_other_figures(match, likely) for match in run) > len(run):
        return False
    if len(run) > 1 and sum(match.words * match.share for match in run) < PURE * size:
        return False
    sources = {match.of for match in run}
    open_words = sum(match.words for match in run if _lies_open(likely, match))
    if len(run) > 1 or len(sources) > 1:
        mean = size / len(run)
        share = WHOLE if mean > VERSE else WHOLE_VERSE
        if size >= max(RUN, likely.total * share) and len(run) > 1:
            return True
        told = sum(likely.stream.size(of) for of in sources) / len(sources)
        flows = max(mean, told) >= PROSE and open_words * 2 >= size
        return flows and size >= RUN
    return bool(open_words) and _is_paragraph_again(run[0], likely)


def _is_paragraph_again(match: Match, likely: Likely) -> bool:
    """Whether one line alone is long enough to be nobody's refrain or warning."""
    said = likely.words[match.at]
    least = PARAGRAPH
    if likely.times[key(said)] > 2:  # noqa: PLR2004 - said three times: a refrain
        least = 2 * PARAGRAPH
    elif _is_lead_again(match, likely):
        least = PROSE
    if _is_warning(match.at, likely):
        least = 4 * PARAGRAPH
    if match.words < least:
        return False
    back = match.share >= COPY or (match.share >= EDITED and _is_one_edit(match, likely))
    held = likely.stream.told(match.of, likely.stream.later)[0]
    return back or held >= COPY * likely.stream.size(match.of) >= COPY * least


def _is_lead_again(match: Match, likely: Likely) -> bool:
    """Whether a sentence that opens the text stands right over itself in another element."""
    now, then = likely.lines[match.at].node, likely.lines[match.of].node
    return (
        match.of + 1 == match.at
        and match.share >= 1
        and now.above is not then.above
        and all(len(likely.words[before]) < PROSE for before in range(match.of))
    )


def _has_other_figures(match: Match, likely: Likely) -> bool:
    """Whether figures stand in the place of others: then it says something else."""
    told = likely.stream

    def new(line: int, where: Sequence[int]) -> list[str]:
        there = where[told.start[line] : told.start[line + 1]]
        words = zip(likely.words[line], there, strict=True)
        return [word for word, place in words if place < 0 and word.isdigit()]

    now, then = new(match.at, told.earlier), new(match.of, told.later)
    return bool(now and then) and now != then


def _is_warning(at: int, likely: Likely) -> bool:
    """Whether a line warns, or stands under a word that does, or in an element named so."""
    told = lexicon()
    if told.opens_with(likely.words[at], "warning"):
        return True
    if at and told.is_whole(likely.words[at - 1], "warning"):
        return True
    node = likely.lines[at].node
    return any(
        step is not None and _WARNING.search(step.element.get("class") or "")
        for step in (node, node.above)
    )


def _is_one_edit(match: Match, likely: Likely) -> bool:
    """Whether what is new in a paragraph stands in one place, as a date or a sentence does."""
    told = likely.stream
    new = [p < 0 for p in told.earlier[told.start[match.at] : told.start[match.at + 1]]]
    return sum(one and not before for before, one in zip([False, *new], new, strict=False)) <= EDITS


def _lies_open(likely: Likely, match: Match) -> bool:
    """Whether one of both is a paragraph of its own, not a row, cell, caption, verse or code."""
    return any(
        not likely.is_entry(line.node) and line.node.tag not in HEADINGS and not is_verse(line)
        for line in (likely.lines[match.at], likely.lines[match.of])
    )
