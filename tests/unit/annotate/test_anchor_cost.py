"""What placing many marks costs, in calls of functions: seconds would tell the machine's load."""

import random

import pytest

from tests.unit.annotate.test_anchor_laws import operations
from winnow.annotate import Quotation, Text, make_mark, text

WORDS = [f"{first}{last}" for first in ("ka", "lo", "mi", "ru", "se") for last in "bcdfghjklmnp"]
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
