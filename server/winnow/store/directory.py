"""Which page has which address keys and which marks: where to look, never what is there.

Made from the files (or from the search index, where that agrees with them) when the library
is opened, and kept in step by the store. Every method is atomic.
"""

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID


class Directory:
    """The pages of a library by id, by key and by mark."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: list[str] = []
        self._keys: dict[str, tuple[str, ...]] = {}
        self._marks: dict[str, set[bytes]] = {}
        self._by_key: dict[str, tuple[str, ...]] = {}
        self._by_mark: dict[bytes, str] = {}

    def load(
        self, pages: Iterable[tuple[str, tuple[str, ...]]], marks: Iterable[tuple[bytes, str]]
    ) -> None:
        """Enter pages, in order of id, and those of `marks` that stand on them: once, at first."""
        with self._lock:
            for page_id, keys in pages:
                self._ids.append(page_id)
                self._keys[page_id] = keys
                self._marks[page_id] = set()
                for key in keys:
                    self._by_key[key] = (*self._by_key.get(key, ()), page_id)
            for mark, page_id in marks:
                if (marks_of_page := self._marks.get(page_id)) is not None:
                    marks_of_page.add(mark)
                    self._by_mark[mark] = page_id

    def put(self, page_id: str, keys: Sequence[str], marks: Iterable[UUID]) -> None:
        """Enter a page, in place of what was entered for it before."""
        with self._lock:
            self._drop(page_id)
            insort(self._ids, page_id)
            self._keys[page_id] = tuple(dict.fromkeys(keys))
            self._marks[page_id] = {mark.bytes for mark in marks}
            for key in self._keys[page_id]:
                self._by_key[key] = (*self._by_key.get(key, ()), page_id)
            for mark in self._marks[page_id]:
                self._by_mark.setdefault(mark, page_id)

    def claim(self, page_id: str, marks: Collection[UUID]) -> bool:
        """Enter marks for a page unless one of them is another's; whether that went well.

        A page that is not entered yet is, without keys.
        """
        with self._lock:
            claimed = {mark.bytes for mark in marks}
            if any(self._by_mark.get(mark, page_id) != page_id for mark in claimed):
                return False
            if page_id not in self._marks:
                insort(self._ids, page_id)
                self._keys[page_id] = ()
                self._marks[page_id] = set()
            self._marks[page_id].update(claimed)
            self._by_mark.update(dict.fromkeys(claimed, page_id))
            return True

    def drop(self, page_id: str) -> None:
        """Take a page out, if it is in."""
        with self._lock:
            self._drop(page_id)

    def has(self, page_id: str) -> bool:
        """Whether the page is entered."""
        with self._lock:
            return page_id in self._marks

    def with_key(self, keys: Iterable[str]) -> str | None:
        """The page that has one of `keys`, earlier keys first."""
        with self._lock:
            return next((self._by_key[key][0] for key in keys if key in self._by_key), None)

    def with_mark(self, mark: UUID) -> str | None:
        """The page that has this mark."""
        with self._lock:
            return self._by_mark.get(mark.bytes)

    def after(self, page_id: str) -> list[str]:
        """The pages whose id is greater, ascending."""
        with self._lock:
            return self._ids[bisect_right(self._ids, page_id) :]

    def _drop(self, page_id: str) -> None:
        marks = self._marks.pop(page_id, None)
        if marks is None:
            return
        del self._ids[bisect_left(self._ids, page_id)]
        for key in self._keys.pop(page_id):
            others = tuple(other for other in self._by_key[key] if other != page_id)
            if others:
                self._by_key[key] = others
            else:
                del self._by_key[key]
        for mark in marks:
            if self._by_mark.get(mark) == page_id:
                del self._by_mark[mark]
