"""How like a mark's words what stands somewhere today is, and whether it is like enough.

Words stand if they are the same, or the same with a slip of the pen. Facts that make room for
facts of their kind, and negations and quotation marks that come or go, say that a sentence
changed, not that it is another one, and alerts say so too: they weigh little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from winnow.annotate.difference import Change
from winnow.annotate.placement import Alert

_ALIKE: Final = 0.7
"""From here on two words are one word with a slip of the pen. Chosen: one letter in five."""
_SLIP: Final = 0.3
"""What a slip of the pen, or a fact in a fact's place, costs of a word."""
_ONE_SIDED: Final = 2
"""Words of a negation: not; ne … pas."""
_ONE_IN: Final = 7
"""Between unchanged surroundings one word in so many may be another; one if there are fewer."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like the mark's words are.

    `share` is the share of words that stand, 0 to 1, of the longer text, signs not counted.
    `stands_for` answers for words between the mark's unchanged surroundings: whether they can
    be what became of the mark. At most one word, or one in seven, may have come, gone, or be
    another, slips and facts not counted, and as many letters as changed so must stand. So
    words of which nothing stands are never what became of the mark, but for a fact, which
    another fact of its kind may stand for.
    """

    share: float
    stands_for: bool


def likeness(
    then: Sequence[str],
    now: Sequence[str],
    differing: Sequence[Change],
    told: Sequence[tuple[int, Alert]],
    rest: Sequence[str],
) -> Likeness:
    """Weigh what differs. `told` are alerts, each with the number of its change.

    `rest` is what stands before and after in both texts and was not compared.
    """
    lost = lost_letters = light = 0
    kept_letters = _letters(then) + sum(map(len, rest))
    facts = False
    for number, change in enumerate(differing):
        before, after = then[change.then], now[change.now]
        words = max(_count(before), _count(after))
        if _alike(before, after):
            light += words
            continue
        kept_letters -= _letters(before)
        exchanged = [alert for at, alert in told if at == number and _is_exchange(alert)]
        facts = facts or bool(exchanged)
        others = (
            _without(before, [alert.before for alert in exchanged]),
            _without(after, [alert.after for alert in exchanged]),
        )
        others_lost = max(map(_count, others))
        lost += others_lost
        light += words - others_lost
        lost_letters += max(map(_letters, others))
    longer = max(_count(then), _count(now), 1) + _count_of(rest)
    few = lost <= max(1, longer // _ONE_IN) and kept_letters >= lost_letters
    return Likeness(
        share=max(0.0, 1.0 - (lost + _SLIP * light) / longer),
        stands_for=few and (facts or kept_letters > 0),
    )


def most(
    then: Sequence[str], now: Sequence[str], differing: Sequence[Change], rest: Sequence[str]
) -> float:
    """The share of words that may stand at most, found without looking at the words.

    What only came or only went is a fact or slip in `_ONE_SIDED` words at most.
    """
    cost = 0.0
    for change in differing:
        before, after = _count(then[change.then]), _count(now[change.now])
        words = max(before, after)
        light = words if before and after else min(words, _ONE_SIDED)
        cost += words - light + _SLIP * light
    longer = max(_count(then), _count(now), 1) + _count_of(rest)
    return max(0.0, 1.0 - cost / longer)


def _alike(before: Sequence[str], after: Sequence[str]) -> bool:
    return len(before) == len(after) and all(
        Indel.normalized_similarity(one, other) >= _ALIKE
        for one, other in zip(before, after, strict=True)
    )


def _is_exchange(alert: Alert) -> bool:
    return alert.kind in ("negation", "quotation") or bool(alert.before and alert.after)


def _without(words: Sequence[str], facts: Sequence[str]) -> list[str]:
    """`words` but those that are, or hold, one of the facts that alerts tell."""
    told = {fact.lower() for each in facts for fact in each.split()}
    return [word for word in words if told.isdisjoint(_parts(word))]


def _parts(word: str) -> list[str]:
    plain = word.lower()
    return [plain, plain.replace(" ", ""), *plain.replace("-", "'").split("'")]


def _letters(words: Sequence[str]) -> int:
    return sum([len(word) for word in words if word[-1:].isalnum()])


def _count(words: Sequence[str]) -> int:
    """How many are words or figures, and no signs."""
    return sum([word[-1].isalnum() for word in words])


def _count_of(rest: Sequence[str]) -> int:
    """About how many words texts have."""
    return sum(part.count(" ") for part in rest)
