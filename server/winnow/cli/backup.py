"""`winnow backup`: the whole library in one file, while the server runs or not."""

import argparse
import sys
from pathlib import Path

from winnow.cli.files import can_stand
from winnow.cli.library import told
from winnow.cli.shared import add_data_option, of_library
from winnow.store import backup

HELP = """\
The backup is a zip of your page files as they are, checked by `winnow restore` before it
replaces anything. Pairings are not in it: pair your browsers again on another machine.

examples:
  winnow backup marks.zip
  winnow backup ~/backups/$(date +%F).zip
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to write")


def run(asked: argparse.Namespace) -> int:
    """Write the backup; the exit status is 1 if a page is missing from it."""
    chosen = of_library(asked)
    with told():
        kept = backup.write(chosen.data, can_stand(asked.file))
    print(f"Backed up {kept.marks} marks on {kept.pages} pages.", file=sys.stderr)
    for name in kept.missing:
        print(f"Not in this backup: {name}. `winnow doctor` says why.", file=sys.stderr)
    return 1 if kept.missing else 0
