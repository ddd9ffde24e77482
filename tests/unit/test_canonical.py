"""The canonical text and the comparison form keep to the vectors that JavaScript shares."""

import json
import re
import unicodedata
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.canonical import WHITE_SPACE, comparison_form, of_html

VECTORS = Path(__file__).parents[1] / "vectors"
CANONICAL = json.loads((VECTORS / "canonical-text.json").read_text(encoding="utf-8"))
COMPARED = json.loads((VECTORS / "comparison-form.json").read_text(encoding="utf-8"))

# What HTML itself rewrites (NUL, controls) never reaches a text of a page.
readable = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters=WHITE_SPACE),
    max_size=30,
)
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize("vector", CANONICAL, ids=lambda vector: vector["name"])
def test_canonical_text_keeps_to_the_vectors(vector):
    assert of_html(vector["html"]) == vector["text"]


def test_there_are_enough_vectors():
    assert len({vector["name"] for vector in CANONICAL}) == len(CANONICAL) >= 60


@pytest.mark.parametrize(
    "kind",
    {
        "ASCII white space": r"\t|\n|\f|&#13;",
        "white space that stays": "[\u00a0\u1680\u2000-\u200a\u2028\u202f\u205f\u3000]",
        "breaks": "<br",
        "astral characters": "[\U00010000-\U0010ffff]",
        "combining marks": "[\u0300-\u036f]",
        "right-to-left": "[\u0590-\u06ff]",
        "nested inline elements": "<(b|i|em|strong|span|a)[^>]*>[^<]*<(b|i|em|strong|span|a)\\b",
        "tables": "<table",
        "pre": "<pre",
        "zero-width characters": "[\u200b-\u200d\u2060\ufeff]",
    }.items(),
    ids=lambda kind: kind[0],
)
def test_the_vectors_hold_each_kind_of_text(kind):
    assert len([vector for vector in CANONICAL if re.search(kind[1], vector["html"])]) >= 2


def test_every_sign_that_unicode_composes_is_compared_as_composed():
    """And every syllable of Hangul, which is composed by rule: of two letters, or of three."""
    parted = [unicodedata.normalize("NFD", chr(code)) for code in range(0x110000)]
    written = [sign for code, sign in enumerate(parted) if sign != chr(code)]
    assert len(written) > 13_000
    for sign in written:
        whole = unicodedata.normalize("NFC", sign)
        assert comparison_form(f"a {sign} b").form == comparison_form(f"a {whole} b").form
        assert unicodedata.is_normalized("NFC", comparison_form(f"a {sign} b").form)


@pytest.mark.parametrize("vector", COMPARED, ids=lambda vector: vector["name"])
def test_comparison_form_keeps_to_the_vectors(vector):
    same = comparison_form(vector["one"]).form == comparison_form(vector["other"]).form
    assert same is vector["same"]


@given(st.lists(readable.filter(bool), max_size=5))
def test_paragraphs_come_back_as_they_went_in(paragraphs):
    html = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    assert of_html(html) == "\n".join(paragraphs)


@given(readable, readable)
def test_an_inline_element_anywhere_changes_nothing(left, right):
    assert of_html(f"{escape(left)}<b>{escape(right)}</b>") == of_html(escape(left + right))


@given(any_text)
def test_the_comparison_form_is_its_own_comparison_form(text):
    form = comparison_form(text).form
    assert comparison_form(form).form == form


@given(any_text)
def test_composed_and_decomposed_text_compare_equal(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert comparison_form(decomposed).form == comparison_form(text).form


@given(any_text, st.data())
def test_the_way_back_leads_to_text_with_the_same_words(text, data):
    compared = comparison_form(text)
    start = data.draw(st.integers(0, len(compared.form)))
    end = data.draw(st.integers(start, len(compared.form)))
    there, back = compared.start(start), compared.end(end)
    assert 0 <= there <= len(text)
    assert 0 <= back <= len(text)
    if start < end:
        assert there < back
        assert compared.form[start:end] in comparison_form(text[there:back]).form


@given(any_text)
def test_every_character_of_the_form_is_found_again_from_its_place_in_the_text(text):
    compared = comparison_form(text)
    for index in range(len(compared.form)):
        assert compared.index(compared.start(index)) <= index
        assert compared.index(compared.end(index + 1)) >= index + 1


@given(any_text)
def test_a_text_that_changes_sign_for_sign_is_read_like_any_other(text):
    """The soft hyphen makes a text irregular, and says nothing."""
    quick, walked = comparison_form(text), comparison_form("\u00ad" + text)
    assert quick.form == walked.form
    for at in range(1, len(quick.form)):
        assert quick.start(at) == walked.start(at) - 1
        assert quick.end(at + 1) == walked.end(at + 1) - 1
