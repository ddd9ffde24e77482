"""The page of figures says what the results say, and says so when there are none."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree

from bench.clean import report
from bench.clean.plot import drawn

PROGRAMS = {"winnow": 0.97, "trafilatura": 0.95, "defuddle": 0.94}
CLEAN = {
    "commit": "abc123",
    "versions": {"winnow": "0.1.0", "trafilatura": "2.3.1", "defuddle": "0.6.6"},
    "pages": 1215,
    "folds": 5,
    "quality": {
        group: {
            "pages": 658,
            "f1": PROGRAMS,
            "ahead": {
                name: {"by": 0.97 - f1, "se": 0.005}
                for name, f1 in PROGRAMS.items()
                if name != "winnow"
            },
        }
        for group in report.GROUPS
    },
    "metadata": {"title": {"winnow": {"f1": 0.78}, "trafilatura": {"f1": 0.5}}},
    "speed": {
        "mean_of_ratios": 0.41,
        "p95": 0.62,
        "trafilatura_all_ms": 40.0,
        "of_all_whole": 0.22,
        "of_all_median": 0.23,
        "of_all_mean_of_ratios": 0.24,
        "of_all_p95": 0.35,
    },
    "milliseconds": {"winnow": 8.0, "trafilatura": 20.0, "defuddle": 90.0},
    "model": {"trees": 160, "leaves": 32, "features": 269, "bytes": 39675},
}
REPEATS = {
    "commit": "abc123",
    "part": "report",
    "shares": {
        name: {"all": {"once": value, "gone": value, "own": value, "body": value, "pages": 300}}
        for name, value in PROGRAMS.items()
    },
}
TOLD = {"clean": CLEAN, "repeats": REPEATS}


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_the_table_has_a_row_a_measure_and_the_best_is_bold():
    head, _, *rows = report.table(report.rows(TOLD), CLEAN["versions"]).split("\n")
    assert cells(head)[2:] == ["Winnow 0.1.0", "trafilatura 2.3.1", "Defuddle 0.6.6"]
    assert len(rows) == 3 + 4 + 1 + 1
    articles, title, time = cells(rows[0]), cells(rows[-2]), cells(rows[-1])
    assert articles == ["F1", "articles", "**0.970**", "0.950", "0.940"]
    assert title == ["metadata, F1", "title", "**0.780**", "0.500", ""]
    assert time == ["time", "ms a page", "**8.0**", "20.0", "90.0"]


def test_the_page_names_the_commit_and_fills_every_place():
    page = report.page(TOLD)
    assert page.count("abc123") == 2
    assert not re.search(r"\{\w+\}", page)
    assert "trafilatura 0.950 | +0.020 (+4.0 SE)" in page


def test_the_card_takes_its_figures_between_its_marks():
    card = report.CARD.read_text(encoding="utf-8")
    assert card.count("<!-- figures -->") == card.count("<!-- /figures -->") == 1
    assert "40 kB" in report.figures(CLEAN)


def test_the_plot_has_a_dot_for_each_program_that_has_a_figure():
    svg = etree.fromstring(
        drawn(["a <b>", "c"], [PROGRAMS, {"winnow": 0.5}], report.NAMED).encode()
    )
    dots = svg.findall(".//{*}circle[{*}title]")
    assert len(dots) == len(PROGRAMS) + 1
    assert "a <b>" in [text.text for text in svg.iter("{*}text")]


def test_absent_figures_are_told_in_one_sentence(tmp_path: Path):
    with pytest.raises(SystemExit) as told:
        report.read(tmp_path)
    assert "make bench-full" in str(told.value)


def test_a_folder_that_is_not_kept_changes_no_page(tmp_path: Path, monkeypatch, capsys):
    for name, figures in TOLD.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(figures), encoding="utf-8")
    before = report.CARD.read_text(encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["report", str(tmp_path)])
    report.main()
    assert "**0.970**" in capsys.readouterr().out
    assert report.CARD.read_text(encoding="utf-8") == before
