"""What a start waits for: not for what only the first page needs."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["numpy", "rapidfuzz", "requests", "readability"])
def test_a_start_does_not_load_what_the_first_page_needs(module):
    code = f"import sys, winnow.cli.serve; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_engine_is_there_when_it_is_asked_for():
    code = "from winnow.api.clean import warm_up; warm_up(); import sys; sys.modules['numpy']"
    subprocess.run([sys.executable, "-c", code], check=True)
