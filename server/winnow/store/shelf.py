"""The page files of a library, with what is remembered of them: a directory and an index.

The files are the truth; the directory only says where to look, and the index what was read
where. What is damaged is set aside and named, and the rest works on.
"""

import errno
import logging
import os
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from winnow.private_file import BESIDE, sync_folder
from winnow.store import page_file, together
from winnow.store.atomic_json import DamagedFileError
from winnow.store.base import (
    ClosedPageError,
    ConflictError,
    DiskError,
    HalfDoneError,
    NotFoundError,
    Progress,
    StoreError,
    is_of_one_page,
)
from winnow.store.directory import Directory
from winnow.store.page_file import Kept
from winnow.store.refusals import reason, told
from winnow.store.search import INDEX, SearchIndex, UnreadableError

log = logging.getLogger(__name__)

PAGES: Final = "pages"
QUARANTINE: Final = "quarantine"

_OF_ALL: Final = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}
"""What is refused to this process, for whichever page it asks."""


class Shelf:
    """The page files in `folder`. Who writes a page holds its lock (`TinyDBStore`)."""

    def __init__(self, folder: Path, check: Callable[[], None]) -> None:
        """`check` raises DiskError if another folder is in the place of the one we may use."""
        self._check = check
        self._pages = folder / PAGES
        self._quarantine = folder / QUARANTINE
        self._opening = True
        self._closed: set[str] = set()
        self._reopening = threading.Lock()
        self._half_done = threading.Event()
        self._settling = threading.Lock()
        self.directory = Directory()
        self.index = SearchIndex(folder / INDEX, self._read_with_stamp, self._stamp)

    def open(self, tell: Progress | None = None) -> None:
        """Finish what a crash broke off, and learn what is there."""
        with told(self._pages):
            together.take_back(self._pages)
            stamps = self._sweep()
        entries = self.index.entered()
        known = {entry.page_id for entry in entries if stamps.get(entry.page_id) == entry.stamp}
        self.directory.load(
            (entry.page_id, entry.keys, entry.marks) for entry in entries if entry.page_id in stamps
        )
        gone = {entry.page_id for entry in entries} - stamps.keys()
        self.index.step_up(gone | (stamps.keys() - known), lambda: self.directory.after(""))
        for page_id in stamps.keys() - known:
            self.directory.claim(page_id, ())
        self.index.catch_up(tell)
        self._opening = False

    def close(self) -> None:
        """Close the index."""
        self.index.close()

    # --- one page ---------------------------------------------------------------------------

    def read(self, page_id: str) -> Kept:
        """Read a page.

        Raises NotFoundError, DiskError, ClosedPageError, and StoreError for a damaged file.
        """
        if not self.directory.has(page_id):
            raise NotFoundError(_NO_PAGE)
        path = self._path(page_id)
        try:
            with self._kept_back(page_id), told(self._pages):
                kept = page_file.read(path)
        except DamagedFileError as error:
            with self._kept_back(page_id, f"It is damaged ({error}) and was not set aside. "):
                self._set_aside(page_id, str(error))
            raise StoreError(
                f"The file of this page is damaged and was set aside ({error}). "
                "`winnow doctor` says where it is and what can be done."
            ) from error
        except FileNotFoundError:
            self._check()
            self._forget(page_id)
            raise NotFoundError(_NO_PAGE) from None
        if page_id in self._closed:
            self._readable_again(kept)
        return kept

    def if_there(self, page_id: str) -> list[Kept]:
        """The page, or nothing if it was deleted, is damaged or may not be read."""
        try:
            return [self.read(page_id)]
        except StoreError as error:
            if not is_of_one_page(error):
                raise
            return []

    def missing(self) -> int:
        """How many pages are set aside, or could not be read when they were last asked for."""
        return len(self._closed) + sum(1 for _ in self._quarantine.glob("*.json"))

    def stamp(self, page_id: str) -> str:
        """What changes whenever the page's file does; "" if there is none."""
        return self._stamp(page_id) or ""

    def save(self, kept: Kept, before: Kept | None) -> None:
        """Save a page, which was `before`. Raises ConflictError, DiskError."""
        page_id = kept.page.id
        is_new = not self.directory.has(page_id)
        was = self._stamp(page_id)
        if not self.directory.claim(page_id, kept.annotations.keys()):
            raise taken()
        try:
            with told(self._pages):
                if is_new:
                    self._make_room(page_id)
                page_file.write(self._path(page_id), kept)
        except DiskError:
            self._enter_again(page_id)
            raise
        self._enter(kept, before, was)

    def delete(self, page_id: str) -> None:
        """Delete a page's file. Raises DiskError."""
        with told(self._pages):
            self._path(page_id).unlink()
            sync_folder(self._pages)
        self._forget(page_id)

    # --- several pages at once --------------------------------------------------------------

    def save_together(self, saved: Mapping[str, Kept | None], before: Mapping[str, Kept]) -> None:
        """Save pages, and delete those that are None: all or none.

        Raises ConflictError, DiskError; HalfDoneError if the disk keeps some for a while.
        """
        new = [page_id for page_id in saved if not self.directory.has(page_id)]
        try:
            self._claim_all(saved)
            with told(self._pages):
                for page_id in new:
                    self._make_room(page_id)
                together.replace(self._pages, _Written(saved))
        except BaseException as error:
            if isinstance(error, HalfDoneError):
                self._half_done.set()
            self._unclaim(new, before)
            raise
        entered: dict[str, tuple[Kept, str | None]] = {}
        for page_id, kept in saved.items():
            if kept:
                self.directory.put(page_id, kept.page.keys, kept.annotations)
                entered[page_id] = (kept, self._stamp(page_id))
            else:
                self._forget(page_id)
        self.index.saved_together(entered)

    def settle(self) -> None:
        """See that it is our folder, and take back what the disk left half done, before writing."""
        self._check()
        if self._half_done.is_set():
            with self._settling, told(self._pages):
                together.take_back(self._pages, refused=True)
                self._half_done.clear()

    def _claim_all(self, saved: Mapping[str, Kept | None]) -> None:
        for page_id, kept in saved.items():
            if kept and not self.directory.claim(page_id, kept.annotations.keys()):
                raise taken()

    def _unclaim(self, new: Collection[str], before: Mapping[str, Kept]) -> None:
        for page_id in new:
            self.directory.drop(page_id)
        for page_id, kept in before.items():
            self.directory.put(page_id, kept.page.keys, kept.annotations)

    # --- files ------------------------------------------------------------------------------

    @contextmanager
    def _kept_back(self, page_id: str, also: str = "") -> Iterator[None]:
        """Tell what the disk has against one page from what it has against all of them."""
        try:
            yield
        except DiskError as error:
            cause = error.__cause__
            of_all = not os.access(self._pages, os.R_OK | os.X_OK)
            if not isinstance(cause, OSError) or cause.errno in _OF_ALL or of_all:
                raise
            self._closed.add(page_id)
            where = Path(cause.filename or self._path(page_id))
            raise ClosedPageError(
                f"This page cannot be read now. {also}Nothing was lost. {reason(cause, where)}"
            ) from cause

    def _path(self, page_id: str) -> Path:
        return self._pages / _name(page_id)

    def _stamp(self, page_id: str) -> str | None:
        try:
            return _stamp_of(self._path(page_id).lstat())
        except OSError:
            return None

    def _read_with_stamp(self, page_id: str) -> tuple[Kept, str] | None:
        while True:
            stamp = self._stamp(page_id)
            try:
                found = self.read(page_id)
            except ClosedPageError as error:
                raise UnreadableError from error
            except DiskError:
                raise
            except StoreError:  # it is set aside or gone
                return None
            if stamp is not None and stamp == self._stamp(page_id):
                if self._opening:
                    self.directory.put(page_id, found.page.keys, found.annotations)
                return found, stamp

    def _make_room(self, page_id: str) -> None:
        """Set aside a file that could not be read when the library was opened."""
        if self._path(page_id).exists():
            self._set_aside(page_id, "Another page was saved in its place.")

    def _set_aside(self, page_id: str, why: str) -> None:
        log.error("page %s is damaged", page_id)
        with told(self._quarantine.parent):
            try:
                page_file.set_aside(self._path(page_id), self._quarantine, why)
            except FileNotFoundError:  # another thread was faster
                log.info("page %s is set aside already", page_id)
        self._forget(page_id)

    def _sweep(self) -> dict[str, str]:
        """The page files there are with their stamps; what a crash left beside them is removed."""
        stamps: dict[str, str] = {}
        with os.scandir(self._pages) as entries:
            for entry in entries:
                if entry.name.endswith(".json") and not page_file.NAME.fullmatch(entry.name):
                    page_file.set_aside(Path(entry.path), self._quarantine, _NO_PAGE_FILE)
                elif entry.name.endswith(".json"):
                    stamps[entry.name.removesuffix(".json")] = _stamp_of(
                        entry.stat(follow_symlinks=False)
                    )
                elif _is_left_over(entry):
                    with suppress(FileNotFoundError):
                        os.unlink(entry.path)  # noqa: PTH108 - a Path for each entry costs the start
        return stamps

    # --- what is remembered -----------------------------------------------------------------

    def _readable_again(self, kept: Kept) -> None:
        """Enter a page that the disk kept back, before anybody can change it."""
        with self._reopening:
            if kept.page.id in self._closed:
                self.directory.put(kept.page.id, kept.page.keys, kept.annotations)
                self._closed.discard(kept.page.id)

    def _enter(self, kept: Kept, before: Kept | None, was: str | None) -> None:
        known = (before, was) if before and was else None
        self.directory.put(kept.page.id, kept.page.keys, kept.annotations)
        self.index.saved(kept, self._stamp(kept.page.id), known)

    def _enter_again(self, page_id: str) -> None:
        """Enter a page as its file is, after a save that the disk did not see through."""
        try:
            kept = page_file.read(self._path(page_id))
        except FileNotFoundError:
            self._forget(page_id)
        except (DamagedFileError, OSError):  # whoever asks for the page next is told
            log.warning("page %s cannot be read after a save failed", page_id)
        else:
            self._enter(kept, None, None)

    def _forget(self, page_id: str) -> None:
        self._closed.discard(page_id)
        self.directory.drop(page_id)
        self.index.gone(page_id)


class _Written(Mapping[str, bytes | None]):
    """Page files to put in place, each written when it is asked for; None for those to delete."""

    def __init__(self, saved: Mapping[str, Kept | None]) -> None:
        self._saved = {_name(page_id): kept for page_id, kept in saved.items()}

    def __getitem__(self, name: str) -> bytes | None:
        kept = self._saved[name]
        return page_file.written(kept) if kept else None

    def __iter__(self) -> Iterator[str]:
        return iter(self._saved)

    def __len__(self) -> int:
        return len(self._saved)


_NO_PAGE: Final = "No page has this id. It may have been deleted; read the list of pages again."


_NO_PAGE_FILE: Final = "No page of Winnow has a file of this name."


def taken() -> ConflictError:
    """What to say of an id that another mark has."""
    return ConflictError(
        "A mark with this id is kept already, with other words. Give the new mark an id of its own."
    )


def _name(page_id: str) -> str:
    return f"{page_id}.json"


def _is_left_over(entry: os.DirEntry[str]) -> bool:
    beside = entry.name.startswith(".") and entry.name.endswith(BESIDE)
    return beside and not entry.is_dir(follow_symlinks=False)


def _stamp_of(status: os.stat_result) -> str:
    """Changes whenever the file does, by whatever program."""
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
