"""Several page files changed together: all of them, or none.

The new files are written to a folder of their own, the old ones copied there, and a journal
says which pages are about to change. Then the new files take their places, and renaming the
journal makes the change final. Whoever finds a journal that is not puts the old files back.
"""

import logging
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from winnow import private_file
from winnow.store.base import HalfDoneError, StoreError

CHANGING: Final = "changing"
"""The folder beside the pages; it is there only while a change is made, or was broken off."""

_JOURNAL: Final = "journal.json"
_FINAL: Final = "final.json"

_Name = Annotated[str, StringConstraints(pattern=r"^[^/\\\x00]*\.json$")]
"""Of a file in the folder of pages, and in no other."""

log = logging.getLogger(__name__)


class _Journal(BaseModel):
    """Which pages are about to change: those that were there, and those that were not."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    replaced: tuple[_Name, ...]
    made: tuple[_Name, ...]


def replace(pages: Path, files: Mapping[str, bytes | None]) -> None:
    """Put `files`, by name, in place of those in the folder `pages`; None deletes one.

    Raises:
        OSError: if the disk refuses. All the old files then stand.
        HalfDoneError: if it refuses to have them put back, too; `take_back` is due.

    """
    take_back(pages)
    beside = pages.parent / CHANGING
    try:
        _prepare(pages, beside, files)
        for name in files:
            if (new := beside / "new" / name).exists():
                new.replace(pages / name)
            else:
                (pages / name).unlink()
        private_file.sync_folder(pages)
        (beside / _JOURNAL).replace(beside / _FINAL)
        private_file.sync_folder(beside)
    except BaseException as error:
        try:
            take_back(pages, refused=True)
        except OSError:
            raise HalfDoneError(
                "The disk refused in the middle of this change, and refused again to have it taken "
                "back. Pages may show a part of it until the disk works. Mend that, then try again."
            ) from error
        raise
    try:
        shutil.rmtree(beside)
    except OSError:
        log.warning("what is left of a change will be removed before the next one")


def take_back(pages: Path, *, refused: bool = False) -> None:
    """Undo a change that was broken off, if there is one.

    One that was final stays, unless this process was `refused` to be sure of it.

    Raises:
        OSError: if the disk refuses; to be tried again before anything is written.
        StoreError: if the journal is damaged.

    """
    beside = pages.parent / CHANGING
    pages.stat()  # a disk that is away has no change to take back, and may have one tomorrow
    if not beside.is_dir():
        if os.path.lexists(beside):  # no folder of ours
            private_file.put_aside(beside)
        return
    if refused and (beside / _FINAL).exists():
        (beside / _FINAL).replace(beside / _JOURNAL)
    try:
        journal = _Journal.model_validate_json((beside / _JOURNAL).read_bytes())
    except FileNotFoundError:  # it had not begun, or was final already
        _clear(beside)
        return
    except ValidationError:
        raise StoreError(
            f"A change of several pages was broken off, and {beside / _JOURNAL} is damaged. "
            f"The pages as they were lie in {beside / 'old'}: copy them back, then delete {beside}."
        ) from None
    for name in journal.replaced:
        old = beside / "old" / name
        if old.exists():  # else an earlier attempt has put it back
            old.replace(pages / name)
    for name in journal.made:
        (pages / name).unlink(missing_ok=True)
    private_file.sync_folder(pages)
    (beside / _JOURNAL).unlink()
    _clear(beside)


def _prepare(pages: Path, beside: Path, files: Mapping[str, bytes | None]) -> None:
    """Write new and old files beside, then the journal; all of it is on the disk after that."""
    for folder in (beside, beside / "new", beside / "old"):
        folder.mkdir(mode=0o700)
    replaced = [name for name in files if (pages / name).exists()]
    for name in replaced:
        _write(beside / "old" / name, (pages / name).read_bytes())
    for name, data in files.items():
        if data is not None:
            _write(beside / "new" / name, data)
    for folder in (beside / "new", beside / "old", pages.parent):
        private_file.sync_folder(folder)
    made = [name for name in files if name not in set(replaced)]
    journal = _Journal(replaced=tuple(replaced), made=tuple(made))
    private_file.replace(beside / _JOURNAL, journal.model_dump_json().encode())


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(beside: Path) -> None:
    """Remove the folder once it is on the disk that it has no journal."""
    private_file.sync_folder(beside)
    shutil.rmtree(beside)
