"""`winnow export`: the library leaves, served or not."""

import argparse
import shutil
import sys
from pathlib import Path
from typing import get_args
from urllib.parse import urlencode

from winnow import running
from winnow.cli.files import destination
from winnow.cli.library import opened, told
from winnow.cli.shared import CommandError, add_data_option, of_library
from winnow.export import formats
from winnow.export.selection import selected
from winnow.guard import MISSING_PAGES

HELP = """\
The export is JSON that holds everything: `winnow import` makes an equal library of it.
Other formats are for other programs: jsonld (W3C Web Annotations), markdown (a zip of notes
for Obsidian; of one page the note), csv (a table), claimreview (drafts of fact-checks).
It works while the server runs, and without. The exit status is 1 if an unreadable page had to be
left out.

examples:
  winnow export > marks.json
  winnow export --output marks.json
  winnow export --page 0f3c5d…               one page, by its id
  winnow export --search "climate report*"   the marks that these words find
  winnow export --format markdown -o notes.zip
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="the file to write (else the output)"
    )
    parser.add_argument("--page", metavar="ID", help="only this page")
    parser.add_argument(
        "--search", metavar="WORDS", default="", help="only marks that hold these words"
    )
    parser.add_argument(
        "--format", choices=get_args(formats.Outgoing), default="json", help="json unless told"
    )


def run(asked: argparse.Namespace) -> int:
    """Write the export; the exit status is 1 if an unreadable page is missing from it."""
    chosen = of_library(asked)
    form = formats.outgoing(asked.format, one_page=asked.page is not None)
    if form.suffix == "zip" and asked.output is None and sys.stdout.isatty():
        raise CommandError("This export is a zip. Say where to: --output notes.zip")
    with told(), destination(asked.output) as output:
        server = running.find(chosen.running_file)
        if server:
            page = {"page": asked.page} if asked.page is not None else {}
            wanted = {"format": asked.format, "q": asked.search, **page}
            query = urlencode(wanted, errors="replace")  # a shell gives any bytes
            with server.open("GET", f"/export?{query}") as answer:
                shutil.copyfileobj(answer, output)
                missing = int(answer.headers.get(MISSING_PAGES, 0))
        else:
            with opened(chosen, "export") as store:
                form.write(selected(store, page=asked.page, words=asked.search), output)
                missing = store.missing()
    return 0 if asked.page is not None else _tell_what_is_missing(missing)


def _tell_what_is_missing(missing: int) -> int:
    """Say what the export lacks; the exit status."""
    if not missing:
        return 0
    what = "1 unreadable page is" if missing == 1 else f"{missing} unreadable pages are"
    print(
        f"winnow: {what} not in this export; the rest is. `winnow doctor` says what can be done.",
        file=sys.stderr,
    )
    return 1
