"""What an import would do is said beforehand, and is what it then does."""

import json
from pathlib import Path

import pytest

from tests.unit.library import LATER, NOW, a_mark, a_page, numbered
from winnow.annotate.mark import MAX_LINE, MAX_MARKS_A_PAGE, MAX_SPEAKER
from winnow.export import formats, json_format
from winnow.export.arrival import plan
from winnow.export.reading import FormatError
from winnow.store import open_store

DATA = Path(__file__).parents[2] / "data"
FILES = [
    ("json", "export-schema-1.json", 3),
    ("hypothesis", "hypothesis-client.json", 2),
    ("hypothesis", "hypothesis-api.json", 2),
    ("readwise", "readwise.csv", 3),
    ("jsonld", "w3c/samples/correct/collection1.json", 2),
]


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "library")
    yield opened
    opened.close()


def survey(name, file, now=NOW):
    return formats.survey(name, (DATA / file).read_bytes(), now=now)


def export_of(*library):
    whole = {"format": "winnow", "schema": 1, "exported": NOW, "pages": [], "annotations": []}
    for page, marks in library:
        whole["pages"].append(page.model_dump(mode="json", by_alias=True))
        whole["annotations"] += [mark.model_dump(mode="json", by_alias=True) for mark in marks]
    return whole


def outcomes(reading, store):
    return [row.outcome for row in plan(reading, store).rows]


@pytest.mark.parametrize(("name", "file", "marks"), FILES)
def test_a_second_import_of_the_same_file_changes_nothing(store, name, file, marks):
    first = survey(name, file)
    assert outcomes(first, store).count("new") == marks
    store.restore(first.whole())
    kept = list(store.iterate())
    assert sum(len(found) for _, found in kept) == marks
    again = survey(name, file, LATER)
    assert outcomes(again, store).count("same") == marks
    assert "new" not in outcomes(again, store)
    store.restore(again.whole())
    assert list(store.iterate()) == kept


@pytest.mark.parametrize(("name", "file", "_marks"), FILES)
def test_a_file_is_recognised_by_what_it_holds(name, file, _marks):
    assert formats.recognise((DATA / file).read_bytes()) == name


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"7", b"a,b\n1,2", b'{"rows": []}', b"\xff"])
def test_another_file_is_not_recognised(data):
    with pytest.raises(FormatError, match="Nothing was imported"):
        formats.recognise(data)


def test_an_export_of_schema_1_is_read_to_the_last_field():
    text = (DATA / "export-schema-1.json").read_text(encoding="utf-8")
    read = json_format.load(text.encode())
    assert export_of(*read) == json.loads(text)


def test_each_row_is_told_what_becomes_of_it(store):
    page, other = a_page(1), a_page(2)
    here = [a_mark(page, id=numbered(n)) for n in range(4)]
    store.restore([(page, here), (other, [a_mark(other, id=numbered(n)) for n in (8, 9)])])
    arriving = [
        here[0],
        here[1].model_copy(update={"rev": 3, "note": "newer"}),
        here[2].model_copy(update={"note": "other"}),
        a_mark(page, id=numbered(5)),
        a_mark(page, id=numbered(9)),
        a_mark(page, "Other words", id=numbered(8)),
    ]
    whole = export_of((page, arriving))
    whole["annotations"].append({"id": "?"})
    planned = plan(json_format.survey(whole), store)
    assert [(row.at, row.outcome) for row in planned.rows][:6] == [
        ("/annotations/0", "same"),
        ("/annotations/1", "newer"),
        ("/annotations/2", "kept"),
        ("/annotations/3", "new"),
        ("/annotations/4", "same"),
        ("/annotations/5", "refused"),
    ]
    assert {row.outcome for row in planned.rows[6:]} == {"refused"}
    assert "on another page" in planned.rows[5].detail
    assert all(row.at.startswith("/annotations/6/") for row in planned.rows[6:])
    assert len(planned.refused) == len(planned.rows) - 5


def test_what_is_foreseen_is_what_is_done(store):
    page = a_page()
    store.restore([(page, [a_mark(page, id=numbered(1)), a_mark(page, id=numbered(2))])])
    arriving = [
        a_mark(page, id=numbered(1), rev=2, note="newer"),
        a_mark(page, id=numbered(2), note="other"),
        a_mark(page, id=numbered(3), note="new"),
    ]
    reading = json_format.survey(export_of((page, arriving)))
    foreseen = outcomes(reading, store)
    store.restore(reading.whole())
    ((_, kept),) = store.iterate()
    notes = {mark.id.int: mark.note for mark in kept}
    assert foreseen == ["newer", "kept", "new"]
    assert notes == {1: "newer", 2: "", 3: "new"}


def test_marks_of_a_page_known_under_another_id_are_told_as_what_they_are_there(store):
    page, twin = a_page(1), a_page(1, id=f"{7:032x}")
    mark = a_mark(page, id=numbered(1))
    store.restore([(page, [mark])])
    arriving = [a_mark(twin, id=numbered(1)), a_mark(twin, id=numbered(2))]
    assert outcomes(json_format.survey(export_of((twin, arriving))), store) == ["same", "new"]


def test_a_page_that_would_be_too_full_is_told(store):
    page = a_page()
    marks = [a_mark(page) for _ in range(MAX_MARKS_A_PAGE + 2)]
    planned = plan(json_format.survey(export_of((page, marks))), store)
    assert [row.at for row in planned.rows if row.outcome == "refused"] == [
        f"/annotations/{MAX_MARKS_A_PAGE}",
        f"/annotations/{MAX_MARKS_A_PAGE + 1}",
    ]
    store.restore(planned.pages)
    assert len(store.annotations_of(page.id)) == MAX_MARKS_A_PAGE


def test_the_room_of_a_page_that_two_pages_of_the_file_join_is_counted_once(store):
    page, twin = a_page(1), a_page(1, id=f"{7:032x}")
    each = MAX_MARKS_A_PAGE // 2 + 1
    library = [(of, [a_mark(of) for _ in range(each)]) for of in (page, twin)]
    reading = json_format.survey(export_of(*library))
    planned = plan(reading, store)
    assert [row.at for row in planned.rows if row.outcome == "refused"] == [
        f"/annotations/{MAX_MARKS_A_PAGE}",
        f"/annotations/{MAX_MARKS_A_PAGE + 1}",
    ]
    store.restore(planned.pages)
    ((_, kept),) = store.iterate()
    assert len(kept) == MAX_MARKS_A_PAGE


def test_a_page_that_claims_addresses_of_other_sites_is_told(store):
    claimed = [f"https://www.bank{number}.example/login" for number in range(7)]
    page = a_page(1, keys=("https://example.org/1", "https://m.example.org/1", *claimed))
    plain = a_page(2, keys=("https://example.org/2", "https://m.example.org/2"))
    reading = json_format.survey(export_of((page, [a_mark(page)]), (plain, [a_mark(plain)])))
    first, second = plan(reading, store).rows
    assert (first.outcome, second.outcome, second.detail) == ("new", "new", "")
    assert first.detail.startswith("shows at addresses of bank0.example, bank1.example, ")
    assert first.detail.endswith("bank4.example and 2 more, too")


def test_what_other_programs_say_too_much_of_a_page_is_cut_as_the_api_cuts_it():
    row = {
        "id": "a",
        "uri": "https://example.org/1",
        "document": {"title": ["t" * 5_000]},
        "user_info": {"display_name": "n" * 5_000},
        "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "words"}]}],
    }
    reading = formats.survey(
        "hypothesis", json.dumps({"rows": [row], "total": 1}).encode(), now=NOW
    )
    ((page, (mark,)),) = reading.whole()
    assert (page.title, mark.author) == ("t" * MAX_LINE, "n" * MAX_SPEAKER)
    row["uri"] += "?" + "q" * 8_000
    reading = formats.survey(
        "hypothesis", json.dumps({"rows": [row], "total": 1}).encode(), now=NOW
    )
    assert [at for at, _ in reading.faults] == ["/rows/0/url"]


def test_the_rows_that_can_be_kept_are_kept_if_asked_for(store):
    whole = json.loads((DATA / "hypothesis-client.json").read_bytes())
    whole["annotations"][3]["uri"] = "javascript:alert(1)"
    planned = plan(formats.survey_value("hypothesis", whole, now=NOW), store)
    assert [row.outcome for row in planned.rows] == ["new", "left-out", "left-out", "refused"]
    store.restore(planned.pages)
    assert [mark.exact for _, marks in store.iterate() for mark in marks] == [
        "the tide turns\ntwice a day"
    ]


def test_no_script_becomes_the_address_of_a_page_in_our_own_export():
    page = a_page(url="javascript:alert(1)")
    assert json_format.survey(export_of((page, []))).faults == (
        ("/pages/0/url", "is no absolute http, https, file or urn address"),
    )
