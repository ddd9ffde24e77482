"""The words that boxes, lists and buttons of web pages are written with, a language a file.

`languages/*.json` is data for speakers to mend; this module only looks phrases up. All
languages are searched at once, because a page's chaff is often in another language than its text.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from winnow.clean.tokens import key, tokens

KINDS: Final = (
    "teaser",
    "inline",
    "more",
    "newsletter",
    "consent",
    "share",
    "comments",
    "author",
    "warning",
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`phrases`: first word → the phrases that begin with it, longest first, with their kinds."""

    whole: dict[str, frozenset[str]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], int], ...]]
    stop: dict[str, frozenset[str]]
    months: frozenset[str]
    inline: frozenset[str]
    """The words that labels before a headline are made of."""
    teaser: frozenset[str]
    """The words that headings over other articles are made of, but for the commonest."""

    def is_whole(self, words: Sequence[str], kind: str) -> bool:
        """Whether a line says one phrase of `kind` and nothing else."""
        return kind in self.whole.get(key(words), ())

    def opens_with(self, words: Sequence[str], kind: str) -> int:
        """How many words of a phrase of `kind` a line opens with."""
        flag = 1 << KINDS.index(kind)
        for phrase, kinds in self.phrases.get(words[0], ()) if words else ():
            if kinds & flag and tuple(words[: len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def speaks_of_others(self, telling: Sequence[str]) -> bool:
        """Whether a line's words, the commonest aside, are all of headings over other articles."""
        return bool(telling) and self.teaser.issuperset(telling)

    def hits(self, words: Sequence[str]) -> list[int]:
        """Words covered by phrases, one count a kind, in the order of KINDS."""
        counts = [0] * len(KINDS)
        phrases = self.phrases
        for at, word in enumerate(words):
            for phrase, kinds in phrases.get(word, ()):
                size = len(phrase)
                if size == 1 or tuple(words[at : at + size]) == phrase:
                    for kind in range(len(KINDS)):
                        if kinds >> kind & 1:
                            counts[kind] += size
                    break
        return counts


@cache
def lexicon() -> Lexicon:
    """All languages, read once."""
    whole: dict[str, set[str]] = {}
    kinds_of: dict[tuple[str, ...], int] = {}
    stop: dict[str, frozenset[str]] = {}
    months: set[str] = set()
    for name, language in _languages().items():
        for kind in KINDS:
            for phrase in language[kind]:
                words = tuple(tokens(phrase))
                whole.setdefault(key(words), set()).add(kind)
                kinds_of[words] = kinds_of.get(words, 0) | 1 << KINDS.index(kind)
        stop[name] = frozenset(language["stop"])
        months.update(month.casefold() for forms in language["months"] for month in forms)
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for words, kinds in sorted(kinds_of.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        phrases.setdefault(words[0], []).append((words, kinds))
    return Lexicon(
        {phrase: frozenset(kinds) for phrase, kinds in whole.items()},
        {first: tuple(listed) for first, listed in phrases.items()},
        stop,
        frozenset(months),
        frozenset(
            word
            for language in _languages().values()
            for phrase in language["inline"]
            for word in tokens(phrase)
        ),
        frozenset(
            word
            for language in _languages().values()
            for phrase in language["teaser"]
            for word in tokens(phrase)
        ).difference(*stop.values()),
    )


@cache
def stop_words() -> frozenset[str]:
    """The commonest words of all languages."""
    return frozenset().union(*lexicon().stop.values())


STEMS: Final = ("ask", "address", "job", "life", "prompt", "self")
"""What boxes ask for, how they address the reader; what authors are and do; what asks to share a
page or to comment on it; how an author is spoken of."""


@dataclass(frozen=True, slots=True)
class Stems:
    """Words of one kind in all languages: whole phrases, and beginnings of words (`donat*`)."""

    phrases: dict[str, tuple[tuple[str, ...], ...]]
    beginnings: frozenset[str]
    longest: int
    known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def opens(self, words: Sequence[str]) -> int:
        """How many words of a phrase of this kind a line opens with."""
        for phrase in self.phrases.get(words[0], ()) if words else ():
            if tuple(words[: len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def covers(self, words: Sequence[str]) -> list[bool]:
        """For each word whether it is of this kind."""
        told = list(map(self.known.get, words))
        covered = [
            self._begins(word) if yes is None else yes
            for word, yes in zip(words, told, strict=True)
        ]
        if self.phrases.keys().isdisjoint(words):
            return covered
        opening = [at for at, word in enumerate(words) if word in self.phrases]
        for at in opening:
            for phrase in self.phrases[words[at]]:
                size = len(phrase)
                if size == 1 or tuple(words[at : at + size]) == phrase:
                    covered[at : at + size] = [True] * size
                    break
        return covered

    def _begins(self, word: str) -> bool:
        """Whether a word begins as one of this kind does; words recur, so it is remembered."""
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        begins = self.known[word] = any(
            word[:size] in self.beginnings
            for size in range(SHORTEST_STEM, min(self.longest, len(word)) + 1)
        )
        return begins


_REMEMBERED: Final = 50_000
"""Words remembered, a few megabytes."""
SHORTEST_STEM: Final = 3
"""Letters; shorter beginnings begin everything."""


@cache
def stems(kind: str) -> Stems:
    """The words of a kind of STEMS, read once."""
    phrases: dict[str, set[tuple[str, ...]]] = {}
    beginnings: set[str] = set()
    for language in _languages().values():
        for entry in language[kind]:
            words = tuple(tokens(entry.removesuffix("*")))
            if entry.endswith("*") and len(words) == 1 and len(words[0]) >= SHORTEST_STEM:
                beginnings.add(words[0])
            elif words:
                phrases.setdefault(words[0], set()).add(words)
    return Stems(
        {
            first: tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))
            for first, found in phrases.items()
        },
        frozenset(beginnings),
        max(map(len, beginnings), default=0),
    )


@cache
def headings(kind: str) -> frozenset[str]:
    """Whole phrases of a kind that stands outside KINDS, as keys."""
    return frozenset(
        key(tokens(phrase)) for language in _languages().values() for phrase in language[kind]
    )


@cache
def months() -> dict[str, int]:
    """Every form of a month's name, in small letters, with its number from 1."""
    return {
        form: number
        for language in _languages().values()
        for kind in ("months", "short_months")
        for number, forms in enumerate(language[kind], 1)
        for form in forms
    }


@cache
def any_of(kind: str) -> str:
    """A regular expression for the phrases of a kind in all languages, longest first."""
    phrases = {phrase for language in _languages().values() for phrase in language[kind]}
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in ordered)


@cache
def _languages() -> dict[str, dict[str, Any]]:
    """The files of `languages/`, read when first asked for: kind → phrases.

    `months` and `short_months` hold twelve lists, the forms of each month.
    """
    folder = files(__package__).joinpath("languages")
    return {
        file.name.removesuffix(".json"): json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".json")
    }
