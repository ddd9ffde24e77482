"""A text that was marked at another address: the reader asks, and joins on a yes."""

from itertools import count

import pytest

from tests.browser.articles import CLAIM, STORY, article
from tests.browser.house import House
from tools.browsers import Tab

NUMBERS = count(1)
MARKS = "(root) => [...root.querySelectorAll('#marks-list .exact')].map((one) => one.textContent)"
ASKS = "(root) => root.querySelector('#elsewhere').checkVisibility()"


@pytest.fixture
def twice(house: House) -> tuple[str, str]:
    """Two addresses of one text, long enough to tell a document, that no other test reads."""
    number = next(NUMBERS)
    tale = tuple(f"{line} This is story {number}, told by witness {number}." for line in STORY)
    html = article(tale)
    return house.pages.add(f"/one-{number}.html", html), house.pages.add(
        f"/two-{number}.html", html
    )


def marked_at(house: House, address: str) -> None:
    reader = house.read(address)
    reader.drag_over(CLAIM)
    reader.press("c")
    reader.click("#mark-save")
    house.saved(reader, CLAIM)
    reader.close()


def asking(house: House, address: str) -> Tab:
    reader = house.read(address)
    reader.wait_for(ASKS, what="the question whether this is the same document")
    return reader


def test_on_a_yes_the_marks_are_shown_here_too(house: House, twice: tuple[str, str]):
    first, second = twice
    marked_at(house, first)
    reader = asking(house, second)
    shown = reader.evaluate("(root) => root.querySelector('#elsewhere').innerText")
    assert "You marked this text at another address" in shown
    assert first in shown
    assert reader.evaluate(MARKS) == []
    reader.click("#elsewhere-yes")
    reader.wait_for(
        "(root) => root.querySelectorAll('#marks-list .mark').length === 1", what="the mark"
    )
    assert reader.evaluate(MARKS) == [CLAIM]
    assert not reader.evaluate(ASKS)
    reader.close()
    again = house.read(second)
    assert (again.evaluate(MARKS), again.evaluate(ASKS)) == ([CLAIM], False)
    again.close()


def test_on_a_no_nothing_is_joined_and_it_is_not_asked_again(house: House, twice: tuple[str, str]):
    first, second = twice
    marked_at(house, first)
    reader = asking(house, second)
    reader.click("#elsewhere-no")
    assert (reader.evaluate(MARKS), reader.evaluate(ASKS)) == ([], False)
    reader.close()
    again = house.read(second)
    assert (again.evaluate(MARKS), again.evaluate(ASKS)) == ([], False)
    again.close()
