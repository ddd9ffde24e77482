"""An import is kept whole or not at all: on a disk that refuses, and after a kill at any moment."""

import errno
import json
import os

import pytest

from tests.unit.disk import Disk
from tests.unit.library import LATER, NOW, a_mark, a_page, numbered
from winnow.annotate.mark import MAX_MARKS_A_PAGE
from winnow.store import doctor, open_store
from winnow.store.base import (
    ConflictError,
    DiskError,
    FullPageError,
    HalfDoneError,
    Search,
    StoreError,
)

KNOWN = a_mark(a_page(1), id=numbered(1))
IMPORTED = [
    (a_page(1), [a_mark(a_page(1), "more", id=numbered(2))]),
    (a_page(2), [a_mark(a_page(2), id=numbered(3))]),
    (a_page(3), [a_mark(a_page(3), id=numbered(4), deleted=NOW)]),
]
SEARCH_ALL = Search(deleted=True)
BEFORE, AFTER = [1], [1, 2, 3, 4]
CHANGES = {
    "an import": (lambda store: store.restore(IMPORTED), BEFORE, AFTER),
    "emptying the bin": (
        lambda store: store.empty_bin(lambda _marks: None),
        [*AFTER, 5],
        [1, 2, 3],
    ),
}


def a_library(folder, change):
    store = open_store(folder)
    store.add(a_page(1), KNOWN)
    if change == "emptying the bin":
        store.restore(IMPORTED)
        store.restore([(a_page(2), [a_mark(a_page(2), id=numbered(5), deleted=NOW)])])
    return store


def marks(store):
    return sorted(mark.id.int for _, annotations in store.iterate() for mark in annotations)


def files(folder):
    return {file.name: file.read_bytes() for file in (folder / "pages").iterdir()}


def calls_of(folder, monkeypatch, name):
    store = a_library(folder, name)
    with Disk(range(0), None).in_use(monkeypatch) as disk:
        CHANGES[name][0](store)
    assert marks(store) == CHANGES[name][2]
    store.close()
    return disk.calls


@pytest.mark.parametrize("refusal", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
@pytest.mark.parametrize("name", CHANGES)
def test_at_each_refused_call_nothing_is_changed_and_the_retry_changes_all(
    tmp_path_factory, monkeypatch, name, refusal
):
    change, before, after = CHANGES[name]
    calls = calls_of(tmp_path_factory.mktemp("counted"), monkeypatch, name)
    assert len(calls) > 30
    final = max(at for at, call in enumerate(calls) if call == "replace")
    for number in range(len(calls)):
        folder = tmp_path_factory.mktemp("refused")
        store = a_library(folder, name)
        there = files(folder)
        with Disk(range(number, number + 1), refusal).in_use(monkeypatch):
            try:
                change(store)
            except HalfDoneError:
                pytest.fail(f"one refused {calls[number]} was not taken back")
            except DiskError:
                assert files(folder) == there, (number, calls[number])
                assert marks(store) == before
            else:
                assert number > final, calls[number]  # all is in place but for the sweeping
        change(store)
        assert marks(store) == after
        store.close()
        open_store(folder).close()
        assert not (folder / "changing").exists()


@pytest.mark.parametrize("name", CHANGES)
def test_a_disk_that_stays_broken_has_the_change_taken_back_when_it_works_again(
    tmp_path_factory, monkeypatch, name
):
    change, before, after = CHANGES[name]
    calls = calls_of(tmp_path_factory.mktemp("counted"), monkeypatch, name)
    half_done = 0
    for number in range(0, len(calls), 2):
        folder = tmp_path_factory.mktemp("refused")
        store = a_library(folder, name)
        there = files(folder)
        with Disk(range(number, 10_000), errno.ENOSPC).in_use(monkeypatch):
            try:
                change(store)
            except HalfDoneError:
                half_done += 1
            except DiskError:
                pass
            else:
                continue
        if half_done % 2:  # the next write takes it back, else the next start
            store.change(KNOWN.id, 1, {"note": "later"}, now=LATER)
            assert store.annotation(KNOWN.id).note == "later"
        store.close()
        again = open_store(folder)
        if marks(again) == before and again.annotation(KNOWN.id).rev == 1:
            assert files(folder) == there, (number, calls[number])
        if "replace" in calls[number:]:
            assert marks(again) == before, (number, calls[number])
        else:  # it was final on the disk, and this process could not be sure of that
            assert marks(again) in (before, after)
        again.close()
    assert half_done > 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is made to die at a system call")
def test_a_change_left_half_done_on_a_disk_that_went_away_is_taken_back_when_it_returns(
    tmp_path, monkeypatch
):
    folder = tmp_path / "library"
    name = "an import"
    in_place = calls_of(tmp_path / "counted", monkeypatch, name).count("replace") - 2
    store = a_library(folder, name)
    there = files(folder)
    away = Disk(range(in_place, 10_000), errno.EIO, counted="replace")
    with away.in_use(monkeypatch), pytest.raises(HalfDoneError):
        CHANGES[name][0](store)
    assert files(folder) != there
    folder.rename(tmp_path / "away")
    with pytest.raises(DiskError, match="is gone"):
        store.change(KNOWN.id, 1, {"note": "n"}, now=LATER)
    (tmp_path / "away").rename(folder)
    store.add(a_page(9), a_mark(a_page(9), id=numbered(9)))
    assert {name: text for name, text in files(folder).items() if name in there} == there
    assert marks(store) == [*BEFORE, 9]
    store.close()


@pytest.mark.parametrize("name", CHANGES)
def test_a_kill_at_each_call_leaves_all_or_nothing(tmp_path_factory, monkeypatch, name):
    change, before, after = CHANGES[name]
    calls = calls_of(tmp_path_factory.mktemp("counted"), monkeypatch, name)
    outcomes = []
    for number in range(len(calls)):
        folder = tmp_path_factory.mktemp("killed")
        a_library(folder, name).close()
        child = os.fork()
        if child == 0:
            store = open_store(folder)
            with Disk(range(number, number + 1), None).in_use(monkeypatch):
                change(store)
            os._exit(1)
        os.waitpid(child, 0)
        store = open_store(folder)
        outcomes.append(marks(store))
        found = store.search(SEARCH_ALL)
        assert sorted(mark.id.int for mark in found) == outcomes[-1]
        store.close()
    assert [found for found in outcomes if found not in (before, after)] == []
    assert outcomes == sorted(outcomes, key=lambda found: found == after)
    assert outcomes[0] == before
    assert outcomes[-1] == after


@pytest.mark.parametrize(
    "journal",
    [
        "{",
        "[]",
        "{}",
        '{"replaced": [5], "made": []}',
        '{"replaced": [], "made": "abc.json"}',
        '{"replaced": [], "made": ["../devices.json"]}',
        '{"replaced": ["a/../../b.json"], "made": []}',
        '{"replaced": ["x\\u0000.json"], "made": []}',
        "[" * 100_000,
    ],
)
def test_a_damaged_journal_is_told_with_what_to_do(tmp_path, journal):
    a_library(tmp_path, "an import").close()
    (tmp_path / "devices.json").touch()
    (tmp_path / "changing" / "old").mkdir(parents=True)
    (tmp_path / "changing" / "journal.json").write_text(journal)
    with pytest.raises(StoreError, match="copy them back"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="copy them back"):
        doctor.mend(tmp_path)
    assert (tmp_path / "devices.json").exists()


def test_one_mark_that_is_taken_keeps_all_of_an_import_out(tmp_path):
    store = a_library(tmp_path, "an import")
    there = files(tmp_path)
    stolen = a_mark(a_page(4), "other words", id=KNOWN.id)
    with pytest.raises(ConflictError):
        store.restore([*IMPORTED, (a_page(4), [stolen])])
    assert files(tmp_path) == there
    store.add(a_page(9), IMPORTED[1][1][0])  # its id was not claimed for good
    assert marks(store) == [1, 3]
    store.close()


def test_pages_of_one_document_become_one(tmp_path):
    store = a_library(tmp_path, "an import")
    first = a_page(5, keys=("a", "b"))
    second = a_page(6, keys=("a", "c"))
    third = a_page(7, keys=("a",))
    store.restore(
        [(page, [a_mark(page, id=numbered(page_number))]) for page_number, page in
         ((10, first), (11, second), (12, third))]
    )  # fmt: skip
    assert [mark.id.int for mark in store.annotations_of(first.id)] == [10, 11, 12]
    assert store.find_page(["c"]).id == first.id
    store.close()


def test_a_page_holds_so_many_marks_and_no_more(tmp_path):
    store = open_store(tmp_path)
    full = [a_mark(a_page(1), id=numbered(number)) for number in range(1, MAX_MARKS_A_PAGE + 1)]
    store.restore([(a_page(1), full)])
    one_more = a_mark(a_page(1), id=numbered(MAX_MARKS_A_PAGE + 1))
    there = files(tmp_path)
    with pytest.raises(FullPageError, match="5,000 marks"):
        store.add(a_page(1), one_more)
    with pytest.raises(FullPageError):
        store.restore([(a_page(2), [a_mark(a_page(2))]), (a_page(1), [one_more])])
    assert files(tmp_path) == there
    assert store.change(numbered(1), 1, {"note": "n"}, now=LATER).rev == 2
    store.close()
    tables = json.loads((tmp_path / "pages" / f"{a_page(1).id}.json").read_bytes())
    assert len(tables["annotations"]) == MAX_MARKS_A_PAGE
