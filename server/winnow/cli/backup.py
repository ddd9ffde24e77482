"""`winnow backup`: the whole library in one file, while the server runs or not."""

import argparse
import sys
from pathlib import Path

from winnow.cli.library import told
from winnow.cli.shared import CommandError, add_data_option, settings
from winnow.store import backup
from winnow.store.shelf import PAGES

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
    chosen = settings(asked, prepared=False)
    if not (chosen.data / PAGES).is_dir():
        raise CommandError(
            f"There is no library in {chosen.data}. `winnow serve` makes one; "
            "--data DIR or WINNOW_DATA names another folder."
        )
    with told():
        kept = backup.write(chosen.data, asked.file.resolve())
    print(f"Backed up {kept.marks} marks on {kept.pages} pages.", file=sys.stderr)
    for name in kept.missing:
        print(f"Not in this backup: {name}. `winnow doctor` says why.", file=sys.stderr)
    return 1 if kept.missing else 0
