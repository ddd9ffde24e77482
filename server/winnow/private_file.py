"""Files of our own: replaced whole or not at all, readable by their owner only.

The new text is written beside, flushed to the disk and put in place by one rename, so that
a reader, and whoever comes after a crash, finds the old text or the new and never a mixture.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import Final

BESIDE: Final = ".part"
"""The ending of a file that is being written; one that is found later is a crash's left-over."""


def replace(path: Path, data: bytes) -> None:
    """Put `data` in place of the file `path`, with mode 0600, and wait for the disk.

    Raises:
        OSError: if the disk refuses. The old file then stands, and nothing lies beside it.

    """
    with replacing(path) as handle:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]


@contextmanager
def replacing(path: Path) -> Iterator[int]:
    """A file descriptor to write to; what was written is `path` when the block ends.

    If the block or the disk raises, the old file stands and nothing lies beside it.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=BESIDE)
    except OSError as error:
        error.filename = str(path)  # what was asked for, not what would stand beside it
        raise
    beside = Path(name)
    try:
        try:
            yield handle
            os.fsync(handle)
        finally:
            os.close(handle)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def put_aside(path: Path) -> Path:
    """Free a name of ours that something else has, by renaming that; where it is now.

    Raises:
        OSError: if the disk refuses.

    """
    aside = free(path.with_name(f"{path.name}-aside"))
    path.rename(aside)
    return aside


def free(path: Path) -> Path:
    """`path`, or the first of `path-1`, `path-2` and so on at which nothing stands."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(1))
    return next(name for name in chain([path], numbered) if not os.path.lexists(name))


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk (Windows has no such call)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
