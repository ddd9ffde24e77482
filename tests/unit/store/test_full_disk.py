"""Whatever system call of a save the disk refuses, the old file stands and nothing is claimed."""

import errno
import tempfile

import pytest

from tests.unit.disk import Disk
from tests.unit.library import LATER, a_mark, a_page
from winnow.store import open_store
from winnow.store.base import DiskError, NotFoundError

REFUSALS = (errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT, errno.EACCES)


def calls_of(tmp_path_factory, monkeypatch, save) -> list[str]:
    """The calls that a save makes which the disk does not refuse."""
    folder = tmp_path_factory.mktemp("counted")
    store = open_store(folder)
    store.add(a_page(), MARK)
    with Disk(range(0), 0).in_use(monkeypatch) as disk:
        save(store)
    store.close()
    return disk.calls


MARK = a_mark(a_page(), id="00000000-0000-4000-8000-000000000001")
OTHER = a_mark(a_page(2), id="00000000-0000-4000-8000-000000000002")
SAVES = {
    "a mark on a known page": lambda store: store.add(a_page(), a_mark(a_page(), "more")),
    "a mark on a new page": lambda store: store.add(a_page(2), OTHER),
    "an edit": lambda store: store.change(MARK.id, 1, {"note": "n"}, now=LATER),
    "an import": lambda store: store.restore([(a_page(2), [OTHER])]),
    "deleting a page": lambda store: store.delete_page(a_page().id, lambda _page, _marks: None),
}


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.rglob("*.json")}


def test_a_save_waits_for_the_disk_before_and_after_it_puts_the_file_in_place(
    tmp_path_factory, monkeypatch
):
    calls = calls_of(tmp_path_factory, monkeypatch, SAVES["an edit"])
    at = calls.index("replace")
    assert "write" in calls[: calls.index("fsync")]
    assert "fsync" in calls[:at]
    assert "fsync" in calls[at:]


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("refusal", REFUSALS, ids=errno.errorcode.get)
@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
def test_at_each_refused_call_the_old_stands_and_the_retry_succeeds(
    tmp_path_factory, monkeypatch, save, refusal, lasting
):
    calls = calls_of(tmp_path_factory, monkeypatch, save)
    assert len(calls) >= 3
    in_place = max(at for at, name in enumerate(calls) if name in {"replace", "unlink"})
    for number in range(len(calls)):
        folder = tmp_path_factory.mktemp("refused")
        store = open_store(folder)
        store.add(a_page(), MARK)
        before = contents(folder)
        refused = range(number, 1000 if lasting else number + 1)
        with (
            Disk(refused, refusal).in_use(monkeypatch),
            pytest.raises(DiskError, match="try again"),
        ):
            save(store)
        if number <= in_place:
            assert contents(folder) == before, calls[number]
            assert store.annotation(MARK.id) == MARK
            with pytest.raises(NotFoundError):
                store.annotation(OTHER.id)
            save(store)
        if not lasting:
            assert list(folder.rglob("*.part")) == []
        store.close()
        again = open_store(folder)  # what a person finds who starts it once more
        ids = [mark.id for _, marks in again.iterate() for mark in marks]
        again.close()
        assert len(ids) == len(set(ids))
        assert list(folder.rglob("*.part")) == []


def test_a_new_mark_whose_folder_was_not_synced_is_not_doubled_by_the_retry(
    tmp_path_factory, monkeypatch
):
    calls = calls_of(tmp_path_factory, monkeypatch, SAVES["a mark on a new page"])
    after = calls.index("replace") + 1
    store = open_store(tmp_path_factory.mktemp("once"))
    with Disk(range(after, 1000), errno.EIO).in_use(monkeypatch), pytest.raises(DiskError):
        store.add(a_page(2), OTHER)
    again = a_page(2).model_copy(update={"id": "f" * 32})  # a retry makes a page of its own
    store.add(again, OTHER.model_copy(update={"page": again.id}))
    assert [mark.id for _, marks in store.iterate() for mark in marks] == [OTHER.id]
    store.close()


def test_the_temporary_file_is_made_in_the_folder_itself(tmp_path, monkeypatch):
    made = []
    real = tempfile.mkstemp
    monkeypatch.setattr(
        tempfile, "mkstemp", lambda **named: made.append(named["dir"]) or real(**named)
    )
    store = open_store(tmp_path)
    store.add(a_page(), a_mark(a_page()))
    store.close()
    assert set(made) == {tmp_path, tmp_path / "pages"}
