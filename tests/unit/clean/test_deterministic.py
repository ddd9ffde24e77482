"""The same page gives the same answer, in every process and under every hash seed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from winnow.clean import clean

PAGES = Path(__file__).parents[2] / "data/pages"
CODE = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from tests.unit.clean.test_deterministic import digest
print(digest(Path(sys.argv[1])))
"""


def digest(folder: Path) -> str:
    """Everything that the engine says of the stored pages, as one sum."""
    said = hashlib.sha256()
    for path in sorted(folder.glob("*.html")):
        view = clean(path.read_bytes(), "https://pages.example/a")
        said.update(repr((view.text, view)).encode())
        again = clean(path.read_text(encoding="utf-8") * 2, "https://pages.example/b")
        said.update(repr(again).encode())
    return said.hexdigest()


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_another_process_says_the_same(seed: str):
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(PAGES), *sys.path],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert done.stdout.strip() == digest(PAGES)


def test_a_page_leaves_nothing_behind_for_the_next():
    first, other = (path.read_bytes() for path in sorted(PAGES.glob("*.html"))[:2])
    before = clean(first)
    clean(other)
    assert clean(first) == before
