"""Marks as a table, for spreadsheets, which take some cells for formulas.

A cell that begins with a sign a spreadsheet acts on is given an apostrophe before it, so
that no one's words are ever run. So is what follows a semicolon or a line feed inside of it:
where the comma is for decimals, in France say, spreadsheets begin a cell there. Quoting is
RFC 4180's; the byte order mark tells Excel that this is UTF-8. Only JSON is read back; this is
for looking.
"""

import csv
import re
import unicodedata
from typing import Final, TextIO

from winnow.annotate.mark import Annotation, Page
from winnow.export import text_fragment
from winnow.export.harmless import plain
from winnow.export.json_format import Pages

COLUMNS: Final = (
    "kind", "words", "speaker", "note", "tags", "page", "site", "byline", "published", "link",
    "created", "modified", "author", "language", "colour", "id",
)  # fmt: skip

_FORMULA_SIGNS: Final = tuple("=+-@|%−")
"""What Excel, LibreOffice and Google Sheets begin a formula with, in whatever width."""
_WHITE: Final = tuple("\t\r\n")
"""White space that some of them skip, and some keep as a sign of their own."""
_BORDER: Final = re.compile("([;\n])")
_UNSEEN_KINDS: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Mn", "Me", "Zl", "Zp", "Zs"})
_UNSEEN_LETTERS: Final = "\u115f\u1160\u2800\u3164\uffa0"
"""Hangul's fillers and the blank pattern of Braille, which are letters to Unicode."""


def dump(pages: Pages, stream: TextIO) -> None:
    """Write every mark that is not deleted, a row each. `stream` must not translate newlines."""
    stream.write("\ufeff")
    table = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for page, annotations in pages:
        table.writerows(
            map(safe_cell, _row(page, mark)) for mark in annotations if not mark.deleted
        )


def safe_cell(text: str) -> str:
    """`text` as a cell that is text to every spreadsheet."""
    shown = plain(text)
    first, *others = _BORDER.split(shown)
    if _acts(first) or shown.startswith(_WHITE):
        first = f"'{first}"
    # A quotation mark that begins a cell is none of its signs.
    return first + "".join(f"'{part}" if _acts(part, '"') else part for part in others)


def _acts(text: str, skipped: str = "") -> bool:
    first = next((sign for sign in text if sign not in skipped and _is_seen(sign)), "")
    return unicodedata.normalize("NFKC", first).startswith(_FORMULA_SIGNS)


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in _UNSEEN_KINDS and sign not in _UNSEEN_LETTERS


def _row(page: Page, mark: Annotation) -> tuple[str, ...]:
    return (
        mark.kind, mark.exact, mark.speaker, mark.note, ", ".join(mark.tags), page.title,
        page.site, page.byline, page.published, text_fragment.link(page.url, mark),
        mark.created, mark.modified, mark.author, mark.language, mark.colour, str(mark.id),
    )  # fmt: skip
