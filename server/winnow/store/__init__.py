"""Where marks are kept."""

import sys
from pathlib import Path

from winnow.store.base import Store
from winnow.store.tinydb_store import TinyDBStore


def open_store(data_dir: Path, *, read_only: bool = False) -> Store:
    """The library in `data_dir`.

    With `read_only` it may be open elsewhere too, and every change raises StoreError.

    Raises:
        StoreError: if another process holds the folder; the text names it.
        DiskError: if the folder cannot be used.

    """
    name = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]]) or "winnow"
    return TinyDBStore(data_dir, name=name, read_only=read_only)
