"""Measures Winnow's anchoring beside its peers on one set of cases; prints a table.

`python bench/anchor/run.py [--rounds N] [--seed S] [--only tuned|held-out] [--misses EDIT]`
"""

import argparse
import json
import math
import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cases import EDITS, FACTS, SIZES, Case, cases
from many import FOUND, MARKS, Timing, timings
from pages import Span

from winnow.annotate.anchor import Placement, place
from winnow.annotate.text import Text
from winnow.canonical import comparison_form

HERE = Path(__file__).parent
PEERS = HERE / "peers"
RESULTS = HERE.parent / "results" / "anchor.json"
TURNS = 3
"""Times that every anchoring is asked each case; the quickest counts (peers.mjs: the same)."""
_COVERED = 0.9
"""A place is right if it shares this much with the true one (shared / joined length)."""


@dataclass(frozen=True)
class Answer:
    """What one anchoring said of one case."""

    words: str
    ranges: tuple[Span, ...]
    told: bool
    ms: float


def winnow(case: Case) -> Answer:
    """Ours. The time holds what is made of the text, as if no other mark were placed in it."""
    ms = math.inf
    for _ in range(TURNS):
        began = time.perf_counter()
        placement: Placement = place(case.mark, Text(case.text))
        ms = min(ms, (time.perf_counter() - began) * 1000)
    return Answer(
        placement.words,
        tuple((part.start, part.end) for part in placement.ranges),
        told=bool(placement.alerts) or placement.words == "gone",
        ms=ms,
    )


def peers(asked: Sequence[Case]) -> dict[str, list[Answer]]:
    """The others, by node. They say where, and nothing of the words."""
    lines = (
        json.dumps({"id": case.id, "mark": asdict(case.mark), "text": case.text}) for case in asked
    )
    done = subprocess.run(
        ["node", "peers.mjs"], cwd=PEERS, input="\n".join(lines), capture_output=True, check=True,
        encoding="utf-8",
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        name: [_of_peer(answer[name]) for answer in answers] for name in ("hypothesis", "quote")
    }


def _of_peer(answer: dict[str, Any]) -> Answer:
    found = answer["place"]
    ranges = ((found["start"], found["end"]),) if found else ()
    return Answer("same" if found else "gone", ranges, told=not found, ms=answer["ms"])


def right_place(case: Case, answer: Answer) -> bool:
    """The true place is told, and no place besides that is not as good; none if there is none."""
    good = [span for span in (case.truth, *case.alike) if span]
    if not good:
        return not answer.ranges
    hits = [any(_shared(span, told) >= _COVERED for span in good) for told in answer.ranges]
    return bool(hits) and all(hits)


def right_words(case: Case, answer: Answer) -> bool:
    """Same, changed or gone, as it is."""
    return answer.words == case.words


def false_same(case: Case, answer: Answer) -> bool:
    """Called the same, at words that are not the mark's in comparison form."""
    wanted = comparison_form(case.mark.exact).form
    return answer.words == "same" and any(
        comparison_form(case.text[slice(*told)]).form != wanted for told in answer.ranges
    )


def anchored(_case: Case, answer: Answer) -> bool:
    """Anchored at all."""
    return bool(answer.ranges)


def told(_case: Case, answer: Answer) -> bool:
    """The reader is told that a fact changed, or that the mark is not there."""
    return answer.told


def alarmed(_case: Case, answer: Answer) -> bool:
    """An alert where no fact changed."""
    return answer.told and answer.words == "changed"


def _shared(one: Span, other: Span) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    joined = max(one[1], other[1]) - min(one[0], other[0])
    return shared / joined if joined else 0.0


Question = Callable[[Case, Answer], bool]


def share(
    question: Question, asked: Sequence[Case], answers: Sequence[Answer], chosen: Iterable[int]
) -> tuple[int, int]:
    """How many of the chosen cases answer the question with yes, and of how many."""
    chosen = list(chosen)
    return sum(question(asked[i], answers[i]) for i in chosen), len(chosen)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("tuned", "held-out"))
    parser.add_argument("--misses", metavar="EDIT", help="show what Winnow got wrong under EDIT")
    asked_for = parser.parse_args()
    asked = [
        case
        for case in cases(asked_for.rounds, asked_for.seed)
        if asked_for.only is None or case.held_out == (asked_for.only == "held-out")
    ]
    answers = {"winnow": [winnow(case) for case in asked]}
    if asked_for.misses:
        _show_misses(asked, answers["winnow"], asked_for.misses)
        return
    answers |= peers(asked)
    rows = list(_rows(asked, answers))
    _print(rows, list(answers), len(asked))
    many = list(timings())
    _print_many(many)
    if asked_for.only is None:
        _keep(rows, many, asked_for.rounds, asked_for.seed, len(asked))


def _rows(asked: Sequence[Case], answers: dict[str, list[Answer]]) -> Iterable[dict[str, Any]]:
    everything = range(len(asked))

    def row(
        name: str, question: Question, chosen: Iterable[int], *, less: bool = False
    ) -> dict[str, Any]:
        chosen = list(chosen)
        return {
            "row": name,
            "better": "less" if less else "more",
            **{who: share(question, asked, said, chosen) for who, said in answers.items()},
        }

    for edit in EDITS:
        chosen = [i for i in everything if asked[i].edit == edit]
        yield row(f"place: {edit}", right_place, chosen)
        yield row(f"words: {edit}", right_words, chosen)
    for size, (low, high) in enumerate(SIZES):
        yield row(
            f"place: marks of {low} to {high}",
            right_place,
            (i for i in everything if asked[i].size == size),
        )
        yield row(
            f"words: marks of {low} to {high}",
            right_words,
            (i for i in everything if asked[i].size == size),
        )
    for title, wanted in (("tuned on", False), ("held out", True)):
        yield row(
            f"place: {title}", right_place, (i for i in everything if asked[i].held_out == wanted)
        )
        yield row(
            f"words: {title}", right_words, (i for i in everything if asked[i].held_out == wanted)
        )
    yield row("place: all", right_place, everything)
    yield row("words: all", right_words, everything)
    yield row("false same", false_same, everything, less=True)
    unrelated = [
        i
        for i in everything
        if asked[i].edit in {"page replaced", "page translated"} and asked[i].words == "gone"
    ]
    yield row(
        "unrelated text, >= 30", anchored, (i for i in unrelated if asked[i].size > 0), less=True
    )
    yield row(
        "unrelated text, < 30", anchored, (i for i in unrelated if asked[i].size == 0), less=True
    )
    facts = [
        i
        for i in everything
        if asked[i].words == "changed" and any(fact in asked[i].edit for fact in FACTS)
    ]
    yield row("changed facts told", told, facts)
    yield row("changed facts told, with an alert", lambda _c, a: a.told and bool(a.ranges), facts)
    harmless = [
        i for i in everything if asked[i].edit == "typo fixed" and asked[i].words == "changed"
    ]
    yield row("alert without a fact (typos)", alarmed, harmless, less=True)
    for name, of_times in (
        ("median", statistics.median),
        ("mean", statistics.mean),
        ("worst", max),
    ):
        yield {
            "row": f"ms a mark, {name}", "better": "less",
            **{who: round(of_times([a.ms for a in said]), 3) for who, said in answers.items()},
        }  # fmt: skip
    for words in ("same", "changed", "gone"):
        these = [i for i in everything if asked[i].words == words]
        yield {
            "row": f"ms a mark, mean, words {words}", "better": "less",
            **{who: round(statistics.mean(said[i].ms for i in these), 3)
               for who, said in answers.items()},
        }  # fmt: skip


def _print(rows: Sequence[dict[str, Any]], names: Sequence[str], count: int) -> None:
    print(f"{count} cases\n{'':36}" + "".join(f"{name:>16}" for name in names) + "       of")
    for row in rows:
        cells = [row[name] for name in names]
        if isinstance(cells[0], tuple):
            of = cells[0][1]
            texts = [f"{yes / of:.3f}" if of else "-" for yes, of in cells]
        else:
            of, texts = "", [str(cell) for cell in cells]
        behind = " <" if _behind(row, names) else ""
        print(f"{row['row']:36}" + "".join(f"{text:>16}" for text in texts) + f"{of:>9}{behind}")


def _print_many(many: Sequence[Timing]) -> None:
    heads = "code points", "processor s", "÷ found", "gone"
    print(f"\n{f'{MARKS} marks on one text':36}" + "".join(f"{head:>16}" for head in heads))
    found = {timing.code_points: timing.seconds for timing in many if timing.name == FOUND}
    for timing in many:
        ratio = timing.seconds / found[timing.code_points]
        print(
            f"{timing.name:36}{timing.code_points:>16}{timing.seconds:>16.2f}{ratio:>16.1f}"
            f"{timing.gone:>16}"
        )


def _behind(row: dict[str, Any], names: Sequence[str]) -> bool:
    values = [row[name][0] if isinstance(row[name], tuple) else row[name] for name in names]
    ours, others = values[0], values[1:]
    return bool(ours > min(others) if row["better"] == "less" else ours < max(others))


def _keep(
    rows: Sequence[dict[str, Any]], many: Sequence[Timing], rounds: int, seed: int, count: int
) -> None:
    locked = json.loads((PEERS / "package-lock.json").read_text("utf-8"))["packages"]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps(
            {
                "cases": count, "rounds": rounds, "seed": seed,
                "versions": {
                    "winnow": version("winnow-reader"), "rapidfuzz": version("rapidfuzz"),
                    "numpy": version("numpy"), "python": platform.python_version(),
                    **{name: locked[f"node_modules/{name}"]["version"]
                       for name in ("approx-string-match", "dom-anchor-text-quote")},
                },
                "rows": rows,
                "many": [asdict(timing) for timing in many],
            },
            indent=1,
        ) + "\n",
        "utf-8",
    )  # fmt: skip


def _show_misses(asked: Sequence[Case], answers: Sequence[Answer], edit: str) -> None:
    for case, answer in zip(asked, answers, strict=True):
        right = right_place(case, answer) and right_words(case, answer)
        if case.edit != edit or (right and (answer.told or case.words != "changed")):
            continue
        there = case.text[slice(*case.truth)] if case.truth else None
        print(
            f"--- {case.id} {case.source} wanted {case.words}, told {answer.words}",
            answer.ranges,
            case.truth,
        )
        print("mark :", case.mark.exact[:300])
        print("truth:", there and there[:300])
        print("said :", [case.text[slice(*span)][:300] for span in answer.ranges])


if __name__ == "__main__":
    main()
