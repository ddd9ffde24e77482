"""What a reader must be told when the words of a mark changed: a fact is another one now.

Every change between the mark's words and today's is asked five questions: did a digit
change, a unit, a negation, a name, a quotation mark? A yes is an alert. When in doubt the
answer is yes: an alert too many costs a glance, one too few a wrong quotation.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from winnow.annotate.difference import Change
from winnow.annotate.language import Words
from winnow.annotate.placement import Alert, AlertKind
from winnow.annotate.text import UNSPACED_SIGN
from winnow.annotate.unspaced import changed_names

_ENDS_A_SENTENCE: Final = frozenset(".!?:")
FEW: Final = 8
"""Words of a change among which opposites are sought, each beside each. Chosen."""
_ENDED: Final = 7
"""Letters of a word from which on its ending tells that it is no name: not Emily's. Chosen."""
_PRIMES: Final = frozenset("′″")
_ROMAN: Final = re.compile(
    "(?=.)M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})|[IVX]{2,}[a-zè]{1,3}"
)
_SMALL_ROMAN: Final = re.compile("(?=..)x{0,3}(?:i[xv]|v?i{0,3})")
_POINTS: Final = str.maketrans("٫٬", ".,")
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
        """Numbers in digits, without the spaces of thousands, in words, and Roman ones."""
        for index, word in self._indexed(part):
            if not word.isalpha() and any(map(str.isnumeric, word)):
                yield word.replace(" ", "")
            elif self._is_roman(index, word):
                yield word
            yield from self._listed("figures", index)

    def units(self, part: slice) -> Iterator[str]:
        """What figures count."""
        signs, letters = _signs()
        for index, word in self._indexed(part):
            measure = self._abbreviated(index)
            if word in signs or (self._is_measure(index) and measure.replace(".", "") in letters):
                yield measure
            else:
                yield from self._listed("units", index)

    def negations(self, part: slice) -> Iterator[str]:
        """Words that deny; of `n'est` and `isn't` the part that does."""
        for index, word in self._indexed(part):
            if word.lower().endswith("n't"):
                yield "n't"
            else:
                yield from self._listed("negations", index)

    def names(self, part: slice) -> Iterator[str]:
        """Words with a capital that are no common words, initials, and months and days."""
        for index, word in self._indexed(part):
            for piece in word.split("'"):
                if self._is_listed_name(piece.lower()) or self._is_name(index, piece):
                    yield piece
            yield from self._within("names", index)

    def only_opens(self, part: slice) -> bool:
        """Whether the names of a part are one word that has its capital from the head."""
        names = [index for index, word in self._indexed(part) if self._is_name(index, word)]
        return (
            len(names) == 1
            and self._at_head(names[0])
            and not any(self._is_name(names[0] + 1, word) for word in self._next(names[0]))
        )

    def only_titled(self, names: Sequence[str]) -> bool:
        """Whether nothing but the title beside them says that words are names."""
        return all(name.upper() == name and name not in self.lists.names for name in names)

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
            and (len(word) > 1 or word in self.lists.common)
            and word not in self.lists.facts
            and word not in _signs()[1]
            and not _SMALL_ROMAN.fullmatch(word)
            and not self.lists.is_figure(word)
            and not self.lists.within(word)
        )

    def _listed(self, kind: str, index: int) -> Iterator[str]:
        """The words of a list that the word at `index` is, or holds."""
        word = self.words[index]
        listed, lists = getattr(self.lists, kind), self.lists
        for piece in _parts(word):
            if piece not in lists.inner and (
                piece in listed or (kind == "figures" and lists.is_figure(piece))
            ):
                yield piece
        yield from self._within(kind, index)

    def _within(self, kind: str, index: int) -> Iterator[str]:
        word = self.words[index].lower()
        for found, piece in self.lists.within(word, behind_figure=self._behind_figure(index)):
            if found == kind:
                yield piece

    def _next(self, index: int) -> Sequence[str]:
        return self.words[index + 1 : index + 2]

    def _behind_figure(self, index: int) -> bool:
        return index > 0 and self.words[index - 1][-1:].isnumeric()

    def _is_measure(self, index: int) -> bool:
        return self._behind_figure(index) or (index > 0 and self.words[index - 1] == "°")

    def _abbreviated(self, index: int) -> str:
        """The word at `index`; of the first letter of `a.m.` all of it."""
        letters = self.words[index : index + 4]
        whole = len(letters[0]) == 1 and list(letters[1::2]) == [".", "."] and len(letters[2]) == 1
        return "".join(letters) if whole else letters[0]

    def _is_roman(self, index: int, word: str) -> bool:
        """Whether a word is a Roman number; of one letter only behind a name: Charles I."""
        if _SMALL_ROMAN.fullmatch(word):
            return not self.lists.known(word)
        if not _ROMAN.fullmatch(word):
            return False
        return len(word) > 1 or (index > 0 and self._is_name(index - 1, self.words[index - 1]))

    def _is_name(self, index: int, word: str) -> bool:
        if word.islower() or not word[:1].isalpha():
            return False
        plain = word.lower()
        if plain == word:
            return plain == word.upper() and self._has_title(index, plain)
        if len(word) == 1:
            return list(self._next(index)) == ["."]
        if self._is_roman(index, word) or (self._is_measure(index) and word in _signs()[1]):
            return False
        if word[1:] != plain[1:]:  # NASA, iPhone, McDonald
            return True
        return not (self.lists.known(plain) or self._is_common(index, plain))

    def _is_listed_name(self, word: str) -> bool:
        return word in self.lists.names and word not in self.lists.inner

    def _has_title(self, index: int, word: str) -> bool:
        """Whether a word of a script without capitals stands beside a title."""
        lists = self.lists
        if not (lists.titles or lists.titles_behind) or lists.known(word) or word in lists.titles:
            return False
        before, behind = self.words[max(0, index - 1) : index], self._next(index)
        return any(title in lists.titles for title in before) or any(
            title.startswith(tuple(lists.titles_behind)) for title in behind
        )

    def _is_common(self, index: int, plain: str) -> bool:
        """Whether a word has its capital from the head of a sentence, and none elsewhere.

        Or from its language, if its ending is none of names.
        """
        if len(plain) >= _ENDED and plain.endswith(tuple(self.lists.common_endings)):
            return True
        return self._at_head(index) and plain in self.nearby

    def _at_head(self, index: int) -> bool:
        return self.head if index == 0 else self.words[index - 1][-1:] in _ENDS_A_SENTENCE

    def _indexed(self, part: slice) -> Iterator[tuple[int, str]]:
        return ((index, self.words[index]) for index in range(*part.indices(len(self.words))))


def _verbatim(_lists: Words, fact: str) -> str:
    return fact


def _in_digits(_lists: Words, figure: str) -> str:
    """A figure in the digits and signs of ASCII: ٣٫٥ and ３.５ are 3.5."""
    if figure.isascii():
        return figure
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in figure
    ).translate(_POINTS)


_QUESTIONS: Final[
    tuple[
        tuple[AlertKind, Callable[[Reading, slice], Iterator[str]], Callable[[Words, str], str]],
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
    """What `differing` changes of the facts, in order, each with the number of its change."""
    requoted = set(_requoted(then, now, differing))
    told: list[tuple[int, Alert]] = []
    for number, change in enumerate(differing):
        told += [(number, alert) for alert in _of_change(then, now, change)]
        if number in requoted:
            told.append((number, Alert("quotation", "'", "'")))
    return told


def _of_change(then: Reading, now: Reading, change: Change) -> Iterator[Alert]:
    if _is_slip(then, now, change) or _is_restyled(then, now, change):
        return
    if then.is_plain(change.then) and now.is_plain(change.now):  # most changes, and soon told
        yield from _opposites(then, now, change)
        return
    for kind, facts, same in _QUESTIONS:
        before, after = list(facts(then, change.then)), list(facts(now, change.now))
        alike = partial(same, then.lists)
        if list(map(alike, before)) != list(map(alike, after)):
            if kind == "name" and _is_no_name(then, now, change, (before, after)):
                continue
            yield Alert(kind, _without(before, after), _without(after, before))
        elif kind == "negation":
            yield from _opposites(then, now, change)
        elif kind == "name":
            said = "".join(then.words[change.then]), "".join(now.words[change.now])
            if all(map(UNSPACED_SIGN.search, said)):
                yield from (Alert(kind, *pair) for pair in changed_names(then.lists, *said))
        elif kind == "quotation" and before:  # they enclose other words
            yield Alert(kind, before[0], after[0])


def _is_no_name(
    then: Reading, now: Reading, change: Change, names: tuple[list[str], list[str]]
) -> bool:
    """Whether names that stand on one side only are most likely none.

    So if the word has its capital since it opens a sentence, and none went for it: "Overnight,
    the rain fell"; or none but a title tells, behind which any word may stand.
    """
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
    return len(before) == len(after) and all(
        {one, other} & _PRIMES and "'" in (one, other)
        for one, other in zip(before, after, strict=True)
    )


def _requoted(then: Reading, now: Reading, differing: Sequence[Change]) -> Iterator[int]:
    """The changes behind which a quotation mark stands, over which words went."""
    for number, (one, other) in enumerate(pairwise(differing)):
        between = then.words[one.then.stop : other.then.start]
        if "'" not in between or any(word[0].isalnum() for word in between):
            continue
        before = "".join((*then.words[one.then], *then.words[other.then]))
        if before and before == "".join((*now.words[one.now], *now.words[other.now])):
            yield number


def _is_slip(then: Reading, now: Reading, change: Change) -> bool:
    """Whether every word that changed is only spelled otherwise: "million" and "milion"."""
    before, after = then.words[change.then], now.words[change.now]
    return len(before) == len(after) and all(
        _misspells(then.lists, one, other) for one, other in zip(before, after, strict=True)
    )


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


@lru_cache(512)
def _parts(word: str) -> list[str]:
    """`d'euros` is de and euros, `dix-neuf` ten and nine; in lower case. Three questions ask."""
    return word.lower().replace("-", "'").split("'")


@cache
def _signs() -> tuple[frozenset[str], frozenset[str]]:
    source = files(__package__).joinpath("signs.toml").read_text("utf-8")
    lists = tomllib.loads(source)
    return frozenset(lists["signs"].split()), frozenset(lists["letters"].split())
