"""What is wrong with a data folder, in sentences, and what can be done about it.

Looking changes nothing. Mending closes files to other users, sets damaged page files aside,
takes back what a crash broke off, removes what it left, joins files of one page, and leaves each
mark and each address to one page; it never deletes a mark.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from winnow.private_file import BESIDE
from winnow.store import merge, page_file, together, twins
from winnow.store.atomic_json import DamagedFileError
from winnow.store.directory import Directory
from winnow.store.doubles import doubles, join
from winnow.store.folder import no_pages
from winnow.store.folder_lock import FolderLock
from winnow.store.index import fault_of
from winnow.store.page_file import set_aside
from winnow.store.search import INDEX, discard
from winnow.store.shelf import PAGES, QUARANTINE
from winnow.store.together import CHANGING

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
"""Rights of anybody but the owner."""

_PRIMARY: Final = 0xFF
"""The part of SQLite's result codes that says what kind of error it is."""
_UNSEEN: Final = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}
"""Why the index could not be looked at, which says nothing of it: a server has it, or the
folder is closed to us, and SQLite would write beside it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about `path`. `mendable` if `mend` puts it right."""

    path: Path
    sentence: str
    mendable: bool


def examine(data_dir: Path) -> list[Finding]:
    """Look at the folder. Raises OSError if it cannot be looked at."""
    pages = data_dir / PAGES
    return [
        *_gone(pages),
        *_closed(data_dir, pages),
        *_closed_quarantine(data_dir / QUARANTINE),
        *_modes(data_dir),
        *_left_overs(pages),
        *_broken_off(data_dir),
        *_damaged(pages),
        *_twice(pages),
        *_index(data_dir),
        *quarantined(data_dir),
    ]


def mend(data_dir: Path) -> list[Finding]:
    """Put right what can be; returns what was.

    Raises:
        StoreError: if another process has the folder.
        OSError: if the disk refuses.

    """
    lock = FolderLock(data_dir, "winnow doctor")
    try:
        mended = [finding for finding in examine(data_dir) if finding.mendable]
        for finding in mended:
            _mend(finding.path, data_dir)
        join(data_dir / PAGES, _directory(data_dir / PAGES))
        twins.separate(data_dir / PAGES, _directory(data_dir / PAGES))
        _part(data_dir / PAGES)
    finally:
        lock.release()
    return mended


def _mend(path: Path, data_dir: Path) -> None:
    if path == data_dir / CHANGING:
        together.take_back(data_dir / PAGES)
        return
    if not os.path.lexists(path):  # what was mended before took it away
        return
    if path == data_dir / INDEX and _index_fault(path):
        discard(path)
        return
    if path in _left_over(data_dir / PAGES):
        path.unlink(missing_ok=True)
    elif not path.is_symlink():
        own = stat.S_IRWXU if path.is_dir() else stat.S_IRUSR | stat.S_IWUSR
        path.chmod((path.stat().st_mode | own) & ~_OTHERS)
    is_page = path.parent == data_dir / PAGES and path.suffix == ".json"
    if is_page and (fault := _fault(path)):
        set_aside(path, data_dir / QUARANTINE, fault)


def _gone(pages: Path) -> Iterator[Finding]:
    if not pages.is_dir():
        yield Finding(pages, no_pages(pages), False)


def _closed(*folders: Path) -> Iterator[Finding]:
    for folder in folders:
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            yield Finding(
                folder,
                "Winnow may not write in it, so nothing can be saved. Give yourself the right to, "
                "or make its disk writable. What is in it is whole.",
                False,
            )


def _closed_quarantine(folder: Path) -> Iterator[Finding]:
    if folder.is_dir() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            folder,
            "No damaged page can be set aside in it. Mending gives you the right to write there.",
            True,
        )


def _modes(data_dir: Path) -> Iterator[Finding]:
    for path in (data_dir, *sorted(data_dir.rglob("*"))):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:  # a running server is done with it
            continue
        if not stat.S_ISLNK(mode) and mode & _OTHERS:
            yield Finding(
                path, "Other users of this machine can read it. Mending closes it to them.", True
            )


def _left_overs(pages: Path) -> Iterator[Finding]:
    for path in _left_over(pages):
        yield Finding(path, "A crash left it while saving; the page itself is whole.", True)


def _left_over(pages: Path) -> list[Path]:
    return sorted(path for path in pages.glob(f".*{BESIDE}") if not path.is_dir())


def _broken_off(data_dir: Path) -> Iterator[Finding]:
    if (data_dir / CHANGING).exists():
        yield Finding(
            data_dir / CHANGING,
            "A change of several pages is being made, or was broken off. In that case mending, or "
            "the next start, takes it back.",
            True,
        )


def _index(data_dir: Path) -> Iterator[Finding]:
    if fault := _index_fault(data_dir / INDEX):
        yield Finding(
            data_dir / INDEX,
            f"The search index is damaged ({fault}). No mark is lost. Mending removes it; the "
            "next start makes it anew.",
            True,
        )


def _index_fault(path: Path) -> str:
    """What is wrong with the index, or nothing; a running server has it for itself."""
    if path.is_symlink() or path.is_dir():
        return "it is no file"
    if not path.exists():
        return ""
    try:
        return fault_of(path)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
        return "" if code in _UNSEEN else str(error)


def _damaged(pages: Path) -> Iterator[Finding]:
    for path in sorted(pages.glob("*.json")):
        if fault := _fault(path):
            yield Finding(
                path, f"This page cannot be read: {fault} Mending sets the file aside.", True
            )


def _twice(pages: Path) -> Iterator[Finding]:
    """What more than one page has that belongs to one: an own address, marks, another address."""
    directory = _directory(pages)
    yield from _doubled(pages, directory)
    yield from _twins(pages, directory)
    yield from _shared(pages, directory)


def _doubled(pages: Path, directory: Directory) -> Iterator[Finding]:
    for page_id, first in doubles(directory):
        yield Finding(
            pages / f"{page_id}.json",
            f"This page has the address of {first}.json, whose marks are shown there and not its "
            "own. Mending, or the next start, joins the two; no mark is lost.",
            True,
        )


def _twins(pages: Path, directory: Directory) -> Iterator[Finding]:
    for first, *others in directory.twins():
        names = ", ".join(f"{other}.json" for other in others)
        yield Finding(
            pages / f"{first}.json",
            f"This page holds marks that {names} holds too. Mending, or the next start, leaves "
            "each to one page, as it was changed last; no mark is lost.",
            True,
        )


def _shared(pages: Path, directory: Directory) -> Iterator[Finding]:
    for page_id, keys in _foreign(directory):
        yield Finding(
            pages / f"{page_id}.json",
            f"This page has {len(keys)} of another page's addresses, where the other one's marks "
            "are shown. Mending, or the next start, takes them from it; its marks stay.",
            True,
        )


def _foreign(directory: Directory) -> Iterator[tuple[str, frozenset[str]]]:
    """Pages that have keys of others besides their own, with these keys."""
    for page_id, keys in directory.shared().items():
        others = frozenset(key for key in keys if not directory.is_first(page_id, key))
        if others:
            yield page_id, others


def _part(pages: Path) -> None:
    """Take from pages the keys that are another's."""
    for page_id, keys in _foreign(_directory(pages)):
        path = pages / f"{page_id}.json"
        page_file.write(path, merge.without_keys(page_file.read(path), keys))


def _directory(pages: Path) -> Directory:
    """The keys and marks of the pages that can be read."""
    directory = Directory()
    for path in sorted(pages.glob("*.json")):
        with suppress(OSError, DamagedFileError):
            kept = page_file.read(path)
            directory.put(kept.page.id, kept.page.keys, kept.annotations)
    return directory


def quarantined(data_dir: Path) -> Iterator[Finding]:
    """The damaged pages that were set aside, which no list and no export holds."""
    for path in sorted((data_dir / QUARANTINE).glob("*.json")):
        yield Finding(
            path,
            "This damaged page was set aside. Open it in a text editor to read what is left of it, "
            "or import an export that still holds the page; then delete the file.",
            False,
        )


def _fault(path: Path) -> str:
    """What is wrong with a page's file, or nothing."""
    try:
        page_file.read(path)
    except DamagedFileError as error:
        return str(error)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"{path.name}: {error.strerror}."
    return ""
