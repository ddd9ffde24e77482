"""What a line is told by its own words: their number, kind and signs.

The lines' characters and words are laid end to end and counted as arrays, so a page costs one
pass over each.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.clean.lexicon import KINDS, lexicon, stop_words
from winnow.clean.lines import Line

Floats = NDArray[np.float32]

_HEAD: Final = 240
"""Characters of a line whose signs are counted; more of the same tells nothing new."""
_SIGNS: Final = "comma digit upper bar quote question exclamation at price copyright".split()
_OF_SIGN: Final = {
    ",": "comma",
    "،": "comma",
    "、": "comma",
    "，": "comma",
    "|": "bar",
    "·": "bar",
    "•": "bar",
    '"': "quote",
    "“": "quote",
    "„": "quote",
    "«": "quote",
    "「": "quote",
    "?": "question",
    "？": "question",
    "؟": "question",
    "!": "exclamation",
    "@": "at",
    "$": "price",
    "€": "price",
    "£": "price",
    "©": "copyright",
}
_ENDING = re.compile("[.!?…。！？؟।][\"'»”\u2019)\\]\\s]*$")
_DATE = re.compile(r"\d(?<!\w.)(?:\d?[:/.]\d\d|(?:(?<=1)9|(?<=2)0)\d\d)\b")
"""A year, or two numbers. It begins with its first digit, which is found at once in a text."""
_CUT: Final = ("…", "...", "[…]", "[...]")
_PHRASE: Final = 12
"""Words from which a line is more than a phrase of a list or box."""
_BULLETS: Final = "-–—•·*»>▪|"
NAMES: Final = (
    *"words chars link_density links bold_density breaks ends_sentence ends_colon ends_cut".split(),
    *"bullet first_upper date word_length stop_share month_share title_share".split(),
    *"description_share body_share repeated new_words".split(),
    *(f"sign_{sign}" for sign in _SIGNS),
    *(f"says_{kind}" for kind in KINDS),
    *(f"whole_{kind}" for kind in KINDS),
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all lines end to end: `number[k]` is the word's number in `known`.

    `first` and `last` bound the words of each line.
    """

    known: dict[str, int]
    number: NDArray[np.intp]
    first: NDArray[np.intp]
    last: NDArray[np.intp]

    @staticmethod
    def of(words: Sequence[Sequence[str]]) -> "Words":
        """Lay the words of lines end to end."""
        flat = list(chain.from_iterable(words))
        known = {word: at for at, word in enumerate(dict.fromkeys(flat))}
        number = np.fromiter(map(known.__getitem__, flat), np.intp, len(flat))
        last = np.cumsum([len(own) for own in words], dtype=np.intp)
        first = np.concatenate([np.zeros(1, dtype=np.intp), last[:-1]])
        return Words(known, number, first, last)

    def share(self, of: frozenset[str]) -> Floats:
        """For each line the share of its words that are in the set."""
        flags = np.zeros(len(self.known) + 1, dtype=np.float64)
        flags[[self.known[word] for word in of.intersection(self.known)]] = 1.0
        return self.mean(flags[self.number])

    def mean(self, value: NDArray[np.float64]) -> Floats:
        """For each line the mean of its words' values; 0 for a line without words."""
        total = np.concatenate([np.zeros(1), np.cumsum(value)])
        count = np.maximum(self.last - self.first, 1)
        mean: Floats = ((total[self.last] - total[self.first]) / count).astype(np.float32)
        return mean


def wording(
    lines: Sequence[Line],
    words: Sequence[Sequence[str]],
    title: frozenset[str],
    description: frozenset[str],
    body: frozenset[tuple[str, ...]],
) -> Floats:
    """A row a line, a column for each of NAMES.

    `title`, `description` are words, `body` the four-word shingles of a declared article body.
    """
    page = Words.of(words)
    texts = [line.text for line in lines]
    chars = np.array([len(text) for text in texts], dtype=np.float32)
    some = np.maximum(chars, 1)
    count = (page.last - page.first).astype(np.float32)
    times = Counter(texts)
    missing = np.full(len(lines), -1, dtype=np.float32)
    columns: list[Any] = [
        count,
        chars,
        np.minimum(np.array([line.linked for line in lines]) / some, 1),
        [line.links for line in lines],
        np.minimum(np.array([line.bold for line in lines]) / some, 1),
        [line.breaks for line in lines],
        [_ENDING.search(text, max(0, len(text) - 8)) is not None for text in texts],
        [text[-2:].rstrip().endswith((":", "：")) for text in texts],
        [text.endswith(_CUT) for text in texts],
        [text[:1] in _BULLETS for text in texts],
        [text[:1].isupper() for text in texts],
        [_DATE.search(text, 0, _HEAD) is not None for text in texts],
        chars / np.maximum(count, 1),
        page.share(stop_words()),
        page.share(lexicon().months),
        page.share(title) if title else missing,
        page.share(description) if description else missing,
        _body_share(words, body) if body else missing,
        [times[text] for text in texts],
        _new_words(page),
    ]
    plain = np.stack([np.asarray(column, dtype=np.float32) for column in columns])
    return np.concatenate([plain, _signs(texts, count).T, _spoken(words, page).T]).T


def _signs(texts: Sequence[str], count: Floats) -> Floats:
    """How many signs of each kind a line's head has: of commas a word, of the rest a character."""
    heads = [text[:_HEAD] for text in texts]
    points = np.frombuffer("".join(heads).encode("utf-32-le", "replace"), dtype=np.uint32)
    kind = _kind_of_sign()[np.minimum(points, len(_kind_of_sign()) - 1)]
    last = np.cumsum([len(head) for head in heads], dtype=np.intp)
    size = np.diff(last, prepend=0)
    line = np.repeat(np.arange(len(heads)), size)
    told = kind > 0
    table = np.bincount(
        line[told] * len(_SIGNS) + kind[told] - 1, minlength=len(heads) * len(_SIGNS)
    )
    found = table.reshape(len(heads), len(_SIGNS)).astype(np.float32)
    found[:, :3] /= np.maximum(size, 1)[:, None]
    found[:, 0] *= size / np.clip(count, 1, _HEAD / 5)
    return found


@cache
def _kind_of_sign() -> NDArray[np.uint8]:
    table = np.zeros(0x10000, dtype=np.uint8)
    for point in range(0x600):
        sign = chr(point)
        if sign.isdigit():
            table[point] = 1 + _SIGNS.index("digit")
        elif sign.isupper():
            table[point] = 1 + _SIGNS.index("upper")
    for sign, kind in _OF_SIGN.items():
        table[ord(sign)] = 1 + _SIGNS.index(kind)
    return table


def _spoken(words: Sequence[Sequence[str]], page: Words) -> Floats:
    """Words that belong to phrases of boxes and lists, and whether a line is such a phrase."""
    book = lexicon()
    width = 2 * len(KINDS)
    cells: list[int] = []
    sizes: list[int] = []
    opens = np.zeros(len(page.known) + 1, dtype=np.bool_)
    opens[[page.known[word] for word in book.phrases.keys() & page.known.keys()]] = True
    places = np.flatnonzero(opens[page.number]) if len(page.number) else page.number
    said = np.searchsorted(page.last, places, side="right")
    for line, at in zip(said.tolist(), (places - page.first[said]).tolist(), strict=True):
        own = words[line]
        for phrase, kinds in book.phrases[own[at]]:
            size = len(phrase)
            if size == 1 or tuple(own[at : at + size]) == phrase:
                bits = _bits_of(kinds)
                cells += [line * width + kind for kind in bits]
                sizes += [size] * len(bits)
                break
    for line in np.unique(said).tolist():
        own = words[line]
        if len(own) <= _PHRASE:
            for name in book.whole.get(" ".join(own), ()):
                cells.append(line * width + len(KINDS) + KINDS.index(name))
                sizes.append(1)
    found = np.bincount(np.array(cells, np.intp), sizes, minlength=len(words) * width)
    return np.minimum(found, 8).astype(np.float32).reshape(len(words), width)


@cache
def _bits_of(kinds: int) -> tuple[int, ...]:
    return tuple(kind for kind in range(len(KINDS)) if kinds >> kind & 1)


def _new_words(page: Words) -> Floats:
    """For each line the share of its words that the page says there for the first time."""
    fresh = np.zeros(len(page.number), dtype=np.float64)
    fresh[np.unique(page.number, return_index=True)[1]] = 1.0
    return page.mean(fresh)


def _body_share(words: Sequence[Sequence[str]], body: frozenset[tuple[str, ...]]) -> list[float]:
    return [
        sum(map(body.__contains__, zip(own, own[1:], own[2:], own[3:], strict=False)))
        / max(1, len(own) - 3)
        for own in words
    ]
