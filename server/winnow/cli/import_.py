"""`winnow import`: an export is read back, served or not."""

import argparse
import io
import sys
from pathlib import Path

from winnow import running
from winnow.annotate.mark import Annotation, Page
from winnow.cli.library import opened, told
from winnow.cli.shared import add_data_option, settings
from winnow.export import json_format

HELP = """\
Reads what `winnow export` wrote. Nothing is kept of a file that cannot be read whole, and
importing a file again changes nothing. It works while the server runs, and without.

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
        read = json_format.load(_bytes(asked.file))
        server = running.find(chosen.running_file)
        if server:
            for page, annotations in read:
                server.call("POST", "/import", _export_of(page, annotations))
        else:
            with opened(chosen, "import") as store:
                for page, annotations in read:
                    store.restore(page, annotations)
    marks = sum(len(annotations) for _, annotations in read)
    print(f"Read {marks} marks on {len(read)} pages.", file=sys.stderr)
    return 0


def _bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _export_of(page: Page, annotations: list[Annotation]) -> bytes:
    """An export of one page, small enough for one request."""
    text = io.StringIO()
    json_format.dump([(page, annotations)], text)
    return text.getvalue().encode()
