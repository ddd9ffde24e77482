"""What a reader must be told when the words of a mark changed: a fact is another one now.

Every change between the mark's words and today's is asked five questions: did a digit
change, a unit, a negation, a name, a quotation mark? A yes is an alert. When in doubt the
answer is yes: an alert too many costs a glance, one too few a wrong quotation.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from rapidfuzz.distance import OSA

from winnow.annotate.difference import Change
from winnow.annotate.language import Words
from winnow.annotate.placement import Alert, AlertKind

_ENDS_A_SENTENCE: Final = frozenset(".!?:")
_FEW: Final = 8
"""Words of a change among which opposites are sought, each beside each. Chosen."""
_LONG: Final = 5
"""Letters of a word from which on a slip is told from another word. Chosen."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Words in comparison form, with what is needed to tell names and units.

    `head` says that the first word stands at the head of a sentence; `plain` holds words
    that are written in lower case somewhere near: capitals do not make names of them.
    """

    words: Sequence[str]
    head: bool
    plain: frozenset[str]
    lists: Words

    def figures(self, part: slice) -> Iterator[str]:
        """Numbers in digits, without the spaces of thousands, and in words."""
        for word in self.words[part]:
            if any(sign.isdigit() for sign in word):
                yield word.replace(" ", "")
            for piece in _parts(word):
                if piece in self.lists.figures:
                    yield piece

    def units(self, part: slice) -> Iterator[str]:
        """What figures count."""
        signs, letters = _signs()
        for index, word in self._indexed(part):
            behind_figure = index > 0 and self.words[index - 1][-1:].isdigit()
            if word in signs or (behind_figure and word in letters):
                yield word
            else:
                yield from (piece for piece in _parts(word) if piece in self.lists.units)

    def negations(self, part: slice) -> Iterator[str]:
        """Words that deny; of `n'est` and `isn't` the part that does."""
        for word in self.words[part]:
            if word.lower().endswith("n't"):
                yield "n't"
            else:
                yield from (piece for piece in _parts(word) if piece in self.lists.negations)

    def names(self, part: slice) -> Iterator[str]:
        """Words with a capital that are no common words, and months and days."""
        for index, word in self._indexed(part):
            for piece in word.split("'"):
                if piece.lower() in self.lists.names or self._is_name(index, piece):
                    yield piece

    def quotations(self, part: slice) -> Iterator[str]:
        """Quotation marks. An apostrophe within a word never stands alone here."""
        for word in self.words[part]:
            if word == "'":
                yield word

    def _is_name(self, index: int, word: str) -> bool:
        if not word[:1].isupper() or len(word) == 1:
            return False
        plain = word.lower()
        if word[1:].isupper():
            return True
        return not (self.lists.known(plain) or (self._at_head(index) and plain in self.plain))

    def _at_head(self, index: int) -> bool:
        return self.head if index == 0 else self.words[index - 1][-1:] in _ENDS_A_SENTENCE

    def _indexed(self, part: slice) -> Iterator[tuple[int, str]]:
        return ((index, self.words[index]) for index in range(*part.indices(len(self.words))))


def alerts(then: Reading, now: Reading, differing: Sequence[Change]) -> list[tuple[int, Alert]]:
    """What `differing` changes of the facts, in order, each with the number of its change."""
    return [
        (number, alert)
        for number, change in enumerate(differing)
        for alert in _of_change(then, now, change)
    ]


def _of_change(then: Reading, now: Reading, change: Change) -> Iterator[Alert]:
    questions: tuple[tuple[AlertKind, Callable[[Reading, slice], Iterator[str]]], ...] = (
        ("digit", Reading.figures),
        ("unit", Reading.units),
        ("negation", Reading.negations),
        ("name", Reading.names),
        ("quotation", Reading.quotations),
    )
    if _is_slip(then, now, change):
        return
    for kind, facts in questions:
        before, after = list(facts(then, change.then)), list(facts(now, change.now))
        if before != after:
            yield Alert(kind, _without(before, after), _without(after, before))
        elif kind == "negation":
            yield from _opposites(then, now, change)


def _is_slip(then: Reading, now: Reading, change: Change) -> bool:
    """Whether every word that changed is only spelled otherwise: "million" and "milion"."""
    before, after = then.words[change.then], now.words[change.now]
    return len(before) == len(after) and all(
        _misspells(then.lists, one, other) for one, other in zip(before, after, strict=True)
    )


def _misspells(lists: Words, one: str, other: str) -> bool:
    """Whether one word is the other with a letter too few or many, or two in wrong order.

    Never so if both are words of the language's lists, or one denies the other; and never by
    its first letter, or "keinen" would be "einen".
    """
    return (
        min(len(one), len(other)) >= _LONG
        and one.islower()
        and other.islower()
        and one[0] == other[0]
        and not (lists.lists(one) and lists.lists(other))
        and not lists.opposite(one, other)
        and OSA.distance(one, other) == 1
        and (len(one) != len(other) or sorted(one) == sorted(other))
    )


def _opposites(then: Reading, now: Reading, change: Change) -> Iterator[Alert]:
    """Legal and illegal: the negation is in the word. Of many words none stands for another."""
    if max(len(then.words[change.then]), len(now.words[change.now])) > _FEW:
        return
    for one in then.words[change.then]:
        for other in now.words[change.now]:
            if then.lists.opposite(one.lower(), other.lower()):
                yield Alert("negation", one, other)


def _without(facts: list[str], others: list[str]) -> str:
    """`facts` but those that stand on the other side too; all when only their order differs."""
    alone = Counter(facts) - Counter(others)
    return " ".join(alone.elements() if alone or len(facts) != len(others) else facts)


def _parts(word: str) -> list[str]:
    """`d'euros` is de and euros, `dix-neuf` ten and nine; in lower case."""
    return word.lower().replace("-", "'").split("'")


@cache
def _signs() -> tuple[frozenset[str], frozenset[str]]:
    source = files(__package__).joinpath("signs.toml").read_text("utf-8")
    lists = tomllib.loads(source)
    return frozenset(lists["signs"].split()), frozenset(lists["letters"].split())
