"""Where words stand in a long text is the same whether it is searched or looked up."""

import random

import pytest

from winnow.annotate import Text, make_mark, place, text

LATIN = "the of and river bridge town a b 7.4 no. which, (and)".split()
LONG = 40_000


def spaced(seed: int) -> str:
    """A text of few words, so that every row of them stands in many places."""
    order = random.Random(seed)
    rare = [f"word{number}" for number in range(300)]
    return " ".join(order.choice(rare if order.random() < 0.2 else LATIN) for _ in range(LONG // 4))


def unspaced(seed: int) -> str:
    return "".join(random.Random(seed).choices("日本の市長は昨日の会見で新しい", k=LONG))


def rows(form: str, other: str) -> list[str]:
    """Words to seek: parts of the text, and of another one."""
    order = random.Random(3)
    cuts = [(order.randrange(LONG - 50), order.randrange(1, 40)) for _ in range(400)]
    parts = [whole[at : at + size] for at, size in cuts for whole in (form, other)]
    return [words for part in parts for words in (part, f" {part.strip()} ")]


def naive(form: str, words: str, most: int, start: int) -> list[int]:
    return [at for at in range(start, len(form)) if form.startswith(words, at)][:most]


@pytest.mark.parametrize("made", [spaced, unspaced])
def test_what_is_looked_up_is_what_a_search_finds(made, monkeypatch):
    known, other = Text(made(1)), made(2)
    searched = Text(made(1))
    for words in rows(known.form, other):
        monkeypatch.setattr(text, "_MANY", 0)
        for most, start in ((9, 0), (200, 0), (5, LONG // 2)):
            monkeypatch.setattr(text, "_MANY", 0)
            looked_up = known.places(words, most, start)
            monkeypatch.setattr(text, "_MANY", 10**9)
            assert looked_up == searched.places(words, most, start), words
    some = rows(known.form, other)[:20]
    assert [searched.places(words, 9) for words in some] == [
        naive(known.form, words, 9, 0) for words in some
    ]


@pytest.mark.parametrize("made", [spaced, unspaced])
def test_many_lost_marks_of_a_long_text_are_refused_without_reading_it_again(made, monkeypatch):
    read = 0
    real = text._searched

    def counted(*asked):
        nonlocal read
        read += 1
        return real(*asked)

    monkeypatch.setattr(text, "_searched", counted)
    long, other = Text(made(1)), made(2)
    marks = [make_mark(other, at, at + 60) for at in range(0, LONG - 60, 100)]
    assert {place(mark, long).words for mark in marks[:200]} == {"gone"}
    read = 0
    assert {place(mark, long).words for mark in marks[200:]} == {"gone"}
    assert read <= len(marks[200:])
