"""Winnow's own JSON: everything that is known of pages and marks, and back without loss.

`{"format": "winnow", "schema": 1, "exported": …, "pages": […], "annotations": […]}`, pages
in order of id, annotations in order of page, creation and id, so that equal libraries give
equal bytes but for the time of export.
"""

import json
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, TextIO, TypeVar

from pydantic import ValidationError

from winnow.annotate.mark import SCHEMA, Annotation, Page, Record
from winnow.strict_json import StrictJSONError, loads

FORMAT: Final = "winnow"
_IN_MEMORY_CHARACTERS: Final = 4 * 1024 * 1024
_ROWS_TOLD: Final = 10
"""Faults named in one error; a person mends these first."""

R = TypeVar("R", bound=Record)
Pages = Iterable[tuple[Page, list[Annotation]]]


class FormatError(Exception):
    """The file is no export that can be read whole. `rows` are (JSON pointer, sentence)."""

    def __init__(self, sentence: str, rows: tuple[tuple[str, str], ...] = ()) -> None:
        told = "".join(f"\n  {pointer}: {fault}" for pointer, fault in rows[:_ROWS_TOLD])
        more = f"\n  and {len(rows) - _ROWS_TOLD} more" if len(rows) > _ROWS_TOLD else ""
        super().__init__(f"{sentence} Nothing was imported.{told}{more}")
        self.rows = rows


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
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise FormatError('This is not an export of Winnow: it has no "format": "winnow".')
    if whole.get("schema") != SCHEMA:
        raise FormatError(
            f"This export has schema {whole.get('schema')!r}, and this Winnow reads {SCHEMA}. "
            "Install a newer Winnow to read it."
        )
    faults: list[tuple[str, str]] = []
    pages = _rows(Page, whole, "pages", faults)
    annotations = _rows(Annotation, whole, "annotations", faults)
    by_page: dict[str, tuple[Page, list[Annotation]]] = {page.id: (page, []) for page in pages}
    for number, annotation in enumerate(annotations):
        if annotation.page in by_page:
            by_page[annotation.page][1].append(annotation)
        elif not faults:
            faults.append((f"/annotations/{number}", "names a page that is not in this file"))
    if len(by_page) != len(pages):
        faults.append(("/pages", "holds a page twice"))
    if len({annotation.id for annotation in annotations}) != len(annotations):
        faults.append(("/annotations", "holds a mark twice"))
    if faults:
        raise FormatError("Some rows of this export cannot be read.", tuple(faults))
    return list(by_page.values())


def _written(record: Record) -> str:
    text = json.dumps(
        record.model_dump(mode="json", by_alias=True), ensure_ascii=False, allow_nan=False, indent=2
    )
    return "    " + text.replace("\n", "\n    ")


def _rows(
    kind: type[R], whole: dict[str, Any], name: str, faults: list[tuple[str, str]]
) -> list[R]:
    rows = whole.get(name)
    if not isinstance(rows, list):
        faults.append((f"/{name}", "is not a list"))
        return []
    records: list[R] = []
    for number, row in enumerate(rows):
        try:
            records.append(kind.model_validate(row))
        except ValidationError as error:
            faults += [
                (f"/{name}/{number}/" + "/".join(map(str, fault["loc"])), fault["msg"])
                for fault in error.errors(include_url=False, include_input=False)
            ]
    return records
