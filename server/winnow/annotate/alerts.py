"""What a reader must be told when the words of a mark changed: a fact is another one now.

Every change between the mark's words and today's is asked five questions: did a digit
change, a unit, a negation, a name, a quotation mark? A yes is an alert. When in doubt the
answer is yes: an alert too many costs a glance, one too few a wrong quotation.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from rapidfuzz.distance import OSA

from winnow.annotate.difference import Change
from winnow.annotate.language import Words
from winnow.annotate.placement import Alert, AlertKind
from winnow.annotate.text import UNSPACED_SIGN

_ENDS_A_SENTENCE: Final = frozenset(".!?:")
FEW: Final = 8
"""Words of a change among which opposites are sought, each beside each. Chosen."""
_LONG: Final = 5
"""Letters of a word from which on a slip is told from another word. Chosen."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Words in comparison form, with what is needed to tell names and units.

    `head` says that the first word stands at the head of a sentence; `nearby` holds the words
    that stand near: capitals make no names of those that are in lower case there.
    """

    words: Sequence[str]
    head: bool
    nearby: Sequence[str]
    lists: Words

    def figures(self, part: slice) -> Iterator[str]:
        """Numbers in digits, without the spaces of thousands, and in words."""
        for word in self.words[part]:
            if not word.isalpha() and any(map(str.isnumeric, word)):
                yield word.replace(" ", "")
            for piece in _parts(word):
                if piece in self.lists.figures:
                    yield piece

    def units(self, part: slice) -> Iterator[str]:
        """What figures count."""
        signs, letters = _signs()
        for index, word in self._indexed(part):
            behind_figure = index > 0 and self.words[index - 1][-1:].isnumeric()
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
        if self.lists.long_negations:
            said = "".join(self.words[part])
            for negation in self.lists.long_negations:
                yield from [negation] * said.count(negation)

    def names(self, part: slice) -> Iterator[str]:
        """Words with a capital that are no common words, initials, and months and days."""
        for index, word in self._indexed(part):
            for piece in word.split("'"):
                if piece.lower() in self.lists.names or self._is_name(index, piece):
                    yield piece

    def quotations(self, part: slice) -> Iterator[str]:
        """Quotation marks. An apostrophe within a word never stands alone here."""
        for word in self.words[part]:
            if word == "'":
                yield word

    def plain(self, part: slice) -> int:
        """How many words of a part are no facts of any kind, and alike to none."""
        plain: list[str] = []
        others: set[str] = set()
        for word in self.words[part]:
            if self._is_plain(word):
                plain.append(word)
            else:
                others.update(_parts(word))
        return len(plain) - sum(map(others.__contains__, plain))

    def is_plain(self, part: slice) -> bool:
        """Whether no word of a part is a fact of any kind."""
        return all(map(self._is_plain, self.words[part]))

    def _is_plain(self, word: str) -> bool:
        return (
            word.islower()
            and word.isalpha()
            and word not in self.lists.facts
            and word not in _signs()[1]
        )

    def _is_name(self, index: int, word: str) -> bool:
        if not word[:1].isupper():
            return False
        if len(word) == 1:
            return self.words[index + 1 : index + 2] == ["."]
        plain = word.lower()
        if word[1:].isupper():
            return True
        return not (self.lists.known(plain) or self._is_common(index, plain))

    def _is_common(self, index: int, plain: str) -> bool:
        """Whether a word has its capital from the head of a sentence, and none elsewhere."""
        return self._at_head(index) and plain.islower() and plain in self.nearby

    def _at_head(self, index: int) -> bool:
        return self.head if index == 0 else self.words[index - 1][-1:] in _ENDS_A_SENTENCE

    def _indexed(self, part: slice) -> Iterator[tuple[int, str]]:
        return ((index, self.words[index]) for index in range(*part.indices(len(self.words))))


_QUESTIONS: Final[tuple[tuple[AlertKind, Callable[[Reading, slice], Iterator[str]]], ...]] = (
    ("digit", Reading.figures),
    ("unit", Reading.units),
    ("negation", Reading.negations),
    ("name", Reading.names),
    ("quotation", Reading.quotations),
)


def alerts(then: Reading, now: Reading, differing: Sequence[Change]) -> list[tuple[int, Alert]]:
    """What `differing` changes of the facts, in order, each with the number of its change."""
    return [
        (number, alert)
        for number, change in enumerate(differing)
        for alert in _of_change(then, now, change)
    ]


def _of_change(then: Reading, now: Reading, change: Change) -> Iterator[Alert]:
    if _is_slip(then, now, change):
        return
    if then.is_plain(change.then) and now.is_plain(change.now):  # most changes, and soon told
        yield from _opposites(then, now, change)
        return
    for kind, facts in _QUESTIONS:
        before, after = list(facts(then, change.then)), list(facts(now, change.now))
        if before != after:
            yield Alert(kind, _without(before, after), _without(after, before))
        elif kind == "negation":
            yield from _opposites(then, now, change)
        elif kind == "quotation" and before:  # they enclose other words
            yield Alert(kind, before[0], after[0])


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


@lru_cache(512)
def _parts(word: str) -> list[str]:
    """`d'euros` is de and euros, `dix-neuf` ten and nine; in lower case. Three questions ask.

    Where words are written without spaces, each sign may be one.
    """
    pieces = word.lower().replace("-", "'").split("'")
    return [*pieces, *word] if len(word) > 1 and UNSPACED_SIGN.search(word) else pieces


@cache
def _signs() -> tuple[frozenset[str], frozenset[str]]:
    source = files(__package__).joinpath("signs.toml").read_text("utf-8")
    lists = tomllib.loads(source)
    return frozenset(lists["signs"].split()), frozenset(lists["letters"].split())
