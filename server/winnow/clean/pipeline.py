"""The engine, step by step, from a page to its clean view."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import urljoin

from winnow.clean.about import about
from winnow.clean.blocks import outline
from winnow.clean.compose import Verdict, compose
from winnow.clean.context import ends_sentence
from winnow.clean.copies import said_again
from winnow.clean.declared import Declared, declared
from winnow.clean.document import Document, parse
from winnow.clean.enclosed import enclosed
from winnow.clean.errors import EmptyPageError
from winnow.clean.features import features
from winnow.clean.groups import groups
from winnow.clean.likely import HEADINGS
from winnow.clean.lines import Line, Node, Outline
from winnow.clean.metadata import metadata
from winnow.clean.model import model
from winnow.clean.notes import notes
from winnow.clean.page import CleanPage, Hints, Reason
from winnow.clean.reasons import reasons
from winnow.clean.select import by_readability, select
from winnow.clean.sift import sift
from winnow.clean.tokens import key, tokens

ENGINE = "winnow/1"
TITLE = 3
"""Words from which a title is told from any other words."""
BYLINE = 10
"""Words that may follow it on its line: who wrote it, and when. Chosen."""


def clean(html: str | bytes, url: str = "", hints: Hints | None = None) -> CleanPage:
    """The clean view of a page: its text once, in order, and an account of what was left out.

    `url` is where the page came from; links are resolved against it. Pure: the same page gives
    the same answer in every process.

    Raises:
        PageError: the page is too large, too deep or holds no words; the text says what to do.

    """
    document = parse(html, url)
    page = outline(document)
    if not any(line.text for line in page.lines):
        raise EmptyPageError("This page holds no words to read. Wait until it has loaded.")
    told = declared(document)
    said = metadata(document, hints or Hints(), told, page.lines)
    group = groups(page)
    verdict = judge(document, page, group, told, said.title)
    blocks, removed = compose(page, group, verdict, numbering(document), base_of(document))
    return CleanPage(url, said, blocks, removed, ENGINE)


def judge(
    document: Document,
    page: Outline,
    group: Sequence[Node | None],
    told: Declared,
    title: str,
) -> Verdict:
    """A reason for every line that is left out."""
    lines = page.lines
    words = [line.words for line in lines]
    facts = about(document, told)
    rows = features(page, words, facts)
    chance = model().probabilities(rows)
    spoken = tokens(title)
    heading = {
        line.number
        for line in lines
        if line.words and not line.hidden and heads(line, line.words, spoken)
    }
    likely = select(lines, words, chance, group, lambda: by_readability(document))
    likely = notes(lines, enclosed(lines, likely, chance), chance)
    likely = [index for index in likely if index not in heading]
    sifted = sift(lines, likely, words, forum=facts.is_forum)
    why: list[Reason | None] = [*reasons(lines, rows)]
    for index in heading:
        why[index] = "duplicate"  # of no block: the view's headline says it
    for index in sifted.kept:
        why[index] = None
    for index, reason in sifted.out.items():
        why[index] = reason
    for index, told_by in sifted.of.items():
        why[index] = sifted.out.get(told_by, why[index])
    of = said_again(lines, words, sifted.kept, sifted.of)
    for index in of:
        if not lines[index].hidden:
            why[index] = "duplicate"
    return Verdict(why, of)


def heads(line: Line, words: Sequence[str], title: Sequence[str]) -> bool:
    """Whether a line says what the view's own headline says already.

    A top heading that is all or part of it, another heading that is all of it; another line that
    is it, with a byline at most.
    """
    if not words:
        return False
    if line.node.tag == "h1":
        return f" {key(words)} " in f" {key(title)} "
    if line.node.tag in HEADINGS and key(words) == key(title):
        return True
    if len(words) > len(title) + BYLINE or words[0] not in title or ends_sentence(line.text):
        return False
    said = next(
        size for size in range(len(words), 0, -1) if f" {key(words[:size])} " in f" {key(title)} "
    )
    return said < len(words) <= said + BYLINE and said >= max(TITLE, 0.6 * len(title))


def base_of(document: Document) -> str:
    """What relative addresses are resolved against: `<base>`, itself against the page's own."""
    said = (base.get("href") for base in document.all("base"))
    href = next((href for href in said if href is not None), "")
    try:
        return urljoin(document.url, href)
    except ValueError:
        return document.url


def numbering(document: Document) -> Callable[[Sequence[Node]], dict[int, int]]:
    """How the page's elements are numbered: by the capture's stamps, else in document order.

    The function returned gives, for nodes, the number of each by the node's `id`.
    """

    def number(nodes: Sequence[Node]) -> dict[int, int]:
        if document.stamped:
            return {id(node): _stamp(node.element.get("data-winnow-n")) for node in nodes}
        by_element = {node.element: id(node) for node in nodes}
        return {
            by_element[element]: order
            for order, element in enumerate(document.elements)
            if element in by_element
        }

    return number


def _stamp(value: str | None) -> int:
    """The number a capture gave, or -1 where a page wrote something else in its place."""
    return int(value) if value and re.fullmatch(r"[0-9]{1,9}", value) else -1
