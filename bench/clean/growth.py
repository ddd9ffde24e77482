"""How the engine's time and memory grow with the page: 64 kB to 8 MB, and pages made for harm.

    python -m bench.clean.growth [--largest BYTES]

Each page is cleaned in a process of its own, so that its peak memory is its own. A step is linear
if the time for a megabyte stays what it is.
"""

# ruff: noqa: S311, PLR2004 - seeded, to be the same page each time

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from random import Random

from winnow.clean import PageError, clean
from winnow.clean.model import WEIGHTS, model

SIZES = tuple(1 << power for power in range(16, 24))
ELEMENTS = 200_000
DEPTH = 10_000
Maker = Callable[[int], str]


def _words(rng: Random, count: int) -> str:
    """A sentence of words that a page of any size does not run out of."""
    said = ["".join(rng.choices("abdeiklmnorstu", k=rng.randint(2, 9))) for _ in range(count)]
    return " ".join(said).capitalize() + "."


def _filled(size: int, part: Callable[[Random, int], str]) -> str:
    rng, parts, length, number = Random(7), [], 0, 0
    while length < size:
        parts.append(part(rng, number))
        length += len(parts[-1])
        number += 1
    return "".join(parts)


def articles(size: int) -> str:
    """Paragraphs, lists, a table now and then: what long pages are."""

    def part(rng: Random, number: int) -> str:
        if number % 7 == 3:
            return "<ul>" + "".join(f"<li>{_words(rng, 6)}</li>" for _ in range(8)) + "</ul>"
        if number % 31 == 5:
            row = "".join(f"<td>{_words(rng, 2)}</td>" for _ in range(4))
            return f"<table><tr>{row}</tr><tr>{row}</tr></table>"
        linked = f'<a href="/{number}">{_words(rng, 3)}</a>'
        return f"<h2>{_words(rng, 4)}</h2><p>{_words(rng, 40)} {linked} {_words(rng, 20)}</p>"

    return f"<article>{_filled(size, part)}</article>"


def repeats(size: int) -> str:
    """A few paragraphs, over and over."""
    few = [_words(Random(at), 40) for at in range(9)]
    return _filled(size, lambda _, number: f"<p>{few[number % 9]}</p>")


def a_paragraph_again(size: int) -> str:
    """One paragraph, over and over."""
    text = _words(Random(1), 40)
    return _filled(size, lambda _rng, _number: f"<p>{text}</p>")


def near_repeats(size: int) -> str:
    """One paragraph, over and over, with another word each time."""
    text = _words(Random(1), 40)
    return _filled(size, lambda rng, _: f"<p>{text} {_words(rng, 1)} {text}</p>")


def links(size: int) -> str:
    """Headlines of other pages."""
    return "<ul>" + _filled(
        size, lambda rng, number: f'<li><a href="/{number}">{_words(rng, 7)}</a></li>'
    )


def one_line(size: int) -> str:
    """Inline elements in one paragraph."""
    return "<p>" + _filled(size, lambda rng, _: f"<b>{_words(rng, 2)}</b> <i>x</i> ")


def breaks(size: int) -> str:
    """Line breaks in one element."""
    return "<div>" + _filled(size, lambda rng, _: f"{_words(rng, 12)}<br><br>")


def comments(size: int) -> str:
    """A thread."""
    return "<h2>Comments</h2>" + _filled(
        size,
        lambda rng, _: f"<div class=comment><p>{_words(rng, 15)}</p><a href=#>Reply</a></div>",
    )


def images(size: int) -> str:
    """Images between short words."""
    return _filled(size, lambda rng, n: f'<div><img src="{n}.jpg"></div><p>{_words(rng, 2)}</p>')


def cells(size: int) -> str:
    """One row of cells, most of them empty."""
    return "<table><tr>" + _filled(
        size, lambda rng, n: f"<td>{'' if n % 9 else _words(rng, 2)}</td>"
    )


def elements(count: int) -> str:
    """So many elements, hardly a word in each."""
    return "<p>x</p>" * count


def deep(count: int) -> str:
    """So many elements at the deepest that is read."""
    return "<div>" * 1_900 + "<p>word <b>word</b> word</p>" * (count // 2)


def deep_inline(count: int) -> str:
    """So many elements inside a nest of inline elements."""
    return "<p>" + "<font>" * 1_900 + "<b>some word</b> <i>and</i> " * (count // 2)


def deep_steps(count: int) -> str:
    """So many elements, in nests beside each other."""
    nest = "<div>a few words<section>" * 400 + "</section></div>" * 400
    return nest * (count // 800)


def nested(depth: int) -> str:
    """One nest, deeper than is read."""
    return "<div>" * depth + "<p>The words at the bottom of it all.</p>"


GROWING: tuple[Maker, ...] = (
    *(articles, repeats, a_paragraph_again, near_repeats, links, one_line, breaks, comments),
    *(images, cells),
)
HARMFUL: dict[Maker, int] = {
    elements: ELEMENTS,
    deep: ELEMENTS,
    deep_inline: ELEMENTS,
    deep_steps: ELEMENTS,
    nested: DEPTH,
}
_BY_NAME: dict[str, Maker] = {maker.__name__: maker for maker in (*GROWING, *HARMFUL)}


def alone(name: str, size: int) -> dict[str, float | str]:
    """Seconds and megabytes that a page costs in this process, and what comes out."""
    page = f"<!DOCTYPE html><title>x</title><body>{_BY_NAME[name](size)}"
    clean("<p>The engine is loaded before its time is taken, as in a server.</p>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    try:
        view = clean(page, "https://pages.example/")
        outcome = f"{len(view.blocks)} blocks, {len(view.removed)} removed"
    except PageError as error:
        outcome = str(error).partition(".")[0]
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"bytes": len(page), "seconds": seconds, "mb": peak / 1024, "outcome": outcome}


def measured(name: str, size: int) -> dict[str, float | str]:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.clean.growth", "--alone", name, str(size)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def load_ms() -> float:
    """Milliseconds of a processor to read the model, in a process that has done nothing yet."""
    code = (
        "import time; from winnow.clean.model import model; b = time.process_time(); model();"
        "print(time.process_time() - b)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return 1000 * float(done.stdout)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="bytes of the last page")
    parser.add_argument("--alone", nargs=2, metavar=("PAGE", "SIZE"), help=argparse.SUPPRESS)
    parser.add_argument("pages", nargs="*", help="which pages; all unless told")
    asked = parser.parse_args()
    if asked.alone:
        print(json.dumps(alone(asked.alone[0], int(asked.alone[1]))))
        return
    print(f"model: {WEIGHTS}, {model().feature.shape[0]} trees, read in {load_ms():.1f} ms")
    sizes = [size for size in SIZES if size <= asked.largest]
    print("seconds a MB (peak MB)".ljust(24) + "".join(f"{size / 1e6:>16.2f} MB" for size in sizes))
    for maker in GROWING:
        if asked.pages and maker.__name__ not in asked.pages:
            continue
        print(maker.__name__.ljust(24), end="", flush=True)
        for size in sizes:
            one = measured(maker.__name__, size)
            a_mb = float(one["seconds"]) / float(one["bytes"]) * 1e6
            print(f"{a_mb:>10.2f} ({one['mb']:>5.0f})  ", end="", flush=True)
        print()
    for maker, size in HARMFUL.items():
        if asked.pages and maker.__name__ not in asked.pages:
            continue
        one = measured(maker.__name__, size)
        told = f"{one['bytes'] / 1e6:.1f} MB, {one['seconds']:.1f} s, {one['mb']:.0f} MB"
        print(f"{maker.__name__} {size:,}: {told}: {one['outcome']}")


if __name__ == "__main__":
    main()
