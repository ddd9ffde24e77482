"""What leaves as JSON comes back equal, whole or not at all."""

import io
import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.library import LATER, NOW, a_mark, a_page
from winnow.export import json_format
from winnow.export.reading import MOST_FAULTY
from winnow.store import open_store

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
"""Neither half a surrogate pair nor NUL ever reaches the library."""


def dumped(pages, exported=NOW):
    stream = io.StringIO()
    json_format.dump(pages, stream, exported=exported)
    return stream.getvalue()


def loaded(text):
    return json_format.load(text.encode())


def a_library():
    for number in range(3):
        page = a_page(number, title="Être", text="a\nb")
        yield page, [a_mark(page, f"« {n} »", note="*n*", tags=("x",)) for n in range(number)]


def test_an_export_imported_into_an_empty_folder_exports_the_same_bytes(tmp_path):
    first = open_store(tmp_path / "first")
    for page, marks in a_library():
        first.restore([(page, marks)])
        for mark in marks[:1]:
            first.change(mark.id, 1, {"deleted": LATER}, now=LATER)
    there = dumped(first.iterate())
    second = open_store(tmp_path / "second")
    for page, marks in loaded(there):
        second.restore([(page, marks)])
    assert dumped(second.iterate(), LATER) == there.replace(
        f'"exported": "{NOW}"', f'"exported": "{LATER}"'
    )
    first.close()
    second.close()


def test_an_empty_library_is_an_export_too():
    assert json.loads(dumped([])) == {
        "format": "winnow", "schema": 1, "exported": NOW, "pages": [], "annotations": [],
    }  # fmt: skip
    assert loaded(dumped([])) == []


@given(st.lists(text.filter(bool), max_size=4), text, text)
def test_any_words_come_back_as_they_were(words, note, title):
    page = a_page(title=title)
    library = [(page, [a_mark(page, exact, note=note) for exact in words])]
    assert loaded(dumped(library)) == library


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"format": "winnow", "format": "winnow"}', "a key twice"),
        ('{"note": "\\ud800"}', "surrogate"),
        ("[]", "not an export"),
        ('{"format": "other"}', "not an export"),
        ('{"format": "winnow", "schema": 2}', "newer Winnow"),
        ('{"format": "winnow", "schema": 0}', "no Winnow wrote"),
        ('{"format": "winnow", "schema": true}', "no Winnow wrote"),
        ('{"format": "winnow", "schema": "1"}', "no Winnow wrote"),
        ('{"format": "winnow"}', "no Winnow wrote"),
        ('{"format": "winnow", "schema": 1}', "/pages"),
    ],
)
def test_what_is_no_export_is_refused_with_the_reason(text, told):
    with pytest.raises(json_format.FormatError, match=told) as refused:
        loaded(text)
    assert "Nothing was imported" in str(refused.value)


def test_each_bad_row_is_named():
    whole = json.loads(dumped(a_library()))
    whole["pages"][0]["surprise"] = 1
    whole["annotations"][1]["kind"] = "drawing"
    with pytest.raises(json_format.FormatError) as refused:
        loaded(json.dumps(whole))
    assert {pointer for pointer, _ in refused.value.rows} == {
        "/pages/0/surprise",
        "/annotations/1/kind",
    }


def test_a_file_of_nothing_but_bad_rows_is_told_by_its_first_ones():
    whole = json.loads(dumped([]))
    whole["annotations"] = [{}] * (2 * MOST_FAULTY)
    with pytest.raises(json_format.FormatError, match="More than 1,000 rows") as told:
        json_format.survey(whole)
    assert len(told.value.rows) == MOST_FAULTY


def test_a_row_of_nothing_but_faults_is_told_by_their_number():
    whole = json.loads(dumped([]))
    whole["annotations"] = [{str(number): 0 for number in range(500)}]
    ((place, fault),) = json_format.survey(whole).faults
    assert (place, fault) == ("/annotations/0", "is wrong in 507 places")


def test_of_a_row_with_many_faults_the_first_are_told_and_the_rest_counted():
    whole = json.loads(dumped([]))
    whole["annotations"] = [{f"k{number}": 0 for number in range(90)}] * 2
    told = json_format.survey(whole).faults
    assert len(told) == 2 * 11
    assert told[10] == ("/annotations/0", "has 87 more faults")


@pytest.mark.parametrize("name", ["pages", "annotations"])
def test_a_row_that_stands_twice_is_refused(name):
    whole = json.loads(dumped(a_library()))
    whole[name].append(whole[name][0])
    with pytest.raises(json_format.FormatError, match="twice"):
        loaded(json.dumps(whole))


def test_a_mark_of_a_page_that_is_missing_is_refused():
    whole = json.loads(dumped(a_library()))
    whole["pages"].pop()
    with pytest.raises(json_format.FormatError, match="not in this file"):
        loaded(json.dumps(whole))


@pytest.mark.parametrize("of", ["pages", "annotations"])
@pytest.mark.parametrize(
    "time",
    [
        "2026-99-99T00:00:00.000Z",
        "2026-02-29T00:00:00.000Z",
        "0000-01-01T00:00:00.000Z",
        "2026-01-01T25:00:00.000Z",
        "\u0662\u0660\u0662\u0666-01-01T00:00:00.000Z",
        "2026-01-01",
    ],
)
def test_a_time_that_no_calendar_has_is_named(of, time):
    whole = json.loads(dumped(a_library()))
    whole[of][1]["modified"] = time
    [(place, told)] = json_format.survey(whole).faults[:1]
    assert place == f"/{of}/1/modified"
    assert "is a time that no calendar has" in told or "is not a time in UTC" in told


SEGMENT = {"block": "0" * 64, "ordinal": 0, "start": 0, "end": 1}


@pytest.mark.parametrize(
    ("of", "fields", "told"),
    [
        ("pages", {"title": "t" * 2_001}, "/title"),
        ("pages", {"url": "https://example.org/" + "u" * 8_000}, "/url"),
        ("pages", {"canonical": "https://example.org/" + "u" * 8_000}, "/canonical"),
        ("pages", {"text": "t" * 4_000_001}, "/text"),
        ("pages", {"keys": [f"https://example.org/{n}" for n in range(201)]}, "/keys"),
        ("pages", {"keys": ["k" * 100_001]}, "/keys/0"),
        ("annotations", {"author": "a" * 501}, "/author"),
        ("annotations", {"segments": [SEGMENT] * 1_001}, "/segments"),
        ("annotations", {"segments": [SEGMENT | {"start": 1}]}, "/segments/0"),
        ("annotations", {"start": 5, "end": 4}, ""),
        ("annotations", {"start": 5, "end": 5}, ""),
        ("annotations", {"start": 5}, ""),
    ],
)
def test_what_the_api_refuses_no_import_brings(of, fields, told):
    whole = json.loads(dumped(a_library()))
    whole[of][0] |= fields
    assert f"/{of}/0{told}" in dict(json_format.survey(whole).faults)


def test_what_comes_in_can_be_changed_ever_after(tmp_path):
    whole = json.loads(dumped(a_library()))
    most = json_format.MOST_REVISIONS
    whole["annotations"][0]["rev"] = most + 1
    assert json_format.survey(whole).faults == (("/annotations/0/rev", f"is more than {most:,}"),)
    whole["annotations"][0]["rev"] = most
    store = open_store(tmp_path)
    store.restore(json_format.read(whole))
    mark = UUID(whole["annotations"][0]["id"])
    assert store.change(mark, most, {"note": "n"}, now=LATER).rev == most + 1
    store.close()


def test_the_first_key_of_a_page_is_that_of_its_own_address_whatever_the_file_says():
    """An address leads to the page whose first key it is: no file may claim another's so."""
    row = a_page().model_dump(mode="json", by_alias=True)
    row["keys"] = ["https://bank.example/", row["url"]]
    whole = {"format": "winnow", "schema": 1, "pages": [row], "annotations": []}
    [(page, _)] = json_format.read(whole)
    assert page.keys == (row["url"], "https://bank.example/")
