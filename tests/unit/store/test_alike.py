"""A page is found by its text, and given another address only when that is free."""

import sqlite3

import pytest

from tests.unit.library import LATER, a_mark, a_page
from winnow.store import open_store
from winnow.store.base import ConflictError, NotFoundError

TEXT = " ".join(f"word{number}" for number in range(200))
OTHER = " ".join(f"other{number}" for number in range(200))


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def keep(store, number: int, text: str, **fields):
    page = a_page(number, text=text, **fields)
    mark, _ = store.add(page, a_mark(page))
    return page, mark


def test_the_page_with_the_same_text_is_found(store):
    page, _ = keep(store, 1, TEXT)
    keep(store, 2, OTHER)
    assert store.alike(TEXT).id == page.id
    assert store.alike(f"A line more.\n{TEXT}").id == page.id
    assert store.alike(" ".join(reversed(TEXT.split()))) is None
    assert store.alike("word1 word2 word3") is None


def test_of_two_alike_the_more_alike_is_found(store):
    keep(store, 1, f"{TEXT} {OTHER[:300]}")
    near, _ = keep(store, 2, f"{TEXT} and a little more")
    assert store.alike(TEXT).id == near.id


def test_a_page_whose_marks_are_all_deleted_is_not_found(store):
    _, mark = keep(store, 1, TEXT)
    store.change(mark.id, 1, {"deleted": LATER}, now=LATER)
    assert store.alike(TEXT) is None


def test_it_is_found_after_more_marks_and_after_a_start(tmp_path):
    store = open_store(tmp_path)
    page, _ = keep(store, 1, TEXT)
    store.add(page, a_mark(page, "more"))
    assert store.alike(TEXT).id == page.id
    store.close()
    (tmp_path / "search.sqlite").unlink()
    store = open_store(tmp_path)
    assert store.alike(TEXT).id == page.id
    store.close()


def test_a_page_marked_without_its_text_is_found_once_it_has_one(store):
    page, _ = keep(store, 1, "")
    assert store.alike(TEXT) is None
    store.add(a_page(1, text=TEXT), a_mark(page, "more"))
    assert store.alike(TEXT).id == page.id


def test_nothing_is_left_of_a_page_that_goes(store, tmp_path):
    page, _ = keep(store, 1, TEXT)
    store.delete_page(page.id, lambda _page, _marks: None)
    assert store.alike(TEXT) is None
    store.close()
    with sqlite3.connect(tmp_path / "search.sqlite") as database:
        assert database.execute("SELECT count(*) FROM sketches").fetchone() == (0,)


def test_a_text_that_every_page_has_costs_no_more_than_a_few_looks(store):
    for number in range(1, 30):
        keep(store, number, TEXT)
    looks = []
    read = store._shelf.read
    store._shelf.read = lambda page_id: looks.append(page_id) or read(page_id)
    assert store.alike(TEXT) is not None
    assert len(looks) == 3


def test_a_joined_address_leads_to_the_page(store):
    page, _ = keep(store, 1, TEXT)
    joined = store.join(page.id, ["https://mirror.example/a"])
    assert joined.keys == (*page.keys, "https://mirror.example/a")
    assert store.find_page(["https://mirror.example/a"]).id == page.id
    assert store.join(page.id, ["https://mirror.example/a"]) == joined


def test_two_pages_with_marks_are_never_joined(store):
    page, _ = keep(store, 1, TEXT)
    other, _ = keep(store, 2, TEXT)
    with pytest.raises(ConflictError, match="not joined"):
        store.join(page.id, [other.keys[0], "https://new.example/"])
    assert store.page(page.id).keys == page.keys
    assert store.find_page(["https://new.example/"]) is None


def test_nothing_is_joined_to_a_page_that_is_not_there(store):
    with pytest.raises(NotFoundError):
        store.join("f" * 32, ["https://mirror.example/a"])
