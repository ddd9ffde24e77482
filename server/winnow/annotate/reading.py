"""The facts that words say: figures, units, negations, names and quotation marks.

Most of them the words' language lists. What else says that a word is a name or a unit is its
capital, or what stands beside it.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Final

from winnow.annotate.language import Words, parts
from winnow.annotate.once import once

_ENDS_A_SENTENCE: Final = frozenset(".!?:")
_ENDED: Final = 7
"""Letters of a word from which on its ending tells that it is no name: not Emily's. Chosen."""
_ROMAN: Final = re.compile(
    "(?=.)M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})|[IVX]{2,}[a-zè]{1,3}"
)
_SMALL_ROMAN: Final = re.compile("(?=..)x{0,3}(?:i[xv]|v?i{0,3})")


class Nearby:
    """The words that stand near others, gathered when first asked for."""

    def __init__(self, words: Sequence[Sequence[str]], around: Sequence[str]) -> None:
        self._words = words
        self._around = around

    @once
    def words(self) -> Collection[str]:
        """Those words, and all of what stands around them."""
        return set(chain(*self._words, *map(str.split, self._around)))


@dataclass(frozen=True, slots=True)
class Reading:
    """Words in comparison form, with what is needed to tell names and units.

    `head` says that the first word stands at the head of a sentence; `nearby` are the words
    that stand near: capitals make no names of those that are in lower case there.
    """

    words: Sequence[str]
    head: bool
    nearby: Nearby
    lists: Words

    def figures(self, part: slice) -> list[str]:
        """Numbers in digits, without the spaces of thousands, in words, and Roman ones."""
        found: list[str] = []
        for index, word in self._indexed(part):
            if not word.isalpha() and any(map(str.isnumeric, word)):
                found.append(word.replace(" ", "").replace("'", ""))
            elif self._is_roman(index, word):
                found.append(word)
            if not self._percent(index):
                found += self._listed("figures", index)
        return found

    def units(self, part: slice) -> list[str]:
        """What figures count."""
        signs, letters = _signs()
        found: list[str] = []
        for index, word in self._indexed(part):
            measure = self._abbreviated(index)
            letter = measure.replace(".", "")
            percent = self._percent(index)
            if percent:
                found.append(percent)
            elif self._percent(index + 1):
                continue
            elif word in signs or (
                letter in letters and self._is_measure(index) and not self._is_word(letter)
            ):
                found.append(measure)
            else:
                found += self._listed("units", index)
        return found

    def negations(self, part: slice) -> list[str]:
        """Words that deny; of `n'est` and `isn't` the part that does."""
        found: list[str] = []
        for index, word in self._indexed(part):
            if word.lower().endswith("n't"):
                found.append("n't")
            else:
                found += self._listed("negations", index)
        return found

    def names(self, part: slice) -> list[str]:
        """Words with a capital that are no common words, initials, and months and days."""
        found: list[str] = []
        for index, word in self._indexed(part):
            found += [
                piece
                for piece in word.split("'")
                if self._is_listed_name(piece.lower()) or self._is_name(index, piece)
            ]
            found += self._within("names", index)
        return found

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
        return all(name.upper() == name.lower() and name not in self.lists.names for name in names)

    def quotations(self, part: slice) -> list[str]:
        """Quotation marks. An apostrophe within a word never stands alone here."""
        return [word for word in self.words[part] if word == "'"]

    def plain(self, part: slice) -> int:
        """How many words of a part are no facts of any kind, and alike to none."""
        plain: list[str] = []
        others: set[str] = set()
        for word in self.words[part]:
            if _is_plain(self.lists, word):
                plain.append(word)
            else:
                others.update(parts(word))
        return len(plain) - sum(map(others.__contains__, plain))

    def is_plain(self, part: slice) -> bool:
        """Whether no word of a part is a fact of any kind."""
        return all(_is_plain(self.lists, word) for word in self.words[part])

    def _listed(self, kind: str, index: int) -> Sequence[str]:
        """The words of a list that the word at `index` is, or holds."""
        listed, within = self.lists.listed(kind, self.words[index]), self._within(kind, index)
        return [*listed, *within] if within else listed

    def _percent(self, index: int) -> str:
        """The word at `index` with the one before it if they are "per cent"; else nothing."""
        pair = self.words[max(0, index - 1) : index + 1]
        if pair[-1].lower() not in self.lists.ends_of_two_words:
            return ""
        phrase = " ".join(pair)
        return phrase if phrase.lower().replace(" ", "-") in self.lists.two_words else ""

    def _within(self, kind: str, index: int) -> Sequence[str]:
        if not self.lists.sought:
            return ()
        word = self.words[index].lower()
        within = self.lists.within(word, behind_figure=self._behind_figure(index))
        return [piece for found, piece in within if found == kind]

    def _next(self, index: int) -> Sequence[str]:
        return self.words[index + 1 : index + 2]

    def _behind_figure(self, index: int) -> bool:
        return index > 0 and self.words[index - 1][-1:].isnumeric()

    def _is_measure(self, index: int) -> bool:
        return self._behind_figure(index) or (index > 0 and self.words[index - 1] == "°")

    def _is_word(self, letters: str) -> bool:
        """Whether the letters of a unit are a common word too: in 1998 in Lisbon."""
        return len(letters) > 1 and letters in self.lists.common

    def _abbreviated(self, index: int) -> str:
        """The word at `index`; of the first letter of `a.m.` all of it."""
        word = self.words[index]
        if len(word) > 1:
            return word
        letters = self.words[index : index + 4]
        whole = list(letters[1::2]) == [".", "."] and len(letters[2]) == 1
        return "".join(letters) if whole else word

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
        known = self.lists.known(plain) or all(map(self.lists.is_figure, parts(plain)))
        return not (known or self._is_common(index, plain))

    def _is_listed_name(self, word: str) -> bool:
        name = self.lists.without_proclitic(word, self.lists.names)
        return name in self.lists.names and name not in self.lists.inner

    def _has_title(self, index: int, word: str) -> bool:
        """Whether a word of a script without capitals stands beside a title."""
        lists = self.lists
        if not (lists.titles or lists.titles_behind) or lists.known(word) or word in lists.titles:
            return False
        if index > 0 and self.words[index - 1] in lists.titles:
            return True
        behind = [*self._next(index), *self._next(index + 1)]
        if behind and len(behind[0]) == 1 and behind[0] in lists.common:  # the former president
            del behind[0]
        return bool(behind) and behind[0].startswith(tuple(lists.titles_behind))

    def _is_common(self, index: int, plain: str) -> bool:
        """Whether a word has its capital from the head of a sentence, and none elsewhere.

        Or from its language, if its ending is none of names.
        """
        if len(plain) >= _ENDED and plain.endswith(tuple(self.lists.common_endings)):
            return True
        return self._at_head(index) and plain in self.nearby.words

    def _at_head(self, index: int) -> bool:
        return self.head if index == 0 else self.words[index - 1][-1:] in _ENDS_A_SENTENCE

    def _indexed(self, part: slice) -> Iterator[tuple[int, str]]:
        return enumerate(self.words[part], part.start)


@lru_cache(8_192)
def _is_plain(lists: Words, word: str) -> bool:
    return (
        word.islower()
        and word.isalpha()
        and (len(word) > 1 or word in lists.common)
        and word not in lists.facts
        and word not in _signs()[1]
        and not _SMALL_ROMAN.fullmatch(word)
        and not (lists.joins and lists.is_figure(word))
        and not (lists.sought and lists.within(word))
    )


@cache
def _signs() -> tuple[frozenset[str], frozenset[str]]:
    source = files(__package__).joinpath("signs.toml").read_text("utf-8")
    lists = tomllib.loads(source)
    return frozenset(lists["signs"].split()), frozenset(lists["letters"].split())
