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


@pytest.mark.parametrize(
    "text",
    [
        "市议会昨天决定在秋天重新开放旧港口的桥梁，市长说工程将在三个月之内完成。居民们等了很久。",
        "市議会は昨日、古い港の橋を秋に再び開くことを決め、市長は工事が三か月で終わると述べた。",
        "สภาเมืองตัดสินใจเมื่อวานนี้ว่าจะเปิดสะพานท่าเรือเก่าอีกครั้งในฤดูใบไม้ร่วง",
    ],
    ids=["zh", "ja", "th"],
)
def test_a_text_without_spaces_is_told_by_its_signs(text):
    longer = f"{text}\n{text[5:9]}"
    assert resemblance(rows(text), rows(longer)) >= ALIKE
    assert len({*sketch(rows(text))} & {*sketch(rows(longer))}) >= SHARED
    assert resemblance(rows(text), rows(text[::-1])) == 0


def test_other_texts_share_nothing():
    sketches = [{*sketch(rows(text_of(seed)))} for seed in range(60)]
    assert all(not one & other for at, one in enumerate(sketches) for other in sketches[:at])


def test_nothing_resembles_nothing():
    assert resemblance(rows(""), rows("")) == 0
