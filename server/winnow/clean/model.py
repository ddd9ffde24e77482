"""How likely each line is to be text of the page: gradient-boosted trees as arrays.

A tree is read without walking it (QuickScorer, Lucchese et al. 2015): each of its splits that a
line fails rules out the leaves on its left, and the first leaf that is left is the line's. So a
block of lines costs a comparison for each pair of feature and threshold, which trees share, and
an `or` for each split, whatever the trees' depth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from winnow.clean.elements import Floats

WEIGHTS: Final = "weights.npz"
_LINES: Final = 256
"""Lines judged at a time: their comparisons stay in a processor's cache. Measured."""
ALL_LEAVES: Final = np.uint32(0xFFFFFFFF)
_EXPONENT: Final = 23
_BIAS: Final = 127
"""Where a float of 32 bits holds its exponent, and what it is for 1.0 (IEEE 754): of a power of two
that is which bit it is."""


class _Splits(NamedTuple):
    """The splits as they are tried: each pair of feature and threshold once for all trees.

    `feature` (pairs,) and `threshold` (pairs, 1) make the comparisons; `pair` (splits, trees) is
    each split's, `shut` (splits, trees, 1) the leaves that failing it rules out.
    """

    feature: NDArray[np.intp]
    threshold: Floats
    pair: NDArray[np.intp]
    shut: NDArray[np.uint32]


@dataclass(frozen=True)
class Model:
    """Trees of at most 32 leaves, shapes (trees, splits) and (trees, leaves).

    A line fails a split if its `feature` is above the `threshold`; the leaves that stay then are
    the bits of `leaves`, lowest bit the leftmost leaf. `value` is in log-odds. Splits that a
    smaller tree does not have are never failed.
    """

    feature: NDArray[np.uint16]
    threshold: Floats
    leaves: NDArray[np.uint32]
    value: Floats
    columns: tuple[str, ...]

    def probabilities(self, rows: Floats) -> Floats:
        """For each row of features (see `features.names`) a probability."""
        odds = np.empty(len(rows), dtype=np.float64)
        for start in range(0, len(rows), _LINES):
            odds[start : start + _LINES] = self._log_odds(rows[start : start + _LINES])
        chance: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return chance

    def _log_odds(self, rows: Floats) -> NDArray[np.float64]:
        splits = self._splits
        by_feature = np.take(np.ascontiguousarray(rows.T), splits.feature, axis=0)
        failed = (by_feature > splits.threshold).view(np.uint8)
        closed = np.zeros((len(self.feature), len(rows)), np.uint32)
        for pair, shut in zip(splits.pair, splits.shut, strict=True):
            closed |= np.take(failed, pair, axis=0) * shut
        lowest = ~closed & (closed + np.uint32(1))
        leaf = (lowest.astype(np.float32).view(np.int32) >> _EXPONENT) - _BIAS
        first = np.arange(0, self.value.size, self.value.shape[1])
        odds: NDArray[np.float64] = np.take(self.value, leaf + first[:, None]).sum(
            axis=0, dtype=np.float64
        )
        return odds

    @cached_property
    def _splits(self) -> _Splits:
        asked = np.stack([self.feature.ravel(), self.threshold.ravel()], axis=1)
        pairs, number = np.unique(asked, axis=0, return_inverse=True)
        return _Splits(
            pairs[:, 0].astype(np.intp),
            np.ascontiguousarray(pairs[:, 1:]),
            np.ascontiguousarray(number.reshape(self.feature.shape).T),
            np.ascontiguousarray(~self.leaves.T)[:, :, None],
        )


@cache
def model() -> Model:
    """The model that ships, read once, when the first page is judged."""
    with (
        files(__package__).joinpath(WEIGHTS).open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return Model(
            arrays["feature"],
            arrays["threshold"],
            arrays["leaves"],
            arrays["value"],
            tuple(arrays["columns"].tolist()),
        )


def columns_agree(model: Model, names: Sequence[str]) -> bool:
    """Whether the model was trained on these features."""
    return model.columns == tuple(names)
