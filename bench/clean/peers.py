"""What Winnow's cleaning is measured against, each as its own documentation calls it."""

import json
import logging
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import trafilatura
from readability import Document
from readability.readability import Unparseable

from bench.clean.dataset import Reference
from winnow import canonical
from winnow.clean.document import decode

FOLDER = Path(__file__).parent / "peers"
ON_NODE = {"readability": "@mozilla/readability", "defuddle": "defuddle"}
NAMES = ("trafilatura", "readability-lxml", *ON_NODE)

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("readability").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Answer:
    """The text a program took for the page's, and how long it thought, in seconds."""

    text: str
    seconds: float


def by_trafilatura(page: Reference) -> Answer:
    """`trafilatura.extract` as it comes."""
    began = time.perf_counter()
    text = trafilatura.extract(page.html, url=page.url or None) or ""
    return Answer(text, time.perf_counter() - began)


def by_readability_lxml(page: Reference) -> Answer:
    """readability-lxml's summary; its HTML becomes text by our own rules of borders."""
    began = time.perf_counter()
    try:
        html = Document(decode(page.html)).summary()
    except (Unparseable, ValueError):
        html = ""
    return Answer(text_of(html), time.perf_counter() - began)


def on_node(pages: Sequence[Reference]) -> Iterator[tuple[str, dict[str, Answer]]]:
    """Readability.js (on jsdom) and Defuddle (on linkedom), a page at a time."""
    if not (FOLDER / "node_modules").is_dir():
        subprocess.run(["npm", "--no-update-notifier", "ci", "--silent"], cwd=FOLDER, check=True)
    asked = "\n".join(
        json.dumps({"id": page.id, "url": page.url, "html": decode(page.html)}) for page in pages
    )
    done = subprocess.run(
        ["node", "peers.mjs"], cwd=FOLDER, input=asked, capture_output=True, encoding="utf-8",
        check=True,
    )  # fmt: skip
    for line in done.stdout.split("\n"):
        if not line:
            continue
        answer = json.loads(line)
        yield (
            answer["id"],
            {
                name: Answer(text_of(answer[name]["html"]), answer[name]["ms"] / 1000)
                for name in ON_NODE
            },
        )


def text_of(html: str) -> str:
    """The canonical text of a peer's HTML, so that no word is glued to the next block's."""
    return canonical.of_html(html) if html.strip() else ""


def versions() -> dict[str, str]:
    """Which version of each peer was measured."""
    locked = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {
        **{name: version(name) for name in ("trafilatura", "readability-lxml")},
        **{name: locked[f"node_modules/{package}"]["version"] for name, package in ON_NODE.items()},
    }
