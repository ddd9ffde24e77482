"""Cards that announce other articles: each a headline and a sentence or two of what it leads to.

A page's own sections may be as short, but they speak of what the page speaks of, and they repeat
words; cards speak of something else each.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from winnow.clean.context import Context, starts_high
from winnow.clean.likely import HEADINGS
from winnow.clean.lines import Node
from winnow.clean.segments import segments
from winnow.clean.tokens import weight

HEADED: Final = 0.34
"""Share of the cards' words that the page speaks of too, up to which they are foreign under a
heading that announces other articles."""
LINKED: Final = 0.25
"""The same of cards that are linked or in another language."""
PLAIN: Final = 0.12
"""The same of any others. Chosen so that next to none of the development pages' own go."""
OWN: Final = 0.5
"""Share from which a first or last one is a section of the page, laid out alike."""
LEAST: Final = 3
"""Cards that make a list; two are enough of those that are linked or in another language."""
SNIPPET: Final = range(4, 41)
"""Words of what a card says beside its headline."""
ALIKE: Final = 0.4
"""Share of words that neighbours have in common, from which they are entries of one text."""

Shape = tuple[str, Node | None, str]


def cards(context: Context, headed: Callable[[int], bool]) -> Iterator[range]:
    """Lists of cards, as positions of their lines; `headed` tells a heading over other articles."""
    at = 0
    while at < len(context):
        run: list[range] = []
        while unit := _card(context, run[-1].stop if run else at):
            if run and _shape(context, unit) != _shape(context, run[0]):
                break
            run.append(unit)
        at = run[-1].stop if run else at + 1
        while run and context.related(run[0]) > OWN:
            del run[0]
        while run and context.related(run[-1]) > OWN:
            del run[-1]
        if run and _is_list(context, run, headed=run[0].start > 0 and headed(run[0].start - 1)):
            yield range(run[0].start, run[-1].stop)


def _card(context: Context, at: int) -> range | None:
    """The lines of a card that opens at a position, or nothing."""
    if at >= len(context):
        return None
    line, behind = context.lines[at], at + 1
    says = behind < len(context) and context.weights[behind] in SNIPPET
    if not (says or line.breaks) or not _is_set_off(context, at):  # most lines end here
        return None
    parts = segments(line)
    if len(parts) == 2:  # noqa: PLR2004 - a headline, a break and a sentence
        fits = line.breaks and weight(parts[0]) >= LEAST and weight(parts[1]) in SNIPPET
        return range(at, behind) if fits and starts_high(parts[0]) else None
    if not says or not context.is_headline(at):
        return None
    fits = not context.is_link(behind) and not _is_set_off(context, behind)
    return range(at, behind + 1) if fits else None


def _is_set_off(context: Context, at: int) -> bool:
    """Whether a line is, or opens with, what is set as a headline: titled, linked or bold."""
    line = context.lines[at]
    if line.node.tag in HEADINGS:
        return True
    most = max(line.linked, line.bold)
    if not most:
        return False
    opening = segments(line)[:1] if line.breaks else [line.text]
    return 0 < 0.9 * len("".join(opening).replace(" ", "")) <= most


def _shape(context: Context, unit: range) -> Shape:
    nodes = [context.lines[at].node for at in unit]
    above = nodes[0].above
    return nodes[0].tag, above and above.above, nodes[-1].tag


def _is_list(context: Context, run: Sequence[range], *, headed: bool) -> bool:
    """Whether cards are enough, of other things, and each says something of its own."""
    lines = [at for unit in run for at in unit]
    linked = all(context.lines[unit.start].links for unit in run)
    known = linked or context.is_in_another_language(lines)
    if len(run) < LEAST - (known or headed):
        return False
    if context.related(lines) > (HEADED if headed else LINKED if known else PLAIN):
        return False
    titles = [{*context.words[unit.start]} for unit in run]
    openings = [context.words[unit.start][0] for unit in run]
    if all(map(str.isdigit, openings)) or len({*openings}) == 1:  # steps and chapters
        return False
    said = [{word for at in unit for word in context.words[at]} for unit in run]
    alike = [len(one & two) / max(1, min(len(one), len(two))) for one, two in pairwise(said)]
    return sum(alike) < ALIKE * len(alike) and all(one != two for one, two in pairwise(titles))
