"""Trains the line classifier on the development pages and writes its weights.

`python -m bench.clean.train [--output FILE]`. The same pages give the same bytes: one thread,
fixed seeds, pages in order of id, no times in the archive.
"""

import argparse
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray

from bench.clean.align import labels
from bench.clean.dataset import ROOT, Reference, references
from winnow.clean import PageError
from winnow.clean.about import about
from winnow.clean.blocks import outline
from winnow.clean.declared import declared
from winnow.clean.document import parse
from winnow.clean.features import features, names
from winnow.clean.model import ALL_LEAVES, Model
from winnow.clean.tokens import tokens

WEIGHTS = ROOT / "server/winnow/clean/weights.npz"
TREES = 160
LEAVES = 32
PARAMETERS = {
    "objective": "cross_entropy",
    "num_leaves": LEAVES,
    "learning_rate": 0.1,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "lambda_l2": 0.5,
    "max_bin": 63,
    "extra_trees": True,  # a random threshold a feature: less fond of single sites. Measured
    "data_sample_strategy": "goss",
    "use_missing": False,
    "seed": 7,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A page's lines for training: features (lines, columns), label and weight of each."""

    id: str
    fold: int
    rows: NDArray[np.float32]
    label: NDArray[np.float32]
    weight: NDArray[np.float32]


def example(page: Reference) -> Example | None:
    """What the model can learn of a page; None if it holds no words."""
    try:
        document = parse(page.html, page.url)
        lines = outline(document)
    except PageError:
        return None
    if not lines.lines:
        return None
    words = [tokens(line.text) for line in lines.lines]
    facts = about(document, declared(document))
    rows = features(lines, words, facts)
    label = labels([line.text for line in lines.lines], page.text)
    count = np.array([len(own) for own in words])
    return Example(page.id, page.fold(), rows, label, weights(count, label))


def weights(count: NDArray[np.int_], label: NDArray[np.float32]) -> NDArray[np.float32]:
    """What a line counts for: its share of the words that a good answer would hold.

    So pages count alike, however long, as they do in the score.
    """
    worth = np.maximum(count, 0.5)
    share: NDArray[np.float32] = (60 * worth / max(60.0, float((label * worth).sum()))).astype(
        np.float32
    )
    return np.minimum(share, 6)


def examples(pages: Iterable[Reference]) -> list[Example]:
    """The pages that hold words, in their order."""
    return [made for page in pages if (made := example(page))]


def fit(train: Sequence[Example]) -> Model:
    """The model of these pages."""
    booster = lightgbm.train(
        PARAMETERS,
        lightgbm.Dataset(
            np.concatenate([page.rows for page in train]),
            np.concatenate([page.label for page in train]),
            weight=np.concatenate([page.weight for page in train]),
        ),
        num_boost_round=TREES,
    )
    return as_arrays(booster.dump_model()["tree_info"], names())


def as_arrays(trees: Sequence[dict], columns: tuple[str, ...]) -> Model:
    """LightGBM's trees as `winnow.clean.model` reads them."""
    shape = (len(trees), LEAVES - 1)
    feature = np.zeros(shape, np.uint16)
    threshold = np.full(shape, np.finfo(np.float32).max, np.float32)
    leaves = np.full(shape, ALL_LEAVES, np.uint32)
    value = np.zeros((len(trees), LEAVES), np.float32)

    def walk(tree: int, node: dict, first: int, splits: int) -> tuple[int, int]:
        """Enter a subtree whose leftmost leaf is `first`: the next leaf, the next split."""
        if "leaf_value" in node:
            value[tree, first] = node["leaf_value"]
            return first + 1, splits
        middle, own = walk(tree, node["left_child"], first, splits)
        feature[tree, own] = node["split_feature"]
        threshold[tree, own] = _at_most(node["threshold"])
        leaves[tree, own] = ALL_LEAVES ^ np.uint32((1 << middle) - (1 << first))
        return walk(tree, node["right_child"], middle, own + 1)

    for tree, told in enumerate(trees):
        walk(tree, told["tree_structure"], 0, 0)
    return Model(feature, threshold, leaves, value, columns)


def _at_most(threshold: float) -> np.float32:
    """The largest float32 not above a threshold: the features are float32."""
    near = np.float32(threshold)
    return near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf))


def write(model: Model, path: Path) -> None:
    """An .npz with nothing in it that changes from one writing to the next."""
    arrays = {
        "feature": model.feature,
        "threshold": model.threshold,
        "leaves": model.leaves,
        "value": model.value,
        "columns": np.array(model.columns),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            held = BytesIO()
            np.lib.format.write_array(held, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), held.getvalue(), zipfile.ZIP_DEFLATED)


def main() -> None:
    """Train on every development page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    output = parser.parse_args().output
    made = examples(references())
    write(fit(made), output)
    print(f"{len(made)} pages, {sum(len(page.rows) for page in made)} lines → {output}")


if __name__ == "__main__":
    main()
