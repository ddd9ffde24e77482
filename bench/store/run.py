"""The store at 100 to 100,000 marks, beside SQLite and stock TinyDB, in one run.

Saves of all three are timed in turn, so that a busy machine slows them alike; figures are
medians, and ninety-fifth percentiles where it says so. `python bench/store/run.py [MARKS …]`.
"""

import argparse
import http.client
import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.store.library import Words, a_mark, pages
from bench.store.peers import SQLiteTable, StockTinyDB
from winnow.annotate.mark import Annotation, Page
from winnow.store import open_store, page_file
from winnow.store.page_file import Kept

SIZES = (100, 1_000, 10_000, 100_000)
SAVES = 60
TINYDB_SECONDS = 20
"""Stock TinyDB is not asked again once its saves have taken so long."""
QUERIES = 200
RESULTS = Path(__file__).resolve().parents[1] / "results" / "store.json"
Row = dict[str, float | int]


def main() -> None:
    """Measure each size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("marks", nargs="*", type=int, default=SIZES)
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {RESULTS.name}")
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    rows = []
    for marks in asked.marks:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measured(marks, Path(folder)))
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    table(rows)
    if asked.write:
        RESULTS.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def measured(marks: int, folder: Path) -> Row:
    """All figures of a library with `marks` marks."""
    words = Words(marks)
    library = list(pages(marks, words))
    laid_down(library, folder / "library")
    row: Row = {"marks": marks}
    row["rebuild s"] = seconds(lambda: open_store(folder / "library").close())
    row["open ms"] = 1000 * middle(3, lambda: open_store(folder / "library").close())
    row |= saves(library, words, folder)
    row |= of_the_server(folder / "library", words)
    (folder / "empty").mkdir()
    row["start, empty s"] = statistics.median(started(folder / "empty")[0] for _ in range(3))
    row["export MB"] = export_peak(folder / "library")
    return row


def laid_down(library: list[tuple[Page, list[Annotation]]], folder: Path) -> None:
    """Write the page files as the store would, without waiting for the disk."""
    (folder / "pages").mkdir(parents=True)
    for page, marks in library:
        kept = Kept(page, {mark.id: mark for mark in marks})
        (folder / "pages" / f"{page.id}.json").write_bytes(page_file.written(kept))
    os.sync()


def saves(library: list[tuple[Page, list[Annotation]]], words: Words, folder: Path) -> Row:
    """A new mark on a known page, and an edit, in each store in turn."""
    store = open_store(folder / "library")
    flat = [mark for _, marks in library for mark in marks]
    peers = [SQLiteTable(folder, flat), StockTinyDB(folder, flat)]
    spent: dict[str, list[float]] = {"winnow": [], "SQLite": [], "TinyDB": []}
    for _ in range(SAVES):
        page = words.chance.choice(library)[0]
        mark = a_mark(page, words)
        spent["winnow"].append(seconds(lambda page=page, mark=mark: store.add(page, mark)))
        for peer in peers:
            if peer.name == "SQLite" or sum(spent["TinyDB"]) < TINYDB_SECONDS:
                spent[peer.name].append(seconds(lambda peer=peer, mark=mark: peer.save(mark)))
    searched = {
        f"{peer.name} search ms": 1000 * middle(3, lambda peer=peer: peer.search(words.word()))
        for peer in peers
    }
    store.close()
    each = {f"{name} save ms": 1000 * statistics.median(taken) for name, taken in spent.items()}
    return each | {"save ratio": each["winnow save ms"] / each["SQLite save ms"]} | searched


def of_the_server(library: Path, words: Words) -> Row:
    """Starting `winnow serve` and searching through it, as the extension does."""
    starts, spent = [], []
    for attempt in range(3):
        taken, spent_here = started(library, words if attempt == 0 else None)
        starts.append(taken)
        spent = spent_here or spent
    return {
        "start s": statistics.median(starts),
        "search ms": 1000 * statistics.median(spent),
        "search p95 ms": 1000 * statistics.quantiles(spent, n=20)[-1],
    }


def started(library: Path, words: Words | None = None) -> tuple[float, list[float]]:
    """Seconds from the command to the server that answers, and of searches, if any are made."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "winnow", "serve", "--data", library, "--port", "0"],
        env={**os.environ, "BROWSER": "none"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    greeting = [process.stdout.readline()]
    while not greeting[-1].startswith("Stop it"):
        greeting.append(process.stdout.readline())
    taken = time.perf_counter() - began
    port = int(greeting[0].rpartition(":")[2])
    spent = searches(library, port, words) if words else []
    process.terminate()
    process.communicate()
    return taken, spent


def searches(library: Path, port: int, words: Words) -> list[float]:
    """Seconds of each of many searches: common and rare words, phrases, beginnings, filters."""
    added = subprocess.run(
        [sys.executable, "-m", "winnow", "devices", "add", "bench", "--data", library],
        capture_output=True,
        text=True,
        check=True,
    )
    headers = {"Authorization": f"Bearer {added.stdout.strip()}"}
    connection = http.client.HTTPConnection("127.0.0.1", port)
    spent = []
    for number in range(QUERIES):
        query = urlencode(asked_for(number, words))
        began = time.perf_counter()
        connection.request("GET", f"/api/v1/annotations?{query}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        spent.append(time.perf_counter() - began)
        if answer.status != 200:  # noqa: PLR2004 - found
            raise SystemExit(f"{query}: {answer.status}")
    return spent


def asked_for(number: int, words: Words) -> dict[str, str]:
    """One of the kinds of search there are, in turn; 20 results each."""
    word = words.word()
    kinds = (
        {"q": word},
        {"q": words.all[number % 5]},
        {"q": f"{word} {words.word()}"},
        {"q": f'"{word} {words.word()}"'},
        {"q": word[:2]},
        {"q": word, "type": "quote"},
        {"q": words.all[0], "tag": f"tag{number % 50 + 1}"},
        {"q": word, "page": f"{number % 10:032x}"},
        {"q": word, "since": "2026-03-01", "until": "2026-03-07"},
        {"tag": f"tag{number % 50 + 1}", "type": "claim"},
    )
    return kinds[number % len(kinds)] | {"limit": "20"}


def export_peak(library: Path) -> float:
    """The most memory that `winnow export` had, in MB (by Linux's account of it)."""
    code = (
        "import sys; from pathlib import Path; from winnow.cli import main; "
        "main(['export', '--data', sys.argv[1], '-o', '/dev/null']); "
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, library], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1000


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def middle(times: int, work: Callable[[], object]) -> float:
    """How long `work` takes, the median of some."""
    return statistics.median(seconds(work) for _ in range(times))


def table(rows: list[Row]) -> None:
    """Print the figures, a line each, a column a size."""
    print(f"{'':<18}" + "".join(f"{row['marks']:>12,}" for row in rows))
    for name in rows[0]:
        if name != "marks":
            print(f"{name:<18}" + "".join(f"{row[name]:>12,.2f}" for row in rows))


if __name__ == "__main__":
    main()
