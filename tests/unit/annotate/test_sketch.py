"""Which texts are taken for one document, by their rows of words."""

import random

import pytest

from winnow.annotate.sketch import ALIKE, FEWEST, SHARED, SIZE, resemblance, rows, sketch

WORDS = [f"word{number}" for number in range(2_000)]


def text_of(seed: int, count: int = 400) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=count))


def test_case_spaces_and_typography_do_not_matter():
    one = "“We will not wait,” she said — and the vote was put off again"
    other = '"We will not WAIT," she said - and the\nvote was put off again'
    assert rows(one) == rows(other)


def test_a_short_text_has_no_sketch():
    words = " ".join(WORDS[: FEWEST + 2])
    assert sketch(rows(words)) == ()
    assert len(sketch(rows(f"{words} more"))) == SIZE


@pytest.mark.parametrize("seed", range(40))
def test_a_text_with_a_paragraph_more_is_found_by_its_sketch(seed):
    text = text_of(seed)
    longer = f"{text_of(seed + 1_000, 60)}\n{text}"
    assert resemblance(rows(text), rows(longer)) >= ALIKE
    assert len({*sketch(rows(text))} & {*sketch(rows(longer))}) >= SHARED


def test_other_texts_share_nothing():
    sketches = [{*sketch(rows(text_of(seed)))} for seed in range(60)]
    assert all(not one & other for at, one in enumerate(sketches) for other in sketches[:at])


def test_nothing_resembles_nothing():
    assert resemblance(rows(""), rows("")) == 0
