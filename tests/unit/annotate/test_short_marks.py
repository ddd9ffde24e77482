"""Short marks stand only where their surroundings do: the vectors that the extension shares."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from winnow.annotate import place

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "short-marks.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_short_mark_stands_where_the_vectors_say(vector: dict):
    placed = place(SimpleNamespace(**vector["mark"]), vector["text"])
    assert (placed.words == "same") == vector["found"]
