"""Pages that have one address for their own: files of one document, which become one.

They come about when the folders of two machines are put together by hand, or when a mark is made
at the address of a page that the disk keeps back. Only one of them is shown there.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from winnow.store import merge, page_file, together
from winnow.store.atomic_json import DamagedFileError
from winnow.store.base import FullPageError
from winnow.store.directory import Directory


def doubles(directory: Directory) -> Iterator[tuple[str, str]]:
    """Pages whose own address another page has for its own, each with the one that is shown."""
    for page_id, keys in sorted(directory.shared().items()):
        for key in keys:
            first = directory.with_key([key])
            if first and directory.is_first(page_id, key):
                yield page_id, first


def join(pages: Path, directory: Directory) -> bool:
    """Put the marks of such pages into one file each; whether there was anything to join.

    One that would be too full, or cannot be read, stays as it is. Nobody else may write
    meanwhile. Raises OSError.
    """
    joined = False
    for page_id, first in doubles(directory):
        with suppress(FullPageError, DamagedFileError, PermissionError):
            double, kept = (page_file.read(pages / f"{each}.json") for each in (page_id, first))
            whole = merge.with_import(kept, double.page, tuple(double.annotations.values()))
            files = {f"{first}.json": page_file.written(whole), f"{page_id}.json": None}
            together.replace(pages, files)
            joined = True
    return joined
