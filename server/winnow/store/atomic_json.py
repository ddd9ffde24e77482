"""A TinyDB storage that a crash cannot damage.

TinyDB's own JSON storage truncates the file and then writes it: a kill in between leaves
half a file. Here the new text is written beside, flushed to the disk and put in place by
one rename, so that a reader finds the old text or the new and never a mixture.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Final

from tinydb.storages import Storage

BESIDE: Final = ".part"
"""The ending of a file that is being written; one that is found later is a crash's left-over."""


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
        replace_file(self.path, text.encode())


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of the file `path`, with mode 0600, and wait for the disk.

    Raises:
        OSError: if the disk refuses. The old file then stands, and nothing lies beside it.

    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=BESIDE)
    beside = Path(name)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk (Windows has no such call)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
