"""One writer a data folder: whoever comes second is told who was first."""

import json
import os
import sys
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from winnow import private_file
from winnow.store.base import DiskError, StoreError
from winnow.store.folder import is_library

if sys.platform != "win32":
    import fcntl


class FolderLock:
    """The right to write in a data folder, held until `release` or the end of the process.

    `name` is what others are told of who has it.
    """

    def __init__(self, folder: Path, name: str) -> None:
        """Take it. Raises StoreError naming the process that has it."""
        self._lock = FileLock(folder / "writer.lock", mode=0o600)
        self._folder: int | None = None
        holder = folder / "writer.json"
        try:
            self._lock.acquire(timeout=0)
            self._folder = _locked(folder)
        except (Timeout, BlockingIOError):
            self._lock.release()
            raise StoreError(
                f"Another Winnow is using the library in {folder}: {_described(holder)}. "
                "Stop it first, or choose another folder with --data DIR."
            ) from None
        self._path = folder
        self._holder = holder
        self._said = {"name": name, "pid": os.getpid(), "run": uuid4().hex}
        private_file.replace(holder, json.dumps(self._said).encode())

    def check(self) -> None:
        """See that the folder is still the one that was locked, and no other is in its place.

        Raises DiskError: a disk that went leaves an empty folder, in which another Winnow may
        have begun a library. Where there is none, who looks for its pages tells.
        """
        try:
            is_ours = json.loads(self._holder.read_bytes()) == self._said
        except (OSError, ValueError):
            is_ours = not is_library(self._path)
        if not is_ours:
            raise DiskError(
                f"The folder {self._path} is not the library that this Winnow opened. If its disk "
                "went away, put it back; otherwise stop Winnow and start it again."
            )

    def release(self) -> None:
        """Give it back."""
        if self._folder is not None:
            os.close(self._folder)
            self._folder = None
        self._lock.release()


def _locked(folder: Path) -> int | None:
    """The folder itself, locked where systems can: a lock file may be deleted by hand.

    Raises:
        BlockingIOError: if another process has it.

    """
    if sys.platform == "win32":
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:  # this disk cannot lock folders
        os.close(handle)
        return None
    return handle


def _described(holder: Path) -> str:
    try:
        said = json.loads(holder.read_text(encoding="utf-8"))
        return f"{said['name']}, process {said['pid']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "a process that did not say which"
