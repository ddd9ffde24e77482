"""The store's figures as a table of docs/benchmarks.md."""

import json
from pathlib import Path

FIGURES = Path(__file__).resolve().parents[1] / "results" / "store.json"
SHOWN = {
    "winnow save ms": "a save, ms",
    "SQLite save ms": "the same by SQLite",
    "TinyDB save ms": "the same by stock TinyDB, one file",
    "save, full page ms": "a save on a page of 4,900 marks, ms",
    "search p95 ms": "search, 95th percentile, ms",
    "start s": "start of the server, s",
    "rebuild s": "index made anew from the files, s",
    "export MB": "peak memory of an export, MB",
    "import MB": "peak memory of an import, MB",
}


def markdown() -> str:
    """A row a figure, a column a size of library in marks."""
    rows = json.loads(FIGURES.read_text(encoding="utf-8"))
    head = " | ".join(f"{row['marks']:,} marks" for row in rows)
    lines = [f"| | {head} |", f"|---|{'--:|' * len(rows)}"]
    for name, said in SHOWN.items():
        cells = " | ".join(_short(row[name]) for row in rows)
        lines.append(f"| {said} | {cells} |")
    return "\n".join(lines)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"  # noqa: PLR2004 - three digits tell
