"""What a reader must be told when the words of a mark changed: a fact is another one now.

Every change between the mark's words and today's is asked five questions: did a digit
change, a unit, a negation, a name, a quotation mark? A yes is an alert. When in doubt the
answer is yes: an alert too many costs a glance, one too few a wrong quotation.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

from rapidfuzz.distance import OSA

from winnow.annotate.difference import Change, same_letters
from winnow.annotate.language import Words
from winnow.annotate.placement import Alert, AlertKind
from winnow.annotate.reading import Reading
from winnow.annotate.text import UNSPACED_SIGN
from winnow.annotate.unspaced import changed_names

__all__ = ["FEW", "Reading", "alerts", "says_the_same"]

FEW: Final = 8
"""Words of a change among which opposites are sought, each beside each. Chosen."""
_INITIALS: Final = 3
"""Letters of a word up to which capitals alone may say that it is another one. Chosen."""
_DAY: Final = 2
"""Digits of a day of the month at most."""
_OF_A_DATE: Final = 3
"""Words of one side of it at most: th of March."""
_PRIMES: Final = frozenset("′″")
_GROUPED: Final = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3}){2,}|(?:\.\d{3}){2,})")
"""Of one point or comma alone nobody knows whether decimals follow."""
_POINTS: Final = str.maketrans("٫٬", ".,")
_LONG: Final = 5
"""Letters of a word from which on a slip is told from another word. Chosen."""


def _verbatim(_lists: Words, fact: str) -> str:
    return fact


def _in_digits(_lists: Words, figure: str) -> str:
    """A figure in the digits and signs of ASCII: ٣٫٥ and ３.５ are 3.5, 1,234,567 is 1234567."""
    if not figure.isascii():
        figure = "".join(
            str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in figure
        ).translate(_POINTS)
    return re.sub("[.,]", "", figure) if _GROUPED.fullmatch(figure) else figure


_QUESTIONS: Final[
    tuple[
        tuple[AlertKind, Callable[[Reading, slice], list[str]], Callable[[Words, str], str]],
        ...,
    ]
] = (
    ("digit", Reading.figures, _in_digits),
    ("unit", Reading.units, _verbatim),
    ("negation", Reading.negations, Words.same_negation),
    ("name", Reading.names, _verbatim),
    ("quotation", Reading.quotations, _verbatim),
)
"""What is asked of every change: for facts of a kind, and in what form they are compared."""


def alerts(then: Reading, now: Reading, differing: Sequence[Change]) -> list[tuple[int, Alert]]:
    """What `differing` changes of the facts, in order, each with the number of its change.

    Units and figures that are only written otherwise are among them, as they are no lost words;
    they are nothing to tell, `says_the_same` says.
    """
    told: list[tuple[int, Alert]] = []
    moved = _moved_marks(then, now, differing)
    dates = _set_otherwise(then, now, differing)
    for number, change in enumerate(differing):
        if moved.get(number) is not False and number not in dates:
            told += [(number, alert) for alert in _of_change(then, now, change)]
        if moved.get(number):
            told.append((number, Alert("quotation", "'", "'")))
    return told


def says_the_same(lists: Words, alert: Alert) -> bool:
    """Whether a unit or figure is only written otherwise: 10 percent, 10 %; 1000, 1 000; two, 2."""
    same = {"unit": lists.same_unit, "digit": lists.same_figure}.get(alert.kind)
    return same is not None and same(alert.before) == same(alert.after)


def _of_change(then: Reading, now: Reading, change: Change) -> Iterator[Alert]:
    if _is_slip(then, now, change) or _is_restyled(then, now, change):
        return
    if then.is_plain(change.then) and now.is_plain(change.now):  # most changes, and soon told
        yield from _opposites(then, now, change)
        return
    for kind, facts, same in _QUESTIONS:
        before, after = facts(then, change.then), facts(now, change.now)
        if before != after and not _are_alike(then.lists, same, before, after):
            if not _is_none(kind, then, now, change, (before, after)):
                yield _exchange(kind, before, after)
        elif kind == "negation":
            yield from _opposites(then, now, change)
        elif kind == "name":
            said = "".join(then.words[change.then]), "".join(now.words[change.now])
            if all(map(UNSPACED_SIGN.search, said)):
                yield from (Alert(kind, *pair) for pair in changed_names(then.lists, *said))
        elif kind == "quotation" and before:  # they enclose other words
            yield Alert(kind, before[0], after[0])


def _exchange(kind: AlertKind, before: list[str], after: list[str]) -> Alert:
    gone, came = _without(before, after), _without(after, before)
    if kind == "quotation":  # one sign says it, however many there are
        gone, came = gone[:1], came[:1]
    return Alert(kind, gone, came)


def _are_alike(
    lists: Words, form: Callable[[Words, str], str], before: list[str], after: list[str]
) -> bool:
    return len(before) == len(after) and all(
        form(lists, one) == form(lists, other) for one, other in zip(before, after, strict=True)
    )


def _is_none(
    kind: AlertKind, then: Reading, now: Reading, change: Change, facts: tuple[list[str], list[str]]
) -> bool:
    """Whether what seem to be facts of a kind most likely are none."""
    if kind == "name":
        return _is_no_name(then, now, change, facts)
    return kind == "unit" and _are_ordinals(then.lists, *facts)


def _are_ordinals(lists: Words, before: list[str], after: list[str]) -> bool:
    """Whether words that are units and figures are no units, as none stands for them.

    The first patient, the second patient; not a second, a minute.
    """
    return not (before and after) and lists.figures.issuperset(map(str.lower, before + after))


def _is_no_name(
    then: Reading, now: Reading, change: Change, names: tuple[list[str], list[str]]
) -> bool:
    """Whether names that stand on one side only are most likely none.

    So if the word has its capital since it opens a sentence, and none went for it: "Overnight, the
    rain fell"; or none but a title tells, behind which any word may stand. And so on both sides if
    words are only parted otherwise: Health care, Healthcare.
    """
    words = then.words[change.then], now.words[change.now]
    if len(words[0]) != len(words[1]) and same_letters(*words):
        return True
    if all(names):
        return False
    side, part = (then, change.then) if names[0] else (now, change.now)
    other = now.words[change.now] if names[0] else then.words[change.then]
    own = {word.lower() for word in side.words[part]}
    goes_on = own.issuperset(word.lower() for word in other if word[:1].isalpha())
    if side.only_titled(names[0] or names[1]):
        return True
    return side.only_opens(part) and (goes_on or "," in side.words[part])


def _is_restyled(then: Reading, now: Reading, change: Change) -> bool:
    """Whether straight signs became primes: they were as likely meant to be."""
    before, after = then.words[change.then], now.words[change.now]
    if "'" not in before and "'" not in after:
        return False
    return len(before) == len(after) and all(
        {one, other} & _PRIMES and "'" in (one, other)
        for one, other in zip(before, after, strict=True)
    )


def _moved_marks(then: Reading, now: Reading, differing: Sequence[Change]) -> dict[int, bool]:
    """Changes beside which a quotation mark changed places, and whether with words.

    It did with none where it only went behind a comma, or before it.
    """
    moved: dict[int, bool] = {}
    for number, (one, other) in enumerate(pairwise(differing)):
        between = then.words[one.then.stop : other.then.start]
        if not between or any(word[0].isalnum() for word in between):
            continue
        before = "".join((*then.words[one.then], *then.words[other.then]))
        if before and before == "".join((*now.words[one.now], *now.words[other.now])):
            over = any(map(str.isalnum, before))
            if "'" in (*between, before):
                moved[number] = over
            if not over:
                moved[number + 1] = False
    return moved


def _set_otherwise(then: Reading, now: Reading, differing: Sequence[Change]) -> set[int]:
    """Changes between which a month and its day only changed places: 5 March, March 5."""
    dates: set[int] = set()
    for number, (one, other) in enumerate(pairwise(differing)):
        stays = slice(one.then.stop, other.then.start)
        if any(part.stop - part.start > _OF_A_DATE for part in (one.then, stays, other.now)):
            continue  # most are longer, and need not be read
        went = [_date(then, part) for part in (one.then, stays, other.then)]
        came = [_date(now, part) for part in (one.now, other.now)]
        if None in went or [went[2], went[0]] != came:
            continue
        if sorted(map(str.isdecimal, chain.from_iterable(filter(None, went)))) == [False, True]:
            dates |= {number, number + 1}
    return dates


def _date(side: Reading, part: slice) -> list[str] | None:
    """The day and the month among words; None if more stands there than of, the, th or a comma."""
    found: list[str] = []
    names = set(side.names(part))
    for word in side.words[part]:
        if word in names or (word.isdecimal() and len(word) <= _DAY):
            found.append(word)
        elif word != "," and not (word.isalpha() and len(word) <= _INITIALS):
            return None
    return found


def _is_slip(then: Reading, now: Reading, change: Change) -> bool:
    """Whether every word that changed is only spelled or set otherwise.

    "Million" and "milion"; "The Rain Fell" as a heading.
    """
    before, after = then.words[change.then], now.words[change.now]
    return len(before) == len(after) and all(
        _is_set_otherwise(then.lists, one, other) or _misspells(then.lists, one, other)
        for one, other in zip(before, after, strict=True)
    )


def _is_set_otherwise(lists: Words, one: str, other: str) -> bool:
    """Whether two words differ in capitals, and nothing else; not US and us."""
    word = one.lower()
    if word != other.lower() or word in lists.names:
        return False
    return len(word) > _INITIALS or not (one.isupper() or other.isupper())


def _misspells(lists: Words, one: str, other: str) -> bool:
    """Whether one word is the other with a letter too few or many, or two in wrong order.

    Or with ss for ß. Never so if both are words of the language's lists, or one denies the
    other; and never by its first letter, or "keinen" would be "einen".
    """
    if one.casefold() == other.casefold():
        return one.lower() != other.lower()
    return (
        min(len(one), len(other)) >= _LONG
        and one.islower()
        and other.islower()
        and one[0] == other[0]
        and not (lists.lists(one) and lists.lists(other))
        and not lists.opposite(one, other)
        and lists.within(one) == lists.within(other)
        and OSA.distance(one, other) == 1
        and (len(one) != len(other) or sorted(one) == sorted(other))
    )


def _opposites(then: Reading, now: Reading, change: Change) -> Iterator[Alert]:
    """Legal and illegal: the negation is in the word. Of many words none stands for another."""
    if max(len(then.words[change.then]), len(now.words[change.now])) > FEW:
        return
    for one in then.words[change.then]:
        for other in now.words[change.now]:
            if then.lists.opposite(one.lower(), other.lower()):
                yield Alert("negation", one, other)


def _without(facts: list[str], others: list[str]) -> str:
    """`facts` but those that stand on the other side too; all when only their order differs."""
    if len(facts) <= 1 and not set(facts) & set(others):
        return "".join(facts)
    alone = Counter(facts) - Counter(others)
    return " ".join(alone.elements() if alone or len(facts) != len(others) else facts)
