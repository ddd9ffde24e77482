"""Search over the library: an index that is kept in step with the files, or made anew.

A save never fails for the index's sake: a page the index could not take is remembered as
behind, and read again before the next search. What a search finds is compared with the
files, so that a page changed by another program is read again too.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from winnow import private_file
from winnow.annotate.mark import Annotation
from winnow.store.base import Progress, Search, StoreError
from winnow.store.index import Entry, Hit, Index
from winnow.store.page_file import Kept

log = logging.getLogger(__name__)

INDEX: Final = "search.sqlite"
_BATCH: Final = 200
"""Pages entered in one step; a rebuild that is broken off goes on from the last."""
_TRIES: Final = 20
"""Searches repeated because pages were changed meanwhile by somebody else."""

_PATIENCE_SECONDS: Final = 0.2
"""More than any save takes, less than a person notices."""

ReadWithStamp = Callable[[str], tuple[Kept, str] | None]
StampOf = Callable[[str], str | None]


class UnreadableError(Exception):
    """The disk refuses this page; the others may be read."""


class SearchIndex:
    """The index of a library. `read` and `stamp` give a page's file and its stamp, or None.

    `read` may raise UnreadableError; the page then stays behind, out of the index.
    """

    def __init__(self, path: Path, read: ReadWithStamp, stamp: StampOf) -> None:
        self._path = path
        self._read = read
        self._stamp = stamp
        self._turn = threading.RLock()
        self._behind: set[str] = set()
        self._all: Callable[[], Iterable[str]] = tuple
        self._index = self._opened()

    def entered(self) -> list[Entry]:
        """The pages that are in the index, in order of id; none if it had to be made anew."""
        with self._turn:
            try:
                return self._index.pages()
            except (sqlite3.Error, ValueError, TypeError) as error:
                self._anew(error, on_disk=True)
                return []

    def step_up(self, behind: Collection[str], every: Callable[[], Iterable[str]]) -> None:
        """Note which pages are not in the index as they are; `every` gives all there are."""
        with self._turn:
            self._behind.update(behind)
            self._all = every

    def saved(self, kept: Kept, stamp: str | None, known: tuple[Kept, str] | None) -> None:
        """Enter a page that was just saved. Never raises."""
        page_id = kept.page.id
        with self._turn:
            if page_id in self._behind:
                return
            try:
                if stamp is None:
                    self._behind.add(page_id)
                else:
                    self._index.put(kept, stamp, known)
            except sqlite3.Error as error:
                log.warning("the search index is behind: %s", error)
                self._behind.add(page_id)

    def saved_together(self, saved: Mapping[str, tuple[Kept, str | None]]) -> None:
        """Enter many pages that were just saved, each with its stamp. Never raises."""
        with self._turn:
            ready = [(kept, stamp) for kept, stamp in saved.values() if stamp is not None]
            try:
                for start in range(0, len(ready), _BATCH):
                    self._index.put_anew(ready[start : start + _BATCH])
            except sqlite3.Error as error:
                log.warning("the search index is behind: %s", error)
                self._behind.update(saved)
            else:
                self._behind.difference_update(kept.page.id for kept, _ in ready)
                self._behind.update(saved.keys() - {kept.page.id for kept, _ in ready})

    def gone(self, page_id: str) -> None:
        """Take a page out. Never raises."""
        with self._turn:
            try:
                self._index.drop(page_id)
                self._behind.discard(page_id)
            except sqlite3.Error as error:
                log.warning("the search index is behind: %s", error)
                self._behind.add(page_id)

    def find(self, wanted: Search, after: tuple[str, UUID] | None, limit: int) -> list[Annotation]:
        """The marks sought, newest first. Raises StoreError if the files cannot be read."""
        is_new = False
        for _ in range(_TRIES):
            with self._turn:
                self.catch_up()
                try:
                    hits = self._index.find(wanted, after, limit)
                except sqlite3.Error as error:
                    if is_new:  # it is not the index that is wrong
                        raise StoreError(
                            "These words cannot be searched for. Search for others, and please "
                            "report it: every word should do."
                        ) from error
                    self._anew(error, on_disk=True)
                    is_new = True
                    continue
                changed = self._changed(hits)
                self._behind |= changed
            if not changed:
                return [Annotation.model_validate_json(hit.record) for hit in hits]
        raise StoreError(
            "The library is being changed by another program faster than it can be searched. "
            "Try again when that is done."
        )

    def alike(self, drawn: Sequence[int]) -> list[str]:
        """Pages whose texts share most of a sketch, of those that are in the index now.

        None if the index is being made: nobody waits for a question that may be asked later.
        """
        if not self._turn.acquire(timeout=_PATIENCE_SECONDS):
            return []
        try:
            return self._index.alike(drawn)
        except sqlite3.Error as error:
            log.warning("the search index cannot compare texts: %s", error)
            return []
        finally:
            self._turn.release()

    def catch_up(self, tell: Progress | None = None) -> None:
        """Read the pages that are behind, as far as they can be read. Raises DiskError."""
        with self._turn:
            for on_disk in (True, False):
                try:
                    self._enter_behind(tell)
                except sqlite3.Error as error:
                    self._anew(error, on_disk=on_disk)
                else:
                    return
            self._enter_behind(tell)

    def close(self) -> None:
        """Close the index."""
        with self._turn:
            self._index.close()

    def _enter_behind(self, tell: Progress | None) -> None:
        waiting = sorted(self._behind)
        for start in range(0, len(waiting), _BATCH):
            batch = waiting[start : start + _BATCH]
            if tell:
                tell(start, len(waiting))
            self._behind.difference_update(self._enter(batch))
        if tell and waiting:
            tell(len(waiting), len(waiting))

    def _enter(self, page_ids: Iterable[str]) -> list[str]:
        """Read pages into the index, and take out those that are gone; those it could read.

        Of one that the disk keeps back the addresses stay, so that a mark made at one of them
        begins no second page, whatever is started anew meanwhile.
        """
        found: list[tuple[Kept, str]] = []
        done: list[str] = []
        with self._index.at_once():
            for page_id in page_ids:
                try:
                    read = self._read(page_id)
                except UnreadableError:
                    self._index.hide(page_id)
                    continue
                done.append(page_id)
                if read:
                    found.append(read)
                else:
                    self._index.drop(page_id)
            self._index.put_anew(found)
        return done

    def _changed(self, hits: Iterable[Hit]) -> set[str]:
        """Pages whose files are not those that the index has read."""
        stamps = {hit.page_id: hit.stamp for hit in hits}
        return {page_id for page_id, stamp in stamps.items() if self._stamp(page_id) != stamp}

    def _opened(self) -> Index:
        try:
            return Index(self._path)
        except (sqlite3.Error, OSError) as error:
            return self._made_anew(error, on_disk=True)

    def _anew(self, error: Exception, *, on_disk: bool) -> None:
        self._index.close()
        self._index = self._made_anew(error, on_disk=on_disk)
        self._behind.update(self._all())

    def _made_anew(self, error: Exception, *, on_disk: bool) -> Index:
        log.warning("the search index is made anew: %s", str(error) or type(error).__name__)
        try:
            discard(self._path)
            if on_disk:
                return Index(self._path)
        except (sqlite3.Error, OSError) as refused:
            log.warning("the search index is kept in memory: %s", refused)
        return Index(None)


def discard(path: Path) -> None:
    """Delete an index; it is made anew when it is needed. Raises OSError."""
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if file.is_dir() and not file.is_symlink():
            private_file.put_aside(file)
        else:
            file.unlink(missing_ok=True)
