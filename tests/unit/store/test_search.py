"""Search finds what the files hold, whatever becomes of the index."""

import os
import sqlite3
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID, uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.library import LATER, a_mark, a_page, numbered
from winnow.store import open_store, row_number
from winnow.store.base import Search
from winnow.store.page_file import Kept


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def found(store, words="", **wanted):
    return [mark.id.int for mark in store.search(Search(words=words, **wanted))]


def index_file(tmp_path):
    return tmp_path / "search.sqlite"


TEXTS = {
    1: "L’été à Besançon, les élèves lisent.",
    2: "The officer re\u00adsigned; \ufb01nally the oﬃce closed.",
    3: "東京都に住んでいます",
    4: "Naïve co-operation in 2024: 7.4 %",
    5: "Straße, ÅNGSTRÖM and Ελλάδα",
    6: "Une œuvre, Ǽther; Łódź, Ærø and ĳs",
    7: "Hors d'oeuvre, Lodz, AEROE",
}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ete", [1]),
        ("ÉTÉ", [1]),
        ("e\u0301te\u0301", [1]),
        ("besancon eleves", [1]),
        ("eleves besancon", [1]),
        ("besancon nowhere", []),
        ('"les élèves lisent"', [1]),
        ('"élèves les"', []),
        ("« les eleves »", [1]),
        ("bes", [1]),  # the last word may be unfinished
        ("bes lisent", []),
        ("bes* lisent", [1]),
        ("resigned", [2]),
        ("finally office", [2]),
        ("東京", [3]),
        ("京都", [3]),
        ("都京", []),
        ("住んで", [3]),
        ("2024 naive", [4]),
        ("angstrom ελλαδα", [5]),
        ("STRASSE", [5]),
        ("oeuvre", [7, 6]),
        ("ŒUVRE", [7, 6]),
        ("aether", [6]),
        ("lodz", [7, 6]),
        ("łódź", [7, 6]),
        ("aero", [7, 6]),
        ("ijs", [6]),
        ("ada", [7, 6, 5, 4, 3, 2, 1]),  # the speaker
        ("note5", [5]),
        ("tag3", [3]),
        ("!!", []),
        ('"', []),
        ("kindquote", []),
        ("living", []),
        ("words:ete", []),
        ("ete OR besancon", []),
        ("NOT ete", []),
        ("ete AND (", []),
        ("besan\0con", []),
        ("\0besancon\0 \0eleves\0", [1]),
        ("\0", []),
    ],
)
def test_what_a_person_types_finds_what_they_mean(store, typed, expected):
    for number, text in TEXTS.items():
        mark = a_mark(
            a_page(number), text, id=numbered(number), note=f"note{number}", tags=(f"tag{number}",)
        )
        store.add(
            a_page(number), mark.model_copy(update={"created": f"2026-01-0{number}T00:00:00.000Z"})
        )
    assert found(store, typed) == expected


def test_filters_narrow_and_the_newest_comes_first(store):
    for number, day in ((1, "01"), (2, "02"), (3, "03")):
        store.add(
            a_page(number % 2),
            a_mark(
                a_page(number % 2),
                id=numbered(number),
                kind="claim" if number == 2 else "quote",
                tags=("even",) if number == 2 else ("odd", "x y"),
                created=f"2026-01-{day}T12:00:00.000Z",
            ),
        )
    assert found(store) == [3, 2, 1]
    assert found(store, "words", kind="quote") == [3, 1]
    assert found(store, tag="even") == [2]
    assert found(store, tag="x y") == [3, 1]
    assert found(store, tag="x") == []
    assert found(store, page=a_page(1).id) == [3, 1]
    assert found(store, since="2026-01-02") == [3, 2]
    assert found(store, until="2026-01-02") == [2, 1]
    assert found(store, "words", since="2026-01-02T12:00:00.000Z", until="2026-01-02") == [2]
    store.change(numbered(3), 1, {"deleted": LATER}, now=LATER)
    assert found(store, "words") == [2, 1]
    assert found(store, "words", deleted=True) == [3, 2, 1]
    assert found(store, living=False, deleted=True) == [3]
    store.change(numbered(2), 1, {"note": "fresh", "kind": "quote"}, now=LATER)
    assert found(store, "fresh", kind="quote") == [2]
    assert found(store, kind="claim") == []
    store.delete_page(a_page(1).id, lambda _page, _marks: None)
    assert found(store, deleted=True) == [2]


def test_a_search_goes_on_where_it_stopped_whatever_is_written_meanwhile(store):
    for number in range(1, 30):
        store.add(a_page(number % 3), a_mark(a_page(number % 3), id=numbered(number)))
    seen, after = [], None
    while part := store.search(Search(words="words"), after=after, limit=4):
        seen += [mark.id.int for mark in part]
        after = part[-1].created, part[-1].id
        newest = a_mark(a_page(9), id=numbered(100 + len(seen)), created=LATER)
        store.add(a_page(9), newest)
        store.change(part[0].id, 1, {"note": "seen"}, now=LATER)
    assert sorted(seen) == list(range(1, 30))
    assert len(seen) == len(set(seen))


def test_marks_of_one_moment_and_of_no_date_are_all_found(store):
    same = [numbered((number << 21) + 5) for number in range(6)]
    for number, mark in enumerate(same):
        created = "0000-99-99T99:99:99.999Z" if number % 2 else "2026-03-01T10:00:00.000Z"
        store.add(a_page(1), a_mark(a_page(1), id=mark, created=created))
    assert sorted(found(store, "words")) == sorted(mark.int for mark in same)
    first = store.search(Search(), limit=4)
    rest = store.search(Search(), after=(first[-1].created, first[-1].id))
    assert {mark.id for mark in (*first, *rest)} == set(same)


@pytest.mark.parametrize("created", ["1969-12-31T23:59:59.999Z", "2026-03-01T10:00:00.000Z"])
def test_marks_whose_ids_end_alike_are_kept_and_found(tmp_path, created):
    store = open_store(tmp_path)
    ids = [numbered(number << 21) for number in range(1, 40)]
    for mark in ids:
        store.add(a_page(1), a_mark(a_page(1), id=mark, created=created))
    assert sorted(found(store, "words")) == [mark.int for mark in ids]
    store.close()
    index_file(tmp_path).unlink()
    again = open_store(tmp_path)
    assert sorted(found(again)) == [mark.int for mark in ids]
    again.close()


def test_what_a_mark_costs_does_not_grow_with_those_that_would_have_its_row(store):
    """Counted in steps of SQLite, not in seconds."""
    steps = []
    index = store._shelf.index._index
    page = a_page(1)
    marks = {numbered(n << 21): a_mark(page, id=numbered(n << 21)) for n in range(1, 2_001)}
    for part in (200, 2_000):
        taken = [0]
        index._database.set_progress_handler(
            lambda taken=taken: taken.__setitem__(0, taken[0] + 1), 100
        )
        index.put_anew([(Kept(page, dict(list(marks.items())[:part])), "stamp")])
        index._database.set_progress_handler(None, 0)
        steps.append(taken[0])
    assert steps[1] < 15 * steps[0], steps


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
@example(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
def test_row_numbers_follow_time_and_fit_in_64_bits(one, other):
    earlier, later = (as_written(moment) for moment in sorted((one, other)))
    last, first = row_number.wanted(earlier, UUID(int=0)), row_number.wanted(later, UUID(int=0))
    assert -(1 << 63) <= first <= last < (1 << 63) - 1
    for moment in (earlier, later):
        made = row_number.span(earlier, later)
        for row in islice(row_number.possible(moment, uuid4()), 3):
            assert made.first_row <= row <= made.last_row


def as_written(moment):
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


@pytest.mark.parametrize("year", ["0001", "1850", "1969", "1970", "2109", "2110", "9999"])
def test_a_span_of_time_is_exact_in_every_year(store, year):
    moments = [f"{year}-06-15T12:00:00.{ms:03}Z" for ms in (0, 1, 2, 3)]
    for number, created in enumerate(moments):
        store.add(a_page(1), a_mark(a_page(1), id=numbered(number), created=created))
    assert sorted(found(store, since=moments[1], until=moments[2])) == [1, 2]
    assert sorted(found(store, "words", since=moments[1], until=moments[2])) == [1, 2]
    assert sorted(found(store, since=f"{year}-06-15", until=f"{year}-06-15")) == [0, 1, 2, 3]
    assert found(store, until=f"{year}-06-14") == []
    assert found(store, since=f"{year}-06-16") == []


ANY_WORDS = st.text(st.one_of(st.sampled_from('\0\t\n"*()«”:^-+'), st.characters()))


@given(ANY_WORDS)
@settings(deadline=None)
def test_whatever_is_typed_the_index_stays(shared_store, words):
    before = shared_store.search(Search())
    shared_store.search(Search(words=words))
    assert shared_store.search(Search()) == before


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    store = a_library(folder)
    inode = index_file(folder).stat().st_ino
    yield store
    assert index_file(folder).stat().st_ino == inode
    store.close()


def a_library(folder, marks=6):
    store = open_store(folder)
    for number in range(1, marks + 1):
        store.add(a_page(number % 3), a_mark(a_page(number % 3), id=numbered(number)))
    return store


def garbage(file):
    file.write_bytes(b"\xff" * 5000)


def half(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def holes(file):
    data = bytearray(file.read_bytes())
    data[4096:] = b"\x00" * (len(data) - 4096)
    file.write_bytes(data)


def another_version(file):
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def another_database(file):
    file.unlink()
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE marks (x)")
    database.close()


def a_link(file):
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def a_folder(file):
    file.unlink()
    file.mkdir()


DAMAGES = [os.unlink, garbage, half, holes, another_version, another_database, a_link, a_folder]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_an_index_that_is_absent_old_or_damaged_is_made_anew(tmp_path, damage):
    a_library(tmp_path).close()
    damage(index_file(tmp_path))
    store = open_store(tmp_path)
    assert sorted(found(store, "words")) == [*range(1, 7)]
    store.add(a_page(1), a_mark(a_page(1), "fresh", id=numbered(7)))
    assert found(store, "fresh") == [7]
    assert store.annotation(numbered(3)).exact == "the words"
    store.close()
    told = []
    again = open_store(tmp_path, tell=lambda done, pages: told.append((done, pages)))
    assert told == []  # the index was kept, and holds everything
    assert sorted(found(again)) == [*range(1, 8)]
    assert index_file(tmp_path).stat().st_mode & 0o777 == 0o600
    again.close()


def test_a_rebuild_says_how_far_it_is(tmp_path):
    a_library(tmp_path).close()
    index_file(tmp_path).unlink()
    told = []
    open_store(tmp_path, tell=lambda done, pages: told.append((done, pages))).close()
    assert told == [(0, 3), (3, 3)]


class Refusing:
    """A database connection that refuses everything."""

    in_transaction = False

    def execute(self, *_):
        raise sqlite3.OperationalError("disk I/O error")

    def close(self):
        pass


def test_a_failing_index_never_fails_a_save_and_the_next_search_finds_all(tmp_path, monkeypatch):
    store = a_library(tmp_path)
    search = store._shelf.index
    search._index._database.close()
    monkeypatch.setattr(search._index, "_database", Refusing())
    store.add(a_page(1), a_mark(a_page(1), "fresh", id=numbered(7)))
    store.add(a_page(8), a_mark(a_page(8), "fresh", id=numbered(8)))
    store.change(numbered(1), 1, {"note": "fresh"}, now=LATER)
    store.delete_page(a_page(0).id, lambda _page, _marks: None)
    assert sorted(found(store, "fresh")) == [1, 7, 8]
    assert sorted(found(store)) == [1, 2, 4, 5, 7, 8]
    store.close()


def test_an_index_that_no_disk_will_hold_is_kept_in_memory(tmp_path):
    a_library(tmp_path).close()
    index_file(tmp_path).unlink()
    index_file(tmp_path).mkdir()
    (tmp_path / "search.sqlite.aside").mkdir()
    (tmp_path / "search.sqlite.aside" / "full").touch()  # so that it cannot be moved away
    store = open_store(tmp_path)
    store.add(a_page(1), a_mark(a_page(1), "fresh", id=numbered(7)))
    assert found(store, "fresh") == [7]
    assert sorted(found(store, "words")) == [*range(1, 7)]
    store.close()


def test_a_page_changed_by_another_program_is_found_as_it_is(tmp_path):
    store = a_library(tmp_path)
    file = tmp_path / "pages" / f"{a_page(1).id}.json"
    changed = file.read_text(encoding="utf-8").replace("the words", "the swords")
    file.write_text(changed, encoding="utf-8")
    assert {mark.exact for mark in store.search(Search(page=a_page(1).id))} == {"the swords"}
    store.change(numbered(1), 1, {"note": "n"}, now=LATER)
    assert len(found(store, "swords")) == 2
    file.unlink()
    assert len(found(store, "words")) == 4
    store.close()
    elsewhere = tmp_path / "pages" / f"{a_page(2).id}.json"
    elsewhere.write_text(changed.replace(a_page(1).id, a_page(2).id), encoding="utf-8")
    again = open_store(tmp_path)
    assert len(found(again, "swords")) == 2
    assert len(found(again)) == 4
    again.close()


def test_a_page_damaged_meanwhile_is_set_aside_and_the_others_are_found(tmp_path):
    store = a_library(tmp_path)
    (tmp_path / "pages" / f"{a_page(1).id}.json").write_bytes(b"{")
    assert sorted(found(store)) == [2, 3, 5, 6]
    assert (tmp_path / "quarantine" / f"{a_page(1).id}.json").exists()
    store.close()


WORDS = st.text(alphabet="aàbß \u0301\"*'()-東京!:^{}+", max_size=12)


@settings(max_examples=int(os.environ.get("WINNOW_EXAMPLES", "60")), deadline=None)
@given(texts=st.lists(WORDS.filter(bool), min_size=1, max_size=4), typed=WORDS)
def test_nothing_that_is_typed_breaks_a_search_and_the_index_equals_one_made_anew(
    tmp_path_factory, texts, typed
):
    folder = tmp_path_factory.mktemp("any")
    store = open_store(folder)
    for number, text in enumerate(texts):
        store.add(a_page(number % 2), a_mark(a_page(number % 2), text, id=numbered(number)))
        store.change(numbered(number), 1, {"note": text[::-1]}, now=LATER)
    before = found(store, typed)
    store.close()
    index_file(folder).unlink()
    again = open_store(folder)
    assert found(again, typed) == before
    again.close()
