"""`winnow import`: an export is read back, served or not."""

import argparse
import sys
from pathlib import Path
from typing import Final

from winnow import running
from winnow.cli.library import opened, told
from winnow.cli.shared import CommandError, add_data_option, settings
from winnow.config import Settings
from winnow.export import json_format

IMPORT_SECONDS: Final = 600
"""How long the server may write; a large import on a slow disk takes minutes."""

HELP = """\
Reads what `winnow export` wrote. A file is kept whole or, if anything in it or the disk
refuses, not at all; importing it again changes nothing. It works while the server runs, and
without.

examples:
  winnow import marks.json
  ssh desk winnow export | winnow import -
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument("file", metavar="FILE", help="an export, or - for the input")


def run(asked: argparse.Namespace) -> int:
    """Read an export: first the whole of it, then into the library."""
    chosen = settings(asked)
    with told():
        data = _bytes(asked.file)
        read = json_format.load(data)
        server = running.find(chosen.running_file)
        if server:
            _send(server, data, chosen)
        else:
            with opened(chosen, "import") as store:
                store.restore(read)
    marks = sum(len(annotations) for _, annotations in read)
    print(f"Read {marks} marks on {len(read)} pages.", file=sys.stderr)
    return 0


def _bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _send(server: running.RunningServer, data: bytes, chosen: Settings) -> None:
    """Give an export to the server in one request, so that it is kept whole or not at all."""
    if len(data) > chosen.max_import_bytes:
        raise CommandError(
            f"The running server takes up to {chosen.max_import_bytes // (1024 * 1024)} MB at a "
            "time, and this is more. Stop it, import the file again, then start it."
        )
    server.call("POST", "/import", data, timeout=IMPORT_SECONDS)
