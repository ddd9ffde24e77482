"""Title, author and date beside trafilatura and readability-lxml.

`python -m bench.clean.metadata`. A title or author is right when its words are the reference's,
case and punctuation aside (an author also when four fifths of the words agree: titles such as
"Dr" come and go); a date when its day is. F1 counts an answer where the reference has none as
wrong, and none where it has one as missing.
"""

import multiprocessing
from collections.abc import Callable, Sequence
from typing import Any

import trafilatura
from lxml.etree import LxmlError
from readability import Document
from readability.readability import Unparseable

from bench.clean.dataset import Reference, references
from winnow.clean import PageError
from winnow.clean.blocks import outline
from winnow.clean.declared import declared
from winnow.clean.document import decode, parse
from winnow.clean.metadata import metadata
from winnow.clean.page import Hints
from winnow.clean.tokens import tokens

FIELDS = ("title", "author", "date")
Said = tuple[str, str, str]
SAME_NAME = 0.8
"""Share of words in common from which two bylines name the same people."""


def by_winnow(page: Reference) -> Said:
    """Ours."""
    try:
        document = parse(page.html, page.url)
    except PageError:
        return "", "", ""
    said = metadata(document, Hints(), declared(document), outline(document).lines)
    return said.title, said.byline, said.published[:10]


def by_trafilatura(page: Reference) -> Said:
    """`trafilatura.bare_extraction` with metadata."""
    said = trafilatura.bare_extraction(page.html, url=page.url or None, with_metadata=True)
    if said is None:
        return "", "", ""
    return said.title or "", said.author or "", said.date or ""


def by_readability_lxml(page: Reference) -> Said:
    """readability-lxml's short title and author; it has no date."""
    try:
        document = Document(decode(page.html))
        return document.short_title() or "", document.author() or "", ""
    except (Unparseable, LxmlError, ValueError, TypeError, AttributeError):
        return "", "", ""


PROGRAMS: dict[str, Callable[[Reference], Said]] = {
    "winnow": by_winnow,
    "trafilatura": by_trafilatura,
    "readability-lxml": by_readability_lxml,
}


def answers(page: Reference) -> dict[str, Said]:
    """What each program says of a page."""
    return {name: run(page) for name, run in PROGRAMS.items()}


def right(field: str, said: str, wanted: str) -> bool:
    """Whether an answer is the reference's."""
    if field == "date":
        return said[:10] == wanted[:10]
    mine, theirs = tokens(said), tokens(wanted)
    if field == "title":
        return mine == theirs
    shared = 2 * len(set(mine) & set(theirs))
    return shared >= SAME_NAME * (len(set(mine)) + len(set(theirs)))


def table(pages: Sequence[Reference], processes: int = 2) -> dict[str, dict[str, Any]]:
    """Precision, recall and F1 of each program, by field."""
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        told = pool.map(answers, pages, chunksize=20)
    found: dict[str, dict[str, Any]] = {}
    for column, field in enumerate(FIELDS):
        wanted = [(page.title, page.author, page.published)[column] for page in pages]
        found[field] = {}
        for name in PROGRAMS:
            said = [one[name][column] for one in told]
            hits = sum(
                bool(mine) and bool(theirs) and right(field, mine, theirs)
                for mine, theirs in zip(said, wanted, strict=True)
            )
            given, there = sum(map(bool, said)), sum(map(bool, wanted))
            found[field][name] = {
                "precision": round(hits / max(1, given), 4),
                "recall": round(hits / max(1, there), 4),
                "f1": round(2 * hits / max(1, given + there), 4),
            }
    return found


def show(found: dict[str, dict[str, Any]]) -> None:
    """Print the table."""
    print(f"{'metadata, F1':14} " + " ".join(f"{name:>18}" for name in PROGRAMS))
    for field, row in found.items():
        print(f"{field:14} " + " ".join(f"{row[name]['f1']:18.4f}" for name in PROGRAMS))


if __name__ == "__main__":
    show(table(list(references())))
