"""The library as commands reach it: through the server that has it, or by themselves."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from winnow import running
from winnow.cli.shared import CommandError
from winnow.config import Settings
from winnow.export.json_format import FormatError
from winnow.store import open_store
from winnow.store.base import Store, StoreError

_QUIET_PAGES: Final = 500
"""So many are read within a second."""


@contextmanager
def opened(chosen: Settings, command: str) -> Iterator[Store]:
    """The library of these settings, for this process alone. Raises CommandError."""
    try:
        store = open_store(chosen.data, name=f"winnow {command}", tell=_tell)
    except StoreError as error:
        raise CommandError(str(error)) from error
    try:
        yield store
    finally:
        store.close()


def _tell(done: int, pages: int) -> None:
    """Say how far the reading of a large library is."""
    if pages > _QUIET_PAGES:
        print(f"Reading pages for the search: {done:,} of {pages:,}.", file=sys.stderr, flush=True)


@contextmanager
def told() -> Iterator[None]:
    """Turn what the library, the server and the disk may refuse into the command's error."""
    try:
        yield
    except (StoreError, running.RefusedError, FormatError) as error:
        raise CommandError(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        raise CommandError(
            f"The disk or the server refused{where} ({error.strerror or error}). "
            "Nothing that was there is lost; mend that, then try again."
        ) from error
