"""Every form in which marks leave and come back, by name."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Literal, TextIO

from winnow.export import (
    claimreview,
    csv_format,
    hypothesis,
    json_format,
    jsonld,
    jsonld_reader,
    markdown,
    readwise,
)
from winnow.export.json_format import Pages
from winnow.export.reading import FormatError, Reading
from winnow.strict_json import StrictJSONError, loads

Outgoing = Literal["json", "jsonld", "markdown", "csv", "claimreview"]
Incoming = Literal["json", "jsonld", "hypothesis", "readwise"]


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which marks leave."""

    media_type: str
    suffix: str
    write: Callable[[Pages, BinaryIO], None]
    """Writes page by page, holding one in memory; leaves the stream open."""


def _text(dump: Callable[[Pages, TextIO], None]) -> Callable[[Pages, BinaryIO], None]:
    def write(pages: Pages, stream: BinaryIO) -> None:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        dump(pages, text)
        text.flush()
        text.detach()

    return write


_FORMATS: Final[dict[Outgoing, Format]] = {
    "json": Format("application/json", "json", _text(json_format.dump)),
    "jsonld": Format("application/ld+json", "jsonld", _text(jsonld.dump)),
    "markdown": Format("application/zip", "zip", markdown.dump_zip),
    "csv": Format("text/csv", "csv", _text(csv_format.dump)),
    "claimreview": Format("application/ld+json", "claims.jsonld", _text(claimreview.dump)),
}
_ONE_NOTE: Final = Format("text/markdown", "md", markdown.dump_page)


def outgoing(name: Outgoing, *, one_page: bool) -> Format:
    """The form of this name. Markdown of one page is a note, of more a zip of notes."""
    return _ONE_NOTE if name == "markdown" and one_page else _FORMATS[name]


def recognise(data: bytes) -> Incoming:
    """Which form the bytes of a file have. Raises FormatError if none that is known."""
    if readwise.is_export(data):
        return "readwise"
    whole = _parsed(data)
    if jsonld_reader.is_annotations(whole):
        return "jsonld"
    if isinstance(whole, dict) and whole.get("format") == json_format.FORMAT:
        return "json"
    if hypothesis.is_export(whole):
        return "hypothesis"
    raise FormatError(
        "This is not an export of Winnow, nor of Hypothesis, nor Web Annotations, nor Readwise's "
        "CSV. If it is one of these, say which with its format."
    )


def survey(name: Incoming, data: bytes, *, now: str) -> Reading:
    """A file of the form `name`, row by row. Raises FormatError if it is none."""
    if name == "readwise":
        return readwise.survey(data, now=now)
    return survey_value(name, _parsed(data), now=now)


def survey_value(name: Incoming, whole: Any, *, now: str) -> Reading:
    """The same, of JSON that is parsed already."""
    match name:
        case "json":
            return json_format.survey(whole)
        case "jsonld":
            return jsonld_reader.survey(whole, now=now)
        case "hypothesis":
            return hypothesis.survey(whole, now=now)
        case "readwise":
            raise FormatError("Readwise exports CSV, and this is JSON.")


def _parsed(data: bytes) -> Any:
    try:
        return loads(data)
    except StrictJSONError as error:
        raise FormatError(f"This {error}, so it is no export that Winnow reads.") from None
