"""The table in a spreadsheet: LibreOffice where it is installed, else a reader with its rules."""

import csv
import io
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from tests.unit.export.hostile import HOSTILE
from tests.unit.library import a_mark, a_page
from winnow.export import csv_format
from winnow.export.harmless import plain

OFFICE = shutil.which("soffice")
UTF8_CSV = "CSV:44,34,76"  # comma, quotation mark, and LibreOffice's number of UTF-8
NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
FORMULA_SIGNS = ("=", "+", "-", "@")
WORDS = csv_format.COLUMNS.index("words")


class Opened(NamedTuple):
    """What a spreadsheet makes of a table: each row's words, and the cells it would run."""

    words: list[str]
    formulas: list[str]


def in_libreoffice(office: str, file: Path) -> Opened:
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={(file.parent / 'profile').as_uri()}",
            f"--infilter={UTF8_CSV}",
            *("--convert-to", "fods", "--outdir", str(file.parent), str(file)),
        ],
        check=True,
        capture_output=True,
    )
    sheet = etree.parse(file.with_suffix(".fods"))
    rows = sheet.xpath("//table:table-row[table:table-cell/text:p]", namespaces=NAMES)
    cells = [row.xpath("table:table-cell", namespaces=NAMES)[WORDS] for row in rows[1:]]
    words = [
        "\n".join("".join(p.itertext()) for p in cell.iterfind("text:p", NAMES)) for cell in cells
    ]
    return Opened(words, sheet.xpath("//@table:formula", namespaces=NAMES))


def by_the_rules(file: Path) -> Opened:
    _, *rows = csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""), strict=True)
    return Opened(
        [row[WORDS] for row in rows],
        [cell for row in rows for cell in row if cell.startswith(FORMULA_SIGNS)],
    )


def test_a_spreadsheet_shows_every_row_and_runs_none(tmp_path: Path):
    page = a_page()
    marks = [a_mark(page, words, note=words) for words in HOSTILE]
    file = tmp_path / "marks.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv_format.dump([(page, marks)], stream)
    opened = in_libreoffice(OFFICE, file) if OFFICE else by_the_rules(file)
    assert opened.formulas == []
    shown = ["".join(words.split()).replace("'", "") for words in opened.words]
    assert shown == ["".join(plain(words).split()).replace("'", "") for words in HOSTILE]
