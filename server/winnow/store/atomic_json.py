"""A TinyDB storage that a crash cannot damage.

TinyDB's own JSON storage truncates the file and then writes it: a kill in between leaves
half a file. Here the file is replaced whole.
"""

import json
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from winnow import private_file


class DamagedFileError(Exception):
    """The file does not hold TinyDB tables as JSON."""


class AtomicJSONStorage(Storage):
    """Tables in one JSON file, replaced whole at each write. Usable with any `TinyDB`.

    `write` returns when the new text is on the disk. OSError passes through, and the old
    file then stands as it was.
    """

    def __init__(self, path: str | Path) -> None:
        super().__init__()
        self.path = Path(path)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables, or None if there is no file yet. Raises DamagedFileError."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            tables = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DamagedFileError(f"{self.path.name} is not whole: {error}") from error
        if not isinstance(tables, dict) or not all(isinstance(t, dict) for t in tables.values()):
            raise DamagedFileError(f"{self.path.name} does not hold tables.")
        return tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Put `data` in place of the file. Raises OSError if the disk refuses."""
        text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
        private_file.replace(self.path, text.encode())
