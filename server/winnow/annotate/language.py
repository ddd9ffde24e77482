"""The words of a language that carry a fact, and which language a text is in.

What the words are is data: one file a language under `words/`, to be mended by whoever
speaks it. A language without a file is read with the words of all.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from winnow.annotate.once import once
from winnow.annotate.text import UNSPACED

_UNSPACED = re.compile(f"[{UNSPACED}]+")
_ENOUGH = 3
"""Common words a text must hold to be taken for a language; fewer tell nothing. Chosen."""
_CLOSE = 0.8
"""Share of the most common words from which on another language may be meant. Chosen: Spanish and
Portuguese have half of theirs in common."""


@dataclass(frozen=True)
class Words:
    """One language's words, in lower case."""

    language: str
    negations: frozenset[str]
    negating_prefixes: tuple[str, ...]
    negating_suffixes: tuple[str, ...]
    units: frozenset[str]
    figures: frozenset[str]
    names: frozenset[str]
    common: frozenset[str]

    @once
    def long_negations(self) -> tuple[str, ...]:
        """Negations of several signs in scripts that are written without spaces."""
        unspaced = filter(_UNSPACED.fullmatch, self.negations)
        return tuple(sorted(negation for negation in unspaced if len(negation) > 1))

    @once
    def facts(self) -> frozenset[str]:
        """All words that carry a fact."""
        return self.negations | self.units | self.figures | self.names

    def known(self, word: str) -> bool:
        """Whether `word`, in lower case, is in one of the lists: it is no stranger's name."""
        return (
            word in self.common
            or word in self.negations
            or word in self.units
            or word in self.figures
        )

    def lists(self, word: str) -> bool:
        """Whether `word`, in lower case, is in any of the lists."""
        return self.known(word) or word in self.names

    def opposite(self, one: str, other: str) -> bool:
        """Whether one of the words is the other behind a negating prefix or before a suffix."""
        short, long = (one, other) if len(one) <= len(other) else (other, one)
        size = len(short)
        if size <= 2 or size == len(long):  # noqa: PLR2004 - shorter words are articles and the like
            return False
        return (long.endswith(short) and long[:-size] in self.negating_prefixes) or (
            long.startswith(short) and long[size:] in self.negating_suffixes
        )


@cache
def languages() -> dict[str, Words]:
    """Every language there is a file for, by its two letters."""
    found = (file for file in files(__package__).joinpath("words").iterdir())
    return {
        name: _read(name, file.read_text("utf-8"))
        for file, name in sorted((file, file.name.removesuffix(".toml")) for file in found)
        if file.name.endswith(".toml")
    }


def words_of(language: str, sample: Iterable[str]) -> Words:
    """The words of `language` (BCP 47); where it has no file, those `sample` seems to be in.

    `sample` is words in lower case. Of languages that it may equally be in, those of each.
    """
    known = languages()
    said = known.get(language.lower().partition("-")[0])
    if said:
        return said
    counted = dict.fromkeys(known, 0)
    for names, times in Counter(map(_speakers().get, sample)).items():
        for name in names or ():
            counted[name] += times
    most = max(counted.values())
    if most < _ENOUGH:
        return _together(tuple(known))
    return _together(tuple(name for name in known if counted[name] >= _CLOSE * most))


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """The languages that each common word is one of."""
    speakers: dict[str, tuple[str, ...]] = {}
    for name, words in languages().items():
        for word in words.common:
            speakers[word] = (*speakers.get(word, ()), name)
    return speakers


def _read(name: str, source: str) -> Words:
    lists = {key: value.split() for key, value in tomllib.loads(source).items()}
    return Words(
        language=name,
        negating_prefixes=tuple(lists.pop("negating_prefixes")),
        negating_suffixes=tuple(lists.pop("negating_suffixes")),
        **{key: frozenset(value) for key, value in lists.items()},
    )


@cache
def _together(names: tuple[str, ...]) -> Words:
    known = tuple(languages()[name] for name in names)
    if len(known) == 1:
        return known[0]
    return Words(
        language="",
        negations=frozenset().union(*(words.negations for words in known)),
        negating_prefixes=tuple({p for words in known for p in words.negating_prefixes}),
        negating_suffixes=tuple({s for words in known for s in words.negating_suffixes}),
        units=frozenset().union(*(words.units for words in known)),
        figures=frozenset().union(*(words.figures for words in known)),
        names=frozenset().union(*(words.names for words in known)),
        common=frozenset().union(*(words.common for words in known)),
    )
