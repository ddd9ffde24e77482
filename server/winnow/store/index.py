"""The search index: one SQLite file with every mark, in the order in which they were made.

It is disposable: everything in it was read from the page files, each of which it knows by a
stamp, and may be made anew from them at any time. So nothing waits for it to reach the disk.

A mark's row number says when it was made, the newest with the least, so that SQLite finds the
newest and a span of time without sorting, and stops where enough is found: a common word's list
is not read to its end. How the numbers are made is told in `winnow.store.row_number`.
"""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from winnow.annotate.mark import Annotation, Page
from winnow.annotate.sketch import SHARED, rows, sketch
from winnow.store import query, row_number
from winnow.store.base import Search
from winnow.store.directory import each_of, end_to_end
from winnow.store.page_file import Kept

VERSION: Final = 8
"""Of tables and of the words in them; another one's index is made anew."""

_MOST_SHARING: Final = 200
"""Pages looked at that share one hash; a row of words that more pages hold tells none of them."""
_MOST_ALIKE: Final = 3
"""Pages that are worth a comparison."""

_TABLES: Final = f"""
CREATE TABLE pages (
  id TEXT PRIMARY KEY, stamp TEXT NOT NULL, keys TEXT NOT NULL, marks BLOB NOT NULL,
  sketch TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE marks (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, created TEXT NOT NULL, page TEXT NOT NULL,
  record TEXT NOT NULL);
CREATE TABLE sketches (hash INTEGER, page TEXT, PRIMARY KEY (hash, page)) WITHOUT ROWID;
CREATE VIRTUAL TABLE texts USING fts5 (
  words, facets, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3 4');
PRAGMA user_version = {VERSION};
"""


class OldIndexError(sqlite3.DatabaseError):
    """The index was made by another version."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as the index knows it: its file's stamp, its keys, its marks' ids end to end."""

    page_id: str
    stamp: str
    keys: tuple[str, ...]
    marks: bytes


@dataclass(frozen=True, slots=True)
class Hit:
    """A mark that was found, as the file with `stamp` held it."""

    page_id: str
    stamp: str
    record: str


class Index:
    """An open index. Every method may raise sqlite3.Error; callers take turns."""

    def __init__(self, path: Path | None) -> None:
        """Open the index at `path`, or make one; without a path one in memory."""
        if path is not None:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600))
        self._database = sqlite3.connect(
            path or ":memory:", isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare()
        except BaseException:
            self._database.close()
            raise

    def _prepare(self) -> None:
        run = self._database.execute
        run("PRAGMA locking_mode = EXCLUSIVE")  # the folder's lock lets no other process write
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")  # a power cut may lose the latest, and damages nothing
        run("PRAGMA cache_size = -32000")
        version = run("PRAGMA user_version").fetchone()[0]
        if version == 0 and not run("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._database.executescript(f"BEGIN; {_TABLES} COMMIT;")
        elif version != VERSION:
            raise OldIndexError

    def close(self) -> None:
        """Close it."""
        self._database.close()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Make the changes in the block one; if it raises, none."""
        if self._database.in_transaction:
            yield
            return
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    def pages(self) -> list[Entry]:
        """Every page."""
        rows = self._database.execute("SELECT id, stamp, keys, marks FROM pages ORDER BY id")
        return [Entry(page, stamp, tuple(json.loads(keys)), ids) for page, stamp, keys, ids in rows]

    def put(self, kept: Kept, stamp: str, known: tuple[Kept, str] | None = None) -> None:
        """Enter a page as its file with `stamp` holds it.

        `known` is the page as it was before with the stamp it had: if it was entered so, only
        what differs is written.
        """
        with self.at_once():
            if known is None or known[1] != self._stamp_of(kept.page.id):
                self.drop(kept.page.id)
                before = {}
            else:
                before = known[0].annotations
            gone = (mark for mark in before if mark not in kept.annotations)
            self._forget(gone, of=kept.page.id)
            marks = [
                mark
                for mark in kept.annotations.values()
                if (was := before.get(mark.id)) is not mark and was != mark
            ]
            same_text = known is not None and known[0].page.text == kept.page.text
            self._put([(kept, stamp)], marks, sketched=bool(before) and same_text)

    def put_anew(self, pages: Iterable[tuple[Kept, str]]) -> None:
        """Enter many pages, each with its file's stamp."""
        with self.at_once():
            entered = list(pages)
            for kept, _ in entered:
                self.drop(kept.page.id)
            self._put(entered, [mark for kept, _ in entered for mark in kept.annotations.values()])

    def _put(
        self,
        pages: Iterable[tuple[Kept, str]],
        marks: Iterable[Annotation],
        *,
        sketched: bool = False,
    ) -> None:
        """Enter pages and marks; `sketched` says that the pages' texts are entered already."""
        # FTS5 writes its memory out whenever a row number is less than the one before.
        for mark in sorted(marks, key=_in_order):
            self._put_mark(mark)
        for kept, stamp in pages:
            page = kept.page
            drawn = self._sketch_of(page.id) if sketched else self._put_sketch(page)
            self._database.execute(
                "REPLACE INTO pages VALUES (?, ?, ?, ?, ?)",
                (page.id, stamp, json.dumps(page.keys), end_to_end(kept.annotations), drawn),
            )

    def _put_sketch(self, page: Page) -> str:
        self._forget_sketch(page.id)
        drawn = sketch(rows(page.text))
        self._database.executemany(
            "INSERT OR IGNORE INTO sketches VALUES (?, ?)", [(each, page.id) for each in drawn]
        )
        return json.dumps(drawn)

    def _sketch_of(self, page_id: str) -> str:
        row = self._database.execute("SELECT sketch FROM pages WHERE id = ?", (page_id,)).fetchone()
        return "[]" if row is None else str(row[0])

    def _forget_sketch(self, page_id: str) -> None:
        self._database.executemany(
            "DELETE FROM sketches WHERE hash = ? AND page = ?",
            [(each, page_id) for each in json.loads(self._sketch_of(page_id))],
        )

    def alike(self, drawn: Iterable[int]) -> list[str]:
        """The pages that share most of a sketch, at least `SHARED` of it, best first."""
        shared = Counter[str]()
        for each in drawn:
            found = self._database.execute(
                "SELECT page FROM sketches WHERE hash = ? LIMIT ?", (each, _MOST_SHARING)
            )
            shared.update(page for (page,) in found)
        return [page for page, count in shared.most_common(_MOST_ALIKE) if count >= SHARED]

    def drop(self, page_id: str) -> None:
        """Take a page out with its marks."""
        with self.at_once():
            found = self._database.execute("SELECT marks FROM pages WHERE id = ?", (page_id,))
            ids = (UUID(bytes=mark) for (ids,) in found.fetchall() for mark in each_of(ids))
            self._forget(ids, of=page_id)
            self._forget_sketch(page_id)
            self._database.execute("DELETE FROM pages WHERE id = ?", (page_id,))

    def hide(self, page_id: str) -> None:
        """Take a page's marks out, and keep its addresses and ids: its file cannot be read now."""
        with self.at_once():
            found = self._database.execute("SELECT marks FROM pages WHERE id = ?", (page_id,))
            ids = (UUID(bytes=mark) for (ids,) in found.fetchall() for mark in each_of(ids))
            self._forget(ids, of=page_id)
            self._database.execute("UPDATE pages SET stamp = '' WHERE id = ?", (page_id,))

    def find(self, wanted: Search, after: tuple[str, UUID] | None, limit: int) -> list[Hit]:
        """Up to `limit` marks, newest first, from behind the one made at `after`."""
        if (matching := query.expression(wanted)) is None:
            return []
        made = row_number.span(wanted.since, wanted.until)
        first = made.first_row
        if after is not None:
            behind = self._row_of(after[1])
            first = max(first, (row_number.wanted(*after) if behind is None else behind) + 1)
        values: tuple[object, ...] = (first, made.last_row, made.since, made.until, limit)
        if matching:
            select = (
                "SELECT marks.page, pages.stamp, marks.record FROM texts "
                "CROSS JOIN marks ON marks.row = texts.rowid "
                "CROSS JOIN pages ON pages.id = marks.page "
                "WHERE texts MATCH ? AND texts.rowid BETWEEN ? AND ? "
                "AND marks.created BETWEEN ? AND ? ORDER BY texts.rowid LIMIT ?"
            )
            values = (matching, *values)
        else:
            select = (
                "SELECT marks.page, pages.stamp, marks.record FROM marks "
                "CROSS JOIN pages ON pages.id = marks.page "
                "WHERE marks.row BETWEEN ? AND ? "
                "AND marks.created BETWEEN ? AND ? ORDER BY marks.row LIMIT ?"
            )
        return [Hit(*row) for row in self._database.execute(select, values)]

    def _stamp_of(self, page_id: str) -> str | None:
        found = self._database.execute("SELECT stamp FROM pages WHERE id = ?", (page_id,))
        row = found.fetchone()
        return None if row is None else str(row[0])

    def _row_of(self, mark: UUID) -> int | None:
        found = self._database.execute("SELECT row FROM marks WHERE id = ?", (mark.bytes,))
        row = found.fetchone()
        return None if row is None else int(row[0])

    def _put_mark(self, mark: Annotation) -> None:
        self._forget([mark.id])
        row = self._free_row(mark)
        self._database.execute(
            "INSERT INTO marks VALUES (?, ?, ?, ?, ?)",
            (row, mark.id.bytes, mark.created, mark.page, mark.model_dump_json(by_alias=True)),
        )
        words = "\n".join((mark.exact, mark.note, mark.speaker, *mark.tags))
        facets = query.facets(
            kind=mark.kind, page=mark.page, deleted=mark.deleted is not None, tags=mark.tags
        )
        self._database.execute(
            "INSERT INTO texts (rowid, words, facets) VALUES (?, ?, ?)",
            (row, query.searched(words), facets),
        )

    def _free_row(self, mark: Annotation) -> int:
        for row in row_number.possible(mark.created, mark.id):
            if not self._database.execute("SELECT 1 FROM marks WHERE row = ?", (row,)).fetchone():
                return row
        raise sqlite3.IntegrityError("too many marks were made in one millisecond")

    def _forget(self, marks: Iterable[UUID], *, of: str | None = None) -> None:
        """Take marks out, or those of them that are entered as this page's."""
        for mark in marks:
            found = self._database.execute(
                "SELECT row, page FROM marks WHERE id = ?", (mark.bytes,)
            )
            for row, page_id in found.fetchall():
                if of in {None, page_id}:
                    self._database.execute("DELETE FROM texts WHERE rowid = ?", (row,))
                    self._database.execute("DELETE FROM marks WHERE row = ?", (row,))


def _in_order(mark: Annotation) -> tuple[int, UUID]:
    return row_number.wanted(mark.created, mark.id), mark.id


def fault_of(path: Path) -> str:
    """What SQLite finds wrong with the index at `path`; nothing if it is sound or old.

    Changes nothing. Raises sqlite3.Error if it is no database, or another process has it.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=0)) as database:
        found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        return "" if found == "ok" else str(found)
