"""Where marks are kept."""

from pathlib import Path

from winnow.store.base import Store
from winnow.store.tinydb_store import TinyDBStore


def open_store(data_dir: Path, *, name: str = "winnow") -> Store:
    """The library in `data_dir`, for this process alone; others are told `name`.

    Raises:
        StoreError: if another process holds the folder; the text names it.
        DiskError: if the folder cannot be used.

    """
    return TinyDBStore(data_dir, name)
