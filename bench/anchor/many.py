"""Many marks on one long text: how long it takes, and how that grows.

The text is made of the benchmark's sentences with words exchanged, so that none stands twice;
or, for the worst case, of one sentence again and again.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from winnow.annotate import Quotation, Text, make_mark, place

TEXTS = Path(__file__).parent / "texts"
MARKS = 1_000
CODE_POINTS = (125_000, 250_000, 500_000)
FOUND = "all found farther on"
"""What a lost mark's time is a multiple of: a found one that is not where it stood."""
_EXCHANGED = 0.3
"""Share of the words of a long text that make room for others."""
_LINE = "The same line of a table stands here, word for word, again and again."
_WORDS = 2_000
"""Words after a mark's first among which its last is sought."""
_SIGNS = "日本の市長は昨日の会見で新しい計画を発表した"
_PLACES = ("Paris", "Lyon", "Lille")
_OTHER = "The same row of a table stood here, word by word, again and once more."


@dataclass(frozen=True)
class Timing:
    """Processor seconds that `MARKS` marks took on a text that is new, and how many are gone."""

    name: str
    code_points: int
    seconds: float
    gone: int


def timings() -> Iterator[Timing]:
    """All kinds of marks on texts of all lengths."""
    for name, made in _KINDS.items():
        for size in CODE_POINTS:
            marks, text = made(size)
            began = time.process_time()
            shared = Text(text)
            placed = [place(mark, shared) for mark in marks]
            seconds = time.process_time() - began
            yield Timing(name, size, seconds, sum(each.words == "gone" for each in placed))


def _found(size: int) -> tuple[list[Quotation], str]:
    text = _long_text(size, seed=1)
    return _marks(text, 30, 400), text


def _moved(size: int) -> tuple[list[Quotation], str]:
    text = _long_text(size, seed=1)
    return _marks(text, 30, 400), f"A new first paragraph.\n{text}"


def _changed(size: int) -> tuple[list[Quotation], str]:
    text = _long_text(size, seed=1)
    words = text.split(" ")
    words[::6] = [word[:-1] + word[-2:] for word in words[::6]]
    return _marks(text, 30, 400), " ".join(words)


def _lost(size: int) -> tuple[list[Quotation], str]:
    return _marks(_shuffled(_long_text(size, seed=1)), 30, 400), _long_text(size, seed=2)


def _lost_short(size: int) -> tuple[list[Quotation], str]:
    return _marks(_shuffled(_long_text(size, seed=1)), 5, 29), _long_text(size, seed=2)


def _lost_among_its_words(size: int) -> tuple[list[Quotation], str]:
    """Parts of sentences of the marks stand in the text, as in two articles of one event."""
    return _marks(_pieced(size, seed=2), 30, 400), _pieced(size, seed=1)


def _lost_long(size: int) -> tuple[list[Quotation], str]:
    return _marks(_pieced(size, seed=2), 400, 2_000), _pieced(size, seed=1)


def _lost_longest(size: int) -> tuple[list[Quotation], str]:
    return _marks(_pieced(size, seed=2), 2_000, 9_999), _pieced(size, seed=1)


def _lost_without_spaces(size: int) -> tuple[list[Quotation], str]:
    one, other = (random.Random(seed).choices(_SIGNS, k=size) for seed in (1, 2))  # noqa: S311
    return _cut(random.Random(3), "".join(other), 30, 400), "".join(one)  # noqa: S311


def _much_changed(size: int) -> tuple[list[Quotation], str]:
    text = _long_text(size, seed=1)
    words = text.split(" ")
    words[::5] = random.Random(2).choices(words, k=len(words[::5]))  # noqa: S311
    return _marks(text, 30, 400), " ".join(words)


def _figures_changed(size: int) -> tuple[list[Quotation], str]:
    return _marks(_table(size, seed=1), 30, 400), _table(size, seed=2)


def _lost_in_two_words(size: int) -> tuple[list[Quotation], str]:
    return _marks("a b " * (size // 4), 30, 400), "a a b " * (size // 6)


def _found_in_repeats(size: int) -> tuple[list[Quotation], str]:
    text = _repeated(_LINE, size)
    return _marks(text, 5, 29), text


def _lost_in_repeats(size: int) -> tuple[list[Quotation], str]:
    return _marks(_repeated(_OTHER, size), 5, 29), _repeated(_LINE, size)


_KINDS: dict[str, Callable[[int], tuple[list[Quotation], str]]] = {
    "all found": _found,
    FOUND: _moved,
    "all changed": _changed,
    "all lost": _lost,
    "all lost, all short": _lost_short,
    "all lost, parts of them there": _lost_among_its_words,
    "all lost, 400 to 2,000 long": _lost_long,
    "all lost, 2,000 to 9,999 long": _lost_longest,
    "all lost, Japanese": _lost_without_spaces,
    "every fifth word changed": _much_changed,
    "a table, all figures changed": _figures_changed,
    "a text of two words, lost": _lost_in_two_words,
    "one sentence repeated, found, short": _found_in_repeats,
    "one sentence repeated, lost, short": _lost_in_repeats,
}


def _marks(text: str, low: int, high: int) -> list[Quotation]:
    rng = random.Random(3)  # noqa: S311
    borders = [at for at, sign in enumerate(text) if sign == " "]
    marks: list[Quotation] = []
    while len(marks) < MARKS:
        first = rng.randrange(len(borders) - _WORDS)
        start, wanted = borders[first] + 1, rng.randint(low, high)
        end = next(at for at in borders[first + 1 :] if at - start >= low)
        near = borders[first + 1 : first + _WORDS]
        end = max([end, *(at for at in near if at - start <= wanted)])
        marks.append(make_mark(text, start, end))
    return marks


def _cut(rng: random.Random, text: str, low: int, high: int) -> list[Quotation]:
    """Marks of any signs of a text."""
    bounds = ((rng.randrange(len(text) - high), rng.randint(low, high)) for _ in range(MARKS))
    return [make_mark(text, start, start + size) for start, size in bounds]


def _pieced(size: int, *, seed: int) -> str:
    """Parts of the benchmark's sentences, with words exchanged, in any order."""
    rng = random.Random(seed)  # noqa: S311
    pool = " ".join(path.read_text("utf-8") for path in sorted(TEXTS.glob("en*.txt"))).split()
    made: list[str] = []
    while sum(map(len, made)) < size:
        at, count = rng.randrange(len(pool) - 40), rng.randrange(8, 30)
        words = pool[at : at + count]
        made.append(
            " ".join(rng.choice(pool) if rng.random() < _EXCHANGED else word for word in words)
            + "."
        )
    return "\n".join(made)[:size]


def _table(size: int, *, seed: int) -> str:
    rng = random.Random(seed)  # noqa: S311
    rows = (
        f"Row {number} | {rng.randint(0, 999)} | {rng.randint(0, 99)}.{rng.randint(0, 9)} % | "
        f"{rng.choice(_PLACES)}"
        for number in range(size // 20)
    )
    return "\n".join(rows)[:size]


def _long_text(size: int, *, seed: int) -> str:
    rng = random.Random(seed)  # noqa: S311
    originals = [path.read_text("utf-8").strip() for path in sorted(TEXTS.glob("*.txt"))]
    paragraphs = [paragraph for text in originals for paragraph in text.split("\n")]
    pool = " ".join(originals).split()
    made: list[str] = []
    while sum(map(len, made)) < size:
        words = rng.choice(paragraphs).split()
        made.append(
            " ".join(rng.choice(pool) if rng.random() < _EXCHANGED else word for word in words)
        )
    return "\n".join(made)[:size]


def _shuffled(text: str) -> str:
    return "\n".join(_mixed(paragraph.split(" ")) for paragraph in text.split("\n"))


def _mixed(words: Sequence[str]) -> str:
    rng = random.Random(len(words))  # noqa: S311
    return " ".join(rng.sample(words, len(words)))


def _repeated(line: str, size: int) -> str:
    return " ".join([line] * (size // len(line)))
