"""The store at 100 to 100,000 marks, beside SQLite and stock TinyDB, in one run.

Saves of all three are timed in turn, so that a busy machine slows them alike; figures are
medians, and ninety-fifth percentiles where it says so. Beside times on the clock, which others
on the machine lengthen, stands the processor's time (`cpu`), by Linux's account of it.
`python bench/store/run.py [MARKS …]`.
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
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.store.library import Words, a_mark, a_page, pages
from bench.store.peers import SQLiteTable, StockTinyDB
from winnow.annotate.mark import Annotation, Page
from winnow.store import open_store, page_file
from winnow.store.page_file import Kept

SIZES = (100, 1_000, 10_000, 100_000)
SAVES = 60
TINYDB_SECONDS = 20
"""Stock TinyDB is not asked again once its saves have taken so long."""
QUERIES = 200
STARTS = 5
FULL_PAGE = 4_900
"""Marks of a page that is nearly full."""
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
    row |= saves(library, words, folder)
    row |= of_the_server(folder / "library", words)
    (folder / "empty").mkdir()
    row["start, empty s"] = statistics.median(started(folder / "empty").seconds for _ in range(3))
    row |= on_a_full_page(folder / "full", words)
    row["export MB"] = peak("export", "--data", folder / "library", "-o", folder / "marks.json")
    row["import MB"] = peak("import", "--data", folder / "again", folder / "marks.json")
    row["export file MB"] = (folder / "marks.json").stat().st_size / 1_000_000
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


def on_a_full_page(folder: Path, words: Words) -> Row:
    """A save on a page that holds nearly as many marks as it may."""
    page = a_page(1, words)
    laid_down([(page, [a_mark(page, words) for _ in range(FULL_PAGE)])], folder)
    store = open_store(folder)
    used = time.process_time()
    taken = middle(10, lambda: store.add(page, a_mark(page, words)))
    cpu = (time.process_time() - used) / 10
    store.close()
    return {"save, full page ms": 1000 * taken, "save, full page cpu ms": 1000 * cpu}


@dataclass(frozen=True)
class Started:
    """What a start took, and each search after it: on the clock, and of the processor."""

    seconds: float
    cpu: float
    searches: list[float]
    searches_cpu: list[float]


def of_the_server(library: Path, words: Words) -> Row:
    """Starting `winnow serve` and searching through it, as the extension does."""
    starts = [started(library, words if attempt == 0 else None) for attempt in range(STARTS)]
    spent, cpu = starts[0].searches, starts[0].searches_cpu
    return {
        "start s": statistics.median(start.seconds for start in starts),
        "start least s": min(start.seconds for start in starts),
        "start cpu s": statistics.median(start.cpu for start in starts),
        "search ms": 1000 * statistics.median(spent),
        "search p95 ms": 1000 * statistics.quantiles(spent, n=20)[-1],
        "search p95 cpu ms": 1000 * statistics.quantiles(cpu, n=20)[-1],
    }


def started(library: Path, words: Words | None = None) -> Started:
    """Start a server, search if there are words for it, and end it."""
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
    taken, cpu = time.perf_counter() - began, cpu_seconds(process.pid)
    port = int(greeting[0].rpartition(":")[2])
    spent = searches(library, port, process.pid, words) if words else []
    process.terminate()
    process.communicate()
    return Started(taken, cpu, [clock for clock, _ in spent], [used for _, used in spent])


def cpu_seconds(process: int) -> float:
    """The processor's time that a process has had."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def searches(library: Path, port: int, process: int, words: Words) -> list[tuple[float, float]]:
    """Each of many searches: common and rare words, phrases, beginnings, filters."""
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
        used, began = cpu_seconds(process), time.perf_counter()
        connection.request("GET", f"/api/v1/annotations?{query}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        spent.append((time.perf_counter() - began, cpu_seconds(process) - used))
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


def peak(*arguments: str | Path) -> float:
    """The most memory that a `winnow` command had, in MB (by Linux's account of it)."""
    code = (
        "import sys; from pathlib import Path; from winnow.cli import main; main(sys.argv[1:]); "
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[-1]) / 1000


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
    print(f"{'':<23}" + "".join(f"{row['marks']:>12,}" for row in rows))
    for name in rows[0]:
        if name != "marks":
            print(f"{name:<23}" + "".join(f"{row[name]:>12,.2f}" for row in rows))


if __name__ == "__main__":
    main()
