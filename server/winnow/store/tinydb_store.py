"""The library on one machine: one TinyDB file a page.

A page has a lock of its own, so that two pages are written side by side; whoever changes
several takes their locks in order of id. Pages are made, and given more keys, one after the
other, so that a document never becomes two, and a key never leads to two documents.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from winnow.annotate.mark import MAX_INTEGER, Annotation, Page
from winnow.annotate.sketch import ALIKE, resemblance, rows, sketch
from winnow.store import doubles, merge, twins
from winnow.store.base import (
    Check,
    ConflictError,
    NotFoundError,
    Progress,
    Search,
    StaleRevisionError,
    StoreError,
)
from winnow.store.folder import begin
from winnow.store.folder_lock import FolderLock
from winnow.store.homes import Arriving, Homes, Imported
from winnow.store.page_file import Kept
from winnow.store.refusals import told
from winnow.store.shelf import PAGES, Shelf, taken


class TinyDBStore:
    """A `Store` in a folder."""

    def __init__(self, folder: Path, name: str, tell: Progress | None = None) -> None:
        """Open it; `tell` is told of pages that must be read anew for the index."""
        self._creating = threading.Lock()
        self._locking = threading.Lock()
        self._page_locks: dict[str, threading.Lock] = {}
        with told(folder):
            begin(folder)
            self._lock = FolderLock(folder, name)
        try:
            self._shelf = self._open(folder, tell)
            self._homes = Homes(self._shelf)
            self._put_right()
        except BaseException:
            self._lock.release()
            raise

    def _open(self, folder: Path, tell: Progress | None) -> Shelf:
        shelf = Shelf(folder, self._lock.check)
        shelf.open(tell)
        with told(folder):
            joined = doubles.join(folder / PAGES, shelf.directory)
        if joined:
            shelf.close()
            shelf = Shelf(folder, self._lock.check)
            shelf.open(tell)
        return shelf

    # --- reading ----------------------------------------------------------------------------

    def find_page(self, keys: Sequence[str], title: str = "", text: str = "") -> Page | None:
        """The page of the document that is visited at the first of `keys`."""
        home = self._homes.of(keys, title, text)
        return self._homes.page_if_there(home) if home else None

    def alike(self, text: str) -> Page | None:
        """The page with living marks whose text is most like `text`, if it is its document."""
        wanted = rows(text)
        best, most = None, ALIKE
        for page_id in self._shelf.index.alike(sketch(wanted)):
            for kept in self._shelf.if_there(page_id):
                like = resemblance(wanted, rows(kept.page.text))
                if like >= most and any(not mark.deleted for mark in kept.annotations.values()):
                    best, most = kept.page, like
        return best

    def page(self, page_id: str) -> Page:
        """Raises NotFoundError."""
        return self._shelf.read(page_id).page

    def pages(self, *, after: str = "", limit: int = 100) -> list[Page]:
        """Up to `limit` pages in order of id, from the first id greater than `after`."""
        self._separate()
        found: list[Page] = []
        for page_id in self._shelf.directory.after(after):
            if len(found) == limit:
                break
            found += [kept.page for kept in self._shelf.if_there(page_id)]
        return found

    def missing(self) -> int:
        """How many pages lists and exports lack: set aside as damaged, or not to be read."""
        return self._shelf.missing()

    def annotation(self, annotation_id: UUID) -> Annotation:
        """The annotation, tombstone or not. Raises NotFoundError."""
        return _mark_in(self._shelf.read(self._page_with(annotation_id)), annotation_id)

    def stamp(self, page_id: str) -> str:
        """What changes whenever the page or one of its annotations does; "" if it is not there."""
        return self._shelf.stamp(page_id)

    def annotations_of(self, page_id: str) -> list[Annotation]:
        """A page's annotations with its tombstones, in order of creation and id."""
        return _in_order(self._shelf.read(page_id))

    def iterate(self, page_id: str | None = None) -> Iterator[tuple[Page, list[Annotation]]]:
        """Every page with its annotations, or one, in order of page id, one in memory a step."""
        if page_id is not None:
            kept = self._shelf.read(page_id)
            return iter([(kept.page, _in_order(kept))])
        self._separate()
        every = self._shelf.directory.after("")
        return (
            (kept.page, [mark for mark in _in_order(kept) if self._is_at_home(mark)])
            for known in every
            for kept in self._shelf.if_there(known)
        )

    def search(
        self, wanted: Search, *, after: tuple[str, UUID] | None = None, limit: int = 100
    ) -> list[Annotation]:
        """Up to `limit` marks, newest first, older than the mark made at `after` with its id."""
        return self._shelf.index.find(wanted, after, limit)

    # --- writing ----------------------------------------------------------------------------

    def add(self, page: Page, annotation: Annotation) -> tuple[Annotation, bool]:
        """Keep a new annotation, and its page if none of its keys is known."""
        while True:
            try:
                if there := self._sent_before(annotation):
                    return there, False
                with self._creating:
                    known = self._homes.of(page.keys, page.title, page.text)
                    free = self._shelf.directory.free(page.keys)
                    if known is None:
                        keys = dict.fromkeys((*page.keys[:1], *free))
                        return self._begin(_with(page, keys), annotation)
                    if free:
                        return self._add_to(known, page, free, annotation)
                return self._add_to(known, page, (), annotation)
            except NotFoundError:  # deleted since it was found: the mark makes it anew
                continue

    def _sent_before(self, annotation: Annotation) -> Annotation | None:
        """The mark, if this is the request that made it, once more; its page may be another now."""
        page_id = self._shelf.directory.with_mark(annotation.id)
        if page_id is None:
            return None
        there = self._shelf.read(page_id).annotations.get(annotation.id)
        return there if there and merge.is_retry(there, annotation) else None

    def _begin(self, page: Page, annotation: Annotation) -> tuple[Annotation, bool]:
        """Keep a page with its first mark; it has its own address, whoever declared that before."""
        fresh = annotation.model_copy(update={"page": page.id})
        self._shelf.settle()
        self._shelf.save(Kept(page, {fresh.id: fresh}), None)
        self._put_right()
        return fresh, True

    def _add_to(
        self, known: str, visited: Page, free: Collection[str], annotation: Annotation
    ) -> tuple[Annotation, bool]:
        with self._changing(known) as kept:
            if there := kept.annotations.get(annotation.id):  # sent twice at once
                if not merge.is_retry(there, annotation):
                    raise taken()
                return there, False
            fresh = annotation.model_copy(update={"page": known})
            self._shelf.save(merge.with_mark(kept, visited, free, fresh), kept)
            return fresh, True

    def change(
        self, annotation_id: UUID, rev: int, fields: dict[str, Any], *, now: str
    ) -> Annotation:
        """Change `fields` of revision `rev`; returns the next revision."""
        with self._changing(self._page_with(annotation_id)) as kept:
            current = _mark_in(kept, annotation_id)
            if current.rev != rev:
                raise StaleRevisionError(current)
            if rev == MAX_INTEGER:  # only a file that was written by hand holds it
                raise ConflictError(
                    "This mark has the last revision there is, and cannot be changed any more. "
                    "Make it anew, then delete the page's file or this mark's record in it."
                )
            changed = Annotation.model_validate(
                current.model_dump(by_alias=True)
                | fields
                | {"rev": rev + 1, "modified": max(now, current.modified)}
            )
            self._shelf.save(Kept(kept.page, kept.annotations | {annotation_id: changed}), kept)
            return changed

    def join(self, page_id: str, keys: Sequence[str]) -> Page:
        """Give a page another key, the first of `keys`: what is declared there no person has named.

        Raises ConflictError if it is another page's own; one that another page only declared is
        taken from it.
        """
        asked = keys[:1]
        with self._creating:
            owner = self._shelf.directory.with_key(asked) or page_id
            if owner != page_id and self._shelf.directory.is_first(owner, asked[0]):
                raise ConflictError(
                    "Marks are kept of this address already, and pages that both have marks are "
                    "not joined. Open the other page to see its marks."
                )
            with self._changing_all({page_id, owner}) as before:
                after = {owner: merge.without_keys(before[owner], asked)}
                after[page_id] = merge.with_keys(before[page_id], asked)
                self._save_all(_changed(after, before), before)
                return after[page_id].page

    def delete_page(self, page_id: str, check: Check) -> None:
        """Delete a page with all its annotations, if `check` of them does not raise."""
        with self._changing(page_id) as kept:
            check(kept.page, _in_order(kept))
            self._shelf.delete(page_id)

    # --- several pages at once --------------------------------------------------------------

    def restore(self, pages: Sequence[Imported]) -> None:
        """Keep pages and their annotations exactly as given, as an import does: all or none."""
        with self._creating:
            while True:
                try:
                    arriving = self._homes.arriving(pages)
                    there = {home for home, _ in arriving if self._shelf.directory.has(home)}
                    givers = self._homes.givers(arriving)
                    with self._changing_all(there | set(givers.values())) as before:
                        self._restore(arriving, givers, before)
                except NotFoundError:  # deleted since it was found
                    continue
                self._put_right()
                return

    def homes(self, pages: Iterable[Page]) -> list[str]:
        """For each page the id of the one it joins: a known one, one before it, or itself."""
        return self._homes.of_each(pages)

    def _restore(
        self, arriving: Sequence[Arriving], givers: Mapping[str, str], before: dict[str, Kept]
    ) -> None:
        after: dict[str, Kept] = dict(before)
        for key, giver in givers.items():
            after[giver] = merge.without_keys(after[giver], [key])
        owners = self._homes.owners([(home, page) for home, (page, _) in arriving], givers)
        for home, (page, marks) in arriving:
            visited = _with(page, (key for key in page.keys if owners[key] == home))
            kept = after.get(home) or Kept(visited.model_copy(update={"id": home}), {})
            after[home] = merge.with_import(kept, visited, marks)
        self._save_all(_changed(after, before), before)

    def empty_bin(self, check: Callable[[Sequence[Annotation]], None]) -> int:
        """Forget all deleted marks, if `check` of them does not raise; how many there were."""
        with self._creating:
            while True:
                binned = self.search(Search(living=False, deleted=True), limit=1 << 31)
                pages = {mark.page for mark in binned}
                try:
                    with self._changing_all(pages) as before:
                        return self._empty(check, before)
                except NotFoundError:  # deleted since it was found
                    continue

    def _empty(self, check: Callable[[Sequence[Annotation]], None], before: dict[str, Kept]) -> int:
        binned = [mark for kept in before.values() for mark in _in_order(kept) if mark.deleted]
        check(binned)
        after: dict[str, Kept | None] = {}
        for page_id, kept in before.items():
            living = {mark.id: mark for mark in kept.annotations.values() if not mark.deleted}
            after[page_id] = Kept(kept.page, living) if living else None
        self._save_all(after, before)
        return len(binned)

    def _save_all(self, after: Mapping[str, Kept | None], before: dict[str, Kept]) -> None:
        match list(after.items()):
            case []:
                return
            case [(page_id, Kept() as kept)]:
                self._shelf.save(kept, before.get(page_id))
            case _:
                self._shelf.save_together(
                    after, {home: before[home] for home in after.keys() & before.keys()}
                )

    def close(self) -> None:
        """Give the data folder back."""
        self._shelf.close()
        self._lock.release()

    # --- what is put right ------------------------------------------------------------------

    def _put_right(self) -> None:
        """Leave each mark and each key to one page. Never raises: they lead to one anyway."""
        self._separate()
        self._part()

    def _is_at_home(self, mark: Annotation) -> bool:
        """Whether no other page has it: one that could be read again only now may have."""
        return self._shelf.directory.with_mark(mark.id) in {None, mark.page}

    def _separate(self) -> None:
        """Take from pages the marks that another has as well."""
        for group in self._shelf.directory.twins():
            # One may have gone with another group.
            there = list(filter(self._shelf.directory.has, group))
            with suppress(StoreError), self._changing_all(there) as before:
                after = twins.separated(before)
                if after != before:
                    self._shelf.save_together(after, before)

    def _part(self) -> None:
        """Take from pages the keys that are another's."""
        for page_id, foreign in self._shelf.directory.shared().items():
            with suppress(StoreError), self._changing(page_id) as kept:
                parted = merge.without_keys(kept, foreign)
                if parted != kept:
                    self._shelf.save(parted, kept)

    # --- whose turn it is -------------------------------------------------------------------

    @contextmanager
    def _changing(self, page_id: str) -> Iterator[Kept]:
        """The page as it is, for the one thread that may now change it."""
        with self._changing_all([page_id]) as kept:
            yield kept[page_id]

    @contextmanager
    def _changing_all(self, page_ids: Iterable[str]) -> Iterator[dict[str, Kept]]:
        """The same for several pages."""
        with ExitStack() as held:
            for page_id in sorted(set(page_ids)):
                with self._locking:
                    lock = self._page_locks.setdefault(page_id, threading.Lock())
                held.enter_context(lock)
            self._shelf.settle()
            yield {page_id: self._shelf.read(page_id) for page_id in set(page_ids)}

    def _page_with(self, annotation_id: UUID) -> str:
        page_id = self._shelf.directory.with_mark(annotation_id)
        if page_id is None:
            raise NotFoundError(_NO_MARK)
        return page_id


_NO_MARK: Final = "No mark has this id. It may have been deleted; read the list of marks again."


def _changed(after: Mapping[str, Kept], before: Mapping[str, Kept]) -> dict[str, Kept]:
    return {page_id: kept for page_id, kept in after.items() if kept != before.get(page_id)}


def _with(page: Page, keys: Iterable[str]) -> Page:
    return page.model_copy(update={"keys": tuple(keys)})


def _mark_in(kept: Kept, annotation_id: UUID) -> Annotation:
    if (mark := kept.annotations.get(annotation_id)) is None:
        raise NotFoundError(_NO_MARK)
    return mark


def _in_order(kept: Kept) -> list[Annotation]:
    return sorted(kept.annotations.values(), key=lambda mark: (mark.created, str(mark.id)))
