"""One table and one plot of all that was measured; the page of it in docs/.

`python -m bench.clean.report [FOLDER]` reads `clean.json` and `repeats.json` of a folder and
prints the table. From `bench/results`, where the full runs are kept, it also writes
`docs/benchmarks.md`, its plot, and the figures of `docs/model.md`.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.clean.dataset import ROOT
from bench.clean.plot import drawn
from bench.clean.results import RESULTS
from bench.store import table as store

PAGE = ROOT / "docs/benchmarks.md"
TEMPLATE = Path(__file__).with_name("benchmarks.md.in")
PLOT = ROOT / "docs/pictures/benchmarks.svg"
CARD = ROOT / "docs/model.md"
NAMED = {"winnow": "Winnow", "readability": "Readability.js", "defuddle": "Defuddle"}
GROUPS = ("article", "reader types", "all")
MEASURES = {
    "once": "repeats left once",
    "gone": "unrelated text gone",
    "own": "own repeats kept",
    "body": "body kept",
}
_FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: a value for each program that was asked, 1 the best; or milliseconds."""

    group: str
    label: str
    values: dict[str, float]
    digits: int = 3


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """The figures of a folder; ends the program with a sentence where they are not."""
    found = {}
    for name in ("clean", "repeats"):
        path = folder / f"{name}.json"
        if not path.is_file():
            sys.exit(f"There are no figures in {path}. `make bench-full` measures and writes them.")
        found[name] = json.loads(path.read_text(encoding="utf-8"))
    return found


def rows(told: dict[str, dict[str, Any]]) -> list[Row]:
    """The one table."""
    clean, repeats = told["clean"], told["repeats"]["shares"]
    named = {"article": "articles", "reader types": "what people read", "all": "all page types"}
    return [
        *(
            Row("F1", named[group], clean["quality"][group]["f1"])
            for group in GROUPS
            if group in clean["quality"]
        ),
        *(
            Row("planted", label, {name: said["all"][measure] for name, said in repeats.items()})
            for measure, label in MEASURES.items()
        ),
        *(
            Row(
                "metadata, F1",
                field,
                {name: said["f1"] for name, said in programs.items() if said["f1"]},
            )
            for field, programs in clean["metadata"].items()
        ),
        Row("time", "ms a page", clean["milliseconds"], 1),
    ]


def table(measured: list[Row], versions: dict[str, str]) -> str:
    """Markdown: a row a measure, a column a program; the best of a row is bold."""
    names = list(dict.fromkeys(name for row in measured for name in row.values))
    heads = [f"{NAMED.get(name, name)} {versions.get(name, '')}".strip() for name in names]
    lines = [["", "", *heads], ["---", "---", *("--:" for _ in names)]]
    group = ""
    for row in measured:
        best = (min if row.group == "time" else max)(row.values.values())
        cells = [_cell(row.values.get(name), best, row.digits) for name in names]
        lines.append([row.group if row.group != group else "", row.label, *cells])
        group = row.group
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join(
        "| " + " | ".join(cell.ljust(widths[at]) for at, cell in enumerate(line)) + " |"
        for line in lines
    )


def _cell(value: float | None, best: float, digits: int) -> str:
    if value is None:
        return ""
    said = f"{value:.{digits}f}"
    return f"**{said}**" if said == f"{best:.{digits}f}" else said


def types(quality: dict[str, Any]) -> str:
    """Markdown: F1 by page type, and how far ahead of the best peer in standard errors."""
    lines = ["| pages | | Winnow | best peer | ahead by |", "|---|--:|--:|---|--:|"]
    for group, row in quality.items():
        peers = {name: f1 for name, f1 in row["f1"].items() if name != "winnow"}
        name = max(peers, key=lambda peer: (peers[peer], peer))
        ahead = row["ahead"][name]
        errors = f" ({ahead['by'] / ahead['se']:+.1f} SE)" if ahead["se"] else ""
        lines.append(
            f"| {group} | {row['pages']} | {row['f1']['winnow']:.3f} |"
            f" {NAMED.get(name, name)} {peers[name]:.3f} | {ahead['by']:+.3f}{errors} |"
        )
    return "\n".join(lines)


def page(told: dict[str, dict[str, Any]]) -> str:
    """The page of docs/, whole."""
    clean, repeats = told["clean"], told["repeats"]
    return TEMPLATE.read_text(encoding="utf-8").format(
        commit=clean["commit"],
        planted_commit=repeats["commit"],
        table=table(rows(told), clean["versions"]),
        plot=PLOT.name,
        pages=clean["pages"],
        folds=clean["folds"],
        planted=repeats["shares"]["winnow"]["all"]["pages"],
        part=_part(repeats["part"]),
        ratio=clean["speed"]["mean_of_ratios"],
        p95=clean["speed"]["p95"],
        all_ms=clean["speed"]["trafilatura_all_ms"],
        all_whole=clean["speed"]["of_all_whole"],
        all_median=clean["speed"]["of_all_median"],
        all_ratio=clean["speed"]["of_all_mean_of_ratios"],
        all_p95=clean["speed"]["of_all_p95"],
        types=types(clean["quality"]),
        store=store.markdown(),
    )


def _part(part: str) -> str:
    return {
        "report": "of sites that no rule was tuned on",
        "tune": "of the sites that the rules were tuned on",
    }.get(part, "of all sites")


def figures(clean: dict[str, Any]) -> str:
    """The figures of the model card."""
    shape = clean["model"]
    return (
        f"{shape['trees']} trees of at most {shape['leaves']} leaves over {shape['features']}"
        f" features, {shape['bytes'] / 1000:.0f} kB. Measured on {clean['pages']} pages in"
        f" {clean['folds']} folds at commit `{clean['commit']}`; [benchmarks](benchmarks.md) has"
        f" the peers in full.\n\n{types(clean['quality'])}\n"
    )


def main() -> None:
    """Print the table; keep the page if the folder is the one that is kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=RESULTS)
    folder = parser.parse_args().folder
    told = read(folder)
    print(table(rows(told), told["clean"]["versions"]))
    print(f"commit {told['clean']['commit']}, {told['clean']['pages']} pages")
    if folder.resolve() != RESULTS:
        return
    PAGE.write_text(page(told), encoding="utf-8")
    shares = [row for row in rows(told) if row.group != "time"]
    labels = [f"{row.label} ({row.group})" for row in shares]
    PLOT.write_text(drawn(labels, [row.values for row in shares], NAMED), encoding="utf-8")
    card = CARD.read_text(encoding="utf-8")
    made = figures(told["clean"])
    CARD.write_text(
        _FIGURES.sub(lambda found: f"{found[1]}{made}{found[2]}", card), encoding="utf-8"
    )
    print(f"written: {', '.join(str(path.relative_to(ROOT)) for path in (PAGE, PLOT, CARD))}")


if __name__ == "__main__":
    main()
