"""Whatever a person selects, the mark is of the words they see, and what it lacks is said."""

import re
from collections.abc import Iterator
from itertools import count
from random import Random

import pytest

from tests.browser.articles import STORY, article
from tests.browser.house import FOCUS_ON, House
from tools.browsers import Tab, wait_until

NUMBERS = count(1)
RICH = (
    "<ul><li>The <b>first</b> thing</li><li>The second, with a <a href='#x'>link</a></li></ul>"
    "<table><tr><td>Lund</td><td>8.15</td></tr><tr><td>Malmö</td><td>8.40</td></tr></table>"
    "<pre>if late:\n    wait()</pre>"
    "<p>It rained<br>all night, <i>and</i> the soft&shy;ened bank slid.</p>"
)
SELECTED = "() => String(getSelection())"
EXACT = "(root) => root.querySelector('#mark-exact').textContent"
FORM = "(root) => !root.querySelector('#mark-form').hidden"
NO_FORM = "(root) => root.querySelector('#mark-form').hidden"
TOAST = "(root) => root.querySelector('#toast-words').textContent"
# A selection from one place among the article's characters to another, as shares of all.
SELECT = """(root, from, to) => {
  const walker = document.createTreeWalker(root.querySelector('#blocks'), NodeFilter.SHOW_TEXT);
  const places = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at <= node.length; at += 1) places.push([node, at]);
  }
  const [start, end] = [from, to].map((share) => places[Math.floor(share * places.length)]);
  getSelection().setBaseAndExtent(...start, ...end);
  return String(getSelection());
}"""
FROM_TO = """(root, from, to) => {
  const text = (selector) => document.createTreeWalker(
    root.querySelector(selector), NodeFilter.SHOW_TEXT).nextNode();
  getSelection().setBaseAndExtent(text(from), 0, text(to), 9);
}"""


@pytest.fixture
def reader(house: House) -> Iterator[Tab]:
    """The reader on an article with all kinds of blocks, one of which was left out."""
    page = article().replace("</article>", f"{RICH}</article>")
    opened = house.read(house.pages.add(f"/selecting-{next(NUMBERS)}.html", page))
    yield opened
    opened.close()


def seen(text: str) -> str:
    """What is seen of words, whatever white space a layout puts between them."""
    return re.sub(r"[\s\u00ad]+", "", text)


def test_words_that_are_selected_in_part_are_offered_whole(house: House, reader: Tab):
    reader.drag_over("ilway counted 214 passen")
    reader.wait_for("(root) => root.querySelector('#whole-words')?.checkVisibility()")
    reader.press("w")
    wait_until(lambda: reader.evaluate(SELECTED) == "railway counted 214 passengers", "whole words")
    reader.wait_for("(root) => root.querySelector('#whole-words').hidden", what="nothing to offer")
    reader.press("h")
    reader.press("Enter")
    house.saved(reader, "railway counted 214 passengers")


def test_a_part_of_a_word_is_marked_where_that_is_wanted(house: House, reader: Tab):
    reader.drag_over("school")
    reader.press("h")
    reader.press("Enter")
    house.saved(reader, "school")


def test_whatever_is_selected_the_mark_is_of_the_words_that_are_seen(reader: Tab):
    random = Random(8)
    tried = 0
    for _ in range(60):
        selected = reader.evaluate(SELECT, random.random(), random.random())
        if not seen(selected):
            continue
        reader.press("h")
        reader.wait_for(FORM, what=f"the form for {selected!r}")
        assert seen(reader.evaluate(EXACT)) == seen(selected)
        assert reader.evaluate(TOAST) == ""
        reader.press("Escape")
        reader.wait_for(NO_FORM, what="no form")
        tried += 1
    assert tried > 40


def test_three_clicks_take_a_paragraph(reader: Tab):
    box, _ = reader.words("Nobody was hurt.")
    reader.move(*box.middle)
    reader.button("down", "up", "down", "up", "down", "up")
    reader.press("h")
    reader.wait_for(FORM, what="the form")
    assert reader.evaluate(EXACT) == STORY[2]


@pytest.mark.parametrize(
    ("start", "end"), [("#back-r1 h1", "#block-b3"), ("#block-b4", "#removed-count")]
)
def test_a_selection_that_reaches_into_other_words_says_so_and_works(
    reader: Tab, start: str, end: str
):
    reader.click("#removed-count")
    reader.click("#left-out-r1 button")
    reader.wait_for(
        "(root) => root.querySelector('#back-r1') !== null", what="the block to be back"
    )
    reader.evaluate(FROM_TO, start, end)
    reader.press("h")
    reader.wait_for(FORM, what="the form")
    assert "beyond the article" in reader.evaluate(TOAST)
    words = seen(reader.evaluate(EXACT))
    assert words
    assert words in seen("".join(STORY) + re.sub("<[^>]*>|&shy;", "", RICH))
    reader.press("Escape")
    reader.wait_for(NO_FORM, what="no form")


def test_the_offer_is_reached_by_keys(reader: Tab):
    reader.drag_over("ilway counted 214 passen")
    reader.wait_for("(root) => root.querySelector('#whole-words').checkVisibility()")
    reader.press("Tab")
    reader.wait_for(FOCUS_ON, "#mark-claim", what="the bar to have the focus")
    reader.press("ArrowLeft")
    reader.wait_for(FOCUS_ON, "#whole-words", what="the offer to have the focus")
    reader.press("Enter")
    wait_until(lambda: reader.evaluate(SELECTED) == "railway counted 214 passengers", "whole words")
