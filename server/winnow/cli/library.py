"""`winnow export` and `winnow import`: the library leaves and comes back, served or not."""

import argparse
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlencode

from winnow import running
from winnow.cli.shared import CommandError, Commands, add_data_option, command, library, settings
from winnow.annotate.mark import Annotation, Page
from winnow.config import Settings
from winnow.export import json_format
from winnow.store.base import StoreError

Pages = list[tuple[Page, list[Annotation]]]

EXPORT_HELP = """\
The export is JSON that holds everything: `winnow import` makes an equal library of it.
It works while the server runs, and without.

examples:
  winnow export > marks.json
  winnow export --output marks.json
  winnow export --page 0f3c5d…               one page, by its id
"""

IMPORT_HELP = """\
Reads what `winnow export` wrote. Nothing is kept of a file that cannot be read whole, and
importing a file again changes nothing. It works while the server runs, and without.

examples:
  winnow import marks.json
  ssh desk winnow export | winnow import -
"""


def add_to(commands: Commands) -> None:
    """Declare the commands."""
    export = command(
        commands, "export", run_export, summary="write your marks as JSON", more=EXPORT_HELP
    )
    add_data_option(export)
    export.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="the file to write (else the output)"
    )
    export.add_argument("--page", metavar="ID", help="only this page")
    import_ = command(
        commands, "import", run_import, summary="read an export back", more=IMPORT_HELP
    )
    add_data_option(import_)
    import_.add_argument("file", metavar="FILE", help="an export, or - for the input")


def run_export(asked: argparse.Namespace) -> int:
    """Write the export."""
    chosen = settings(asked)
    with _told(), _destination(asked.output) as output:
        server = running.find(chosen.running_file)
        if server:
            query = urlencode({"page": asked.page} if asked.page else {})
            with server.open("GET", f"/export?{query}") as answer:
                shutil.copyfileobj(answer, output)
        else:
            _export_from_files(chosen, asked.page, output)
    return 0


def run_import(asked: argparse.Namespace) -> int:
    """Read an export: first the whole of it, then into the library."""
    chosen = settings(asked)
    with _told():
        read = _read(asked.file)
        server = running.find(chosen.running_file)
        if server:
            for page in read:
                server.call("POST", "/import", _export_of([page]))
        else:
            with closing(library(chosen)) as store:
                for page, annotations in read:
                    store.restore(page, annotations)
    marks = sum(len(annotations) for _, annotations in read)
    print(f"Read {marks} marks on {len(read)} pages.", file=sys.stderr)
    return 0


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the library, the server and the disk may refuse into the command's error."""
    try:
        yield
    except (StoreError, running.RefusedError, json_format.FormatError) as error:
        raise CommandError(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        raise CommandError(
            f"The disk or the server refused{where} ({error.strerror or error}). "
            "Nothing that was there is lost; mend that, then try again."
        ) from error


@contextmanager
def _destination(file: Path | None) -> Iterator[BinaryIO]:
    """Where the export goes. A file appears whole or not at all."""
    if file is None:
        yield sys.stdout.buffer
        return
    with tempfile.NamedTemporaryFile(
        dir=file.parent, prefix=f".{file.name}.", delete=False
    ) as part:
        written = Path(part.name)
        try:
            yield part
            part.flush()
            os.fsync(part.fileno())
            written.replace(file)
        except BaseException:
            written.unlink(missing_ok=True)
            raise


def _export_from_files(chosen: Settings, page_id: str | None, output: BinaryIO) -> None:
    with closing(library(chosen)) as store:
        pages = (
            iter([(store.page(page_id), store.annotations_of(page_id))])
            if page_id
            else store.iterate()
        )
        text = io.TextIOWrapper(output, encoding="utf-8", newline="")
        json_format.dump(pages, text)
        text.flush()
        text.detach()


def _read(name: str) -> Pages:
    if name == "-":
        return list(json_format.load(sys.stdin))
    with Path(name).open(encoding="utf-8") as stream:
        return list(json_format.load(stream))


def _export_of(pages: Pages) -> object:
    """An export of these pages, small enough for one request."""
    text = io.StringIO()
    json_format.dump(iter(pages), text)
    return json.loads(text.getvalue())
