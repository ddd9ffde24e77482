"""A disk that refuses chosen system calls, or loses its power at one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

CALLS = ("open", "write", "fsync", "close", "replace", "unlink", "mkdir", "rmdir")


class Disk:
    """The operating system's file calls, of which those with the numbers `refused` fail.

    With `counted` the numbers are those of the calls of this name; others fail while the last one
    of them did. Without a `refusal` the process ends there, as if it were killed.
    """

    def __init__(self, refused: range, refusal: int | None, counted: str = "") -> None:
        self.counted = counted
        self.refused = refused
        self.refusal = refusal
        self.calls: list[str] = []

    def _guarded(self, name, real):
        def call(*arguments, **named):
            if name == "close":  # close reports an error, and closes all the same
                real(*arguments, **named)
            self.calls.append(name)
            if self._number() in self.refused:
                if self.refusal is None:
                    os._exit(0)
                raise OSError(self.refusal, os.strerror(self.refusal))
            return None if name == "close" else real(*arguments, **named)

        return call

    def _number(self) -> int:
        return (self.calls.count(self.counted) if self.counted else len(self.calls)) - 1

    @contextmanager
    def in_use(self, monkeypatch) -> Iterator["Disk"]:
        with monkeypatch.context() as patch:
            for name in CALLS:
                patch.setattr(os, name, self._guarded(name, getattr(os, name)))
            yield self
