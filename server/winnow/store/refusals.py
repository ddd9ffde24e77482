"""What the disk refuses, turned into a sentence for the person whose disk it is."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from winnow.store.base import DiskError

_REASONS: Final = {
    errno.ENOSPC: "The disk is full. Free some space, then try again.",
    errno.EDQUOT: "Your share of the disk is used up. Free some space, then try again.",
    errno.EFBIG: "The file would be larger than this system allows. Raise that limit (`ulimit -f`),"
    " then try again.",
    errno.EROFS: "The disk is read-only. Make it writable, then try again.",
    errno.EACCES: "Winnow may not use {where}. Give it the right to, then try again.",
    errno.EPERM: "Winnow may not use {where}. Give it the right to, then try again.",
    errno.EMFILE: "Too many files are open. Close other programs, then try again.",
    errno.ENFILE: "Too many files are open. Close other programs, then try again.",
}


@contextmanager
def told(where: Path) -> Iterator[None]:
    """Turn OSError into DiskError; FileNotFoundError passes while the folder `where` stands."""
    try:
        yield
    except FileNotFoundError:
        if where.exists():
            raise
        raise DiskError(
            f"The library's folder {where} is gone. Nothing was saved; put it back, then try again."
        ) from None
    except OSError as error:
        raise DiskError(
            f"Nothing was saved, and nothing was lost. {reason(error, where)}"
        ) from error


def reason(error: OSError, where: Path) -> str:
    """What the disk has against the use of `where`, and what to do."""
    other = f"The disk refused ({error.strerror}). Look after {{where}}, then try again."
    return _REASONS.get(error.errno or 0, other).format(where=where)
