"""Lets a few through at a time, a few wait, and sends the rest away at once.

Without it a browser that restores fifty tabs would take every thread of the server, and a
mark could not be saved until the last page is clean.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from winnow.errors import Kind, Problem

RETRY_AFTER_SECONDS = 2


class Turnstile:
    """`inside` at a time, as many again in front for up to `wait_seconds`."""

    def __init__(self, inside: int, wait_seconds: float) -> None:
        self._door = BoundedSemaphore(2 * inside)
        self._inside = BoundedSemaphore(inside)
        self._wait_seconds = wait_seconds

    @contextmanager
    def pass_through(self) -> Iterator[None]:
        """Stand inside for the length of the block. Raises Problem when it is too full."""
        if not self._door.acquire(blocking=False):
            raise _busy()
        try:
            if not self._inside.acquire(timeout=self._wait_seconds):
                raise _busy()
            try:
                yield
            finally:
                self._inside.release()
        finally:
            self._door.release()


def _busy() -> Problem:
    return Problem(
        Kind.BUSY,
        "Winnow is cleaning as many pages as it can. Try again in a moment.",
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )
