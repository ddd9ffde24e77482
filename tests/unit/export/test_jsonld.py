"""JSON-LD as the Web Annotation working group wants it, and read back."""

import io
import json
from collections import Counter

import pytest
from hypothesis import given

from tests.unit.export import w3c
from tests.unit.export.hostile import HOSTILE, text
from tests.unit.library import LATER, NOW, a_mark, a_page, numbered
from winnow.annotate.mark import Segment
from winnow.export import jsonld, jsonld_reader
from winnow.export.reading import FormatError

SEGMENTS = (
    Segment(block="a" * 64, ordinal=0, start=3, end=9),
    Segment(block="b" * 64, ordinal=1, start=0, end=4),
)
TIMES = {"created": NOW, "modified": LATER}


def dumped(library):
    stream = io.StringIO()
    jsonld.dump(library, stream)
    return stream.getvalue()


def exported(library):
    return json.loads(dumped(library))


def every_shape():
    """A mark of each shape there is: every kind, with and without all that may be missing."""
    page = a_page(1, title="Être", url="https://example.org/é x?q=1#y", language="fr")
    full = {
        "note": "*n*", "tags": ("a", "b c"), "author": "Firefox", "language": "fr", "start": 3,
        "end": 14, "prefix": "p ", "suffix": " s", "segments": SEGMENTS, "colour": "green",
    }  # fmt: skip
    kinds = ("quote", "claim", "highlight")
    marks = [a_mark(page, f"{kind} full", kind=kind, **full, **TIMES) for kind in kinds]
    marks += [a_mark(page, f"{kind} bare", kind=kind, speaker="", **TIMES) for kind in kinds]
    return page, marks


def annotations_of(collection):
    return collection["first"]["items"]


def standing_alone(node, collection):
    return {"@context": collection["@context"], **node}


def test_the_working_group_has_54_assertions_of_an_annotation():
    assert len(w3c.assertions(w3c.ANNOTATION)) == 54


@pytest.mark.parametrize("number", range(6))
def test_every_shape_of_mark_meets_all_54_assertions(number):
    collection = exported([every_shape()])
    node = standing_alone(annotations_of(collection)[number], collection)
    assert w3c.unmet(w3c.ANNOTATION, node) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_any_words_meet_all_54_assertions(words):
    page = a_page(title=words)
    mark = a_mark(page, words, note=words, speaker=words, tags=(words,), author=words)
    collection = exported([(page, [mark])])
    node = standing_alone(annotations_of(collection)[0], collection)
    assert w3c.unmet(w3c.ANNOTATION, node) == []


@pytest.mark.parametrize(
    ("change", "assertion"),
    [
        ({"id": "no address"}, "annotationId"),
        ({"type": "Note"}, "annotationType"),
        ({"target": None}, "target"),
        ({"created": "yesterday"}, "annotationCreated"),
        ({"body": [{"purpose": "tagging"}]}, "bodyObjects"),
    ],
)
def test_the_assertions_find_what_is_wrong(change, assertion):
    collection = exported([every_shape()])
    node = standing_alone(annotations_of(collection)[0], collection) | change
    assert any(assertion in name for name in w3c.unmet(w3c.ANNOTATION, node))


@pytest.mark.parametrize("marks", [0, 1, 200])
def test_collection_and_page_meet_all_their_assertions(marks):
    page = a_page()
    collection = exported([(page, [a_mark(page, str(n)) for n in range(marks)])])
    assert w3c.unmet(w3c.COLLECTION, collection) == []
    assert collection["total"] == marks
    if marks:
        first = standing_alone(collection["first"], collection)
        assert w3c.unmet(w3c.PAGE, first) == []
        assert (len(first["items"]), first["id"]) == (marks, collection["last"])


def test_no_key_is_lost_when_the_export_is_expanded():
    collection = exported([every_shape()])
    (node,) = w3c.expand(collection)
    assert sum(1 for _ in w3c.said(collection)) == sum(1 for _ in w3c.expanded(node))
    kept = Counter(map(str, w3c.expanded(node)))
    words = [value for value in w3c.said(collection) if " " in str(value)]
    assert all(kept[value] >= 1 for value in words)


def test_a_key_outside_the_context_would_be_missed():
    collection = exported([every_shape()])
    annotations_of(collection)[0]["colour"] = "green"
    (node,) = w3c.expand(collection)
    assert sum(1 for _ in w3c.said(collection)) == sum(1 for _ in w3c.expanded(node)) + 1


def test_a_speaker_is_said_in_schema_orgs_words():
    (node,) = w3c.expand(exported([every_shape()]))
    types = Counter(value for value in w3c.expanded(node) if "schema.org" in str(value))
    assert types["https://schema.org/Quotation"] == 3  # classified twice, said exactly once
    assert types["https://schema.org/Claim"] == 2
    assert types["https://schema.org/Person"] == 1


def test_deleted_marks_stay_out():
    page = a_page()
    library = [(page, [a_mark(page, "here"), a_mark(page, "gone", deleted=LATER)])]
    assert exported(library)["total"] == 1
    assert "gone" not in dumped(library)


def test_nothing_in_the_text_ends_a_script_element():
    page = a_page()
    text = dumped([(page, [a_mark(page, words, note=words) for words in HOSTILE])])
    assert not set("<>&\u2028\u2029") & set(text)


def test_equal_libraries_give_equal_exports_and_others_other_ids():
    page = a_page()
    library = [(page, [a_mark(page, id=numbered(7))])]
    assert dumped(library) == dumped(library)
    other = exported([(page, [a_mark(page, id=numbered(8))])])
    assert other["id"] != exported(library)["id"]


def lossless(mark):
    """What of a mark leaves as JSON-LD and comes back."""
    return mark.model_dump(exclude={"page", "rev", "segments", "text_hash", "colour"})


def test_our_own_marks_come_back_with_their_ids_words_and_offsets():
    page, marks = every_shape()
    reading = jsonld_reader.survey(exported([(page, marks)]), now="2030-01-01T00:00:00.000Z")
    ((again, read),) = reading.whole()
    assert [lossless(mark) for mark in read] == [lossless(mark) for mark in marks]
    assert (again.title, again.keys) == ("Être", ("https://example.org/%C3%A9%20x?q=1",))
    assert reading.rows[0].at == "/first/items/0"


@given(text)
def test_any_words_come_back_as_they_were(words):
    page = a_page(title=words)
    said = {"note": words, "speaker": words[:500], "author": words[:500], "tags": (words[:100],)}
    context = {"prefix": words[-64:], "suffix": words[:64], "language": words[:35]}
    mark = a_mark(page, words, **said, **context)
    ((again, (read,)),) = jsonld_reader.survey(exported([(page, [mark])]), now=NOW).whole()
    assert lossless(read) == lossless(mark)
    assert again.title == words


def test_a_tag_of_ours_comes_back_to_the_last_space():
    page = a_page()
    mark = a_mark(page, tags=(" a", "b ", "\tc"))
    ((_, (read,)),) = jsonld_reader.survey(exported([(page, [mark])]), now=NOW).whole()
    assert read.tags == mark.tags


def test_the_place_of_a_single_annotation_is_the_whole_file():
    collection = exported([every_shape()])
    node = standing_alone(annotations_of(collection)[0], collection)
    assert [row.at for row in jsonld_reader.survey(node, now=NOW).rows] == [""]
    node["target"]["selector"][0]["exact"] = "x" * 50_001
    reading = jsonld_reader.survey(node, now=NOW)
    assert [at for at, _ in reading.faults] == ["/exact"]
    with pytest.raises(FormatError, match="/exact: is longer"):
        reading.whole()


def test_pages_inside_pages_are_read_in_order():
    page = a_page()
    whole = exported([(page, [a_mark(page, str(n)) for n in range(6)])])
    items = annotations_of(whole)
    third = {"type": "AnnotationPage", "items": items[4:]}
    second = {"type": ["AnnotationPage"], "items": items[2:4], "next": third}
    whole["first"] |= {"items": items[:2], "next": second}
    ((_, read),) = jsonld_reader.survey(whole, now=NOW).whole()
    assert [mark.exact for mark in read] == [str(n) for n in range(6)]


def test_of_the_groups_41_samples_those_that_quote_words_become_marks():
    reading = jsonld_reader.survey(w3c.read("samples/correct/collection1.json"), now=NOW)
    assert len(reading.rows) == 41
    assert reading.faults == ()
    marks = [mark for _, marks in reading.whole() for mark in marks]
    assert [(mark.exact, mark.prefix, mark.suffix) for mark in marks] == [
        ("anotation", "this is an ", " that has some"),
        ("Selected Text", "text before the ", " and text after it"),
    ]
    assert all(row.mark or "no words" in row.left_out for row in reading.rows)


@pytest.mark.parametrize(
    ("name", "rows", "marks"),
    [
        ("anno26", 1, 1),
        ("anno32", 1, 1),
        ("anno41-example44", 1, 0),
        ("example41", 1, 0),  # a collection whose pages stand elsewhere
        ("example42", 3, 0),
    ],
)
def test_the_groups_own_documents_are_read_or_left_out_with_the_reason(name, rows, marks):
    reading = jsonld_reader.survey(w3c.read(f"samples/correct/{name}.json"), now=NOW)
    assert len(reading.rows) == rows
    assert sum(len(read) for _, read in reading.whole()) == marks
    if name.startswith("example4"):
        assert "save what is there, and import that too" in reading.rows[-1].left_out


def test_anothers_annotation_gets_the_same_id_each_time_and_no_foreign_offsets():
    foreign = {
        "@context": [w3c.CONTEXT],
        "@graph": [
            {
                "id": "https://notes.example/7",
                "type": ["Annotation"],
                "motivation": "commenting",
                "creator": {"name": "Bo"},
                "body": [
                    {"type": "Choice", "items": [{"value": "first"}, {"value": "second"}]},
                    {"value": "t", "purpose": "tagging"},
                    "https://elsewhere.example/body",
                ],
                "target": {
                    "source": {"id": "https://example.org/a"},
                    "selector": [
                        {"type": "TextPositionSelector", "start": 5, "end": 9},
                        {"type": "TextQuoteSelector", "exact": " a\n b ", "prefix": "x" * 99},
                    ],
                },
            }
        ],
    }
    read = [jsonld_reader.survey(foreign, now=now).whole()[0] for now in (NOW, LATER)]
    (page, (mark,)), (again, (twin,)) = read
    assert (page.id, mark.id) == (again.id, twin.id)
    assert (mark.exact, mark.note, mark.tags, mark.author) == ("a\nb", "first", ("t",), "Bo")
    assert (mark.start, mark.end, mark.kind, len(mark.prefix)) == (None, None, "highlight", 64)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"id": None}, "/id"),
        ({"id": "urn:uuid:7"}, "/id"),
        ({"created": "soon"}, ""),
        ({"type": "Drawing"}, ""),
        ({"target": {"selector": {"type": "TextQuoteSelector", "exact": "a"}}}, "/target"),
    ],
)
def test_an_annotation_that_cannot_be_read_is_named(change, place):
    whole = exported([every_shape()])
    whole["first"]["items"][1] |= change
    reading = jsonld_reader.survey(whole, now=NOW)
    ((at, fault),) = reading.faults
    assert at == f"/first/items/1{place}"
    assert fault
    with pytest.raises(FormatError, match="Nothing was imported"):
        reading.whole()


def test_no_script_becomes_the_address_of_a_page():
    whole = exported([every_shape()])
    whole["first"]["items"][0]["target"]["source"] = "javascript:alert(1)"
    assert jsonld_reader.survey(whole, now=NOW).faults[0][0] == "/first/items/0/url"


@pytest.mark.parametrize("whole", [{}, [], {"@context": "https://schema.org"}, 1, None])
def test_what_is_no_web_annotation_is_refused(whole):
    with pytest.raises(FormatError, match="no Web Annotation"):
        jsonld_reader.survey(whole, now=NOW)


def test_pages_nested_without_end_are_refused():
    whole = {"type": "AnnotationPage", "items": []}
    for _ in range(200):
        whole = {"type": "AnnotationPage", "next": whole}
    with pytest.raises(FormatError, match="nested"):
        jsonld_reader.survey({"@context": w3c.CONTEXT, **whole}, now=NOW)
