"""What Winnow's cleaning is measured against, each as its own documentation calls it."""

import json
import logging
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import trafilatura
from lxml.etree import LxmlError
from readability import Document
from readability.readability import Unparseable
from resiliparse.extract.html2text import extract_plain_text

from bench.clean.dataset import Reference
from bench.clean.results import FOLDER, ON_NODE
from winnow import canonical
from winnow.clean.document import decode

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("readability").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Answer:
    """The text a program took for the page's, and the seconds of a processor it took."""

    text: str
    seconds: float


def by_trafilatura(page: Reference) -> Answer:
    """`trafilatura.extract` as it comes."""
    began = time.process_time()
    text = trafilatura.extract(page.html, url=page.url or None) or ""
    return Answer(text, time.process_time() - began)


def seconds_of_all_by_trafilatura(page: Reference) -> float:
    """What trafilatura takes for metadata and HTML as well, which Winnow's answer holds."""
    began = time.process_time()
    trafilatura.extract(page.html, url=page.url or None, output_format="html", with_metadata=True)
    return time.process_time() - began


def by_readability_lxml(page: Reference) -> Answer:
    """readability-lxml's summary; its HTML becomes text by our own rules of borders."""
    began = time.process_time()
    try:
        html = Document(decode(page.html)).summary()
    except (Unparseable, LxmlError, ValueError):
        html = ""
    return Answer(text_of(html), time.process_time() - began)


def by_resiliparse(page: Reference) -> Answer:
    """Resiliparse's main content as plain text."""
    began = time.process_time()
    text = extract_plain_text(decode(page.html), main_content=True)
    return Answer(text, time.process_time() - began)


def on_node(pages: Iterable[Reference]) -> Iterator[tuple[str, dict[str, Answer]]]:
    """Readability.js (on jsdom) and Defuddle (on linkedom), a page at a time."""
    for page in pages:
        told = ask_node(decode(page.html), page.url)
        yield (
            page.id,
            {
                name: Answer(text_of(told[name]["html"]), told[name]["ms"] / 1000)
                for name in ON_NODE
            },
        )


@lru_cache(maxsize=4)
def ask_node(html: str, url: str) -> dict[str, dict[str, Any]]:
    """What each peer on node makes of a page: its `html`, and the `ms` that it took."""
    node = _node()
    if node.stdin is None or node.stdout is None:
        raise RuntimeError("The pipe to node is closed.")
    node.stdin.write(json.dumps({"id": "", "url": url, "html": html}) + "\n")
    node.stdin.flush()
    line = node.stdout.readline()
    if not line:
        raise RuntimeError("The peers on node ended; run `node bench/clean/peers/peers.mjs`.")
    told: dict[str, dict[str, Any]] = json.loads(line)
    return told


@cache
def _node() -> subprocess.Popen[str]:
    """One node for all pages of a process; it ends with its pipe."""
    if not (FOLDER / "node_modules").is_dir():
        subprocess.run(["npm", "--no-update-notifier", "ci", "--silent"], cwd=FOLDER, check=True)
    return subprocess.Popen(
        ["node", "peers.mjs"], cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        encoding="utf-8",
    )  # fmt: skip


def text_of(html: str) -> str:
    """The canonical text of a peer's HTML, so that no word is glued to the next block's."""
    return canonical.of_html(html) if html.strip() else ""
