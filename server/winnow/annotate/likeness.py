"""How like a mark's words what stands somewhere today is, and whether it is like enough.

Words stand if they are the same, or the same with a slip of the pen. Facts that make room for
facts of their kind, and negations and quotation marks that come or go, say that a sentence
changed, not that it is another one, and alerts say so too: they weigh little.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel, Prefix

from winnow.annotate.alerts import FEW, Reading
from winnow.annotate.difference import Change, Cut, letters, same_letters
from winnow.annotate.placement import Alert
from winnow.annotate.text import UNSPACED_SIGN

_FORM: Final = 0.6
"""From here on two words beside a negation are forms of one: men, man. Chosen."""
_STEM: Final = 3
"""Letters that two forms of one word begin with at least, where they end otherwise. Chosen."""
_ALIKE: Final = 0.7
"""From here on two words are one word with a slip of the pen. Chosen: one letter in five."""
_SLIP: Final = 0.3
"""What a slip of the pen, or a fact in a fact's place, costs of a word."""
_ONE_SIDED: Final = 2
"""Words of a negation: not; ne … pas."""
_SIGNS: Final = 4
"""Signs that a Chinese or Japanese word may have."""
_LETTERS: Final = 8
"""Signs that a word may have in scripts with vowels that are written without spaces, as Thai is."""
_PARTING: Final = str.maketrans("", "", " '")
"""What may part the thousands of a figure, and nothing else."""
_SENTENCE: Final = 30
"""Code points from which on something of a mark must stand; fewer may be a fact and no more."""
_ONE_IN: Final = 4
"""Between unchanged surroundings one word in so many may be another; one if there are fewer."""


class Likeness(NamedTuple):
    """How like the mark's words are.

    `share` is the share of words that stand, 0 to 1, of the longer text, signs not counted.
    `stands_for` answers for words between the mark's unchanged surroundings: whether they can
    be what became of the mark. At most one word, or one in four, may have come, gone, or be
    another, slips, facts and words that changed places not counted, and as many letters as
    changed so must stand. Where a negation came or went, the verb beside it may have another
    form, and one word more be another: both men were, neither man was. So words of which
    nothing stands are never what became of the mark, but for a fact, which another fact of its
    kind may stand for.
    """

    share: float
    stands_for: bool


def likeness(
    then: Cut,
    now: Cut,
    differing: Sequence[Change],
    told: Sequence[tuple[int, Alert]],
    rest: Sequence[str],
    *,
    whole_block: bool,
    unspaced: str,
) -> Likeness:
    """Weigh what differs. `told` are alerts, each with the number of its change.

    `rest` is what stands before and after in both texts and was not compared. A mark that is a
    `whole_block` is known by its names, as one headline and one row among others is: they weigh
    as any words do, and as many letters as they have must stand, but for a single word. `unspaced`
    is a sign of a mark whose words have no spaces between them.
    """
    lost = lost_letters = light = of_facts = more = 0
    kept_letters = sum(then.letters) + sum(map(len, rest))
    facts = set[Alert]()
    moved = _moved(then, now, differing)
    moved_then, moved_now = dict(moved), dict(moved)
    negated = False
    for number, change in enumerate(differing):
        words_then, words_now = then.words[change.then], now.words[change.now]
        letters_then, letters_now = then.letters[change.then], letters(words_now)
        count, count_now = _count(letters_then), _count(letters_now)
        words = max(count, count_now)
        more += count_now - count
        if _alike(words_then, words_now):
            light += words
            continue
        kept_letters -= sum(letters_then)
        exchanged = [alert for at, alert in told if at == number and _is_exchange(alert)]
        facts.update(exchanged)
        if any(alert.kind == "negation" for alert in exchanged):
            negated = True
            for one, other in _forms(words_then, words_now):
                moved_then[one] = moved_then.get(one, 0) + 1
                moved_now[other] = moved_now.get(other, 0) + 1
                kept_letters += min(len(one), len(other))
        others = (
            _without(words_then, letters_then, [fact.before for fact in exchanged], moved_then),
            _without(words_now, letters_now, [fact.after for fact in exchanged], moved_now),
        )
        others_lost = max(map(_count, others))
        lost += others_lost
        of_facts += words - others_lost
        lost_letters += max(map(sum, others))
    longer = _longer(then, more, rest)
    names = [fact for fact in facts if fact.kind == "name"]
    of_names = sum(map(_letters, names))
    one_word = len(names) == 1 and not any(
        " " in name for name in (names[0].before, names[0].after)
    )
    another = len(facts) > 1 or (whole_block and of_names > 0)
    light, of_facts = (light, of_facts) if another else (light + of_facts, 0)
    may_be_lost = max(_may_be_lost(longer), _signs_of_a_word(unspaced))
    few = lost <= may_be_lost + negated and kept_letters >= lost_letters
    return Likeness(
        share=max(0.0, 1.0 - (lost + of_facts + _SLIP * light) / longer),
        stands_for=few
        and (kept_letters >= of_names or not whole_block or (one_word and kept_letters > 0))
        and (kept_letters > 0 or (bool(facts) and len(then.form) < _SENTENCE)),
    )


def may_stand_for(
    then: Cut,
    now: Cut,
    readings: tuple[Reading, Reading],
    differing: Sequence[Change],
    rest: Sequence[str],
) -> bool:
    """Whether `Likeness.stands_for` can be true, told without alerts, which cost more.

    False only if words that are no facts are too many: those alone would be lost.
    """
    lost = 0
    for change in differing:
        before, after = then.words[change.then], now.words[change.now]
        if max(len(before), len(after)) > FEW and not _alike(before, after):
            lost += max(readings[0].plain(change.then), readings[1].plain(change.now))
    return lost <= _may_be_lost(max(len(then.words), len(now.words)) + _count_of(rest))


def has_grown(now: Cut, differing: Sequence[Change], rest: Sequence[str]) -> bool:
    """Whether all words of the mark stand in order, its first and last at the ends.

    So stand words between which others came, and those that were marked on a page as they
    were seen, over some that are folded away.
    """
    if not differing or any(change.then.start < change.then.stop for change in differing):
        return False
    opens = rest[0] or differing[0].now.start > 0
    return bool(opens and (rest[1] or differing[-1].now.stop < len(now.words)))


def most(then: Cut, now: Cut, differing: Sequence[Change], rest: Sequence[str]) -> float:
    """The share of words that may stand at most, found without looking at the words.

    What only came or only went is a fact or slip in `_ONE_SIDED` words at most.
    """
    cost = 0.0
    more = 0
    for change in differing:
        before, after = _count(then.letters[change.then]), _count(letters(now.words[change.now]))
        more += after - before
        words = max(before, after)
        light = words if before and after else min(words, _ONE_SIDED)
        cost += words - light + _SLIP * light
    return max(0.0, 1.0 - cost / _longer(then, more, rest))


def _longer(then: Cut, more: int, rest: Sequence[str]) -> int:
    """About how many words the longer text has, of which today's has so many `more`."""
    return max(_count(then.letters) + max(0, more), 1) + _count_of(rest)


def _may_be_lost(longer: int) -> int:
    return max(1, longer // _ONE_IN)


def _signs_of_a_word(unspaced: str) -> int:
    """How many words one word counts for where each sign is cut off; none if words have spaces."""
    if not unspaced:
        return 0
    return _LETTERS if unspaced < "\u1800" else _SIGNS


def _alike(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether words are the same but for slips of the pen; another figure is no slip.

    Words that were joined or parted are, by whatever sign: well known, well-known.
    """
    if len(before) != len(after):
        return same_letters(before, after)
    for one, other in zip(before, after, strict=True):
        if one[-1].isdigit() or other[-1].isdigit():
            if one.translate(_PARTING) != other.translate(_PARTING):
                return False
            continue
        if Indel.normalized_similarity(one.lower(), other.lower()) < _ALIKE:
            return False
    return True


def _forms(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words of which the other side has another form, each with the first that is one."""
    others = list(after)
    for one in before:
        for other in others:
            if one.isalpha() and other.isalpha() and _is_form(one.lower(), other.lower()):
                others.remove(other)
                yield one, other
                break


def _is_form(one: str, other: str) -> bool:
    """Whether words are nearly the same, or begin so: hyväksytään, hyväksytä; 팔지, 팔았다."""
    one, other = (unicodedata.normalize("NFD", word) for word in (one, other))
    begin = Prefix.similarity(one, other)
    return (
        2 * begin >= max(_STEM * 2, min(len(one), len(other)))
        or Indel.normalized_similarity(one, other) >= _FORM
    )


def _letters(alert: Alert) -> int:
    """How many letters the longer side of a fact has."""
    return max(sum(map(str.isalnum, fact)) for fact in (alert.before, alert.after))


def _is_exchange(alert: Alert) -> bool:
    return alert.kind in ("negation", "quotation") or bool(alert.before and alert.after)


def _moved(then: Cut, now: Cut, differing: Sequence[Change]) -> Mapping[str, int]:
    """Words that went here and came there: two names that changed places, or two figures."""
    gone = [word for change in differing for word in then.words[change.then]]
    came = [word for change in differing for word in now.words[change.now]]
    return {} if set(gone).isdisjoint(came) else Counter(gone) & Counter(came)


def _without(
    words: Sequence[str], letters: Sequence[int], facts: Sequence[str], moved: dict[str, int]
) -> Sequence[int]:
    """The letters of words but those that are, or hold, one of the facts.

    Nor those that `moved`, from which they are taken.
    """
    if not (facts or moved):
        return letters
    told = {fact.lower() for each in facts for fact in (each.replace(" ", ""), *each.split())}
    told.update(sign for fact in tuple(told) for sign in UNSPACED_SIGN.findall(fact))
    others = []
    for word, size in zip(words, letters, strict=True):
        if moved.get(word):
            moved[word] -= 1
        elif told.isdisjoint(_parts(word)) and not (
            "가" <= word[0] <= "힣" and word.startswith(tuple(told))
        ):  # Korean denies with a verb, 않았다, of which the first part does
            others.append(size)
    return others


def _parts(word: str) -> list[str]:
    plain = word.lower()
    return [plain, plain.replace(" ", ""), *plain.replace("-", "'").split("'")]


def _count(letters: Sequence[int]) -> int:
    """How many are words or figures, and no signs."""
    return len(letters) - letters.count(0)


def _count_of(rest: Sequence[str]) -> int:
    """About how many words texts have."""
    return sum(part.count(" ") for part in rest)
