"""The words of a language that carry a fact, and which language a text is in.

What the words are is data: one file a language under `words/`, to be mended by whoever
speaks it. A language without a file is read with the words of all.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, compress, count
from struct import Struct
from typing import Final

from rapidfuzz.distance import Prefix

from winnow.annotate.once import once
from winnow.annotate.text import UNSPACED as _UNSPACED

UNSPACED: Final = re.compile(f"[{_UNSPACED}]+")
"""Words of scripts that are written without spaces."""
_HANGUL: Final = re.compile("[가-힣]+")
_FACTS: Final = ("negations", "units", "figures", "names")
_ROOT: Final = 3
"""Letters that two opposites have in common at least; shorter words are articles and the like."""
_ENDING: Final = 6
"""Letters that a word may have where its opposite has a suffix: useful, useless. Chosen."""
_LONGEST: Final = 36
"""Letters of a number that is written as one word. A bound on the work: such words can be cut in
many ways."""
_SAME: Final = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "bs": "hr", "sh": "hr"}
"""Codes of languages whose words stand under another one."""
_CLOSE = 0.8
"""Share of the most common words from which on another language may be meant. Chosen: Spanish and
Portuguese have half of theirs in common."""

_COUNT: Final = 32
"""Bits of a language's count of words, a `struct` "I"."""


@dataclass(frozen=True, eq=False)
class Words:
    """One language's words, in lower case."""

    language: str
    negations: frozenset[str]
    negating_prefixes: frozenset[str]
    negating_suffixes: frozenset[str]
    units: frozenset[str]
    figures: frozenset[str]
    names: frozenset[str]
    common: frozenset[str]
    prefixes_within: frozenset[str] = frozenset()
    """What of `negating_prefixes` denies the last part of a compound too."""
    negating_parts: frozenset[str] = frozenset()
    """Parts that deny wherever they stand in a word: of verbs, mostly."""
    same_negations: frozenset[str] = frozenset()
    """Negations that say the same in other letters: not, n't."""
    percent: frozenset[str] = frozenset()
    """What says the same as %; of two words with a hyphen between: percent, per-cent."""
    innocent: frozenset[str] = frozenset()
    """Words that hold one of the lists' words, or a part that denies, and not its sense."""
    joins: frozenset[str] = frozenset()
    """What stands between figures that are written as one word: einundzwanzig."""
    groups: frozenset[str] = frozenset()
    """The sign that parts thousands in figures, if it is a point or comma."""
    counting: frozenset[tuple[str, str]] = frozenset()
    """Small numbers in words, each with the figure that says the same: two, 2."""
    common_endings: frozenset[str] = frozenset()
    """Endings of words that are no names, though they open a sentence."""
    titles: frozenset[str] = frozenset()
    """Words that a name follows, where names have no capitals."""
    titles_behind: frozenset[str] = frozenset()
    """Words that follow a name there."""
    proclitics: frozenset[str] = frozenset()
    """Short words that are written onto the next one: and, the, in."""
    surnames: frozenset[str] = frozenset()
    """The first signs of names there."""
    transliterated: frozenset[str] = frozenset()
    """The signs that foreign names are written with."""

    @once
    def facts(self) -> frozenset[str]:
        """All words that carry a fact."""
        return self.negations | self.units | self.figures | self.names

    @once
    def two_words(self) -> frozenset[str]:
        """What of `percent` is two words."""
        return frozenset(word for word in self.percent if "-" in word)

    @once
    def ends_of_two_words(self) -> frozenset[str]:
        """What such a word ends with, or both written as one."""
        return self.two_words.union(word.rpartition("-")[2] for word in self.two_words)

    @once
    def inner(self) -> frozenset[str]:
        """Facts that are sought within words, since nothing need part them from others.

        So in scripts without spaces, and of Korean what is no ending of something else.
        """
        return frozenset(
            word
            for word in self.facts
            if UNSPACED.fullmatch(word)
            or (_HANGUL.fullmatch(word) and (len(word) > 1 or word in self.units))
        )

    @once
    def sought(self) -> frozenset[str]:
        """What is sought within words."""
        held = self.inner | self.negating_parts
        return held | self.innocent if held else held

    @once
    def _sizes(self) -> Sequence[int]:
        """How long those are, the longest first."""
        return sorted({len(piece) for piece in self.sought}, reverse=True)

    @lru_cache(4_096)  # noqa: B019 - there are as many of these as languages, for ever
    def within(self, word: str, *, behind_figure: bool = False) -> Sequence[tuple[str, str]]:
        """The facts within `word`, in lower case, each behind the name of its list.

        They are sought in scripts without spaces, where each sign may be a word, and in words
        that are denied by a part of them. `behind_figure`: a figure stands before the word.
        """
        found: list[tuple[str, str]] = []
        counted = 0 if behind_figure else -1  # where the last figure, or what it counts, ended
        for start, piece in self._pieces(word):
            listed = _FACTS if piece in self.inner else ()
            kinds = [kind for kind in listed if piece in getattr(self, kind)]
            if piece in self.negating_parts:
                kinds.append("negations")
            measures = counted == start or word[start - 1 : start].isnumeric()
            if "units" in kinds and len(piece) == 1 and not measures:
                kinds.remove("units")
            if "units" in kinds or "figures" in kinds:
                counted = start + len(piece)
            found += [(kind, piece) for kind in kinds]
        return found

    def _pieces(self, word: str) -> Iterator[tuple[int, str]]:
        """What of `sought` stands in a word, and where; of two at one place the longer."""
        at = 0
        while at < len(word):
            for size in self._sizes:
                piece = word[at : at + size]
                if piece in self.sought:
                    yield at, piece
                    at += size
                    break
            else:
                at += 1

    @once
    def _compound(self) -> re.Pattern[str] | None:
        """A word that is nothing but figures; None if the language writes none so."""
        if not self.joins:
            return None
        figures = "|".join(sorted(map(re.escape, self.figures), key=len, reverse=True))
        joins = "|".join(sorted(map(re.escape, self.joins), key=len, reverse=True))
        return re.compile(f"(?:{figures})(?:(?:{joins})?(?:{figures}))+")

    @lru_cache(4_096)  # noqa: B019
    def is_figure(self, word: str) -> bool:
        """Whether `word`, in lower case, is a number or share."""
        if word in self.figures:
            return True
        return len(word) <= _LONGEST and bool(self._compound and self._compound.fullmatch(word))

    def without_proclitic(self, word: str, listed: frozenset[str]) -> str:
        """`word`, or what is left of it without a short word that is written onto it, if listed."""
        if not self.proclitics or word in listed or word in self.common:
            return word
        for size in (1, 2):
            rest = word[size:]
            if word[:size] in self.proclitics and len(rest) >= _ROOT and rest in listed:
                return rest
        return word

    @lru_cache(8_192)  # noqa: B019
    def listed(self, kind: str, word: str) -> Sequence[str]:
        """The words of a list, `kind`, that a word is, or that its parts are."""
        words = getattr(self, kind)
        pieces = (self.without_proclitic(part, words) for part in parts(word))
        return [
            piece
            for piece in pieces
            if piece not in self.inner
            and (piece in words or (kind == "figures" and self.is_figure(piece)))
        ]

    def same_negation(self, word: str) -> str:
        """A word for all that deny the same."""
        return min(self.same_negations) if word in self.same_negations else word

    def same_figure(self, figure: str) -> str:
        """A figure without what parts its thousands: 1 234; in English 1,234, in German 1.234.

        Of a small number in words its figure, if the word says that one only.
        """
        said = self._values.get(figure.lower())
        if said:
            return said
        grouped = self._grouped.fullmatch(figure)
        return re.sub("[ '.,]", "", figure) if grouped else figure

    @once
    def _values(self) -> dict[str, str]:
        """The figures of `counting`, but of words that are several of them in several languages."""
        often = Counter(word for word, _ in self.counting)
        return {word: figure for word, figure in self.counting if often[word] == 1}

    @once
    def _grouped(self) -> re.Pattern[str]:
        own = min(self.groups) if len(self.groups) == 1 else ""
        return re.compile(rf"[-+]?\d{{1,3}}(?:[ '{own}]\d{{3}})+")

    def same_unit(self, unit: str) -> str:
        """A unit for all that say the same."""
        return "%" if unit.lower().replace(" ", "-") in self.percent else unit

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
        """Whether one of the words denies the other, by what it begins or ends with.

        Legal and illegal, home and homeless, useful and useless.
        """
        if self._opposite(one, other):
            return True
        bare = _bare(one), _bare(other)
        return bare != (one, other) and self._opposite(*bare)

    def _opposite(self, one: str, other: str) -> bool:
        short, long = (one, other) if len(one) <= len(other) else (other, one)
        size = len(short)
        if size < _ROOT:
            return False
        if long.endswith(short) and long[:-size] in self.negating_prefixes:
            return True
        if self.prefixes_within and self._denies_within(short, long):
            return True
        return self._lacks(one, other) or self._lacks(other, one)

    def _denies_within(self, short: str, long: str) -> bool:
        """Whether a part of a compound is denied: schuldfähig, schuldunfähig."""
        at = Prefix.similarity(short, long)
        return any(
            short[:start] + prefix + short[start:] == long
            for prefix in self.prefixes_within
            for start in range(max(_ROOT, at - len(prefix)), min(at, len(short) - _ROOT) + 1)
        )

    @once
    def _suffixes(self) -> tuple[str, ...]:
        return tuple(self.negating_suffixes)

    def _lacks(self, one: str, other: str) -> bool:
        """Whether `one` says by its ending that there is nothing of what `other` is of."""
        return one.endswith(self._suffixes) and any(
            one.endswith(suffix)
            and other.startswith(one[: -len(suffix)])
            and len(one) - len(suffix) >= _ROOT
            and len(other) - len(one) + len(suffix) <= _ENDING
            and not other.endswith(suffix)
            for suffix in self.negating_suffixes
        )


@lru_cache(512)
def parts(word: str) -> list[str]:
    """`d'euros` is de and euros, `dix-neuf` ten and nine; in lower case."""
    return word.lower().replace("-", "'").split("'")


def _bare(word: str) -> str:
    """`word` without accents, which a prefix may move: δυνατό, αδύνατο."""
    if word.isascii():
        return word
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", word)))


@cache
def languages() -> dict[str, Words]:
    """Every language there is a file for, by its two letters."""
    found = (file for file in files(__package__).joinpath("words").iterdir())
    return {
        name: _read(name, file.read_text("utf-8"))
        for file, name in sorted((file, file.name.removesuffix(".toml")) for file in found)
        if file.name.endswith(".toml")
    }


def words_of(language: str, sample: Sequence[str]) -> Words:
    """The words of `language` (BCP 47); where it has no file, those `sample` seems to be in.

    `sample` is words in lower case. Of languages that it may equally be in, those of each; of
    all where it holds no common word of any.
    """
    known = languages()
    code = language.lower().partition("-")[0]
    said = known.get(_SAME.get(code, code))
    if said:
        return said
    total = sum(filter(None, map(_speakers().get, _signs(sample))))
    counted = _counts().unpack(total.to_bytes(_counts().size, "little"))
    least = _CLOSE * max(counted)
    return _together(tuple(compress(known, map(least.__le__, counted))))


def _signs(sample: Sequence[str]) -> Iterable[str]:
    """The words of `sample`, and each sign of those that are written without spaces."""
    joined = "".join(sample)
    if joined.isascii() or not UNSPACED.search(joined):
        return sample
    return chain.from_iterable(word if UNSPACED.match(word) else (word,) for word in sample)


@cache
def _counts() -> Struct:
    """The counts of all languages, as one number's bytes."""
    return Struct(f"<{len(languages())}I")


@cache
def _speakers() -> dict[str, int]:
    """The languages that each common word is one of: a one in the count of each.

    All counts are one number, so that all are counted by one sum.
    """
    speakers: dict[str, int] = {}
    for number, words in enumerate(languages().values()):
        for word in words.common:
            speakers[word] = speakers.get(word, 0) + (1 << _COUNT * number)
    return speakers


def _read(name: str, source: str) -> Words:
    told = tomllib.loads(source)
    counting = told.pop("counting", "").split()
    lists = {key: frozenset(value.split()) for key, value in told.items()}
    lists["units"] |= lists.get("percent", frozenset())
    signs = lists.pop("transliterated", frozenset())
    return Words(
        language=name,
        transliterated=frozenset("".join(signs)),
        counting=frozenset(zip(counting, map(str, count()), strict=False)),
        **lists,
    )


@cache
def _together(names: tuple[str, ...]) -> Words:
    known = [languages()[name] for name in names]
    if len(known) == 1:
        return known[0]
    lists = (field.name for field in fields(Words) if field.name != "language")
    return Words(
        language="",
        **{name: frozenset().union(*(getattr(words, name) for words in known)) for name in lists},
    )
