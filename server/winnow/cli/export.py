"""`winnow export`: the library leaves as JSON, served or not."""

import argparse
import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from winnow import private_file, running
from winnow.cli.library import opened, told
from winnow.cli.shared import add_data_option, settings
from winnow.config import Settings
from winnow.export import json_format
from winnow.store import doctor

HELP = """\
The export is JSON that holds everything: `winnow import` makes an equal library of it.
It works while the server runs, and without.

examples:
  winnow export > marks.json
  winnow export --output marks.json
  winnow export --page 0f3c5d…               one page, by its id
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="the file to write (else the output)"
    )
    parser.add_argument("--page", metavar="ID", help="only this page")


def run(asked: argparse.Namespace) -> int:
    """Write the export."""
    chosen = settings(asked)
    with told(), _destination(asked.output) as output:
        server = running.find(chosen.running_file)
        if server:
            query = urlencode({"page": asked.page} if asked.page else {})
            with server.open("GET", f"/export?{query}") as answer:
                shutil.copyfileobj(answer, output)
        else:
            _export_from_files(chosen, asked.page, output)
    _tell_what_is_missing(chosen)
    return 0


@contextmanager
def _destination(file: Path | None) -> Iterator[IO[bytes]]:
    """Where the export goes. A file appears whole or not at all; a device takes what comes."""
    if file is None:
        yield sys.stdout.buffer
    elif file.exists() and not file.is_file():
        with file.open("wb") as stream:
            yield stream
    else:
        with (
            private_file.replacing(file.resolve()) as handle,
            open(handle, "wb", closefd=False) as stream,
        ):
            yield stream


def _export_from_files(chosen: Settings, page_id: str | None, output: IO[bytes]) -> None:
    with opened(chosen, "export") as store:
        pages = store.iterate(page_id)
        text = io.TextIOWrapper(output, encoding="utf-8", newline="")
        json_format.dump(pages, text)
        text.flush()
        text.detach()


def _tell_what_is_missing(chosen: Settings) -> None:
    missing = sum(1 for _ in doctor.quarantined(chosen.data))
    if missing:
        print(
            f"{missing} damaged pages are not in this export. `winnow doctor` names them.",
            file=sys.stderr,
        )
