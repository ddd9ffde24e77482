"""Lets a few through at a time, a few wait, and sends the rest away at once.

Without it a browser that restores fifty tabs, or a script that asks for the whole library two
hundred times, would take every thread of the server, and a mark could not be saved until the
last of it is done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from winnow.errors import Kind, Problem

RETRY_AFTER_SECONDS = 2


class Turnstile:
    """`inside` at a time, as many again in front for up to `wait_seconds`.

    `what` is being done inside, in words that follow "Winnow is".
    """

    def __init__(self, inside: int, wait_seconds: float, what: str) -> None:
        self._what = what
        self._door = BoundedSemaphore(2 * inside)
        self._inside = BoundedSemaphore(inside)
        self._wait_seconds = wait_seconds

    @contextmanager
    def pass_through(self) -> Iterator[None]:
        """Stand inside for the length of the block. Raises Problem when it is too full."""
        if not self._door.acquire(blocking=False):
            raise self._busy()
        try:
            if not self._inside.acquire(timeout=self._wait_seconds):
                raise self._busy()
            try:
                yield
            finally:
                self._inside.release()
        finally:
            self._door.release()

    def _busy(self) -> Problem:
        return Problem(
            Kind.BUSY,
            f"Winnow is {self._what} as many as it can. Try again in a moment.",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
