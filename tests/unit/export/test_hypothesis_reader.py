"""What Hypothesis gives out, read row by row."""

import copy
import json
from pathlib import Path

import pytest

from tests.unit.library import LATER, NOW
from winnow.export import hypothesis
from winnow.export.reading import MOST_LEFT_OUT, FormatError

DATA = Path(__file__).parents[2] / "data"


def read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@pytest.fixture
def client():
    return read("hypothesis-client.json")


def marks_of(reading):
    return [mark for _, marks in reading.whole() for mark in marks]


def test_the_clients_export_is_read_and_what_is_no_mark_is_left_out_with_the_reason(client):
    reading = hypothesis.survey(client, now=NOW)
    first, second = marks_of(reading)
    assert [(row.at, bool(row.mark), row.left_out) for row in reading.rows] == [
        ("/annotations/0", True, ""),
        ("/annotations/1", False, "is a note on the whole page, and marks no words"),
        ("/annotations/2", False, "is a reply to another annotation, and marks no words"),
        ("/annotations/3", True, ""),
    ]
    assert first.exact == "the tide turns\ntwice a day"
    assert (first.prefix, first.suffix) == ("In this bay ", ", sometimes three times.")
    assert (first.start, first.end) == (None, None)
    assert first.note == "Is that so? [[see]] <b>x</b>"
    assert first.tags == ("tide", "sea")
    assert (first.author, second.author) == ("Mira Q.", "mira@hypothes.is")
    assert (first.created, first.modified) == (
        "2024-05-01T09:30:00.123Z",
        "2024-05-02T09:30:00.000Z",
    )


def test_pages_are_known_by_the_keys_every_address_has(client):
    (tides, _), (other, _) = hypothesis.survey(client, now=NOW).whole()
    assert tides.title == "Tides of the bay"
    assert other.keys == ("https://example.org/other",)


def test_the_apis_answer_and_a_bare_list_give_the_same_marks(client):
    api = read("hypothesis-api.json")
    kept = marks_of(hypothesis.survey(client, now=NOW))
    assert marks_of(hypothesis.survey(api, now=LATER)) == kept
    assert marks_of(hypothesis.survey(api["rows"], now=LATER)) == kept


def test_an_annotation_that_stands_twice_is_taken_once(client):
    client["annotations"].append(copy.deepcopy(client["annotations"][0]))
    reading = hypothesis.survey(client, now=NOW)
    assert len(marks_of(reading)) == 2
    assert reading.rows[-1].left_out == "stands in this file already"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"id": ""}, "/id"),
        ({"id": 7}, "/id"),
        ({"uri": "javascript:alert(1)"}, "/url"),
        ({"uri": None}, "/url"),
        ({"created": "last week"}, ""),
        ({"tags": "sea"}, "/tags"),
        ({"text": ["a"]}, "/text"),
        ({"text": "a" * 200_001}, "/note"),
        ({"tags": ["t" * 101]}, "/tags/0"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_keeps_all_out(client, change, place):
    client["annotations"][3] |= change
    reading = hypothesis.survey(client, now=NOW)
    assert [at for at, _ in reading.faults] == [f"/annotations/3{place}"]
    with pytest.raises(FormatError, match="annotations/3"):
        reading.whole()


@pytest.mark.parametrize("row", [None, 7, "a", [], {"target": 7}, {"target": [7]}])
def test_a_row_of_another_shape_raises_nothing(row):
    reading = hypothesis.survey([row], now=NOW)
    assert len(reading.rows) == 1
    assert reading.rows[0].mark is None


@pytest.mark.parametrize("whole", [{}, {"rows": 7}, 7, None])
def test_what_is_no_export_is_refused(whole):
    with pytest.raises(FormatError, match="no export of Hypothesis"):
        hypothesis.survey(whole, now=NOW)


def test_of_many_rows_that_are_no_marks_the_first_are_told_and_all_counted():
    reading = hypothesis.survey({"rows": [{}] * (3 * MOST_LEFT_OUT)}, now=NOW)
    assert len(reading.rows) == MOST_LEFT_OUT
    assert reading.left_out == 3 * MOST_LEFT_OUT
