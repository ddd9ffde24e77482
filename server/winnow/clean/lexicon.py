"""The words that boxes, lists and buttons of web pages are written with, a language a file.

`languages/*.json` is data for speakers to mend; this module only looks phrases up. All
languages are searched at once, because a page's chaff is often in another language than its text.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

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
    for file in sorted(files(__package__).joinpath("languages").iterdir(), key=lambda f: f.name):
        language = json.loads(file.read_text(encoding="utf-8"))
        for kind in KINDS:
            for phrase in language[kind]:
                words = tuple(tokens(phrase))
                whole.setdefault(key(words), set()).add(kind)
                kinds_of[words] = kinds_of.get(words, 0) | 1 << KINDS.index(kind)
        stop[file.name.removesuffix(".json")] = frozenset(language["stop"])
        months.update(month.casefold() for month in language["months"])
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for words, kinds in sorted(kinds_of.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        phrases.setdefault(words[0], []).append((words, kinds))
    return Lexicon(
        {phrase: frozenset(kinds) for phrase, kinds in whole.items()},
        {first: tuple(listed) for first, listed in phrases.items()},
        stop,
        frozenset(months),
    )
