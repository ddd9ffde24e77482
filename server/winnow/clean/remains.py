"""What is left of a box or list that went: its heading, or a line that says too little to be told.

The other lines of the element say what it was: when most of it went, and the rest neither speaks of
what the page does nor is laid out as text of its own, the rest belongs to what went.
"""

from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Final

from winnow.clean.context import Context, ends_sentence
from winnow.clean.likely import HEADINGS

LONGEST: Final = 25
"""Words up to which a line may be the rest of something."""
HEADING: Final = 8
"""Words up to which a line may be the heading of a list that went."""
LARGEST: Final = 150
"""Words up to which an element is a box or list and no part of the text. Chosen."""
WENT: Final = 0.6
"""Share of an element's words that went, from which the rest goes too. Chosen."""
TOPIC: Final = 0.2
"""Share of a line's words that the page speaks of too, up to which it is off the topic."""
NEAR: Final = 10
"""Lines away from what went at which a line may be the rest of it."""
REACH: Final = 4
"""Elements looked up through for the one that went."""
FOLLOWING: Final = 2
"""Lines under a heading that went, from which it heads what went."""
_OWN: Final = frozenset("figure figcaption blockquote pre table td th tr tbody dl dt dd".split())
_PAGE: Final = frozenset(("body", "html", "main"))


def remains(context: Context, out: AbstractSet[int]) -> set[int]:
    """Positions of the lines left of what went, the positions `out` among it."""
    if not context.is_text:
        return set()
    stays = {number for at, number in enumerate(context.numbers) if at not in out}
    told = {context.numbers[at] for at in out}
    return {
        at
        for at, number in enumerate(context.numbers)
        if at not in out
        and 1 < context.weights[at] <= LONGEST
        and not stays.issuperset(
            range(max(0, number - NEAR), min(number + NEAR, len(context.page)))
        )
        and (_is_rest(context, at, stays, told) or _heads_nothing(context, at, stays, told))
    }


def _is_off_topic(context: Context, at: int) -> bool:
    own = context.substance(context.words[at])
    return bool(own) and context.related([at]) <= TOPIC


def _is_rest(context: Context, at: int, stays: AbstractSet[int], told: AbstractSet[int]) -> bool:
    """Whether most of a small element around a line went."""
    step = context.lines[at].node
    for _ in range(REACH):
        if step.last - step.first > LARGEST or step.tag in _PAGE | _OWN:
            return False
        lines = [line for line in context.page[step.first : step.last] if not line.hidden]
        words = {line.number: len(context.page_words[line.number]) for line in lines}
        total = sum(words.values())
        if total > LARGEST:
            return False
        went = sum(size for number, size in words.items() if number not in stays)
        if went >= WENT * total and went > 0:
            known = sum(size for number, size in words.items() if number in told)
            opens = step.first == context.numbers[at] and known + len(context.words[at]) >= total
            is_known = 2 * known >= went or context.holds_another_language(step)
            return opens or (is_known and _is_off_topic(context, at))
        if step.above is None:
            break
        step = step.above
    return False


def _heads_nothing(
    context: Context, at: int, stays: AbstractSet[int], told: AbstractSet[int]
) -> bool:
    """Whether a line is a heading of lines that all went, beside which the text goes on."""
    line = context.lines[at]
    if context.weights[at] > HEADING or ends_sentence(line.text) or context.container(at):
        return False
    titled = line.node.tag in HEADINGS or line.bold >= 0.9 * len(line.text.replace(" ", ""))
    went: set[int] = set()
    for under in islice(context.page, line.number + 1, line.number + 1 + NEAR):
        if under.number in stays or len(went) == FOLLOWING:
            break
        if context.page_words[under.number] and not under.hidden:
            went.add(under.number)
    if len(went) < FOLLOWING:
        return False
    if 2 * context.lexicon.opens_with(context.words[at], "teaser") >= len(context.words[at]):
        return True
    titled = titled or context.lexicon.speaks_of_others(context.telling(context.words[at]))
    titled = titled or context.is_in_another_language([at])
    return titled and went <= told and _is_off_topic(context, at)
