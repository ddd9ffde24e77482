"""The library on one machine: one TinyDB file a page, and an index of them in memory.

The files are the truth; the index is built from them at the start and only says where to
look. A page has a lock of its own, so that two pages are written side by side. What is
damaged is set aside and named, and the rest works on.
"""

import errno
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from winnow.annotate.mark import Annotation, Page
from winnow.canonical import text_hash
from winnow.store import page_file
from winnow.store.atomic_json import BESIDE, DamagedFileError, replace_file, sync_folder
from winnow.store.base import (
    ConflictError,
    DiskError,
    NotFoundError,
    StaleRevisionError,
    StoreError,
)
from winnow.store.folder_lock import FolderLock
from winnow.store.page_file import Kept

log = logging.getLogger(__name__)

PAGES: Final = "pages"
QUARANTINE: Final = "quarantine"

_MARKED: Final = frozenset({"exact", "prefix", "suffix", "start", "end", "text_hash"})
"""What the client said when it made a mark and nobody may change."""
_EDITABLE: Final = frozenset({"kind", "speaker", "note", "tags", "colour", "language"})


class TinyDBStore:
    """A `Store` in a folder."""

    def __init__(self, folder: Path, *, name: str = "winnow", read_only: bool = False) -> None:
        self._pages = folder / PAGES
        self._quarantine = folder / QUARANTINE
        self._read_only = read_only
        self._lock: FolderLock | None = None
        self._page_of: dict[UUID, str] = {}
        self._by_key: dict[str, str] = {}
        self._ids: set[str] = set()
        self._indexing = threading.Lock()
        self._creating = threading.Lock()
        self._page_locks: dict[str, threading.Lock] = {}
        if not read_only:
            with _told(folder):
                self._pages.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._lock = FolderLock(folder, name)
        self._build_index()

    # --- reading ----------------------------------------------------------------------------

    def find_page(self, keys: Sequence[str]) -> Page | None:
        """The page that one of `keys` belongs to, earlier keys first."""
        with self._indexing:
            known = [self._by_key[key] for key in keys if key in self._by_key]
        return self._read(known[0]).page if known else None

    def page(self, page_id: str) -> Page:
        """Raises NotFoundError."""
        return self._read(page_id).page

    def pages(self, *, after: str = "", limit: int = 100) -> list[Page]:
        """Up to `limit` pages in order of id, from the first id greater than `after`."""
        found: list[Page] = []
        for page_id in self._page_ids():
            if page_id <= after:
                continue
            if len(found) == limit:
                break
            found += [kept.page for kept in self._if_there(page_id)]
        return found

    def annotation(self, annotation_id: UUID) -> Annotation:
        """The annotation, tombstone or not. Raises NotFoundError."""
        return self._read(self._page_with(annotation_id)).annotations[annotation_id]

    def annotations_of(self, page_id: str) -> list[Annotation]:
        """A page's annotations with its tombstones, in order of creation and id."""
        return _in_order(self._read(page_id))

    def iterate(self) -> Iterator[tuple[Page, list[Annotation]]]:
        """Every page with its annotations, in order of page id, one page in memory a step."""
        for page_id in self._page_ids():
            for kept in self._if_there(page_id):
                yield kept.page, _in_order(kept)

    # --- writing ----------------------------------------------------------------------------

    def add(self, page: Page, annotation: Annotation) -> tuple[Annotation, bool]:
        """Keep a new annotation, and its page if none of its keys is known."""
        with self._creating:
            known = self._known(page.keys)
            if known is None:
                if annotation.id in self._page_of:
                    raise _taken()
                fresh = annotation.model_copy(update={"page": page.id})
                self._write(Kept(page, {fresh.id: fresh}))
                return fresh, True
        with self._changing(known) as kept:
            if (there := kept.annotations.get(annotation.id)) is not None:
                if not _same_mark(there, annotation):
                    raise _taken()
                return there, False
            if annotation.id in self._page_of:
                raise _taken()
            fresh = annotation.model_copy(update={"page": known})
            grown = _grown(kept.page, page)
            self._write(Kept(grown, kept.annotations | {fresh.id: fresh}))
            return fresh, True

    def change(
        self, annotation_id: UUID, rev: int, fields: dict[str, Any], *, now: str
    ) -> Annotation:
        """Change `fields` of revision `rev`; returns the next revision."""
        with self._changing(self._page_with(annotation_id)) as kept:
            current = kept.annotations.get(annotation_id)
            if current is None:
                raise NotFoundError(_NO_MARK)
            if current.rev != rev:
                raise StaleRevisionError(current)
            changed = Annotation.model_validate(
                current.model_dump(by_alias=True)
                | fields
                | {"rev": rev + 1, "modified": max(now, current.modified)}
            )
            self._write(Kept(kept.page, kept.annotations | {annotation_id: changed}))
            return changed

    def delete_page(self, page_id: str) -> None:
        """Delete a page with all its annotations. Raises NotFoundError."""
        with self._changing(page_id) as kept, _told(self._pages):
            self._path(page_id).unlink()
            sync_folder(self._pages)
            self._forget(kept)

    def restore(self, page: Page, annotations: Sequence[Annotation]) -> None:
        """Keep a page and annotations exactly as given, as an import does.

        A mark that is here already stays if its revision is as high; marks of a document
        that is known under another id join it. Importing the same again changes nothing.
        """
        with self._creating:
            known = page.id if page.id in self._ids else self._known(page.keys)
            if known is None:
                self._refuse_taken(annotations, page.id)
                self._write(Kept(page, {mark.id: mark for mark in annotations}))
                return
        with self._changing(known) as kept:
            self._refuse_taken(annotations, known)
            merged = dict(kept.annotations)
            for mark in annotations:
                there = merged.get(mark.id)
                if there is None or there.rev < mark.rev:
                    merged[mark.id] = mark.model_copy(update={"page": known})
            grown = _grown(kept.page, page)
            if merged != kept.annotations or grown != kept.page:
                self._write(Kept(grown, merged))

    def close(self) -> None:
        """Give the data folder back."""
        if self._lock is not None:
            self._lock.release()

    # --- files ------------------------------------------------------------------------------

    def _path(self, page_id: str) -> Path:
        return self._pages / f"{page_id}.json"

    def _read(self, page_id: str) -> Kept:
        if page_id not in self._ids:
            raise NotFoundError(_NO_PAGE)
        try:
            with _told(self._pages):
                return page_file.read(self._path(page_id))
        except DamagedFileError as error:
            self._set_aside(page_id, str(error))
            raise StoreError(
                f"The file of this page is damaged and was set aside ({error}). "
                "`winnow doctor` says where it is and what can be done."
            ) from error
        except FileNotFoundError:
            self._drop(page_id)
            raise NotFoundError(_NO_PAGE) from None

    def _if_there(self, page_id: str) -> list[Kept]:
        """The page, or nothing if it was deleted or turned out damaged meanwhile."""
        try:
            return [self._read(page_id)]
        except NotFoundError:
            return []
        except DiskError:
            raise
        except StoreError:
            return []

    def _write(self, kept: Kept) -> None:
        if self._read_only:
            raise StoreError("This library was opened for reading only.")
        with _told(self._pages):
            page_file.write(self._path(kept.page.id), kept)
        self._remember(kept)

    def _set_aside(self, page_id: str, why: str) -> None:
        log.error("page %s is damaged", page_id)
        if not self._read_only:
            with _told(self._quarantine):
                set_aside(self._path(page_id), self._quarantine, why)
        self._drop(page_id)

    @contextmanager
    def _changing(self, page_id: str) -> Iterator[Kept]:
        """The page as it is, for the one thread that may now change it."""
        with self._indexing:
            lock = self._page_locks.setdefault(page_id, threading.Lock())
        with lock:
            yield self._read(page_id)

    # --- the index --------------------------------------------------------------------------

    def _build_index(self) -> None:
        with _told(self._pages):
            files = sorted(self._pages.glob("*.json")) if self._pages.is_dir() else []
            if not self._read_only:
                for left_over in self._pages.glob(f".*{BESIDE}"):
                    left_over.unlink(missing_ok=True)
        for file in files:
            self._ids.add(file.stem)
            try:
                self._remember(self._read(file.stem))
            except StoreError:  # unreadable: it is set aside, or says so when it is asked for
                self._drop(file.stem)

    def _remember(self, kept: Kept) -> None:
        with self._indexing:
            self._ids.add(kept.page.id)
            for key in kept.page.keys:
                self._by_key.setdefault(key, kept.page.id)
            for annotation_id in kept.annotations:
                self._page_of[annotation_id] = kept.page.id

    def _forget(self, kept: Kept) -> None:
        self._drop(kept.page.id)

    def _drop(self, page_id: str) -> None:
        with self._indexing:
            self._ids.discard(page_id)
            self._by_key = {key: at for key, at in self._by_key.items() if at != page_id}
            self._page_of = {mark: at for mark, at in self._page_of.items() if at != page_id}

    def _page_ids(self) -> list[str]:
        with self._indexing:
            return sorted(self._ids)

    def _known(self, keys: Sequence[str]) -> str | None:
        with self._indexing:
            return next((self._by_key[key] for key in keys if key in self._by_key), None)

    def _page_with(self, annotation_id: UUID) -> str:
        with self._indexing:
            page_id = self._page_of.get(annotation_id)
        if page_id is None:
            raise NotFoundError(_NO_MARK)
        return page_id

    def _refuse_taken(self, annotations: Sequence[Annotation], page_id: str) -> None:
        with self._indexing:
            if any(self._page_of.get(mark.id, page_id) != page_id for mark in annotations):
                raise _taken()


_NO_PAGE: Final = "No page has this id. It may have been deleted; read the list of pages again."
_NO_MARK: Final = "No mark has this id. It may have been deleted; read the list of marks again."


def _taken() -> ConflictError:
    return ConflictError(
        "A mark with this id is kept already, with other words. Give the new mark an id of its own."
    )


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
    order: Callable[[Annotation], tuple[str, str]] = lambda mark: (mark.created, str(mark.id))  # noqa: E731
    return sorted(kept.annotations.values(), key=order)


def set_aside(file: Path, quarantine: Path, why: str) -> None:
    """Move a damaged page file to `quarantine`, with the reason beside it. Raises OSError."""
    quarantine.mkdir(mode=0o700, exist_ok=True)
    number = 0
    while (name := quarantine / f"{file.stem}{f'-{number}' if number else ''}.json").exists():
        number += 1
    file.replace(name)
    replace_file(name.with_suffix(".txt"), f"{why}\n".encode())


@contextmanager
def _told(where: Path) -> Iterator[None]:
    """Turn what the disk refuses into a sentence."""
    try:
        yield
    except FileNotFoundError:
        if where.exists():
            raise
        raise DiskError(
            f"The library's folder {where} is gone. Nothing was saved; put it back, then try again."
        ) from None
    except OSError as error:
        reasons = {
            errno.ENOSPC: "The disk is full. Free some space, then try again.",
            errno.EDQUOT: "Your share of the disk is used up. Free some space, then try again.",
            errno.EROFS: "The disk is read-only. Make it writable, then try again.",
            errno.EACCES: f"Winnow may not write in {where}. Give it the right to, then try again.",
            errno.EPERM: f"Winnow may not write in {where}. Give it the right to, then try again.",
        }
        other = f"The disk refused ({error.strerror}). Look after {where}, then try again."
        reason = reasons.get(error.errno or 0, other)
        raise DiskError(f"Nothing was saved, and nothing was lost. {reason}") from error
