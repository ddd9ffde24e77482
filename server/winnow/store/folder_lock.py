"""One writer a data folder: whoever comes second is told who was first."""

import json
import os
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from winnow import private_file
from winnow.store.base import StoreError

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
        private_file.replace(holder, json.dumps({"name": name, "pid": os.getpid()}).encode())

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
