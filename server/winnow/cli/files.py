"""The files that commands are told to read and to write."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from winnow import private_file
from winnow.cli.shared import CommandError


def contents(name: str, most: int = -1) -> bytes:
    """What the file `name`, or the input for `-`, holds; its first `most` bytes.

    Raises CommandError.
    """
    if name == "-":
        return sys.stdin.buffer.read(most)
    try:
        with Path(name).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise CommandError(
            f"Winnow cannot read {name} ({error.strerror}). Check the file's name."
        ) from error


def can_stand(file: Path) -> Path:
    """`file`, absolute, if a file can be written there. Raises CommandError."""
    whole = file.absolute()
    if whole.is_dir():
        raise CommandError(f"{file} is a folder. Name a file in it, for example {file / 'marks'}.")
    if whole.exists() and not whole.is_file():  # a rename would put an end to it
        raise CommandError(f"{file} is a device or a pipe. Name a file to write instead.")
    if not whole.parent.is_dir():
        raise CommandError(
            f"There is no folder {whole.parent} to write {whole.name} in. "
            "Make it, or choose another place."
        )
    return whole.resolve()


@contextmanager
def destination(file: Path | None) -> Iterator[BinaryIO]:
    """Where a result goes; the output for None.

    A file appears whole or not at all; a device takes what comes. Raises CommandError.
    """
    if file is None:
        yield sys.stdout.buffer
    elif file.exists() and not (file.is_file() or file.is_dir()):
        with file.open("wb") as stream:
            yield stream
    else:
        with (
            private_file.replacing(can_stand(file)) as handle,
            open(handle, "wb", closefd=False) as stream,
        ):
            yield stream
