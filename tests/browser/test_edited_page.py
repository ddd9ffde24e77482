"""A page that was edited after it was marked: what the reader tells of each mark."""

from itertools import count

import pytest

from tests.browser.articles import CLAIM, QUOTE, STORY
from tests.browser.house import House
from tools.browsers import Tab

NUMBERS = count(1)
SHOWN = """(root, id) => {
  const mark = root.getElementById(`mark-${id}`);
  const all = (selector) => [...mark.querySelectorAll(selector)].map((part) => part.textContent);
  return {
    words: mark.dataset.words, exact: all('.exact')[0], alerts: all('.alerts li'),
    then: all('.difference del'), now: all('.difference ins'), whole: all('.difference')[0] ?? '',
  };
}"""


def marked_and_edited(house: House, marked: str, then: str, now: str) -> tuple[str, Tab]:
    """Mark words of a page, edit the page, and read it again; the mark's id and the reader."""
    edited = tuple(paragraph.replace(then, now) for paragraph in STORY)
    assert edited != STORY
    mark_id, address = house.edited(marked, STORY, edited)
    return mark_id, house.read(address)


def test_a_changed_figure_is_told_with_the_words_then_and_now(house: House):
    mark_id, reader = marked_and_edited(house, CLAIM, "214", "241")
    shown = reader.evaluate(SHOWN, mark_id)
    assert (shown["words"], shown["exact"]) == ("changed", CLAIM)
    assert shown["alerts"] == ["The figure 214 became 241."]
    assert (shown["then"], shown["now"]) == ([" was: 214"], [" is now: 241"])
    assert shown["whole"] == "The railway counted  was: 214 is now: 241 passengers"
    assert ("winnow-claim", CLAIM.replace("214", "241")) in house.painted(reader)
    assert house.on_disk()[mark_id]["exact"] == CLAIM
    reader.close()


def test_words_that_are_gone_keep_their_space_in_the_difference(house: House):
    mark_id, reader = marked_and_edited(house, QUOTE, "at the last moment", "at the moment")
    shown = reader.evaluate(SHOWN, mark_id)
    assert (shown["words"], shown["alerts"], shown["now"]) == ("changed", [], [])
    assert shown["whole"] == "We saw the tree at the  was: last moment"
    reader.close()


@pytest.mark.parametrize(("then", "now"), [("214 passengers", "nobody else on board")])
def test_words_that_stand_nowhere_show_no_difference(house: House, then: str, now: str):
    mark_id, reader = marked_and_edited(house, "214 passengers", then, now)
    shown = reader.evaluate(SHOWN, mark_id)
    assert (shown["words"], shown["exact"], shown["whole"]) == ("gone", "214 passengers", "")
    reader.close()
