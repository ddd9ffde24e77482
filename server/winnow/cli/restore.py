"""`winnow restore`: the library as a backup has it, in place of the one that is there."""

import argparse
import sys
from pathlib import Path

from winnow.cli.library import told
from winnow.cli.shared import CommandError, add_data_option, settings
from winnow.store import backup, is_library

HELP = """\
All of the backup is checked first; then it takes the place of the library, whole or not at
all. What was there is kept as a backup of its own. Stop the server before. To add marks to
those you have, use `winnow import` instead.

examples:
  winnow restore marks.zip
  winnow restore marks.zip --data ~/work/marks
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="what `winnow backup` wrote")


def run(asked: argparse.Namespace) -> int:
    """Check the backup and put it in place."""
    chosen = settings(asked)
    if not asked.file.is_file():
        raise CommandError(f"There is no file {asked.file}. Check the backup's name.")
    is_new = not is_library(chosen.data)
    with told():
        kept, before = backup.restore(chosen.data, asked.file.resolve())
    print(f"Restored {kept.marks} marks on {kept.pages} pages.", file=sys.stderr)
    where = f"This began a new library in {chosen.data}"
    print(where if is_new else f"What was there before is in {before}", file=sys.stderr)
    return 0
