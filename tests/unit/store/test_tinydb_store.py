"""The library in a folder: what is acknowledged is on the disk, and damage stays in one page."""

import json
import os
import subprocess
import sys
import threading
from uuid import uuid4

import pytest
from tinydb import JSONStorage, TinyDB

from tests.unit.library import LATER, NOW, a_mark, a_page, numbered
from winnow.annotate.mark import MAX_INTEGER
from winnow.store import open_store
from winnow.store import page_file as stored
from winnow.store.atomic_json import AtomicJSONStorage, DamagedFileError
from winnow.store.base import (
    ConflictError,
    DiskError,
    NotFoundError,
    Search,
    StaleRevisionError,
    StoreError,
)


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def page_file(tmp_path, page):
    return tmp_path / "pages" / f"{page.id}.json"


@pytest.mark.parametrize("storage", [AtomicJSONStorage, JSONStorage])
def test_a_mark_is_on_the_disk_when_add_returns_as_any_tinydb_reads_it(store, tmp_path, storage):
    page = a_page()
    mark, is_new = store.add(page, a_mark(page, "« mot »"))
    assert is_new
    with TinyDB(page_file(tmp_path, page), storage=storage) as database:
        assert [row["exact"] for row in database.table("annotations").all()] == ["« mot »"]
    assert store.annotation(mark.id) == mark


def test_the_file_is_readable_by_a_person_and_by_nobody_else(store, tmp_path):
    page = a_page()
    store.add(page, a_mark(page, "« mot »"))
    file = page_file(tmp_path, page)
    assert ' "exact": "« mot »",\n' in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "pages").stat().st_mode & 0o777 == 0o700


def test_a_retry_doubles_nothing(store):
    page, mark = a_page(), a_mark(a_page())
    first, _ = store.add(page, mark)
    again, is_new = store.add(page.model_copy(update={"id": "f" * 32}), mark)
    assert (again, is_new) == (first, False)
    assert store.annotations_of(page.id) == [first]


def test_a_retry_after_an_edit_answers_the_edited_mark(store):
    page, mark = a_page(), a_mark(a_page())
    store.add(page, mark)
    edited = store.change(mark.id, 1, {"note": "n"}, now=LATER)
    assert store.add(page, mark) == (edited, False)


@pytest.mark.parametrize("other", [a_page(1), a_page(2)], ids=["same page", "another page"])
def test_a_known_id_with_other_words_is_refused(store, other):
    mark = a_mark(a_page())
    store.add(a_page(), mark)
    with pytest.raises(ConflictError):
        store.add(other, a_mark(other, "other words", id=mark.id))
    assert store.annotation(mark.id).exact == "the words"


def test_a_page_is_found_by_any_of_its_keys_and_gains_new_ones(store):
    page = a_page(keys=("k1",))
    store.add(page, a_mark(page))
    store.add(a_page(2, keys=("k2", "k1"), text="words"), a_mark(page))
    found = store.find_page(["k2"])
    assert (found.id, found.keys, found.text) == (page.id, ("k1", "k2"), "words")
    assert len(store.pages()) == 1


def test_a_change_makes_the_next_revision(store):
    page, mark = a_page(), a_mark(a_page())
    store.add(page, mark)
    changed = store.change(mark.id, 1, {"note": "why", "tags": ("a", "b")}, now=LATER)
    assert (changed.rev, changed.note, changed.tags, changed.modified) == (
        2,
        "why",
        ("a", "b"),
        LATER,
    )
    assert changed.exact == mark.exact


def test_an_old_revision_is_refused_with_the_current_one(store):
    page, mark = a_page(), a_mark(a_page())
    store.add(page, mark)
    current = store.change(mark.id, 1, {"note": "first"}, now=LATER)
    with pytest.raises(StaleRevisionError) as refused:
        store.change(mark.id, 1, {"note": "second"}, now=LATER)
    assert refused.value.current == current == store.annotation(mark.id)


def test_a_clock_that_jumps_back_does_not_age_a_mark(store):
    page, mark = a_page(), a_mark(a_page())
    store.add(page, mark)
    assert store.change(mark.id, 1, {"note": "n"}, now="1999-01-01T00:00:00.000Z").modified == NOW


def test_the_last_revision_there_is_cannot_be_changed(store):
    page = a_page()
    mark = a_mark(page, rev=MAX_INTEGER)
    store.restore([(page, [mark])])
    with pytest.raises(ConflictError, match="last revision"):
        store.change(mark.id, MAX_INTEGER, {"note": "x"}, now=LATER)
    assert store.annotation(mark.id) == mark


def test_a_deletion_is_a_tombstone_that_can_be_undone(store):
    page, mark = a_page(), a_mark(a_page())
    store.add(page, mark)
    assert store.change(mark.id, 1, {"deleted": LATER}, now=LATER).deleted == LATER
    assert store.annotations_of(page.id)[0].deleted == LATER
    assert store.change(mark.id, 2, {"deleted": None}, now=LATER).deleted is None


def test_pages_come_in_order_of_id_from_a_cursor(store):
    for number in (3, 1, 2):
        store.add(a_page(number), a_mark(a_page(number)))
    first = store.pages(limit=2)
    assert [page.id for page in first] == [a_page(1).id, a_page(2).id]
    assert [page.id for page in store.pages(after=first[-1].id)] == [a_page(3).id]


def test_deleting_a_page_deletes_its_marks_and_its_keys(store, tmp_path):
    page, mark = a_page(), a_mark(a_page())
    store.add(page, mark)
    store.delete_page(page.id, lambda _page, _marks: None)
    assert store.find_page(page.keys) is None
    assert not page_file(tmp_path, page).exists()
    for read in (lambda: store.page(page.id), lambda: store.annotation(mark.id)):
        with pytest.raises(NotFoundError):
            read()


def test_a_page_is_not_deleted_against_what_the_check_says_of_it(store):
    page, mark = a_page(), a_mark(a_page())
    store.add(page, mark)

    def check(seen, marks):
        raise ValueError(f"{seen.id} has {len(marks)} mark")

    with pytest.raises(ValueError, match="has 1 mark"):
        store.delete_page(page.id, check)
    assert list(store.iterate(page.id)) == [(page, [mark])]


def test_everything_is_there_after_opening_again(tmp_path):
    page, mark = a_page(), a_mark(a_page())
    first = open_store(tmp_path)
    first.add(page, mark)
    first.close()
    second = open_store(tmp_path)
    assert list(second.iterate()) == [(page, [mark])]
    second.close()


OPEN = """
import sys
from pathlib import Path
from winnow.store import open_store, page_file as stored
open_store(Path(sys.argv[1]))
"""


@pytest.mark.usefixtures("store")
def test_a_second_writer_is_told_who_is_first(tmp_path):
    second = subprocess.run(
        [sys.executable, "-c", OPEN, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert f"process {os.getpid()}" in second.stderr


@pytest.mark.parametrize(
    "garbage",
    [b"", b"{", b"[]", b"null", b"\x00\xff", b'{"page": {}, "annotations": {}}', b'{"page": []}',
     b'{"page": {"1": {"id": "x"}}, "annotations": {}}', b"[" * 100_000],
)  # fmt: skip
def test_a_damaged_page_is_set_aside_and_the_rest_works(tmp_path, garbage):
    good, bad = a_page(1), a_page(2)
    store = open_store(tmp_path)
    for page in (good, bad):
        store.add(page, a_mark(page))
    page_file(tmp_path, bad).write_bytes(garbage)
    with pytest.raises(StoreError, match="set aside"):
        store.page(bad.id)
    assert [page.id for page, _ in store.iterate()] == [good.id]
    store.close()
    assert (tmp_path / "quarantine" / f"{bad.id}.json").read_bytes() == garbage
    again = open_store(tmp_path)
    assert [page.id for page in again.pages()] == [good.id]
    again.close()


def test_a_page_cut_at_any_byte_is_known_to_be_damaged(store, tmp_path):
    page = a_page(title="Ünïcode")
    store.add(page, a_mark(page, "« mot »"))
    file = page_file(tmp_path, page)
    whole = file.read_bytes()
    for size in range(len(whole)):
        file.write_bytes(whole[:size])
        with pytest.raises(DamagedFileError):
            stored.read(file)
    file.write_bytes(whole)
    assert stored.read(file).page == page


def test_a_page_truncated_anywhere_is_set_aside_and_whole_ones_are_read(tmp_path):
    page = a_page()
    store = open_store(tmp_path)
    store.add(page, a_mark(page))
    store.close()
    whole = page_file(tmp_path, page).read_bytes()
    sizes = {0, 1, *range(0, len(whole), len(whole) // 20), len(whole) - 1}
    for size in sizes:
        truncated = a_page(1000 + size)
        page_file(tmp_path, truncated).write_bytes(
            whole.replace(page.id.encode(), truncated.id.encode())[:size]
        )
    again = open_store(tmp_path)
    assert [known.id for known in again.pages(limit=len(whole))] == [page.id]
    again.close()
    assert len(list((tmp_path / "quarantine").glob("*.json"))) == len(sizes)


@pytest.mark.parametrize("field", ["TITLE", "example.org/2", "TEXT", "AUTHOR", "NOTE", "TAG"])
def test_a_page_with_half_a_surrogate_pair_is_set_aside_and_the_rest_works(tmp_path, field):
    store = open_store(tmp_path)
    good, bad = a_page(1), a_page(2, title="TITLE", text="TEXT")
    for page in (good, bad):
        store.add(page, a_mark(page, note="NOTE", tags=("TAG",), author="AUTHOR"))
    store.close()
    file = page_file(tmp_path, bad)
    text = file.read_text(encoding="utf-8")
    assert field in text
    file.write_text(text.replace(field, field + "\\ud800"), encoding="utf-8")
    again = open_store(tmp_path)
    assert [page.id for page, _ in again.iterate()] == [good.id]
    assert len(again.search(Search())) == 1
    assert again.missing() == 1
    again.close()


def test_a_page_file_that_is_a_link_is_not_followed(tmp_path):
    outside = tmp_path / "outside.json"
    page = a_page()
    store = open_store(tmp_path)
    store.add(page, a_mark(page))
    page_file(tmp_path, page).rename(outside)
    page_file(tmp_path, page).symlink_to(outside)
    with pytest.raises(StoreError):
        store.page(page.id)
    assert outside.exists()
    store.close()


def test_a_folder_that_vanishes_is_told_and_nothing_is_claimed(store, tmp_path):
    page = a_page()
    store.add(page, a_mark(page))
    (tmp_path / "pages").rename(tmp_path / "elsewhere")
    with pytest.raises(DiskError, match="Nothing was saved"):
        store.add(a_page(2), a_mark(a_page(2)))


def test_left_overs_of_a_crash_are_swept_at_the_start(tmp_path):
    open_store(tmp_path).close()
    left_over = tmp_path / "pages" / ".x.json.abc.part"
    left_over.write_text("half", encoding="utf-8")
    open_store(tmp_path).close()
    assert not left_over.exists()


def test_threads_writing_one_page_and_many_lose_nothing(store):
    def work(thread: int) -> None:
        for step in range(10):
            page = a_page(step % 3)
            store.add(page, a_mark(page, id=numbered(thread * 100 + step)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [mark.id for _, marks in store.iterate() for mark in marks]
    assert sorted(kept) == sorted(numbered(t * 100 + s) for t in range(32) for s in range(10))


def test_of_racing_changes_to_one_revision_one_wins(store):
    page, mark = a_page(), a_mark(a_page())
    store.add(page, mark)
    won, refused = [], []

    def change(number: int) -> None:
        try:
            won.append(store.change(mark.id, 1, {"note": str(number)}, now=LATER))
        except StaleRevisionError:
            refused.append(number)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(refused)) == (1, 15)
    assert store.annotation(mark.id) == won[0]


def test_importing_again_changes_nothing_and_an_older_revision_never_wins(store, tmp_path):
    page, mark = a_page(), a_mark(a_page())
    newer = mark.model_copy(update={"rev": 3, "note": "newer"})
    store.restore([(page, [newer])])
    before = page_file(tmp_path, page).stat().st_mtime_ns
    store.restore([(page, [newer])])
    store.restore([(page, [mark])])
    assert store.annotation(mark.id) == newer
    assert page_file(tmp_path, page).stat().st_mtime_ns == before


def test_marks_of_a_document_known_under_another_id_join_it(store):
    page = a_page(1)
    store.add(page, a_mark(page))
    same_document = page.model_copy(update={"id": "f" * 32})
    mark = a_mark(same_document, "more words")
    store.restore([(same_document, [mark])])
    assert store.annotation(mark.id).page == page.id
    assert len(store.pages()) == 1


def test_an_unknown_id_is_not_found(store):
    for read in (
        lambda: store.page("0" * 32),
        lambda: store.annotation(uuid4()),
        lambda: store.annotations_of("0" * 32),
        lambda: store.iterate("0" * 32),
        lambda: store.change(uuid4(), 1, {}, now=NOW),
        lambda: store.delete_page("0" * 32, lambda _page, _marks: None),
    ):
        with pytest.raises(NotFoundError):
            read()


def test_any_tinydb_can_use_the_storage(tmp_path):
    with TinyDB(tmp_path / "any.json", storage=AtomicJSONStorage) as database:
        database.insert({"a": 1})
        database.update({"a": 2})
    assert json.loads((tmp_path / "any.json").read_bytes()) == {"_default": {"1": {"a": 2}}}
