"""What placing many marks costs, in calls and code points read: seconds would tell the load."""

import random

import pytest

from tests.unit.annotate.test_anchor_laws import operations
from winnow.annotate import Quotation, Text, make_mark, place, text

WORDS = [f"{first}{last}" for first in ("ka", "lo", "mi", "ru", "se") for last in "bcdfghjklmnp"]
RICH = [one + other for one in WORDS for other in WORDS]
LINE = "The same line of a table stands here, word for word, again and again. "


@pytest.fixture(autouse=True)
def indexed(monkeypatch):
    """Long texts are indexed at the first search, which is not counted."""
    monkeypatch.setattr(text, "_MANY", 0)


def prose(seed: int, size: int) -> str:
    order = random.Random(seed)
    return "\n".join(" ".join(order.choices(WORDS, k=60)) + "." for _ in range(size // 280))


def marks_in(text: str, length: int) -> list[Quotation]:
    starts = [at + 1 for at, sign in enumerate(text[:30_000]) if sign == " "][::400]
    return [make_mark(text, at, text.index(" ", at + length)) for at in starts]


def calls(marks: list[Quotation], text: str) -> int:
    shared = Text(text)
    return sum(operations(mark, shared) for mark in marks)


@pytest.mark.parametrize("length", [8, 60, 300])
@pytest.mark.parametrize("here", [True, False], ids=["found", "lost"])
def test_a_mark_costs_no_more_calls_in_a_longer_text(length: int, here: bool):
    short = prose(1, 40_000)
    marks = marks_in(short if here else prose(2, 40_000), length)
    long = f"{short}\n{prose(3, 400_000)}"
    # Ten times the text; some more rows of words stand in it by chance.
    assert calls(marks, long) <= 1.5 * calls(marks, short)


@pytest.mark.parametrize("length", [8, 60])
def test_a_text_of_one_sentence_costs_no_more_calls_when_it_is_longer(length: int):
    marks = marks_in(LINE * 600, length)
    few, many = calls(marks, LINE * 600), calls(marks, LINE * 6_000)
    assert many <= 1.3 * few


class Read(str):
    """A text that counts how much of it is searched and taken out."""

    __slots__ = ()
    code_points = 0

    def find(self, words, start=0, end=None):
        found = str.find(self, words, start, end)
        until = len(self) if end is None else min(end, len(self))
        Read.code_points += max(0, (found + len(words) if found >= 0 else until) - start)
        return found

    def count(self, words):
        Read.code_points += len(self)
        return str.count(self, words)

    def __getitem__(self, key):
        part = str.__getitem__(self, key)
        Read.code_points += len(part)
        return part


def read(marks: list[Quotation], text: str, words: str) -> int:
    """Code points read for half the marks, once the others were placed and all is made ready."""
    shared = Text(Read(text))
    shared.__dict__["form"] = Read(shared.folded.form)
    for mark in marks[::2]:
        place(mark, shared)
    Read.code_points = 0
    assert {place(mark, shared).words for mark in marks[1::2]} == {words}
    return Read.code_points


def rich(seed: int, size: int) -> str:
    order = random.Random(seed)
    return "\n".join(" ".join(order.choices(RICH, k=40)) + "." for _ in range(size // 280))


def quoted(text: str, length: int) -> list[Quotation]:
    starts = [at + 1 for at, sign in enumerate(text[:30_000]) if sign == " "][::50]
    return [make_mark(text, at, text.index(" ", at + length)) for at in starts]


@pytest.mark.parametrize("length", [40, 300, 2_000])
def test_most_lost_marks_are_refused_without_reading_a_long_text(length: int):
    short = rich(1, 100_000)
    long = f"{short}\n{rich(3, 400_000)}"
    lost, found = quoted(rich(2, 100_000), length), quoted(short, length)
    # Two words at a block's border may be parts of longer ones, and are sought letter for letter.
    assert read(lost, long, "gone") <= len(long) * len(lost) / 2 / 10
    assert read(lost, long, "gone") <= 3 * read(found, f"First.\n{long}", "same")


@pytest.mark.parametrize("length", [400, 2_000])
def test_a_lost_mark_of_which_parts_stand_reads_little_more_than_its_length(length: int):
    order = random.Random(5)
    sentences = [" ".join(order.choices(RICH, k=9)) for _ in range(9_000)]
    text, other = (" ".join(order.choices(sentences, k=6_000)) for _ in range(2))
    lost = quoted(other, length)
    # What parts there are may stand in several places, of which four are looked at.
    assert read(lost, text, "gone") <= 4 * (length + 300) * len(lost)
