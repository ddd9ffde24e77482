"""`winnow import`: marks are read from a file, served or not."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, get_args
from urllib.parse import urlencode

from winnow import running
from winnow.cli.files import contents
from winnow.cli.library import opened, told
from winnow.cli.shared import CommandError, add_data_option, prepare_and_tell, printable, settings
from winnow.config import Settings
from winnow.export import arrival, formats
from winnow.export.reading import FormatError, Reading
from winnow.store import is_library
from winnow.store.base import Store

IMPORT_SECONDS: Final = 600
"""How long the server may write; a large import on a slow disk takes minutes."""

ROWS_TOLD: Final = 10
"""Rows named after an import; a dry run names all that the answer has."""

HELP = """\
Reads what `winnow export` wrote, and exports of Hypothesis (JSON), Readwise (CSV) and other
programs that write W3C Web Annotations (JSON-LD). A file is kept whole or, if anything in it
or the disk refuses, not at all; importing it again changes nothing. It works while the server
runs, and without.

examples:
  winnow import marks.json
  winnow import --dry-run readwise.csv       say what would happen, row by row
  winnow import --partial notes.jsonld       keep what can be kept of it
  ssh desk winnow export | winnow import -
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument("file", metavar="FILE", help="an export, or - for the input")
    parser.add_argument(
        "--format", choices=get_args(formats.Incoming), help="what it is (else it is looked at)"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen; keep nothing"
    )
    parser.add_argument(
        "--partial", action="store_true", help="leave out the rows that cannot be kept"
    )


def run(asked: argparse.Namespace) -> int:
    """Read a file: first the whole of it, then into the library."""
    chosen = settings(asked)
    data = contents(asked.file)
    with told(), _bad_rows():
        name = asked.format or formats.recognise(data)
        reading = formats.survey(name, data, now=_now())
        if not (asked.dry_run or asked.partial):
            reading.whole()
        server = running.find(chosen.running_file)
        if server:
            done = _send(server, data, name, asked, chosen)
        else:
            done = _import(reading, asked, chosen)
    return _tell_dry_run(done, asked) if asked.dry_run else _tell(done)


@contextmanager
def _bad_rows() -> Iterator[None]:
    try:
        yield
    except FormatError as error:
        if not error.rows:
            raise
        raise CommandError(
            f"{error}\nCorrect them in the file, or leave them out with --partial."
        ) from error


def _import(reading: Reading, asked: argparse.Namespace, chosen: Settings) -> dict[str, Any]:
    """Import without a server, and answer as one does."""
    with _library(asked, chosen) as store:
        done = arrival.bring(reading, store, dry_run=asked.dry_run, partial=asked.partial)
    return asdict(done)


@contextmanager
def _library(asked: argparse.Namespace, chosen: Settings) -> Iterator[Store]:
    """The library that is meant; for a dry run, if there is none, one that is forgotten."""
    if asked.dry_run and not is_library(chosen.data):
        print(f"There is no library in {chosen.data} yet.", file=sys.stderr)
        with TemporaryDirectory() as folder:
            nowhere = replace(chosen, data=Path(folder))
            with opened(nowhere, "import") as store:
                yield store
    else:
        prepare_and_tell(chosen)
        with opened(chosen, "import") as store:
            yield store


def _send(
    server: running.RunningServer,
    data: bytes,
    name: str,
    asked: argparse.Namespace,
    chosen: Settings,
) -> dict[str, Any]:
    """Give a file to the server in one request, so that it is kept whole or not at all."""
    if not data.lstrip().startswith(b"{"):
        data = json.dumps({"text": data.decode("utf-8-sig")}, ensure_ascii=False).encode()
    if len(data) > chosen.max_import_bytes:
        raise CommandError(
            f"The running server takes up to {chosen.max_import_bytes // (1024 * 1024)} MB at a "
            "time, and this is more. Stop it, import the file again, then start it."
        )
    query = {"format": name, "dry_run": asked.dry_run, "partial": asked.partial}
    path = f"/import?{urlencode(query)}"
    done: dict[str, Any] = json.loads(server.call("POST", path, data, timeout=IMPORT_SECONDS))
    return done


def _tell(done: dict[str, Any]) -> int:
    marks, pages = _number(done["annotations"], "mark"), _number(done["pages"], "page")
    known = f" ({done['unchanged']:,} here already)" if done["unchanged"] else ""
    print(f"Read {marks} on {pages}{known}.", file=sys.stderr)
    rows = done["rows"]
    counts = Counter(row["outcome"] for row in rows)
    if kept := counts["kept"]:
        stays = "stays as it is" if kept == 1 else "stay as they are"
        print(f"Not read: {_number(kept, 'mark')} that {stays} here.", file=sys.stderr)
    if left := done["left_out"] + counts["refused"]:
        print(f"Left out: {_number(left, 'row')}.", file=sys.stderr)
    for row in rows[:ROWS_TOLD]:
        told = f"  {_place(row)}: {row['outcome']}, {row['detail']}"
        print(printable(told), file=sys.stderr)
    untold = done["left_out"] - counts["left-out"]
    if (more := len(rows) + untold - ROWS_TOLD) > 0:
        names = "the first of them" if untold else "all"
        print(f"  and {more:,} more; a dry run names {names}.", file=sys.stderr)
    return 0


def _place(row: dict[str, Any]) -> str:
    """Where a row stands; the pointer of a file that is one annotation is empty."""
    return str(row["at"]) or "the file"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _tell_dry_run(done: dict[str, Any], asked: argparse.Namespace) -> int:
    """Say what would happen; the status is what the import's would be."""
    for row in done["rows"]:
        print(printable(f"{row['outcome']:8}  {_place(row)}  {row['detail']}").rstrip())
    counts = Counter(row["outcome"] for row in done["rows"])
    if untold := done["left_out"] - counts["left-out"]:
        print(f"left-out  and {untold:,} more rows")
        counts["left-out"] += untold
    told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items()) or "no rows"
    print(f"{told}. Nothing was changed.", file=sys.stderr)
    if counts["refused"] and not asked.partial:
        print("One refused row keeps the whole file out; --partial leaves it out.", file=sys.stderr)
        return 1
    return 0


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
