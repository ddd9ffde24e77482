"""Quotations, who says them, and claims: what a text says plainly, and nothing else."""

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.suggest import MOST, suggest

SEED = Path(__file__).parents[2] / "data" / "seed-article.txt"


def said(text, language=""):
    """Each quotation with its speaker."""
    return [
        (
            text[quote.words.start : quote.words.end],
            text[quote.speaker.start : quote.speaker.end] if quote.speaker else None,
        )
        for quote in suggest(text, language).quotations
    ]


def claimed(text):
    return [text[claim.start : claim.end] for claim in suggest(text).claims]


def test_the_quotations_of_the_seed_have_their_speakers():
    text = SEED.read_text(encoding="utf-8").partition("En effet, son offensive vers Tripoli")[2]
    first, second, third = said(text.partition("Autres articles")[0], "fr")[:3]
    assert first == ("de terroristes et de mercenaires", "Khalifa Haftar")
    assert second == ("contre les terroristes et les groupes extrémistes", "L'Egypte")
    assert third[0].startswith("Le rôle de l'armée nationale libyenne (ANL)")
    assert third[1] == "le président égyptien"


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "“We saw the tree too late,” said the driver, Maja Holm.",
            "We saw the tree too late,",
            "Maja Holm",
        ),
        ("“We saw the tree too late,” Maja Holm said.", "We saw the tree too late,", "Maja Holm"),
        ("“We saw the tree too late,” he said.", "We saw the tree too late,", None),
        (
            "According to the minister, “nobody is left behind”.",
            "nobody is left behind",
            "the minister",
        ),
        (
            'Ann Lee, the mayor, told them: "We have lost it all."',
            "We have lost it all.",
            "Ann Lee",
        ),
        ("“It is not over yet.” Bob Hill said nothing.", "It is not over yet.", None),
        ("The sign reads “no entry at night”. Anna said so.", "no entry at night", None),
        (
            "« Nous avons tout perdu », a déclaré Marie Dupont.",
            "Nous avons tout perdu",
            "Marie Dupont",
        ),
        ("« C’est une honte », a dénoncé le maire de Lyon.", "C’est une honte", "le maire de Lyon"),
        ("« Ça ne peut pas durer », affirme-t-elle.", "Ça ne peut pas durer", None),
        (
            "Élodie Çelik explique : « Il a plu trois jours. »",
            "Il a plu trois jours.",
            "Élodie Çelik",
        ),
        ("„Wir kamen zu spät“, sagte Maja Holm.", "Wir kamen zu spät", "Maja Holm"),
        ("»Wir kamen zu spät«, sagte Maja Holm.", "Wir kamen zu spät", "Maja Holm"),
        (
            "He said “she told me ‘go on’ and “never stop” twice” there.",
            "she told me ‘go on’ and “never stop” twice",
            None,
        ),
        ("彼は「東京は今日も雨だった」と言った。", "東京は今日も雨だった", None),
    ],
)
def test_who_says_what(text, words, speaker):
    assert said(text) == [(words, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        'A 5" pipe and a 7" pipe and a 9" pipe.',
        "The film “Jaws” and his “friend” came.",
        "“Never closed in its paragraph\nNext one begins here.",
        "It's the dogs' and cats' best day, isn't it?",
        "– Come in, she said. – No, he answered.",
    ],
)
def test_what_is_no_quotation(text):
    assert said(text) == []


def test_a_quotation_goes_on_in_the_next_paragraph_that_opens_with_its_mark():
    text = "“The first part of it.\n“The second part of it,” said Ann Lee."
    assert said(text) == [("The first part of it.\n“The second part of it,", "Ann Lee")]


@pytest.mark.parametrize(
    ("sentence", "is_claim"),
    [
        ("The rate rose by 7.4 % in the third quarter.", True),
        ("The city has 214,000 people, more than ever.", True),
        ("The bridge cost $37 million in the end.", True),
        ("Le budget passe à 1 200 euros par habitant.", True),
        ("On 4 April 2019 the council met in the old hall.", False),
        ("In 2019 they moved to the house by the river.", False),
        ("Did the rate rise by 7.4 % in the third quarter?", False),
        ("“The rate rose by 7.4 % in the third quarter.”", False),
        ("The council met again in the old town hall.", False),
    ],
)
def test_a_claim_states_a_figure(sentence, is_claim):
    assert claimed(f"First words here.\n{sentence}\nLast words here.") == [sentence] * is_claim


SIGNS = st.text(
    st.sampled_from('ab AB«»“”„"‹›「」\n.,:!? 19%\u00a0éÉ') | st.characters(), max_size=300
)
WORDS = st.lists(
    st.sampled_from(
        [
            "«",
            " »",
            "“",
            "”",
            '"',
            " said",
            " Ann Lee",
            ", a dit",
            " selon",
            " the man",
            " 7 %",
            ".",
            "\n",
            " we go on",
        ]
    ),
    max_size=60,
).map("".join)


@given(SIGNS | WORDS)
def test_whatever_the_text_is_the_offsets_are_its_own_and_in_order(text):
    found = suggest(text)
    quotes = [quote.words for quote in found.quotations]
    for spans in (quotes, found.claims):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
    for quote in found.quotations:
        speaker = quote.speaker
        if speaker:
            assert (
                text[speaker.start : speaker.end].strip() == text[speaker.start : speaker.end] != ""
            )
            assert speaker.end <= quote.words.start or speaker.start >= quote.words.end


@pytest.mark.parametrize(
    "part", ['"', "“", "« a b c » dit ", "Said ", "1 ", "a, ", "Ann said the “a b c d” "]
)
def test_the_work_grows_with_the_text(part):
    few, many = (calls(part * number) for number in (2_000, 8_000))
    assert many <= 4.5 * few + 1_000
    assert len(suggest(part * 8_000).quotations) <= MOST


def calls(text):
    """Calls of functions, Python's and C's, that the text costs."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        suggest(text)
    finally:
        sys.setprofile(before)
    return counted
