"""The model's trees, read as arrays, say what the trees say; the weights fit the features."""

import time
from importlib.resources import files

import numpy as np
import pytest

from winnow.clean.features import names
from winnow.clean.model import ALL_LEAVES, WEIGHTS, Model, columns_agree, model


def small_tree() -> Model:
    """x0 <= 1 → leaf 0; else x1 <= 2 → leaf 1; else leaf 2."""
    return Model(
        feature=np.array([[0, 1]], np.uint16),
        threshold=np.array([[1.0, 2.0]], np.float32),
        leaves=np.array([[ALL_LEAVES ^ np.uint32(0b1), ALL_LEAVES ^ np.uint32(0b10)]], np.uint32),
        value=np.array([[-1.0, 0.0, 2.0]], np.float32),
        columns=("x0", "x1"),
    )


@pytest.mark.parametrize(
    ("row", "odds"),
    [
        ([0.0, 9.0], -1.0),
        ([1.0, 9.0], -1.0),
        ([1.5, 2.0], 0.0),
        ([1.5, 2.5], 2.0),
    ],
)
def test_a_row_falls_into_the_leaf_that_walking_the_tree_finds(row: list[float], odds: float):
    chance = small_tree().probabilities(np.array([row], np.float32))
    assert chance[0] == pytest.approx(1 / (1 + np.exp(-odds)))


def test_trees_add_their_log_odds():
    one = small_tree()
    two = Model(
        *(
            np.concatenate([part, part])
            for part in (one.feature, one.threshold, one.leaves, one.value)
        ),
        one.columns,
    )
    rows = np.array([[1.5, 2.5]], np.float32)
    assert two.probabilities(rows)[0] == pytest.approx(1 / (1 + np.exp(-4.0)))


def test_a_line_is_judged_alike_alone_and_among_thousands():
    rng = np.random.default_rng(1)
    rows = rng.random((1000, len(names())), np.float32) * 40
    together = model().probabilities(rows)
    alone = np.concatenate([model().probabilities(rows[at : at + 1]) for at in range(0, 1000, 97)])
    assert np.array_equal(together[::97], alone)


def test_no_lines_have_no_probabilities():
    assert len(model().probabilities(np.zeros((0, len(names())), np.float32))) == 0


def test_the_weights_were_trained_on_these_features():
    assert columns_agree(model(), names())


def test_the_weights_are_small_and_read_at_once():
    assert len(files("winnow.clean").joinpath(WEIGHTS).read_bytes()) < 200_000
    model.cache_clear()
    took = []
    for _ in range(5):
        model.cache_clear()
        began = time.process_time()
        model()
        took.append(time.process_time() - began)
    assert min(took) < 0.05
