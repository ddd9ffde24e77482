"""The library on one machine: one TinyDB file a page, and a directory of them in memory.

The files are the truth; the directory only says where to look. A page has a lock of its
own, so that two pages are written side by side. What is damaged is set aside and named, and
the rest works on.
"""

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from winnow.annotate.mark import Annotation, Page
from winnow.canonical import text_hash
from winnow.private_file import BESIDE, sync_folder
from winnow.store import page_file
from winnow.store.atomic_json import DamagedFileError
from winnow.store.base import (
    Check,
    ConflictError,
    DiskError,
    NotFoundError,
    StaleRevisionError,
    StoreError,
)
from winnow.store.directory import Directory
from winnow.store.folder_lock import FolderLock
from winnow.store.page_file import Kept
from winnow.store.refusals import told

log = logging.getLogger(__name__)

PAGES: Final = "pages"
QUARANTINE: Final = "quarantine"

_MARKED: Final = frozenset({"exact", "prefix", "suffix", "start", "end", "text_hash"})
"""What the client said when it made a mark and nobody may change."""
_EDITABLE: Final = frozenset({"kind", "speaker", "note", "tags", "colour", "language"})


class TinyDBStore:
    """A `Store` in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self._pages = folder / PAGES
        self._quarantine = folder / QUARANTINE
        self._directory = Directory()
        self._creating = threading.Lock()
        self._locking = threading.Lock()
        self._page_locks: dict[str, threading.Lock] = {}
        with told(folder):
            self._pages.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = FolderLock(folder, name)
        try:
            self._enter_all()
        except BaseException:
            self.close()
            raise

    # --- reading ----------------------------------------------------------------------------

    def find_page(self, keys: Sequence[str]) -> Page | None:
        """The page that one of `keys` belongs to, earlier keys first."""
        page_id = self._directory.with_key(keys)
        try:
            return self._read(page_id).page if page_id else None
        except NotFoundError:  # deleted meanwhile
            return None

    def page(self, page_id: str) -> Page:
        """Raises NotFoundError."""
        return self._read(page_id).page

    def pages(self, *, after: str = "", limit: int = 100) -> list[Page]:
        """Up to `limit` pages in order of id, from the first id greater than `after`."""
        found: list[Page] = []
        for page_id in self._directory.after(after):
            if len(found) == limit:
                break
            found += [kept.page for kept in self._if_there(page_id)]
        return found

    def annotation(self, annotation_id: UUID) -> Annotation:
        """The annotation, tombstone or not. Raises NotFoundError."""
        return _mark_in(self._read(self._page_with(annotation_id)), annotation_id)

    def annotations_of(self, page_id: str) -> list[Annotation]:
        """A page's annotations with its tombstones, in order of creation and id."""
        return _in_order(self._read(page_id))

    def iterate(self, page_id: str | None = None) -> Iterator[tuple[Page, list[Annotation]]]:
        """Every page with its annotations, or one, in order of page id, one in memory a step."""
        every: Iterable[Kept] = (
            [self._read(page_id)]
            if page_id
            else (kept for known in self._directory.after("") for kept in self._if_there(known))
        )
        return ((kept.page, _in_order(kept)) for kept in every)

    # --- writing ----------------------------------------------------------------------------

    def add(self, page: Page, annotation: Annotation) -> tuple[Annotation, bool]:
        """Keep a new annotation, and its page if none of its keys is known."""
        while True:
            with self._creating:
                known = self._directory.with_key(page.keys)
                if known is None:
                    fresh = annotation.model_copy(update={"page": page.id})
                    self._write(Kept(page, {fresh.id: fresh}))
                    return fresh, True
            try:
                return self._add_to(known, page, annotation)
            except NotFoundError:  # deleted since it was found: the mark makes it anew
                continue

    def _add_to(self, known: str, visited: Page, annotation: Annotation) -> tuple[Annotation, bool]:
        with self._changing(known) as kept:
            there = kept.annotations.get(annotation.id)
            if there is not None and not _same_mark(there, annotation):
                raise _taken()
            if there is not None:
                return there, False
            fresh = annotation.model_copy(update={"page": known})
            self._write(Kept(_grown(kept.page, visited), kept.annotations | {fresh.id: fresh}))
            return fresh, True

    def change(
        self, annotation_id: UUID, rev: int, fields: dict[str, Any], *, now: str
    ) -> Annotation:
        """Change `fields` of revision `rev`; returns the next revision."""
        with self._changing(self._page_with(annotation_id)) as kept:
            current = _mark_in(kept, annotation_id)
            if current.rev != rev:
                raise StaleRevisionError(current)
            changed = Annotation.model_validate(
                current.model_dump(by_alias=True)
                | fields
                | {"rev": rev + 1, "modified": max(now, current.modified)}
            )
            self._write(Kept(kept.page, kept.annotations | {annotation_id: changed}))
            return changed

    def delete_page(self, page_id: str, check: Check) -> None:
        """Delete a page with all its annotations, if `check` of them does not raise."""
        with self._changing(page_id) as kept:
            check(kept.page, _in_order(kept))
            with told(self._pages):
                self._path(page_id).unlink()
                sync_folder(self._pages)
            self._directory.drop(page_id)

    def restore(self, page: Page, annotations: Sequence[Annotation]) -> None:
        """Keep a page and annotations exactly as given, as an import does.

        A mark that is here already stays if its revision is as high; marks of a document
        that is known under another id join it. Importing the same again changes nothing.
        """
        while True:
            with self._creating:
                known = (
                    page.id if self._directory.has(page.id) else self._directory.with_key(page.keys)
                )
                if known is None:
                    self._write(Kept(page, {mark.id: mark for mark in annotations}))
                    return
            try:
                self._merge(known, page, annotations)
            except NotFoundError:  # deleted since it was found
                continue
            return

    def _merge(self, known: str, visited: Page, annotations: Sequence[Annotation]) -> None:
        with self._changing(known) as kept:
            merged = dict(kept.annotations)
            for mark in annotations:
                there = merged.get(mark.id)
                if there is None or there.rev < mark.rev:
                    merged[mark.id] = mark.model_copy(update={"page": known})
            grown = _grown(kept.page, visited)
            if merged != kept.annotations or grown != kept.page:
                self._write(Kept(grown, merged))

    def close(self) -> None:
        """Give the data folder back."""
        self._lock.release()

    # --- files ------------------------------------------------------------------------------

    def _path(self, page_id: str) -> Path:
        return self._pages / f"{page_id}.json"

    def _read(self, page_id: str) -> Kept:
        if not self._directory.has(page_id):
            raise NotFoundError(_NO_PAGE)
        try:
            with told(self._pages):
                return page_file.read(self._path(page_id))
        except DamagedFileError as error:
            self._set_aside(page_id, str(error))
            raise StoreError(
                f"The file of this page is damaged and was set aside ({error}). "
                "`winnow doctor` says where it is and what can be done."
            ) from error
        except FileNotFoundError:
            self._directory.drop(page_id)
            raise NotFoundError(_NO_PAGE) from None

    def _if_there(self, page_id: str) -> list[Kept]:
        """The page, or nothing if it was deleted or turned out damaged meanwhile."""
        try:
            return [self._read(page_id)]
        except DiskError:
            raise
        except StoreError:
            return []

    def _write(self, kept: Kept) -> None:
        """Save a page. Only for who holds its lock, or creates it."""
        page_id = kept.page.id
        is_new = not self._directory.has(page_id)
        if not self._directory.claim(page_id, kept.annotations.keys()):
            raise _taken()
        try:
            with told(self._pages):
                if is_new and self._path(page_id).exists():  # unreadable when it was entered
                    self._set_aside(page_id, "Another page was saved in its place.")
                page_file.write(self._path(page_id), kept)
        except DiskError:
            self._enter_again(page_id)
            raise
        self._enter(kept)

    def _set_aside(self, page_id: str, why: str) -> None:
        log.error("page %s is damaged", page_id)
        with told(self._quarantine.parent):
            try:
                page_file.set_aside(self._path(page_id), self._quarantine, why)
            except FileNotFoundError:  # another thread was faster
                log.info("page %s is set aside already", page_id)
        self._directory.drop(page_id)

    @contextmanager
    def _changing(self, page_id: str) -> Iterator[Kept]:
        """The page as it is, for the one thread that may now change it."""
        with self._locking:
            lock = self._page_locks.setdefault(page_id, threading.Lock())
        with lock:
            yield self._read(page_id)

    # --- the directory ----------------------------------------------------------------------

    def _enter_all(self) -> None:
        with told(self._pages):
            files = sorted(self._pages.glob("*.json"))
            for left_over in self._pages.glob(f".*{BESIDE}"):
                left_over.unlink(missing_ok=True)
        for file in files:
            self._directory.claim(file.stem, ())
            try:
                self._enter(self._read(file.stem))
            except StoreError:  # unreadable: it is set aside, or the doctor tells of it
                log.warning("page %s cannot be read", file.stem)
                self._directory.drop(file.stem)

    def _enter(self, kept: Kept) -> None:
        self._directory.put(kept.page.id, kept.page.keys, kept.annotations)

    def _enter_again(self, page_id: str) -> None:
        """Enter a page as its file is, after a save that the disk did not see through."""
        try:
            self._enter(page_file.read(self._path(page_id)))
        except FileNotFoundError:
            self._directory.drop(page_id)
        except (DamagedFileError, OSError):  # whoever asks for the page next is told
            log.warning("page %s cannot be read after a save failed", page_id)

    def _page_with(self, annotation_id: UUID) -> str:
        page_id = self._directory.with_mark(annotation_id)
        if page_id is None:
            raise NotFoundError(_NO_MARK)
        return page_id


_NO_PAGE: Final = "No page has this id. It may have been deleted; read the list of pages again."
_NO_MARK: Final = "No mark has this id. It may have been deleted; read the list of marks again."


def _taken() -> ConflictError:
    return ConflictError(
        "A mark with this id is kept already, with other words. Give the new mark an id of its own."
    )


def _mark_in(kept: Kept, annotation_id: UUID) -> Annotation:
    if (mark := kept.annotations.get(annotation_id)) is None:
        raise NotFoundError(_NO_MARK)
    return mark


def _same_mark(there: Annotation, again: Annotation) -> bool:
    """Whether `again` is the request that made `there`, sent once more."""
    asked = _MARKED if there.rev > 1 else _MARKED | _EDITABLE
    return all(getattr(there, name) == getattr(again, name) for name in asked)


def _grown(page: Page, visited: Page) -> Page:
    """The page as it is kept, with what a visit at another address adds to it."""
    keys = (*page.keys, *(key for key in visited.keys if key not in page.keys))
    text = page.text or visited.text
    if (keys, text) == (page.keys, page.text):
        return page
    return page.model_copy(
        update={"keys": keys, "text": text, "text_hash": text_hash(text) if text else None}
    )


def _in_order(kept: Kept) -> list[Annotation]:
    return sorted(kept.annotations.values(), key=lambda mark: (mark.created, str(mark.id)))
