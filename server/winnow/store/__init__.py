"""Where marks are kept."""

from pathlib import Path

from winnow.store.base import Progress, Store
from winnow.store.shelf import PAGES
from winnow.store.tinydb_store import TinyDBStore


def is_library(folder: Path) -> bool:
    """Whether a library was begun in `folder`, by whatever command."""
    return (folder / PAGES).is_dir()


def begin(folder: Path) -> None:
    """Begin a library in `folder`, unless there is one. Raises OSError."""
    (folder / PAGES).mkdir(mode=0o700, parents=True, exist_ok=True)


def open_store(data_dir: Path, *, name: str = "winnow", tell: Progress | None = None) -> Store:
    """The library in `data_dir`, for this process alone; others are told `name`.

    `tell` is told how far it is with pages that must be read anew for the search index.

    Raises:
        StoreError: if another process holds the folder; the text names it.
        DiskError: if the folder cannot be used.

    """
    return TinyDBStore(data_dir, name, tell)
