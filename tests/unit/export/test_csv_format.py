"""A table that opens in a spreadsheet and in which no one's words are run."""

import csv
import io

import pytest
from hypothesis import given

from tests.unit.export.hostile import HOSTILE, text
from tests.unit.library import LATER, a_mark, a_page
from winnow.export import csv_format

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of a formula."""


def dumped(library):
    stream = io.StringIO(newline="")
    csv_format.dump(library, stream)
    return stream.getvalue()


def table(library):
    text = dumped(library)
    assert text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text[1:], newline=""), strict=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def a_library(words):
    page = a_page(title=words, byline=words, site=words, published=words[:35])
    said = {"note": words, "speaker": words[:500], "tags": (words[:100],), "author": words}
    return [(page, [a_mark(page, words, **said)])]


UNSEEN = "\u200b\ufeff\u3000\u2003\u00a0\u00ad\u2060\u200e\u0300\u034f\u3164\u2800 \t"


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize("sign", [*RUN[:4], *"＝＋－＠﹦﹢﹣﹫⁼⁺−"])
def test_no_sign_that_cannot_be_seen_hides_a_formula(unseen, sign):
    words = f"{unseen}{unseen}{sign}1+1"
    assert csv_format.safe_cell(words) == f"'{words}"


@pytest.mark.parametrize("unseen", ["", '"', '""', "\u200b", ' "\ufeff"', "\t"])
@pytest.mark.parametrize("border", [";", "\n", "\r\n", "\u2028"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "−"])
def test_none_begins_one_where_cells_end_at_semicolons(border, unseen, sign):
    text = dumped(a_library(f"Tides{border}{unseen}{sign}cmd|' /C calc'!A0;turn"))
    rows = csv.reader(io.StringIO(text[1:], newline=""), delimiter=";")
    seen = [cell.lstrip(UNSEEN + '"') for row in rows for cell in row]
    assert f"'{unseen}{sign}" in text.replace('""', '"')
    assert not [cell for cell in seen if cell.startswith((*RUN, "−"))]


def test_semicolons_and_lines_are_kept():
    for words in ("a; b;c\n\nd", ";", "\na", 'he said; "no"'):
        assert csv_format.safe_cell(words).removeprefix("'") == words


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_begins_a_formula(words):
    (row,) = table(a_library(words))
    assert not [cell for cell in row.values() if cell.lstrip(" \u00a0").startswith(RUN)]


@given(text)
def test_any_words_make_one_row_of_harmless_cells(words):
    (row,) = table(a_library(words))
    assert tuple(row) == csv_format.COLUMNS
    for cell in row.values():
        assert not cell.lstrip(" \u00a0").startswith(RUN)
        assert not set(cell) & set("\x07\x1b\r\u202a\u202e\u2066\u2069")


def test_plain_words_stand_as_they_are():
    page = a_page(title='"Quoted", with comma', site="Été")
    mark = a_mark(page, "one\ntwo; three", tags=("a", "b c"), note="it's 5 - 3 = 2")
    (row,) = table([(page, [mark])])
    assert (row["words"], row["page"], row["site"]) == ("one\ntwo; three", page.title, "Été")
    assert (row["tags"], row["note"]) == ("a, b c", "it's 5 - 3 = 2")
    assert row["link"] == "https://example.org/1#:~:text=one,two%3B%20three"
    assert row["id"] == str(mark.id)


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x85", "\r", "\u2028", "\u2029"])
def test_no_end_of_a_line_makes_two_words_one(end):
    assert csv_format.safe_cell(f"a{end}b") == "a\nb"


def test_right_to_left_words_keep_their_marks_but_turn_nothing_else_round():
    assert csv_format.safe_cell("שלום\u200f (1)") == "שלום\u200f (1)"
    assert csv_format.safe_cell("a\u202etxt.exe\u2066") == "atxt.exe"


def test_deleted_marks_stay_out():
    page = a_page()
    assert [
        row["words"]
        for row in table([(page, [a_mark(page, "here"), a_mark(page, "gone", deleted=LATER)])])
    ] == ["here"]


def test_an_empty_library_is_a_row_of_names():
    assert table([]) == []
