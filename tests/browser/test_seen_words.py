"""On the live page a mark is of the words that a person sees and can select, of no others."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from random import Random

import pytest

from tests.browser.articles import CLAIM, STORY, article
from tests.browser.house import House
from tools.browsers import Page, Tab, wait_until

NUMBERS = count(1)
AMID = (
    '<span style="display: none">unseen</span>',
    "<span hidden>unseen</span>",
    '<span style="visibility: hidden">unseen <b style="visibility: visible">again</b></span>',
    '<span style="user-select: none; -webkit-user-select: none">passed <b>over</b></span>',
    "<span inert>out of <b>reach</b></span>",
    "<em>stressed</em>",
)
BETWEEN = (
    '<div style="display: none"><p>A paragraph that nobody sees.</p></div>',
    '<p style="visibility: hidden">A paragraph that leaves its room empty.</p>',
    '<p style="user-select: none; -webkit-user-select: none">A paragraph for reading alone.</p>',
    "<p inert>A paragraph <b style='user-select: text'>out of reach</b>.</p>",
    "<details><summary>The timetable</summary><p>Folded away, at 8.15.</p></details>",
    "<details open><summary>The map</summary><p>Unfolded, at 8.40.</p></details>",
    '<svg width="200" height="30"><title>Untold</title><text y="20">Drawn words</text></svg>',
)
# What a browser puts into a selection's words though it shows nothing of it.
UNSHOWN = (
    '<p style="position: absolute; width: 1px; height: 1px; overflow: hidden">For ears.</p>',
    '<svg width="200" height="30"><defs><text>undrawn</text></defs><desc>A pond</desc></svg>',
)
# A selection between two of the places where a person's can end, told as shares of all.
SELECT = """(root, from, to) => {
  const walker = document.createTreeWalker(root.body, NodeFilter.SHOW_TEXT);
  const places = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentNode.closest('[inert], [style*="user-select"]')) continue;
    for (let at = 0; at <= node.length; at += 1) places.push([node, at]);
  }
  const [start, end] = [from, to].sort().map((share) => places[Math.floor(share * places.length)]);
  getSelection().setBaseAndExtent(...start, ...end);
  return String(getSelection());
}"""
FROM_TO = """(root, from, to) => {
  const text = (words) => {
    const walker = document.createTreeWalker(root.body, NodeFilter.SHOW_TEXT);
    while (!walker.nextNode().data.includes(words));
    return [walker.currentNode, walker.currentNode.data.indexOf(words)];
  };
  const [node, at] = text(to);
  getSelection().setBaseAndExtent(...text(from), node, at + to.length);
}"""
# The inside of a shadow host, around what it was given, and what that is: four children.
INSIDE = (
    "<p>Before the slot.</p><slot></slot><p>Behind it.</p>",
    "<div><p>Before the slot.</p><section><slot></slot></section></div><p>Behind it.</p>",
    (
        "<y-box><template shadowrootmode=open><p>Before it.</p><slot></slot></template>"
        "<p>Between.</p><slot></slot></y-box><p>Behind it.</p>"
    ),
)
SLOTTED = "<p>Slotted words here.</p><p>Slotted words there.</p>\n<p>More that is slotted.</p>"
SELECT_CHILDREN = """(root, selector, from, to) => {
  const host = root.querySelector(selector);
  getSelection().setBaseAndExtent(host, from, host, to);
  return String(getSelection());
}"""
VERDICT = """(root, id, expected) => {
  const {words, place} = root.getElementById(`mark-${id}`)?.dataset ?? {};
  return `${words} ${place}` === expected;
}"""
WORDS = "(root) => root.getElementById('words').textContent"


def letters(text: str) -> str:
    """Words without the white space that a layout puts between them."""
    return re.sub(r"\s+", "", text)


def page_of(random: Random) -> str:
    """The article with words that are seen and words that are not, amid and between its own."""
    made = article()
    for paragraph in STORY:
        cut = random.choice([found.start() for found in re.finditer(" ", paragraph)])
        amid, between = random.choice(AMID), random.choice(BETWEEN)
        mixed = f"{paragraph[:cut]} {amid}{paragraph[cut:]}</p>{between}"
        made = made.replace(f"{paragraph}</p>", mixed)
    return made


@pytest.fixture
def opened(house: House) -> Iterator[Callable[[str], tuple[Tab, Page]]]:
    """Opens pages of their own, each with its panel; they are closed afterwards."""
    tabs: list[Tab] = []

    def open_page(html: str) -> tuple[Tab, Page]:
        tabs.append(house.browser.open(house.pages.add(f"/seen-{next(NUMBERS)}.html", html)))
        return tabs[-1], house.open_panel(tabs[-1])

    yield open_page
    for tab in tabs:
        tab.close()


def shown_as(panel: Page, expected: str) -> None:
    """Wait until the panel shows `expected` as what is selected."""
    wait_until(lambda: letters(panel.evaluate(WORDS)) == letters(expected), f"{expected!r}")


def marked(house: House, page: Tab, panel: Page, ends: tuple[str, str], expected: str) -> dict:
    """Select from some words to others and mark them; the mark on the disk."""
    before = house.on_disk()
    page.evaluate(FROM_TO, *ends)
    shown_as(panel, expected)
    panel.press("h")
    panel.wait_for("(root) => !root.getElementById('form').hidden", what="the form")
    panel.press("Enter")

    def kept() -> dict | None:
        return next((mark for key, mark in house.on_disk().items() if key not in before), None)

    mark = wait_until(kept, "the mark on the disk")
    assert letters(mark["exact"]) == letters(expected)
    return mark


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_selected_the_panel_shows_the_words_that_are_seen(
    opened: Callable[[str], tuple[Tab, Page]], seed: int
):
    random = Random(seed)
    page, panel = opened(page_of(random))
    tried = 0
    while tried < 20:
        selected = page.evaluate(SELECT, random.random(), random.random())
        if letters(selected):
            shown_as(panel, selected)
            tried += 1


@pytest.mark.parametrize("unshown", UNSHOWN)
def test_what_a_browser_selects_and_does_not_show_is_no_part_of_the_words(
    opened: Callable[[str], tuple[Tab, Page]], unshown: str
):
    page, panel = opened(article().replace(f"{STORY[1]}</p>", f"{STORY[1]}</p>{unshown}"))
    page.evaluate(FROM_TO, "who stopped", "Nobody was hurt.")
    shown_as(panel, "who stopped in time. Nobody was hurt.")


@pytest.mark.parametrize("inside", INSIDE)
def test_of_a_shadow_host_with_slots_the_words_in_them_are_selected(
    opened: Callable[[str], tuple[Tab, Page]], inside: str
):
    host = f"<x-box><template shadowrootmode=open>{inside}</template>{SLOTTED}</x-box>"
    page, panel = opened(article().replace("</article>", f"{host}</article>"))
    for start, end in ((0, 4), (0, 2), (1, 4)):
        selected = page.evaluate(SELECT_CHILDREN, "x-box", start, end)
        assert "Slotted" in selected
        shown_as(panel, selected)


def test_capitals_that_a_style_makes_are_no_part_of_the_words(
    opened: Callable[[str], tuple[Tab, Page]],
):
    raised = STORY[2].replace("hurt", "<span style='text-transform: uppercase'>hurt</span>")
    page, panel = opened(article((*STORY[:2], raised, STORY[3])))
    page.evaluate(FROM_TO, "Nobody", "hurt")
    shown_as(panel, "Nobody was hurt")


def test_hidden_words_amid_a_paragraph_leave_the_mark_its_place_in_the_clean_text(
    house: House, opened: Callable[[str], tuple[Tab, Page]]
):
    hidden = STORY[2].replace("counted", f"counted {AMID[0]}")
    page, panel = opened(article((*STORY[:2], hidden, *STORY[3:])))
    mark = marked(house, page, panel, ("The railway", "214 passengers"), CLAIM)
    assert mark["exact"] == CLAIM
    assert mark["suffix"] == "\n".join(STORY).partition(CLAIM)[2][:64]
    assert mark["end"] - mark["start"] == len(CLAIM)
    wait_until(lambda: house.painted(page), "the mark to be painted")
    (painted,) = house.painted(page)
    assert painted[1].replace("unseen ", "") == CLAIM


@pytest.mark.parametrize("folded", [BETWEEN[2], BETWEEN[3], BETWEEN[5]])
def test_what_a_selection_passes_over_is_painted_past(
    house: House, opened: Callable[[str], tuple[Tab, Page]], folded: str
):
    page, panel = opened(article().replace(f"{STORY[1]}</p>", f"{STORY[1]}</p>{folded}"))
    page.evaluate(FROM_TO, "stopped in time", "Nobody was hurt.")
    seen = page.evaluate("() => String(getSelection())")
    mark = marked(house, page, panel, ("stopped in time", "Nobody was hurt."), seen)
    assert "reading alone" not in mark["exact"]
    assert "Folded" not in mark["exact"]
    assert ("Drawn words" in mark["exact"]) == ("Drawn words" in folded)

    def painted() -> str:
        return letters("".join(words for _, words in house.painted(page)))

    wait_until(painted, "the mark to be painted")
    assert painted().startswith(letters("stopped in time"))
    assert painted().endswith(letters("Nobody was hurt."))
    page.reload()
    house.open_panel(page)
    wait_until(painted, "the mark to be painted again")
    if folded != BETWEEN[5]:  # whose words the reader has not
        reader = house.read_tab(page)
        reader.wait_for(VERDICT, mark["id"], "changed same", what="what became of the mark")
        reader.close()
