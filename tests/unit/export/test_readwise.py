"""Readwise's CSV, read row by row."""

from pathlib import Path

import pytest

from tests.unit.library import LATER, NOW
from winnow.export import readwise
from winnow.export.reading import FormatError

EXPORT = (Path(__file__).parents[2] / "data" / "readwise.csv").read_bytes()


def marks_of(reading):
    return [mark for _, marks in reading.whole() for mark in marks]


def test_the_export_is_read_and_a_row_without_words_is_left_out():
    reading = readwise.survey(EXPORT, now=NOW)
    assert [(row.at, bool(row.mark), row.left_out) for row in reading.rows] == [
        ("line 3", True, ""),
        ("line 4", True, ""),
        ("line 5", False, "holds no highlight"),
        ("line 6", True, ""),
    ]
    salt, no, web = marks_of(reading)
    assert salt.exact == "Salt remembers, they say,\nwhat water forgets."
    assert no.exact == 'She wrote "no" twice.'
    assert (salt.note, salt.tags, salt.colour) == ('=HYPERLINK("x")', ("sea", "memory"), "yellow")
    assert salt.created == "2023-10-05T10:15:30.000Z"
    assert (web.kind, web.author) == ("highlight", "Readwise")


def test_a_book_is_one_page_and_an_article_another():
    (book, _), (article, _) = readwise.survey(EXPORT, now=NOW).whole()
    assert (book.title, book.byline, book.site) == ("The Salt Ledger", "Ida Voss", "Kindle")
    assert (article.title, article.site) == ("On tides", "")
    assert book.url.startswith("urn:uuid:")
    assert book.url != article.url


def test_a_changed_note_tag_or_colour_makes_no_other_mark():
    again = EXPORT.replace(b"yellow", b"pink").replace(b"sea, memory", b"salt")
    ids = [
        [mark.id for mark in marks_of(readwise.survey(data, now=NOW))] for data in (EXPORT, again)
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3


def test_the_form_that_readwise_imports_brings_addresses():
    data = b"Highlight,Title,Author,URL,Note,Location,Date\r\nWords,T,A,https://e.org/a,N,7,\r\n"
    ((page, (mark,)),) = readwise.survey(data, now=LATER).whole()
    assert (page.url, page.title, mark.note, mark.created) == ("https://e.org/a", "T", "N", LATER)


def test_a_file_with_a_byte_order_mark_and_other_columns_is_read():
    data = "\ufeffHighlight,Mood,Book Title\nEté,glad,B\nshort".encode()
    assert [mark.exact for mark in marks_of(readwise.survey(data, now=NOW))] == ["Eté", "short"]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (b"a,B,yesterday,", "line 2"),
        (b"a\0b,B,,", "line 2"),
        (b"a,B,,javascript:alert(1)", "line 2/url"),
        (b"a" * 50_001 + b",B,,", "line 2/exact"),
        (b"a" * 2_000_000 + b",B,,", "line 2/exact"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_its_line(row, place):
    reading = readwise.survey(b"Highlight,Title,Date,URL\n" + row + b"\n", now=NOW)
    assert [at for at, _ in reading.faults] == [place]


def test_a_note_may_be_as_long_as_any():
    rows = b"Highlight,Title,Note\nwords,B," + b"n" * 200_000 + b"\nothers,B,\n"
    marks = [mark for _, on in readwise.survey(rows, now=NOW).whole() for mark in on]
    assert [len(mark.note) for mark in marks] == [200_000, 0]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Highlight"),
        (b"a,b\n1,2\n", "Highlight"),
        (b"\xff\xfe", "UTF-8"),
        (b'Highlight,Title\n"never closed', "no CSV"),
    ],
)
def test_what_is_no_export_is_refused_with_the_reason(data, told):
    with pytest.raises(FormatError, match=told):
        readwise.survey(data, now=NOW)
