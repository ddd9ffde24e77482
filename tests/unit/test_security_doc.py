"""The threat model names files and tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    line.split(" | ")
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and line.count(" | ") == 3
]
NAMED = sorted({path for row in ROWS for cell in row[2:] for path in re.findall("`([^`]+)`", cell)})


def test_every_line_says_where_it_is_held_and_tested():
    assert len(ROWS) > 15
    for row in ROWS[1:]:
        assert re.search("`tests/[^`]+`", row[3]), row[0]


@pytest.mark.parametrize("path", NAMED)
def test_what_the_threat_model_names_is_there(path):
    homes = (ROOT, ROOT / "server" / "winnow")
    assert any((home / path).exists() for home in homes)
