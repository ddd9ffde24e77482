"""The folder of a library: whether there is one, and how one begins."""

import os
from pathlib import Path

from winnow.store.base import DiskError
from winnow.store.search import INDEX
from winnow.store.shelf import PAGES


def is_library(folder: Path) -> bool:
    """Whether a library was begun in `folder`, by whatever command, be it damaged since."""
    return any(os.path.lexists(folder / name) for name in (PAGES, INDEX))


def begin(folder: Path) -> None:
    """Begin a library in `folder`, unless there is one.

    Raises:
        DiskError: if one was begun whose pages are gone.
        OSError: if the disk refuses.

    """
    pages = folder / PAGES
    if is_library(folder) and not pages.is_dir():
        raise DiskError(f"{no_pages(pages)} Nothing was changed.")
    pages.mkdir(mode=0o700, parents=True, exist_ok=True)


def no_pages(pages: Path) -> str:
    """What is wrong where a library's pages should be, and what to do."""
    what = "is no folder" if os.path.lexists(pages) else "is gone"
    return (
        f"{pages}, which holds the pages of your library, {what}. Put it back, or put a backup in "
        f"place with `winnow restore`. To begin anew instead, move {pages.parent} away."
    )
