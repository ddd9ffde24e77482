"""No key leads to two documents, whoever says so, and whatever older libraries hold."""

import threading
from itertools import count
from pathlib import Path

import pytest

from tests.unit.library import a_mark, a_page
from winnow.annotate.mark import Annotation, Page
from winnow.store import doctor, open_store, page_file
from winnow.store.base import ConflictError
from winnow.store.directory import Directory
from winnow.store.page_file import Kept
from winnow.store.tinydb_store import TinyDBStore

A, B, C = (f"https://example.org/{name}" for name in "abc")
TEXTS = {
    A: ("Alpha", "The river rose by seven metres in one night, said the mayor of the town. " * 3),
    B: ("Beta", "Seven new lines of tramway will be built before the end of the decade. " * 3),
    C: ("Gamma", "Nobody had counted the votes of the northern districts until this noon. " * 3),
}
NUMBERS = count(101)


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def visit(url: str, *declared: str, **fields: str) -> Page:
    """A page as a visit brings it."""
    title, text = TEXTS[url]
    said = {"title": title, "text": text, "canonical": declared[0] if declared else None}
    return a_page(next(NUMBERS), url=url, keys=(url, *declared), **said | fields)


def keep(store: TinyDBStore, page: Page, words: str) -> Annotation:
    return store.add(page, a_mark(page, words))[0]


def shown(store: TinyDBStore, url: str) -> list[str]:
    page = store.find_page([url])
    return sorted(mark.exact for mark in store.annotations_of(page.id)) if page else []


def keys(store: TinyDBStore) -> dict[str, tuple[str, ...]]:
    return {page.url: page.keys for page in store.pages()}


def an_old_library(folder: Path) -> Page:
    """Two documents; the one with the less id, which is returned, has the other's address too."""
    folder.chmod(0o700)
    (folder / "pages").mkdir(mode=0o700)
    thief = a_page(1, url=B, keys=(B, A), title="Beta", text=TEXTS[B][1])
    robbed = a_page(2, url=A, keys=(A,), title="Alpha", text=TEXTS[A][1])
    for page in (thief, robbed):
        mark = a_mark(page, f"of {page.title}")
        path = folder / "pages" / f"{page.id}.json"
        page_file.write(path, Kept(page, {mark.id: mark}))
    return thief


def test_a_declared_address_of_another_document_is_never_taken_however_many_marks_follow(store):
    alpha = keep(store, visit(A), "alpha")
    keep(store, visit(B, A), "beta 1")
    keep(store, visit(B, A), "beta 2")
    assert keys(store) == {A: (A,), B: (B,)}
    store.change(alpha.id, 1, {"note": "n"}, now=alpha.created)
    keep(store, visit(A), "alpha 2")
    assert (shown(store, A), shown(store, B)) == (["alpha", "alpha 2"], ["beta 1", "beta 2"])


def test_the_visited_address_decides_where_title_and_text_say_nothing(store):
    keep(store, visit(A, title="App"), "alpha")
    keep(store, visit(B, title="App"), "beta")
    keep(store, visit(B, A, title="App"), "beta 2")
    assert (shown(store, A), shown(store, B)) == (["alpha"], ["beta", "beta 2"])


def test_a_document_that_another_had_declared_gets_its_address_when_it_is_marked(store):
    keep(store, visit(B, A), "beta")
    assert keys(store) == {B: (B, A)}
    assert store.find_page([A, B], *TEXTS[A]) is None
    keep(store, visit(A), "alpha")
    keep(store, visit(B, A), "beta 2")
    assert keys(store) == {A: (A,), B: (B,)}
    assert (shown(store, A), shown(store, B)) == (["alpha"], ["beta", "beta 2"])


def test_a_canonical_with_the_same_words_stays_one_document(store):
    title, text = TEXTS[A]
    keep(store, visit(B, A, title=title, text=text), "beta")
    keep(store, visit(A, title="Renamed", text=text + " Corrected."), "alpha")
    keep(store, visit(A, text=""), "of nothing known")
    assert keys(store) == {B: (B, A)}


def test_a_text_without_spaces_is_known_under_another_title(store):
    text = (
        "市议会昨天决定在秋天重新开放旧港口的桥梁，市长说工程将在三个月之内完成。居民们等了很久。"
    )
    keep(store, visit(B, A, title="旧桥 - 港口报", text=text), "旧桥")
    assert store.find_page([A], "旧桥重开", f"{text}更正。").url == B
    assert store.alike(text).url == B


def test_what_a_person_joined_no_other_text_takes_back(store):
    page = keep(store, visit(B), "beta").page
    store.join(page, [A])
    keep(store, visit(A), "alpha")
    assert shown(store, A) == ["alpha", "beta"]


def test_a_join_leaves_an_address_to_the_document_that_has_it(store):
    keep(store, visit(A), "alpha")
    page = keep(store, visit(B), "beta").page
    assert store.join(page, [C, A]).keys == (B, C)
    with pytest.raises(ConflictError, match="not joined"):
        store.join(page, [A, C])


def test_an_import_takes_no_address_and_comes_apart_as_it_was(store):
    keep(store, visit(A), "alpha")
    stolen = visit(B, A, C)
    store.restore([(stolen, [a_mark(stolen, "beta")]), (visit(C), [])])
    assert keys(store) == {A: (A,), B: (B,), C: (C,)}
    before = {page.id: page for page in store.pages()}
    store.restore([(stolen, [])])
    assert {page.id: page for page in store.pages()} == before


@pytest.mark.parametrize("order", [1, -1])
def test_pages_of_an_old_library_are_not_merged_when_they_are_imported(store, order):
    """However alike: they were two where they come from."""
    pages = [visit(B, C, A, title="App"), visit(A, C, title="App")][::order]
    store.restore([(page, [a_mark(page, page.url)]) for page in pages])
    assert (shown(store, A), shown(store, B)) == ([A], [B])
    assert sum(page.keys.count(C) for page in store.pages()) == 1


def test_pages_that_share_a_key_are_parted_at_the_start_and_the_address_decides(tmp_path):
    an_old_library(tmp_path)
    for _ in range(2):
        store = open_store(tmp_path)
        assert keys(store) == {B: (B,), A: (A,)}
        assert (shown(store, A), shown(store, B)) == (["of Alpha"], ["of Beta"])
        store.close()
    assert doctor.examine(tmp_path) == []


def test_a_shared_key_that_cannot_be_taken_back_still_leads_to_one_page(tmp_path, monkeypatch):
    an_old_library(tmp_path)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(page_file, "write", refuse)
        store = open_store(tmp_path)
    assert keys(store)[B] == (B, A)
    for _, marks in list(store.iterate()):
        store.change(marks[0].id, 1, {"note": "n"}, now=marks[0].created)
        assert (shown(store, A), shown(store, B)) == (["of Alpha"], ["of Beta"])
    store.close()


def test_a_key_that_stands_twice_in_one_page_is_shared_with_nobody(tmp_path):
    (tmp_path / "pages").mkdir()
    page = a_page(1, url=A, keys=(A, B, A, A))
    mark = a_mark(page)
    page_file.write(tmp_path / "pages" / f"{page.id}.json", Kept(page, {mark.id: mark}))
    for _ in range(3):
        store = open_store(tmp_path)
        assert (len(shown(store, A)), len(shown(store, B))) == (1, 1)
        store.close()
    store = open_store(tmp_path)
    store.delete_page(page.id, lambda _page, _marks: None)
    assert shown(store, A) == []
    store.close()


def test_a_page_loses_no_key_that_nobody_shares_any_more():
    directory = Directory()
    directory.put("thief", [B, A], ())
    directory.put("robbed", [A], ())
    assert directory.shared() == {"thief": {A}}
    directory.drop("robbed")
    assert directory.shared() == {}
    assert directory.with_key([A]) == "thief"
    directory.put("robbed", [A], ())
    directory.put("thief", [B], ())
    assert directory.shared() == {}
    assert directory.with_key([A]) == "robbed"


def test_the_doctor_names_a_page_with_another_s_address_and_mends_it(tmp_path):
    thief = an_old_library(tmp_path)
    path = tmp_path / "pages" / f"{thief.id}.json"
    (finding,) = doctor.examine(tmp_path)
    assert (finding.path, finding.mendable) == (path, True)
    assert "another page's addresses" in finding.sentence
    assert doctor.mend(tmp_path) == [finding]
    kept = page_file.read(path)
    assert (kept.page.keys, len(kept.annotations)) == ((B,), 1)
    assert doctor.examine(tmp_path) == []


def test_documents_marked_at_once_that_declare_each_other_s_addresses_share_none(store):
    declared = {A: B, B: C, C: A}
    gate = threading.Barrier(12)

    def mark(url: str, number: int) -> None:
        gate.wait()
        keep(store, visit(url, declared[url]), f"{url} {number}")

    jobs = [(url, number) for url in declared for number in range(4)]
    threads = [threading.Thread(target=mark, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [key for page in store.pages() for key in page.keys]
    assert len(every) == len(set(every))
    for url in declared:
        assert shown(store, url) == [f"{url} {number}" for number in range(4)]


# --- what a page declares, and what a person joined -------------------------------------------


@pytest.mark.parametrize("first", [(), (B,), (C,)], ids=["nothing", "itself", "a third"])
def test_an_address_declared_by_a_later_visit_shows_no_other_page_s_marks(store, first):
    keep(store, visit(B, *first), "beta 1")
    keep(store, visit(B, A), "beta 2")
    title, text = TEXTS[A]
    assert store.find_page([A], title, text) is None
    keep(store, visit(A), "alpha")
    assert (shown(store, A), shown(store, B)) == (["alpha"], ["beta 1", "beta 2"])


def test_a_page_that_declares_nothing_at_first_is_found_by_what_it_declares_later(store):
    keep(store, visit(B), "beta 1")
    keep(store, visit(B, A), "beta 2")
    assert store.find_page([A], *TEXTS[B]).url == B


def test_of_a_declared_address_another_title_is_another_page(store):
    keep(store, visit(B, A), "beta")
    assert store.find_page([A], TEXTS[A][0]) is None
    assert store.find_page([A], TEXTS[B][0]).url == B


def test_a_person_joins_the_address_alone_and_not_what_it_declares(store):
    mark = keep(store, visit(B), "beta")
    assert store.join(mark.page, [A, C]).keys == (B, A)


def files_of_one_address(folder: Path) -> list[Path]:
    """As when the folders of several machines were put together."""
    folder.chmod(0o700)
    (folder / "pages").mkdir(mode=0o700)
    files = []
    for number, also in ((1, ()), (2, (B,)), (3, (C,))):
        page = a_page(number, url=A, keys=(A, *also), title="Alpha", text=TEXTS[A][1])
        mark = a_mark(page, f"mark {number}")
        files.append(folder / "pages" / f"{page.id}.json")
        page_file.write(files[-1], Kept(page, {mark.id: mark}))
    return files


@pytest.mark.parametrize("by", ["the next start", "the doctor"])
def test_files_of_one_address_become_one(tmp_path, by):
    files = files_of_one_address(tmp_path)
    if by == "the doctor":
        found = doctor.examine(tmp_path)
        assert [finding.path for finding in found] == files[1:]
        assert all("joins the two; no mark is lost" in finding.sentence for finding in found)
        assert doctor.mend(tmp_path) == found
        assert doctor.examine(tmp_path) == []
    opened = open_store(tmp_path)
    assert [page.keys for page in opened.pages()] == [(A, B, C)]
    assert shown(opened, A) == ["mark 1", "mark 2", "mark 3"]
    opened.close()


@pytest.mark.parametrize("declares", [(), (A,), (C,)], ids=["nothing", "the same", "a third"])
def test_an_import_brings_no_declared_address_as_if_a_person_had_joined_it(tmp_path, declares):
    one, two = (open_store(tmp_path / name) for name in ("one", "two"))
    keep(one, visit(B, A), "beta 1")
    keep(two, visit(B, *declares), "beta 2")
    two.restore(list(one.iterate()))
    assert shown(two, B) == ["beta 1", "beta 2"]
    assert two.find_page([A], *TEXTS[A]) is None
    alpha = keep(two, visit(A), "alpha")
    assert two.page(alpha.page).url == A
    for store in (one, two):
        store.close()


def test_an_import_brings_what_a_person_joined_though_another_page_here_declares_it(tmp_path):
    one, two = (open_store(tmp_path / name) for name in ("one", "two"))
    gamma = keep(one, visit(C), "gamma")
    one.join(gamma.page, [A])
    keep(two, visit(B, A), "beta")
    for _ in range(2):
        two.restore(list(one.iterate()))
        assert keys(two) == {B: (B,), C: (C, A)}
        assert two.find_page([A], *TEXTS[A]).url == C
    one.restore(list(two.iterate()))
    assert keys(one) == keys(two)
    for store in (one, two):
        store.close()


def test_an_imported_page_that_has_the_id_of_another_is_a_page_of_its_own(store):
    kept = keep(store, visit(B), "beta")
    foreign = visit(A).model_copy(update={"id": kept.page})
    for _ in range(2):
        store.restore([(foreign, [a_mark(foreign, "foreign")])])
        assert keys(store) == {A: (A,), B: (B,)}
    assert shown(store, B) == ["beta"]


def test_an_imported_mark_that_is_here_stays_on_the_page_that_has_it(store):
    mark = keep(store, visit(B), "beta")
    elsewhere = visit(A)
    newer = mark.model_copy(update={"rev": 2, "note": "newer", "page": elsewhere.id})
    store.restore([(elsewhere, [newer])])
    assert keys(store) == {B: (B,)}
    assert store.annotation(mark.id).note == "newer"


def test_what_a_person_joins_is_shown_there_whatever_text_it_has(store):
    mark = keep(store, visit(B, C), "beta")
    assert store.join(mark.page, [C]).keys == (B, C)
    keep(store, visit(B, C), "beta 2")
    assert store.find_page([C], *TEXTS[C]).url == B
    assert keep(store, visit(C), "gamma").page == mark.page


def test_a_person_joins_an_address_that_another_page_only_declared(store):
    keep(store, visit(B, A), "beta")
    gamma = keep(store, visit(C), "gamma")
    assert store.join(gamma.page, [A]).keys == (C, A)
    assert keys(store) == {B: (B,), C: (C, A)}
    assert store.find_page([A], *TEXTS[A]).url == C
    keep(store, visit(B, A), "beta 2")
    assert keys(store) == {B: (B,), C: (C, A)}


def test_a_mark_sent_again_is_answered_wherever_its_address_leads_by_now(store):
    keep(store, visit(B, A), "beta")
    page = visit(A, title="Beta", text=TEXTS[B][1])
    mark = a_mark(page, "sent twice")
    sent, _ = store.add(page, mark)
    keep(store, visit(A), "alpha")
    assert store.add(visit(A), mark) == (sent, False)
