"""A disk that refuses chosen system calls, or loses its power at one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

CALLS = ("open", "write", "fsync", "close", "replace", "unlink", "mkdir", "rmdir")


class Disk:
    """The operating system's file calls, of which those with the numbers `refused` fail.

    Without a `refusal` the process ends there, as if it were killed.
    """

    def __init__(self, refused: range, refusal: int | None) -> None:
        self.refused = refused
        self.refusal = refusal
        self.calls: list[str] = []

    def _guarded(self, name, real):
        def call(*arguments, **named):
            if name == "close":  # close reports an error, and closes all the same
                real(*arguments, **named)
            self.calls.append(name)
            if len(self.calls) - 1 in self.refused:
                if self.refusal is None:
                    os._exit(0)
                raise OSError(self.refusal, os.strerror(self.refusal))
            return None if name == "close" else real(*arguments, **named)

        return call

    @contextmanager
    def in_use(self, monkeypatch) -> Iterator["Disk"]:
        with monkeypatch.context() as patch:
            for name in CALLS:
                patch.setattr(os, name, self._guarded(name, getattr(os, name)))
            yield self
