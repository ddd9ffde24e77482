"""A mark whose words stand in several places after an edit: the person says which is meant."""

from collections.abc import Iterator
from itertools import count
from urllib.parse import urlsplit

import pytest

from tests.browser.articles import STORY, article
from tests.browser.house import FOCUS_ON, House
from tools.browsers import Tab, wait_until

NUMBERS = count(1)
WORDS = "Rain had softened the ground along the track"
BEFORE = (STORY[0], f"{WORDS} since Monday.", *STORY[1:])
AFTER = (
    f"It was known before: {WORDS} north of Lund.",
    *STORY,
    f"Near the bridge, too? {WORDS}, as every May.",
)
CARD = "(root) => root.querySelector('#mark-places').checkVisibility()"
NO_CARD = "(root) => root.querySelector('#mark-form').hidden"
PLACE = "(root) => root.querySelector('#mark-places-said').textContent"
SECOND = """(root, words) => {
  const block = [...root.querySelectorAll('#blocks p')].find((p) => p.textContent.includes('too?'));
  const range = document.createRange();
  range.setStart(block.firstChild, block.textContent.indexOf(words) + 2);
  range.setEnd(block.firstChild, block.textContent.indexOf(words) + 3);
  const {left, right, top, bottom} = range.getBoundingClientRect();
  return [(left + right) / 2, (top + bottom) / 2];
}"""
IDS = """(root) => [...root.querySelectorAll('.mark')].map(({id}) => id.slice('mark-'.length))"""
VERDICT = """(root) => [...root.querySelectorAll('.mark')].map(
  ({dataset}) => `${dataset.words} ${dataset.place}`)"""


@pytest.fixture
def reader(house: House) -> Iterator[Tab]:
    """The reader on the edited page, where the words stand twice and neither is certain."""
    address = house.pages.add(f"/several-{next(NUMBERS)}.html", article(BEFORE))
    first = house.read(address)
    first.drag_over(WORDS)
    first.press("q")
    first.fill("#mark-speaker", "Maja Holm")
    first.click("#mark-save")
    house.saved(first, WORDS)
    first.close()
    house.pages.add(urlsplit(address).path, article(AFTER))
    opened = house.read(address)
    assert opened.evaluate(VERDICT) == ["same several"]
    yield opened
    opened.close()


def living(house: House) -> dict[str, dict]:
    """The marks on these words that are not deleted, by id."""
    kept = house.on_disk().items()
    return {key: mark for key, mark in kept if mark["exact"] == WORDS and not mark["deleted"]}


def test_a_person_says_by_keys_where_a_mark_belongs(house: House, reader: Tab):
    (before,) = reader.evaluate(IDS)
    reader.press("n")
    reader.press("Enter")
    reader.wait_for(CARD, what="the card with its places")
    assert reader.evaluate(PLACE) == "Place 1 of 2. Does the mark belong here?"
    assert reader.evaluate(FOCUS_ON, "#mark-next-place")
    reader.fill("#mark-note", "seen twice")
    reader.evaluate("(root) => root.querySelector('#mark-next-place').focus()")
    reader.press("Enter")
    reader.wait_for(
        f"(root) => ({PLACE})(root).startsWith('Place 2 of 2')", what="the second place"
    )
    assert ("winnow-pending", WORDS) in house.painted(reader)
    assert reader.evaluate("(root) => root.querySelector('#mark-note').value") == "seen twice"
    reader.press("Shift+Tab")
    assert reader.evaluate(FOCUS_ON, "#mark-pick-place")
    reader.press("Enter")
    reader.wait_for(NO_CARD, what="the card to close")
    wait_until(lambda: before not in living(house), "another mark")
    (chosen,) = reader.evaluate(IDS)
    mark = house.on_disk()[chosen]
    assert mark["prefix"].endswith("too? ")
    assert (mark["speaker"], mark["note"], mark["kind"]) == ("Maja Holm", "seen twice", "quote")
    assert reader.evaluate(VERDICT) == ["same same"]
    reader.press("F5")
    reader.wait_for(f"(root) => ({VERDICT})(root).length", what="the mark after a new start")
    assert reader.evaluate(VERDICT) == ["same same"]


def test_a_click_on_a_place_opens_the_card_there_and_the_choice_is_undone(
    house: House, reader: Tab
):
    (before,) = reader.evaluate(IDS)
    reader.click_at(*reader.evaluate(SECOND, WORDS))
    reader.wait_for(CARD, what="the card with its places")
    assert reader.evaluate(PLACE).startswith("Place 2 of 2")
    reader.click("#mark-pick-place")
    wait_until(lambda: before not in living(house), "another mark")
    reader.press("Control+z")
    wait_until(lambda: before in living(house), "the old mark again")
    reader.wait_for(
        f"(root) => ({VERDICT})(root).join() === 'same several'", what="the old verdict again"
    )


def test_who_does_not_say_leaves_everything_as_it_was(house: House, reader: Tab):
    before = living(house)
    reader.click(".mark [data-action=edit]")
    reader.wait_for(CARD, what="the card with its places")
    reader.press("Escape")
    reader.wait_for(NO_CARD, what="no card")
    assert living(house) == before
    assert ("winnow-pending", WORDS) not in house.painted(reader)
