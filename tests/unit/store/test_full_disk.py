"""Whatever system call of a save the disk refuses, the old file stands and nothing is claimed."""

import errno
import os

import pytest

from tests.unit.library import a_mark, a_page
from winnow.store import open_store
from winnow.store.base import DiskError

CALLS = ("open", "write", "fsync", "replace")
REFUSALS = (errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT, errno.EACCES)


@pytest.mark.parametrize("refusal", REFUSALS, ids=errno.errorcode.get)
@pytest.mark.parametrize("call", CALLS)
def test_a_refused_system_call_loses_nothing(tmp_path, monkeypatch, call, refusal):
    page = a_page()
    store = open_store(tmp_path)
    kept, _ = store.add(page, a_mark(page))
    file = tmp_path / "pages" / f"{page.id}.json"
    before = file.read_bytes()

    def refuse(*_arguments, **_named):
        raise OSError(refusal, os.strerror(refusal))

    with monkeypatch.context() as disk:
        if call == "write":
            disk.setattr("winnow.store.atomic_json.os.fdopen", refuse)
        else:
            disk.setattr(f"os.{call}", refuse)
        with pytest.raises(DiskError, match=r"Nothing was saved.*try again"):
            store.add(page, a_mark(page, "more"))
    assert file.read_bytes() == before
    assert store.annotations_of(page.id) == [kept]
    later, _ = store.add(page, a_mark(page, "later"))
    assert store.annotation(later.id) == later
    store.close()
    assert [name.name for name in (tmp_path / "pages").iterdir()] == [file.name]
