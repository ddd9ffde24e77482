"""A mark that stands in two page files has one home in the end, and nothing is lost of it."""

from pathlib import Path

import pytest

from tests.unit.library import LATER, a_mark, a_page
from winnow.annotate.mark import Annotation, Page
from winnow.canonical import text_hash
from winnow.store import backup, doctor, open_store, page_file
from winnow.store.base import Search
from winnow.store.page_file import Kept
from winnow.store.tinydb_store import TinyDBStore

A, B = "https://example.org/a", "https://example.org/b"


def write(folder: Path, page: Page, *marks: Annotation) -> None:
    """A page's file, as a folder that was put together by hand has it."""
    folder.chmod(0o700)
    (folder / "pages").mkdir(mode=0o700, exist_ok=True)
    there = {mark.id: mark.model_copy(update={"page": page.id}) for mark in marks}
    page_file.write(folder / "pages" / f"{page.id}.json", Kept(page, there))


def change(record, **fields):
    return record.model_copy(update=fields)


def shown(store: TinyDBStore, url: str) -> dict[str, int]:
    """The words of the marks at an address, with their revisions."""
    page = store.find_page([url])
    return {mark.exact: mark.rev for mark in store.annotations_of(page.id)} if page else {}


def exported(store: TinyDBStore) -> list[str]:
    return sorted(mark.exact for _, marks in store.iterate() for mark in marks)


@pytest.fixture
def pages() -> tuple[Page, Page]:
    return a_page(1, url=A, keys=(A,)), a_page(2, url=B, keys=(B,))


@pytest.fixture(params=["a start", "the doctor"])
def opened(request, tmp_path):
    """Opens the library after it was put right, and closes it."""
    stores = []

    def do() -> TinyDBStore:
        if request.param == "the doctor":
            assert any("holds too" in found.sentence for found in doctor.mend(tmp_path))
            assert doctor.examine(tmp_path) == []
        stores.append(open_store(tmp_path))
        return stores[-1]

    yield do
    for store in stores:
        store.close()


@pytest.mark.parametrize("newer", [0, 1])
def test_the_higher_revision_stays_on_its_page(opened, pages, tmp_path, newer):
    twin, one, two = (a_mark(pages[0], words) for words in ("twin", "one", "two"))
    both = [twin, change(twin, rev=3, note="later")]
    write(tmp_path, pages[0], one, both[1 - newer])
    write(tmp_path, pages[1], two, both[newer])
    store = opened()
    at = [{"one": 1}, {"two": 1}]
    at[newer]["twin"] = 3
    assert [shown(store, A), shown(store, B)] == at
    assert store.annotation(twin.id).page == pages[newer].id
    assert exported(store) == ["one", "twin", "two"]
    store.add(pages[1 - newer], a_mark(pages[1 - newer], "new"))
    store.change(twin.id, 3, {"note": "again"}, now=LATER)
    assert doctor.examine(tmp_path) == []


def test_of_equal_revisions_the_one_that_was_changed_last_stays(opened, pages, tmp_path):
    twin = a_mark(pages[0], "twin")
    write(tmp_path, pages[0], a_mark(pages[0], "one"), change(twin, rev=2, note="first"))
    write(tmp_path, pages[1], change(twin, rev=2, note="last", modified=LATER))
    assert opened().annotation(twin.id).note == "last"


def test_a_mark_that_nobody_changed_stays_where_its_text_is(opened, pages, tmp_path):
    text = "A twin was born in the harbour last night."
    here = change(pages[1], text=text, text_hash=text_hash(text))
    twin = a_mark(here, "twin", text_hash=here.text_hash)
    write(tmp_path, pages[0], a_mark(pages[0], "one"), twin)
    write(tmp_path, here, twin)
    store = opened()
    assert (shown(store, A), shown(store, B)) == ({"one": 1}, {"twin": 1})


def test_other_words_under_the_same_id_get_an_id_of_their_own(opened, pages, tmp_path):
    one = a_mark(pages[0], "some words")
    write(tmp_path, pages[0], one)
    write(tmp_path, pages[1], change(a_mark(pages[1], "other words"), id=one.id))
    store = opened()
    assert (shown(store, A), shown(store, B)) == ({"some words": 1}, {"other words": 1})


@pytest.mark.parametrize("declares", [True, False])
def test_a_page_left_without_marks_goes_unless_it_has_an_address(opened, pages, tmp_path, declares):
    twin = a_mark(pages[0], "twin")
    keys = (B, A) if declares else (B,)
    write(tmp_path, pages[0], twin)
    write(
        tmp_path,
        a_page(2, url=B, keys=keys, canonical=A if declares else None),
        change(twin, rev=2),
    )
    store = opened()
    assert [page.url for page in store.pages()] == ([B] if declares else [A, B])
    assert shown(store, A) == ({"twin": 2} if declares else {})


def test_many_pages_may_share_marks(opened, tmp_path):
    pages = [a_page(n, url=f"{A}/{n}", keys=(f"{A}/{n}",)) for n in range(1, 5)]
    marks = [a_mark(pages[0], f"mark {n}") for n in range(6)]
    for at, page in enumerate(pages):
        held = [marks[(at + n) % 6] for n in range(3)]
        write(tmp_path, page, *(change(mark, rev=at + 1) for mark in held))
    store = opened()
    assert exported(store) == sorted(mark.exact for mark in marks)
    assert [store.annotation(mark.id).rev for mark in marks] == [1, 2, 3, 4, 4, 4]
    assert {mark.id for mark in store.search(Search())} == {mark.id for mark in marks}


def test_a_page_that_goes_with_one_group_keeps_no_other_from_being_put_right(opened, tmp_path):
    one, two, three = (f"{A}/{number}" for number in range(3))
    pages = [
        a_page(1, url=one, keys=(one,)),
        a_page(2, url=two, keys=(two, one), canonical=one),
        a_page(3, url=three, keys=(three,)),
    ]
    twins = [a_mark(pages[0], f"twin {number}") for number in range(2)]
    write(tmp_path, pages[0], *twins)
    write(tmp_path, pages[1], *(change(mark, rev=2) for mark in twins))
    write(tmp_path, pages[2], twins[1], a_mark(pages[2], "three"))
    store = opened()
    assert exported(store) == ["three", "twin 0", "twin 1"]
    assert shown(store, two) == {"twin 0": 2, "twin 1": 2}


def test_a_backup_that_holds_a_mark_twice_is_restored_and_put_right(pages, tmp_path):
    library, other = tmp_path / "one", tmp_path / "other"
    library.mkdir(), other.mkdir(mode=0o700)
    twin = a_mark(pages[0], "twin")
    write(library, pages[0], twin)
    write(library, pages[1], change(twin, rev=2), a_mark(pages[1], "two"))
    backup.write(library, tmp_path / "marks.zip")
    backup.restore(other, tmp_path / "marks.zip")
    store = open_store(other)
    assert exported(store) == ["twin", "two"]
    store.close()
