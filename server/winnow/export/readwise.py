"""Reads Readwise's CSV: the export of all highlights, and the form its own import takes.

A highlight has no id there, so what it is made of names it: book, author, place, words. Notes,
tags and colours may change between two exports without making another mark of it. Of web
articles the export does not tell the address; such a page gets one that names only itself.
"""

import csv
import io
from collections.abc import Iterator
from functools import partial
from typing import Final

from winnow.annotate.mark import Annotation, Page
from winnow.export.reading import (
    FormatError,
    LeftOut,
    Reading,
    RowError,
    mark_on,
    moment,
    page_at,
    stable_id,
    words,
)

SOURCE: Final = "readwise"
HIGHLIGHT: Final = "highlight"
_NAMES: Final = {
    "title": ("book title", "title"),
    "byline": ("book author", "author"),
    "book": ("amazon book id",),
    "url": ("url", "source url"),
    "note": ("note",),
    "colour": ("color",),
    "tags": ("tags",),
    "place": ("location",),
    "created": ("highlighted at", "date"),
}
"""Columns of either form, in lower case."""


csv.field_size_limit(2**31 - 1)  # the file is bounded; a row that is too long is refused alone


def survey(data: bytes, *, now: str) -> Reading:
    """Highlights row by row; `now` stands for times they do not give. Raises FormatError."""
    reading = Reading()
    for at, columns in _table(data):
        reading.enter(at, partial(_mark, columns, now))
    return reading


def is_export(data: bytes) -> bool:
    """Whether `data` begins with a row of column names that Readwise uses."""
    header = data.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].lower()
    return b"highlight" in header and b"title" in header and not header.startswith((b"{", b"["))


def _table(data: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows by column, with the line each ends on."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FormatError("This file is not UTF-8. Save it as UTF-8, then try again.") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        if HIGHLIGHT not in header:
            raise FormatError('This is no export of Readwise: it has no column "Highlight".')
        for cells in rows:
            if cells:
                yield f"line {rows.line_num}", dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise FormatError(f"This is no CSV (line {rows.line_num}: {error}).") from None


def _mark(columns: dict[str, str], now: str) -> tuple[Page, Annotation]:
    if any("\0" in cell for cell in columns.values()):
        raise RowError(("", "holds a NUL"))
    told = {
        field: next((columns[name].strip() for name in names if columns.get(name)), "")
        for field, names in _NAMES.items()
    }
    exact = words(columns.get(HIGHLIGHT, ""))
    if not exact:
        raise LeftOut("holds no highlight")
    created = moment(told["created"] or now)
    document = "\n".join((told["title"], told["byline"], told["book"]))
    page = page_at(
        told["url"] or stable_id(SOURCE, f"document {document}").urn,
        created=created,
        title=told["title"],
        byline=told["byline"],
        site="Kindle" if told["book"] else "",
    )
    fields = {
        "exact": exact,
        "note": told["note"],
        "tags": [tag.strip() for tag in told["tags"].split(",")],
        "colour": told["colour"],
        "created": created,
        "modified": created,
        "author": "Readwise",
    }
    name = "\n".join((told["url"] or document, told["place"], exact))
    return page, mark_on(page, stable_id(SOURCE, name), fields)
