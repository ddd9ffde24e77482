"""Which page has which address keys and which marks: where to look, never what is there.

Made from the files (or from the search index, where that agrees with them) when the library
is opened, and kept in step by the store. Every method is atomic. The ids of a page's marks
are kept end to end in one string of bytes: a start has a hundred thousand to enter.
"""

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

_ID_BYTES: Final = 16


def end_to_end(marks: Iterable[UUID]) -> bytes:
    """The ids end to end."""
    return b"".join(mark.bytes for mark in marks)


def each_of(ids: bytes) -> Iterator[bytes]:
    """Each id of those that stand end to end."""
    return (ids[at : at + _ID_BYTES] for at in range(0, len(ids), _ID_BYTES))


class Directory:
    """The pages of a library by id, by key and by mark."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: list[str] = []
        self._keys: dict[str, tuple[str, ...]] = {}
        self._marks: dict[str, bytes] = {}
        self._by_key: dict[str, tuple[str, ...]] = {}
        self._shared: set[str] = set()
        self._by_mark: dict[bytes, str] = {}
        self._twins: dict[bytes, set[str]] = {}

    def load(self, pages: Iterable[tuple[str, tuple[str, ...], bytes]]) -> None:
        """Enter pages in order of id, each with its keys and its marks' ids: once, at first."""
        with self._lock:
            for page_id, keys, marks in pages:
                self._ids.append(page_id)
                self._enter(page_id, keys, marks)

    def put(self, page_id: str, keys: Sequence[str], marks: Iterable[UUID]) -> None:
        """Enter a page, in place of what was entered for it before."""
        with self._lock:
            self._drop(page_id)
            insort(self._ids, page_id)
            self._enter(page_id, tuple(keys), end_to_end(marks))

    def claim(self, page_id: str, marks: Collection[UUID]) -> bool:
        """Enter marks for a page unless one of them is another's; whether that went well.

        A page that is not entered yet is, without keys. A mark that stands in its file already is
        the page's own, wherever else it stands.
        """
        with self._lock:
            claimed = {mark.bytes for mark in marks}
            others = {mark for mark in claimed if self._by_mark.get(mark, page_id) != page_id}
            if any(page_id not in self._twins.get(mark, ()) for mark in others):
                return False
            if page_id not in self._marks:
                insort(self._ids, page_id)
                self._keys[page_id] = ()
                self._marks[page_id] = b""
            self._marks[page_id] += b"".join(mark for mark in claimed if mark not in self._by_mark)
            self._by_mark.update(dict.fromkeys(claimed - others, page_id))
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
        """The page that one of `keys` belongs to, earlier keys first."""
        with self._lock:
            return next((self._by_key[key][0] for key in keys if key in self._by_key), None)

    def is_first(self, page_id: str, key: str) -> bool:
        """Whether `key` is the page's first one: that of its own address."""
        with self._lock:
            return self._is_first(page_id, key)

    def own_key(self, page_id: str) -> str | None:
        """The key of the page's own address, "" if it is not known; None if there is no page."""
        with self._lock:
            keys = self._keys.get(page_id)
            return None if keys is None else "".join(keys[:1])

    def free(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of `keys` that no page has."""
        with self._lock:
            return tuple(key for key in keys if key not in self._by_key)

    def shared(self) -> dict[str, frozenset[str]]:
        """Pages that have keys of another's, with these keys: none, but for old libraries."""
        found: dict[str, set[str]] = {}
        with self._lock:
            for key in self._shared:
                for page_id in self._by_key[key][1:]:
                    found.setdefault(page_id, set()).add(key)
        return {page_id: frozenset(keys) for page_id, keys in found.items()}

    def twins(self) -> list[list[str]]:
        """Pages that hold marks of one id: none, but where copies of a library were put together.

        Also where a page's file could not be read when its mark was sent again.
        """
        with self._lock:
            return sorted(map(sorted, {frozenset(pages) for pages in self._twins.values()}))

    def with_mark(self, mark: UUID) -> str | None:
        """The page that has this mark."""
        with self._lock:
            return self._by_mark.get(mark.bytes)

    def after(self, page_id: str) -> list[str]:
        """The pages whose id is greater, ascending."""
        with self._lock:
            return self._ids[bisect_right(self._ids, page_id) :]

    def _enter(self, page_id: str, keys: tuple[str, ...], marks: bytes) -> None:
        if len(keys) > 1:  # a file that was written by hand may hold one twice
            keys = tuple(dict.fromkeys(keys))
        self._keys[page_id] = keys
        self._marks[page_id] = marks
        for key in keys:
            if others := self._by_key.get(key):
                self._shared.add(key)
                self._by_key[key] = self._ranked(key, (*others, page_id))
            else:
                self._by_key[key] = (page_id,)
        for mark in each_of(marks):
            if (first := self._by_mark.setdefault(mark, page_id)) != page_id:
                self._twins.setdefault(mark, {first}).add(page_id)

    def _ranked(self, key: str, pages: Iterable[str]) -> tuple[str, ...]:
        """Of pages that share a key, first the one whose own address it is."""
        return tuple(sorted(pages, key=lambda page: (not self._is_first(page, key), page)))

    def _is_first(self, page_id: str, key: str) -> bool:
        return self._keys.get(page_id, ())[:1] == (key,)

    def _drop(self, page_id: str) -> None:
        marks = self._marks.pop(page_id, None)
        if marks is None:
            return
        del self._ids[bisect_left(self._ids, page_id)]
        for key in self._keys.pop(page_id):
            others = tuple(other for other in self._by_key[key] if other != page_id)
            if len(others) < 2:  # noqa: PLR2004 - it takes two to share
                self._shared.discard(key)
            if others:
                self._by_key[key] = others
            else:
                del self._by_key[key]
        for mark in each_of(marks):
            twins = self._twins.get(mark, set()) - {page_id}
            if self._by_mark.get(mark) == page_id:
                if twins:
                    self._by_mark[mark] = min(twins)
                else:
                    del self._by_mark[mark]
            if len(twins) > 1:
                self._twins[mark] = twins
            else:
                self._twins.pop(mark, None)
