"""The word lists: a language a file, each with the same kinds, months in order."""

import json
from importlib.resources import files

import pytest

from winnow.clean.lexicon import KINDS, STEMS, any_of, months

LANGUAGES = {
    file.name: json.loads(file.read_text(encoding="utf-8"))
    for file in files("winnow.clean").joinpath("languages").iterdir()
    if file.name.endswith(".json")
}


@pytest.mark.parametrize("name", sorted(LANGUAGES))
def test_a_language_has_every_kind_and_says_where_its_words_come_from(name: str):
    language = LANGUAGES[name]
    assert set(language) == {
        *("language", "source", "months", "short_months", "stop", "tags"),
        *("by", "and", "after_name", "no_name", "ad", "thread"),
        *KINDS,
        *STEMS,
    }
    assert language["source"]


@pytest.mark.parametrize("name", sorted(LANGUAGES))
def test_a_language_has_twelve_months(name: str):
    assert len(LANGUAGES[name]["months"]) == len(LANGUAGES[name]["short_months"]) == 12


@pytest.mark.parametrize(
    ("month", "number"),
    [("février", 2), ("févr", 2), ("märz", 3), ("may", 5), ("sept", 9), ("декабря", 12)],
)
def test_a_month_is_known_in_its_language(month: str, number: int):
    assert months()[month] == number


def test_no_form_of_a_month_means_two_of_them():
    said: dict[str, set[int]] = {}
    for language in LANGUAGES.values():
        for kind in ("months", "short_months"):
            for number, forms in enumerate(language[kind], 1):
                for form in forms:
                    said.setdefault(form, set()).add(number)
    assert {form: numbers for form, numbers in said.items() if len(numbers) > 1} == {}


def test_the_longest_phrase_is_tried_first():
    phrases = any_of("by").split("|")
    assert phrases.index(r"written\s+by") < phrases.index("by")
