"""Winnow's own JSON: everything that is known of pages and marks, and back without loss.

`{"format": "winnow", "schema": 1, "exported": …, "pages": […], "annotations": […]}`, pages
in order of id, annotations in order of page, creation and id, so that equal libraries give
equal bytes but for the time of export.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TextIO, TypeVar

from pydantic import ValidationError

from winnow.annotate.address import key
from winnow.annotate.mark import SCHEMA, Annotation, Page, Record, is_moment
from winnow.export.reading import FormatError, Reading, RowError, web_address
from winnow.faults import faults
from winnow.strict_json import StrictJSONError, loads

__all__ = ["FormatError", "dump", "load", "read", "survey"]

FORMAT: Final = "winnow"
MOST_REVISIONS: Final = 10**15
"""Of a mark that comes in: what is left to `MAX_INTEGER` is for the changes to come."""
_IN_MEMORY_CHARACTERS: Final = 4 * 1024 * 1024

R = TypeVar("R", bound=Record)
Pages = Iterable[tuple[Page, list[Annotation]]]


def dump(pages: Pages, stream: TextIO, *, exported: str | None = None) -> None:
    """Write `pages` to `stream`, holding one page in memory at a time.

    `exported` is the time of export (RFC 3339); now, if it is not given.
    """
    moment = exported or datetime.now(UTC).isoformat(timespec="milliseconds")
    stream.write(f'{{\n  "format": "{FORMAT}",\n  "schema": {SCHEMA},\n')
    stream.write(f'  "exported": {json.dumps(moment.replace("+00:00", "Z"))},\n  "pages": [')
    with tempfile.SpooledTemporaryFile(
        mode="w+", max_size=_IN_MEMORY_CHARACTERS, encoding="utf-8", newline=""
    ) as marks:
        separator, mark_separator = "\n", "\n"
        for page, annotations in pages:
            stream.write(separator + _written(page))
            separator = ",\n"
            for annotation in annotations:
                marks.write(mark_separator + _written(annotation))
                mark_separator = ",\n"
        stream.write("\n  ],\n" if separator != "\n" else "],\n")
        stream.write('  "annotations": [')
        marks.seek(0)
        while piece := marks.read(1 << 16):
            stream.write(piece)
    stream.write("\n  ]\n}\n" if mark_separator != "\n" else "]\n}\n")


def load(data: bytes) -> list[tuple[Page, list[Annotation]]]:
    """Read an export whole from its bytes.

    Raises:
        FormatError: if anything in it cannot be read; it names each row and what is wrong.

    """
    try:
        whole = loads(data)
    except StrictJSONError as error:
        raise FormatError(f"This {error}, so it is no export that Winnow reads.") from None
    return read(whole)


def read(whole: Any) -> list[tuple[Page, list[Annotation]]]:
    """The pages and marks of an export that is parsed already. Raises FormatError."""
    return survey(whole).whole()


def survey(whole: Any) -> Reading:
    """An export, row by row. Raises FormatError if it is no export of this or an older Winnow.

    There is one schema so far; what reads older ones will stand here, before the rows.
    """
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise FormatError('This is not an export of Winnow: it has no "format": "winnow".')
    schema = whole.get("schema")
    if type(schema) is not int or schema < SCHEMA:
        raise FormatError('This is not an export of Winnow: no Winnow wrote its "schema".')
    if schema > SCHEMA:
        raise FormatError(
            f"This export has schema {schema}, and this Winnow reads {SCHEMA}. "
            "Install a newer Winnow to read it."
        )
    reading = Reading()
    for at, page in _rows(Page, whole, "pages", reading):
        if page.id in reading.pages:
            reading.refuse(at, [("", "holds a page twice")])
        else:
            reading.pages[page.id] = (page, [])
    for at, annotation in _rows(Annotation, whole, "annotations", reading):
        reading.enter(at, partial(_placed, reading, annotation))
    return reading


def _placed(reading: Reading, annotation: Annotation) -> tuple[Page, Annotation]:
    if annotation.page not in reading.pages:
        raise RowError(("", "names a page that is not in this file"))
    if reading.has(annotation.id):
        raise RowError(("", "holds a mark twice"))
    return reading.pages[annotation.page][0], annotation


def _written(record: Record) -> str:
    text = json.dumps(
        record.model_dump(mode="json", by_alias=True), ensure_ascii=False, allow_nan=False, indent=2
    )
    return "    " + text.replace("\n", "\n    ")


def _rows(
    kind: type[R], whole: dict[str, Any], name: str, reading: Reading
) -> Iterator[tuple[str, R]]:
    """The rows under `name` that can be read, each with its place; `reading` gets the others."""
    rows = whole.get(name)
    if not isinstance(rows, list):
        reading.refuse(f"/{name}", [("", "is not a list")])
        return
    for number, row in enumerate(rows):
        at = f"/{name}/{number}"
        try:
            record = _record(kind, row)
        except ValidationError as error:
            reading.refuse(at, faults(error))
        except RowError as error:
            reading.refuse(at, error.faults)
        else:
            yield at, record


def _record(kind: type[R], row: Any) -> R:
    record = kind.model_validate(row)
    for name in ("created", "modified", "deleted"):
        moment = getattr(record, name, None)
        if moment is not None and not is_moment(moment):
            raise RowError((f"/{name}", "is a time that no calendar has"))
    if isinstance(record, Annotation) and record.rev > MOST_REVISIONS:
        raise RowError(("/rev", f"is more than {MOST_REVISIONS:,}"))
    if isinstance(record, Page):
        web_address(record.url)
        own = key(record.url)
        if own in record.keys:  # a key leads to the page whose first it is
            keys = dict.fromkeys((own, *record.keys))
            return record.model_copy(update={"keys": tuple(keys)})
    return record
