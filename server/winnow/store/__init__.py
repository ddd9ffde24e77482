"""Where marks are kept."""

from pathlib import Path

from winnow.store.base import Progress, Store
from winnow.store.folder import begin, is_library
from winnow.store.tinydb_store import TinyDBStore

__all__ = ["begin", "is_library", "open_store"]


def open_store(data_dir: Path, *, name: str = "winnow", tell: Progress | None = None) -> Store:
    """The library in `data_dir`, for this process alone; others are told `name`.

    `tell` is told how far it is with pages that must be read anew for the search index.

    Raises:
        StoreError: if another process holds the folder; the text names it.
        DiskError: if the folder cannot be used.

    """
    return TinyDBStore(data_dir, name, tell)
