"""What leaves of a library while its files change."""

import pytest

from tests.unit.library import a_mark, a_page
from winnow.export.selection import selected
from winnow.store import open_store
from winnow.store.base import StoreError


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    for number in (1, 2, 3):
        opened.add(a_page(number), a_mark(a_page(number)))
    yield opened
    opened.close()


def damage(folder, number):
    (folder / "pages" / f"{a_page(number).id}.json").write_bytes(b"{")


@pytest.mark.parametrize("words", ["", "words"])
def test_a_page_that_is_damaged_while_others_leave_is_left_out_and_counted(store, tmp_path, words):
    leaving = selected(store, words=words)
    assert next(leaving)[0].id == a_page(1).id
    damage(tmp_path, 2)
    assert [page.id for page, _ in leaving] == [a_page(3).id]
    assert store.missing() == 1


def test_a_damaged_page_that_is_asked_for_alone_is_told(store, tmp_path):
    damage(tmp_path, 2)
    with pytest.raises(StoreError, match="damaged"):
        list(selected(store, page=a_page(2).id, words="words"))
