"""What Winnow's store is measured beside: one table of SQLite, and TinyDB as it comes."""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from tinydb import TinyDB

from winnow.annotate.mark import Annotation


class SQLiteTable:
    """One table, each save on the disk when it returns (`synchronous=FULL`)."""

    name = "SQLite"

    def __init__(self, folder: Path, marks: Iterable[Annotation]) -> None:
        self._database = sqlite3.connect(folder / "marks.sqlite", isolation_level=None)
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("CREATE TABLE marks (id TEXT PRIMARY KEY, page TEXT, record TEXT)")
        self._database.execute("BEGIN")
        for mark in marks:
            self.save(mark)
        self._database.execute("COMMIT")

    def save(self, mark: Annotation) -> None:
        """Keep a new mark."""
        record = json.dumps(mark.model_dump(mode="json", by_alias=True))
        self._database.execute(
            "INSERT INTO marks VALUES (?, ?, ?)", (str(mark.id), mark.page, record)
        )

    def search(self, word: str) -> int:
        """How many marks hold `word`, by looking at each."""
        found = self._database.execute(
            "SELECT count(*) FROM marks WHERE record LIKE ?", (f"%{word}%",)
        )
        return int(found.fetchone()[0])


class StockTinyDB:
    """TinyDB's own storage: one JSON file, written anew at each save."""

    name = "TinyDB"

    def __init__(self, folder: Path, marks: Iterable[Annotation]) -> None:
        self._database = TinyDB(folder / "marks.json")
        self._database.insert_multiple(mark.model_dump(mode="json") for mark in marks)

    def save(self, mark: Annotation) -> None:
        """Keep a new mark."""
        self._database.insert(mark.model_dump(mode="json"))

    def search(self, word: str) -> int:
        """How many marks hold `word`, by looking at each."""
        return sum(word in str(mark["exact"]) for mark in self._database)
