"""A text that was marked at another address: the reader asks, and joins on a yes."""

from collections.abc import Callable
from http import HTTPStatus
from itertools import count

import pytest

from tests.browser.articles import CLAIM, STORY, article
from tests.browser.house import House
from tests.conftest import Client
from tools.browsers import Tab

NUMBERS = count(1)
MARKS = "(root) => [...root.querySelectorAll('#marks-list .exact')].map((one) => one.textContent)"
# What this browser proves itself with.
PROOF = """async () => {
  const {connection} = await (globalThis.browser ?? globalThis.chrome).storage.local.get(null);
  return `Bearer ${connection.token}`;
}"""
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


def test_a_page_that_names_another_s_address_shows_none_of_its_marks(
    house: House, a_mark: Callable[..., dict]
):
    """Neither when it is read, nor with the news that its reader hears of later."""
    marked = house.pages.add("/marked.html", article())
    marked_at(house, marked)
    prizes = tuple(f"Reader number {number} of this page wins a prize." for number in range(9))
    link = f'<link rel="canonical" href="{marked}">'
    html = article((*prizes, STORY[2]), head=link).replace("The late train", "Prizes for all")
    address = house.pages.add("/prizes.html", html)
    page = {"url": address, "canonical": marked, "title": "Prizes for all"}
    reader = house.read(address)
    assert reader.evaluate(MARKS) == []
    proof = {"Origin": house.browser.extension_origin, "Authorization": reader.evaluate(PROOF)}
    new = a_mark(kind="claim", exact=prizes[3], page=page)
    assert Client(house.server.port, proof).post("/annotations", new).status == HTTPStatus.CREATED
    assert house.saved(reader, prizes[3]) == new["id"]
    assert reader.evaluate(MARKS) == [prizes[3]]
    assert {words for _, words in house.painted(reader)} == {prizes[3]}
    reader.close()
