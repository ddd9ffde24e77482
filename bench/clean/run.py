"""Winnow's cleaning beside its peers on the development pages, in one run.

`python -m bench.clean.run [--quick] [--output FILE]`

Winnow's figures are cross-validated: each fifth of the sites is cleaned, by the whole pipeline,
with a model that saw none of its pages. Trafilatura's time is taken on the same page, in the
same process, right after Winnow's; both are processor time, which a busy machine leaves alone.
"""

import argparse
import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.clean import metadata, peers, results
from bench.clean.dataset import READER_TYPES, Reference, references
from bench.clean.peers import Answer
from bench.clean.score import f1
from bench.clean.train import LEAVES, TREES, WEIGHTS, Example, example, fit
from winnow.clean import PageError, clean, pipeline
from winnow.clean.features import names

OUTPUT = results.RESULTS / "clean.json"
FOLDS = 5
PROCESSES = 2
QUICK = 5
"""With --quick, one page in so many is measured; the models still learn from all."""
GROUPS: dict[str, tuple[str, ...]] = {
    "article": ("article",),
    "documentation": ("documentation",),
    "forum": ("forum",),
    "service": ("service",),
    "product": ("product",),
    "collection": ("collection",),
    "listing": ("listing",),
    "reader types": READER_TYPES,
    "all": (*READER_TYPES, "service", "product", "collection", "listing"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What every program answers for a page; trafilatura's seconds for all that Winnow answers."""

    page: Reference
    answers: dict[str, Answer]
    seconds_of_all: float = 0.0


def by_winnow(page: Reference) -> Answer:
    """The text of the whole pipeline; a page it refuses has none."""
    began = time.process_time()
    try:
        text = clean(page.html, page.url).text
    except PageError:
        text = ""
    return Answer(text, time.process_time() - began)


def fold(
    number: int, pages: Sequence[Reference], made: Sequence[Example], *, beside: bool
) -> list[Measured]:
    """The answers for one fold's `pages`, by a model of the others."""
    fitted = fit([one for one in made if one.fold != number])
    pipeline.model = lambda: fitted  # type: ignore[assignment] # the one place that is not shipped
    runs: dict[str, Callable[[Reference], Answer]] = {"winnow": by_winnow}
    if beside:
        runs |= {
            "trafilatura": peers.by_trafilatura,
            "readability-lxml": peers.by_readability_lxml,
            "resiliparse": peers.by_resiliparse,
        }
    for warm in pages[:3]:
        for run in runs.values():
            run(warm)
    return [
        Measured(
            page,
            {name: run(page) for name, run in runs.items()},
            peers.seconds_of_all_by_trafilatura(page) if beside else 0.0,
        )
        for page in pages
        if page.fold(FOLDS) == number
    ]


def measure(
    pages: Sequence[Reference], shown: Sequence[Reference], *, beside: bool
) -> list[Measured]:
    """The answers for the pages `shown`, in order of id."""
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        made = [one for one in pool.imap(example, pages, chunksize=20) if one]
    work = partial(fold, pages=shown, made=made, beside=beside)
    global _WORK  # noqa: PLW0603 - what forked processes share without a copy
    _WORK = work
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        found = [one for part in pool.imap(_do, range(FOLDS)) for one in part]
    if beside:
        on_node = dict(peers.on_node(shown))
        found = [replace(one, answers=one.answers | on_node.get(one.page.id, {})) for one in found]
    return sorted(found, key=lambda one: one.page.id)


_WORK: Callable[[int], list[Measured]] = lambda _: []  # noqa: E731


def _do(number: int) -> list[Measured]:
    return _WORK(number)


def quality(found: Sequence[Measured]) -> dict[str, Any]:
    """F1 of each program by group, and how far Winnow is ahead in standard errors."""
    names = list(found[0].answers)
    scores = {
        name: np.array([f1(one.answers[name].text, one.page.text) for one in found])
        for name in names
    }
    table: dict[str, Any] = {}
    for group, types in GROUPS.items():
        chosen = np.array([one.page.type in types for one in found])
        if not chosen.any():
            continue
        ahead = {}
        for name in names[1:]:
            gap = (scores["winnow"] - scores[name])[chosen]
            error = float(gap.std(ddof=1) / np.sqrt(len(gap))) if len(gap) > 1 else 0.0
            ahead[name] = {"by": round(float(gap.mean()), 4), "se": round(error, 4)}
        table[group] = {
            "pages": int(chosen.sum()),
            "f1": {name: round(float(scores[name][chosen].mean()), 4) for name in names},
            "ahead": ahead,
        }
    return table


def speed(found: Sequence[Measured]) -> dict[str, float]:
    """Winnow's time as a share of trafilatura's on the same page: for its text, and for all."""
    ours = np.array([one.answers["winnow"].seconds for one in found])
    text = np.array([one.answers["trafilatura"].seconds for one in found])
    every = np.array([one.seconds_of_all for one in found])
    return {
        **_shares(ours, text),
        "winnow_ms": round(1000 * float(ours.mean()), 2),
        "trafilatura_ms": round(1000 * float(text.mean()), 2),
        "trafilatura_all_ms": round(1000 * float(every.mean()), 2),
        **{f"of_all_{name}": share for name, share in _shares(ours, every).items()},
    }


def _shares(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> dict[str, float]:
    ratio = ours / np.maximum(theirs, 1e-9)
    return {
        "whole": round(float(ours.sum() / theirs.sum()), 3),
        "mean_of_ratios": round(float(ratio.mean()), 3),
        "median": round(float(np.median(ratio)), 3),
        "p95": round(float(np.percentile(ratio, 95)), 3),
    }


def milliseconds(found: Sequence[Measured]) -> dict[str, float]:
    """Each program's mean time for a page."""
    return {
        name: round(1000 * float(np.mean([one.answers[name].seconds for one in found])), 2)
        for name in found[0].answers
    }


def show(table: dict[str, Any]) -> None:
    """Print the table of `quality`."""
    names = list(table["all"]["f1"])
    print(f"{'F1':14} {'pages':>5} " + " ".join(f"{name:>18}" for name in names))
    for group, row in table.items():
        cells = [f"{row['f1']['winnow']:18.4f}"]
        for name in names[1:]:
            ahead = row["ahead"][name]
            beyond = ahead["by"] / ahead["se"] if ahead["se"] else 0.0
            cells.append(f"{row['f1'][name]:8.4f} ({beyond:+5.1f} SE)")
        print(f"{group:14} {row['pages']:5} " + " ".join(f"{cell:>18}" for cell in cells))


def main() -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"one page in {QUICK}")
    parser.add_argument("--alone", action="store_true", help="Winnow only, without its peers")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    asked = parser.parse_args()
    pages = list(references())
    found = measure(pages, pages[:: QUICK if asked.quick else 1], beside=not asked.alone)
    table = quality(found)
    show(table)
    if asked.alone:
        return
    told = {
        "pages": len(found),
        "folds": FOLDS,
        "quality": table,
        "metadata": metadata.table([one.page for one in found]),
        "speed": speed(found),
        "milliseconds": milliseconds(found),
        "model": {
            "trees": TREES,
            "leaves": LEAVES,
            "features": len(names()),
            "bytes": WEIGHTS.stat().st_size,
        },
    }
    metadata.show(told["metadata"])
    print("time, trafilatura's as 1: " + ", ".join(f"{k} {v}" for k, v in told["speed"].items()))
    print("versions: " + ", ".join(f"{k} {v}" for k, v in results.versions().items()))
    if asked.output != OUTPUT or not asked.quick:
        results.write(asked.output, told)


if __name__ == "__main__":
    main()
