"""Which features moved the model's answer for a line, and by how much.

Walking a tree from its root, each split moves the expectation from the mean of the leaves above
it to the mean of those below (Saabas 2014): that step is the share of the split's feature. The
steps of all trees and the trees' own means add up to the line's log-odds, so nothing is left out.
Leaves count alike: the weights do not carry how many lines fell into each.
"""

from collections import defaultdict
from typing import Final, NamedTuple

import numpy as np

from winnow.clean.elements import Floats
from winnow.clean.model import ALL_LEAVES, Model

FIRST: Final = 0
"""The number of a tree's root among its places."""


class Place(NamedTuple):
    """A place in a tree: `mean` log-odds of its leaves; where it splits, and the places below.

    A leaf has `feature` -1.
    """

    mean: float
    feature: int
    threshold: float
    low: int
    high: int


class Contributions:
    """The trees of a model, laid out to be walked."""

    def __init__(self, model: Model) -> None:
        self._columns = model.columns
        self._trees = [_places(model, tree) for tree in range(len(model.feature))]
        self.base = sum(tree[FIRST].mean for tree in self._trees)
        """Log-odds before anything is known of a line."""

    def of(self, row: Floats) -> dict[str, float]:
        """For a line's features, what each that was asked added to its log-odds."""
        values = row.tolist()
        told: defaultdict[str, float] = defaultdict(float)
        for tree in self._trees:
            at = tree[FIRST]
            while at.feature >= 0:
                below = tree[at.high if values[at.feature] > at.threshold else at.low]
                told[self._columns[at.feature]] += below.mean - at.mean
                at = below
        return dict(told)


def _places(model: Model, tree: int) -> list[Place]:
    """The places of a tree, root first, from the leaves that each of its splits rules out."""
    border: dict[tuple[int, int], int] = {}
    real = np.flatnonzero(model.leaves[tree] != ALL_LEAVES).tolist()
    for split in real:
        out = int(ALL_LEAVES ^ model.leaves[tree, split])
        first = (out & -out).bit_length() - 1
        border[first, out.bit_length()] = split
    value = model.value[tree].astype(np.float64)
    places: list[Place] = []

    def enter(first: int, last: int) -> int:
        own = len(places)
        mean = float(value[first:last].mean())
        places.append(Place(mean, -1, 0.0, 0, 0))
        if last - first > 1:
            middle = max(end for start, end in border if start == first and end < last)
            split = border[first, middle]
            low, high = enter(first, middle), enter(middle, last)
            places[own] = Place(
                mean,
                int(model.feature[tree, split]),
                float(model.threshold[tree, split]),
                low,
                high,
            )
        return own

    enter(0, len(real) + 1)
    return places
