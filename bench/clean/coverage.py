"""Whether the engine accounts for every word of a page, over all development pages.

    python -m bench.clean.coverage [--every N]

A word that is shown stands in a kept block or in a removal; no word is told that the page does
not have; each place that is named holds the words it is named for.
"""

import argparse
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from bench.clean.dataset import Reference, references
from winnow import canonical
from winnow.clean import Block, PageError, Removal, blocks, clean
from winnow.clean.document import parse
from winnow.clean.pipeline import _stamp as stamp_of
from winnow.clean.tokens import tokens

PROCESSES = 2
NEAR = 0.6
"""Share of their words that a near-copy and its block have in common."""


@dataclass(slots=True)
class Account:
    """What became of a page's words.

    `places` counts what the named places say beside what they are named for: "same", "near"
    (a copy that differs in part) or "other"; `others` quotes the last kind.
    """

    shown: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    others: list[tuple[str, str]] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    """Texts of blocks whose HTML says something else."""


def account(html: str | bytes, url: str = "") -> Account:
    """Clean a page and go through its words.

    Raises:
        PageError: as `clean` does.

    """
    view = clean(html, url)
    page = parse(html, url)
    body = page.root.find("body")
    body = page.root if body is None else body
    hidden_by = "data-winnow-hidden" if page.stamped else "hidden"
    if not page.stamped and blocks.hidden_share(body, hidden_by) > blocks.MOSTLY_HIDDEN:
        hidden_by = "data-nothing"  # as the engine: a page that hides nearly all of itself is shown
    shown = Counter(tokens(_shown(body, hidden_by)))
    told = Counter(tokens(view.text))
    for removal in view.removed:
        told.update(tokens(removal.text))
    could = _words_of(body) | (shown + _hidden(body, hidden_by))
    made = Account(shown.total(), shown - told, told - could)
    made.unlike = [
        one.text for one in view.blocks + view.removed if canonical.of_html(one.html) != one.text
    ]
    elements = _numbered(page.root, stamped=page.stamped)
    for one, number, said in _said(view.blocks + view.removed, elements):
        kind = _likeness(one, said, elements[number], hidden_by)
        made.places[kind] += 1
        if kind == "other":
            made.others.append((one.text, said))
    return made


def _shown(body: etree._Element, hidden_by: str) -> str:
    """The text of what is shown; a block that is hidden parts the words around it, as in a view."""
    copy = deepcopy(body)
    for element in copy.xpath(f"//*[@{hidden_by}]"):
        element.clear(keep_tail=True)
    return canonical.of_element(copy)


def _hidden(body: etree._Element, hidden_by: str) -> Counter[str]:
    """The words of what is hidden; beside what is shown, without a space, they would be others."""
    found: Counter[str] = Counter()
    for element in body.xpath(f"//*[@{hidden_by}]"):
        found.update(tokens(canonical.of_element(element)))
    return found


def _words_of(body: etree._Element) -> Counter[str]:
    """All words that a page could show, those for readers without scripts included."""
    words = Counter(tokens(canonical.of_element(body)))
    for element in body.iter("noscript"):
        words.update(tokens(canonical.of_element(element)))
    return words


def _numbered(root: etree._Element, *, stamped: bool) -> dict[int, etree._Element]:
    if not stamped:
        return dict(enumerate(root.iter()))
    return {stamp_of(one.get("data-winnow-n")): one for one in root.iter()}


def _said(
    parts: tuple[Block | Removal, ...], elements: dict[int, etree._Element]
) -> Iterator[tuple[Block | Removal, int, str]]:
    """Each named place with the words that stand there."""
    texts: dict[int, str] = {}
    for one in parts:
        for place in one.sources:
            if place.element not in texts:
                texts[place.element] = canonical.of_element(elements[place.element])
            yield one, place.element, texts[place.element][place.start : place.end]


def _likeness(one: Block | Removal, said: str, element: etree._Element, hidden_by: str) -> str:
    """How the words at a place are those they are named for."""
    if canonical.comparison_form(said).form == canonical.comparison_form(one.text).form:
        return "same"
    there, here = tokens(said), tokens(one.text)
    if any(inside.get(hidden_by) is not None for inside in element.iter()):
        rest = iter("".join(there))
        if all(sign in rest for sign in "".join(here)):
            return "same"
    common = (Counter(there) & Counter(here)).total()
    return "near" if common >= NEAR * max(len(there), len(here)) else "other"


def _of(page: Reference) -> tuple[str, Account | None]:
    try:
        return page.id, account(page.html, page.url)
    except PageError:
        return page.id, None


def main() -> None:
    """Go through the pages and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one page in N")
    asked = parser.parse_args()
    pages = list(references())[:: asked.every]
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        found = dict(pool.imap(_of, pages, chunksize=10))
    made = {name: one for name, one in found.items() if one}
    shown = sum(one.shown for one in made.values())
    missing = sum(one.missing.total() for one in made.values())
    invented = sum(one.invented.total() for one in made.values())
    places = sum((one.places for one in made.values()), Counter())
    print(f"pages {len(found)}, of which {len(found) - len(made)} hold no words to read")
    print(f"words shown {shown:,}, accounted for {1 - missing / max(1, shown):.6f} ({missing} not)")
    print(f"words told that the page does not have: {invented}")
    print(f"blocks whose HTML says something else: {sum(len(one.unlike) for one in made.values())}")
    print("places named: " + ", ".join(f"{count:,} {kind}" for kind, count in places.items()))
    for name, one in made.items():
        if one.missing or one.invented or one.others or one.unlike:
            print(f"  {name}: {[*one.missing][:5]} {[*one.invented][:5]} {one.others[:1]}", end="")
            print(f" {one.unlike[:1]}")


if __name__ == "__main__":
    main()
