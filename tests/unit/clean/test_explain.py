"""What is told of a page that was cleaned badly: every line, its verdict, what spoke for it."""

from pathlib import Path

import numpy as np
import pytest

from winnow.clean import EmptyPageError, clean
from winnow.clean.about import about
from winnow.clean.blocks import outline
from winnow.clean.contributions import Contributions
from winnow.clean.declared import declared
from winnow.clean.document import parse
from winnow.clean.explain import SPOKE, explain
from winnow.clean.features import features
from winnow.clean.model import model
from winnow.clean.tokens import tokens

ROOT = Path(__file__).parents[3]
PAGES = sorted((ROOT / "demo").glob("*.html"))


@pytest.fixture(params=PAGES, ids=lambda path: path.stem)
def page(request) -> bytes:
    return request.param.read_bytes()


def rows_of(page: bytes) -> np.ndarray:
    document = parse(page)
    lines = outline(document)
    words = [tokens(line.text) for line in lines.lines]
    return features(lines, words, about(document, declared(document)))


def test_what_the_features_added_is_the_whole_of_the_probability(page: bytes):
    told = Contributions(model())
    rows = rows_of(page)
    odds = [told.base + sum(told.of(row).values()) for row in rows]
    assert 1 / (1 + np.exp(-np.array(odds))) == pytest.approx(model().probabilities(rows), abs=1e-5)


def test_the_lines_that_are_kept_are_the_clean_view(page: bytes):
    kept = "\n".join(line.text for line in explain(page) if line.reason is None)
    assert kept == clean(page).text


def test_every_line_is_told_with_the_features_that_spoke_most(page: bytes):
    lines = [line for line in outline(parse(page)).lines if line.text]
    told = explain(page)
    assert [line.text for line in told] == [line.text for line in lines]
    for line in told:
        assert len(line.spoken) == SPOKE
        loud = [abs(one.added) for one in line.spoken]
        assert loud == sorted(loud, reverse=True)


def test_a_menu_is_spoken_against_by_where_it_stands(page: bytes):
    menu = next(line for line in explain(page) if "nav > ul > li" in line.path)
    assert menu.reason == "navigation"
    assert {"in_nav", "in_header"} & {one.feature for one in menu.spoken if one.added < 0}


def test_a_repeat_names_the_line_that_stays(page: bytes):
    told = explain(page)
    by_number = {line.number: line for line in told}
    repeats = [line for line in told if line.of is not None]
    assert repeats
    for line in repeats:
        assert line.reason == "duplicate"
        assert by_number[line.of].reason is None


def test_a_page_without_words_is_refused():
    with pytest.raises(EmptyPageError):
        explain("")
