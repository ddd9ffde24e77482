"""Repeats and unrelated blocks planted into real pages: what each reader leaves in.

    python -m bench.clean.planted [--pages N] [--seed S] [--part tune|report|all] [--case WORD]

Each page of the development set whose text stands in paragraphs of one element is planted with
one case at a time. Four shares are printed: repeats left once, unrelated text gone, the page's
own repeats kept, body kept (of the paragraphs that the same reader keeps of the page as it was).
Rules are tuned on the pages of three folds of sites and reported on the other two.
"""

# ruff: noqa: PLC0415 - a reader that is not asked for need not be installed

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from bench.clean import planted_chaff, planted_copies, planted_own
from bench.clean.dataset import Reference, references
from bench.clean.planted_page import Bed, Host, Planted, count, host, keyed
from winnow.clean.tokens import key, tokens

MEASURES = ("once", "gone", "own", "body")
GOALS = {"once": 0.98, "gone": 0.98, "own": 0.99, "body": 0.99}
FAMILIES = (planted_copies.CASES, planted_chaff.CASES, planted_own.CASES)
TUNED_FOLDS = (0, 1, 2)
Reader = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Tally:
    """One page with one case, read by one reader: how much of each measure holds."""

    reader: str
    page: str
    case: str
    right: dict[str, float]
    of: dict[str, float]
    wrong: tuple[str, ...]
    seconds: float


def winnow(page: str, url: str) -> str:
    """Winnow's text."""
    from winnow.clean import PageError, clean

    try:
        return clean(page, url).text
    except PageError:
        return ""


def trafilatura(page: str, url: str) -> str:
    """Trafilatura's text as its users get it."""
    from trafilatura import extract

    return extract(page, url=url) or ""


def readability(page: str, _url: str) -> str:
    """readability-lxml's summary as text."""
    from lxml import etree, html
    from readability import Document
    from readability.readability import Unparseable

    try:
        return html.fromstring(Document(page).summary()).text_content()
    except (Unparseable, etree.ParserError, ValueError, TypeError):
        return ""


def rules(html: str, page: Host) -> str:
    """Winnow's rules alone, behind a selection that keeps true text and all that was planted."""
    from winnow.clean.blocks import outline
    from winnow.clean.document import parse
    from winnow.clean.sift import sift

    here = {keyed(line.text) for line in outline(parse(page.html)).lines}
    lines = outline(parse(html)).lines
    words = [tokens(line.text) for line in lines]
    likely = [
        line.number
        for line, said in zip(lines, map(key, words), strict=True)
        if not line.hidden and said and (f" {said} " in f" {page.truth} " or said not in here)
    ]
    return "\n".join(lines[index].text for index in sift(lines, likely, words).kept)


def resiliparse(page: str, _url: str) -> str:
    """Resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page, main_content=True))


def on_node(name: str) -> Reader:
    """Readability.js or Defuddle."""

    def read(page: str, url: str) -> str:
        from bench.clean.peers import ask_node, text_of

        return text_of(ask_node(page, url)[name]["html"])

    return read


READERS: dict[str, Reader] = {
    "winnow": winnow,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "resiliparse": resiliparse,
    "readability": on_node("readability"),
    "defuddle": on_node("defuddle"),
}


def read(name: str, html: str, page: Host) -> str:
    """A page, planted or not, as a reader gives it."""
    return rules(html, page) if name == "rules" else READERS[name](html, page.url)


def plant(page: Host, seed: int, family: int) -> Planted:
    """One case of a family; tries others where the page has nothing to plant it with."""
    rng = Random(f"{seed}/{page.id}/{family}")  # noqa: S311 - a benchmark, not a secret
    for _ in range(8):
        bed = Bed(page, rng)
        planted = rng.choice(FAMILIES[family])(bed, rng)
        if planted.case:
            planted.html = bed.written()
            return planted
    return Planted("")


def judge(planted: Planted, page: Host, before: str, after: str) -> tuple[dict, dict, list[str]]:
    """Rights and totals by measure, and what went wrong."""
    right: dict[str, float] = defaultdict(float)
    of: dict[str, float] = defaultdict(float)
    wrong: list[str] = []

    def note(measure: str, good: float, total: float, text: str) -> None:
        right[measure] += good
        of[measure] += total
        if good < total:
            wrong.append(f"{measure} {good:g}/{total:g}: {text[:110]}")

    for text in planted.once:
        if not count(text, before):
            continue
        found = count(text, after)
        note("once", found == 1, 1, f"×{found} {text}")
    original = keyed(page.html)
    for text in planted.gone:
        if not count(text, original):
            note("gone", not count(text, after), 1, text)
    for text, times in Counter(planted.own).items():
        note("own", min(times, count(text, after)), times, text)
    for text in page.texts:
        if count(text, before):
            note("body", bool(count(text, after)), 1, text)
    return right, of, wrong


def tallies(page: Host, seed: int, wanted: tuple[str, ...], word: str) -> list[Tally]:
    """Every family's case on one page, read by every reader."""
    found = []
    before = {name: keyed(read(name, page.html, page)) for name in wanted}
    for family in range(len(FAMILIES)):
        planted = plant(page, seed, family)
        if not planted.case or word not in planted.case:
            continue
        for name in wanted:
            start = perf_counter()
            after = keyed(read(name, planted.html, page))
            seconds = perf_counter() - start
            right, of, wrong = judge(planted, page, before[name], after)
            found.append(
                Tally(name, page.id, planted.case, dict(right), dict(of), tuple(wrong), seconds)
            )
    return found


def hosts(part: str) -> Iterator[Host]:
    """The pages to plant in, of the wanted folds of sites."""
    for reference in references():
        if _in_part(reference, part) and (found := host(reference)):
            yield found


def _in_part(reference: Reference, part: str) -> bool:
    return part == "all" or (reference.fold() in TUNED_FOLDS) == (part == "tune")


def show(found: list[Tally], wanted: tuple[str, ...]) -> dict[str, dict]:
    """Print the tables; the figures as data."""
    told: dict[str, dict] = {}
    for name in wanted:
        mine = [tally for tally in found if tally.reader == name]
        told[name] = {"all": _shares(mine)}
        for case in sorted({tally.case for tally in mine}):
            told[name][case] = _shares([tally for tally in mine if tally.case == case])
    print(f"\n{'':34}" + "".join(f"{measure:>9}" for measure in MEASURES) + "    pages")
    for name in wanted:
        print(_row(name, told[name]["all"]))
    print(_row("goal", GOALS))
    print(f"\n{wanted[0]} by case")
    for case, shares in told[wanted[0]].items():
        if case != "all":
            print(_row(f"  {case}", shares))
    return told


def _shares(mine: list[Tally]) -> dict[str, float]:
    shares: dict[str, float] = {}
    for measure in MEASURES:
        total = sum(tally.of.get(measure, 0.0) for tally in mine)
        if total:
            shares[measure] = sum(tally.right.get(measure, 0.0) for tally in mine) / total
    shares["pages"] = len(mine)
    return shares


def _row(name: str, shares: dict[str, float]) -> str:
    cells = "".join(
        f"{shares[measure]:9.4f}" if measure in shares else f"{'':9}" for measure in MEASURES
    )
    pages = f"{shares['pages']:9.0f}" if "pages" in shares else ""
    return f"{name:34}{cells}{pages}"


def main() -> None:
    """Run it."""
    told = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    told.add_argument("--pages", type=int, default=10_000)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--part", choices=("tune", "report", "all"), default="report")
    told.add_argument("--case", default="", help="only cases whose name holds this")
    told.add_argument("--readers", default=",".join(READERS))
    told.add_argument("--wrong", type=int, default=0, help="print so many failures")
    told.add_argument("--measure", default="", help="only failures of this measure")
    told.add_argument("--jobs", type=int, default=1)
    told.add_argument("--held", action="store_true", help="in words that nothing is tuned on")
    told.add_argument("--save", action="store_true", help="write bench/results/repeats.json")
    told.add_argument("--output", type=Path, help="write the figures there")
    asked = told.parse_args()
    wanted = tuple(asked.readers.split(","))
    planted_chaff.WORDING[0] = "held" if asked.held else "."
    pages = list(hosts(asked.part))
    planted_chaff.TITLES[:] = titles(pages)
    pages = pages[:: max(1, len(pages) // asked.pages)][: asked.pages]
    found: list[Tally] = []
    with ProcessPoolExecutor(
        asked.jobs, initializer=_start, initargs=(planted_chaff.TITLES,)
    ) as pool:
        jobs = [pool.submit(tallies, page, asked.seed, wanted, asked.case) for page in pages]
        for job in jobs:
            found += job.result()
    failures = [
        (
            f"[{tally.case}] {tally.page}",
            [w for w in tally.wrong if w.startswith(asked.measure)][:4],
        )
        for tally in found
        if tally.reader == wanted[0]
    ]
    for head, wrong in [failure for failure in failures if failure[1]][: asked.wrong]:
        print(head, *wrong, sep="\n    ")
    result = show(found, wanted)
    if asked.save or asked.output:
        save(result, asked)


def _start(headlines: list[str]) -> None:
    planted_chaff.TITLES[:] = headlines


def titles(pages: list[Host]) -> list[str]:
    """Headlines to plant: titles of pages, without the site's name."""
    short = 5
    found = []
    for page in pages:
        title = page.title.split(" | ")[0].split(" – ")[0].strip()
        if short <= len(title.split()) <= 4 * short:
            found.append(title)
    return sorted(set(found))


def save(result: dict[str, dict], asked: argparse.Namespace) -> None:
    """Write the figures with what made them."""
    from bench.clean import results

    place = asked.output or results.RESULTS / "repeats.json"
    results.write(place, {"seed": asked.seed, "part": asked.part, "shares": result})
    print(f"\nwritten to {place}", file=sys.stderr)


if __name__ == "__main__":
    main()
