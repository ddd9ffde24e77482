"""The ways to open the reader: the toolbar button, its keys, the page's menu."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.browser.articles import STORY, article
from tests.browser.house import READER, House
from tools.browsers import Tab

NUMBERS = count(1)
TABS = """async () => {
  const {tabs} = globalThis.browser ?? globalThis.chrome;
  const all = await tabs.query({currentWindow: true});
  return all.sort((a, b) => a.index - b.index).map(({url}) => url);
}"""
SAID = """(root) => Object.fromEntries(
  ['site', 'title', 'byline', 'facts'].map((id) => [id, root.getElementById(id).textContent]))"""
PANEL = ":root > div[popover]"
ADD = """(root, words) => {
  const paragraph = root.createElement('p');
  paragraph.textContent = words;
  root.querySelector('article').append(paragraph);
}"""
LATER = "A second train, sent from Malmö, took the passengers on to Hässleholm at eleven."


@pytest.fixture
def page(house: House) -> Iterator[Tab]:
    """An article in a tab of its own; the readers that the test opens end with it."""
    before = house.readers()
    tab = house.browser.open(house.pages.add(f"/opening-{next(NUMBERS)}.html", article()))
    yield tab
    tab.close()
    for reader in house.readers():
        if reader not in before:
            reader.close()


def by_button(house: House, tab: Tab) -> None:
    house.browser.press_toolbar_button(tab)


def by_keys(house: House, tab: Tab) -> None:
    house.browser.press_shortcut(tab, "Alt+W")


def by_menu(house: House, tab: Tab) -> None:
    house.browser.choose_in_context_menu(tab, "Read with Winnow", tab.words(STORY[2])[0].middle)


def by_menu_of_a_selection(house: House, tab: Tab) -> None:
    tab.double_click("schoolchildren")
    house.browser.choose_in_context_menu(
        tab, "Read with Winnow", tab.words("schoolchildren")[0].middle
    )


WAYS = [by_button, by_keys, by_menu, by_menu_of_a_selection]
Way = Callable[[House, Tab], None]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_each_way_opens_the_reader_on_the_page_in_front(house: House, page: Tab, way: Way):
    with house.new_reader() as opened:
        way(house, page)
    assert house.blocks(opened[0]) == list(STORY)
    assert opened[0].evaluate("(root) => root.querySelector('#original').href") == page.url


def test_the_reader_opens_beside_the_page(house: House, page: Tab):
    other = house.browser.open(house.pages.add("/beside.html", article()))
    with house.new_reader() as opened:
        by_button(house, page)
    tabs = opened[0].evaluate(TABS)
    assert tabs.index(opened[0].url) == tabs.index(page.url) + 1
    assert tabs.index(other.url) == tabs.index(page.url) + 2
    other.close()


def test_a_second_press_reads_the_page_as_it_stands_then(house: House, page: Tab):
    with house.new_reader() as first:
        by_button(house, page)
    page.evaluate(ADD, LATER)
    with house.new_reader() as second:
        by_button(house, page)
    assert house.blocks(second[0]) == [*STORY, LATER]
    assert house.blocks(first[0]) == list(STORY)


def test_a_reader_that_is_reloaded_shows_what_it_showed(house: House, page: Tab):
    with house.new_reader() as opened:
        by_button(house, page)
    reader = opened[0]
    page.evaluate(ADD, LATER)
    reader.reload()
    house.wait_for_answer(reader)
    assert house.blocks(reader) == list(STORY)


@pytest.mark.parametrize("way", [by_button, by_keys], ids=lambda way: way.__name__)
def test_in_a_reader_the_button_opens_the_popup(house: House, page: Tab, way: Way):
    with house.new_reader() as opened:
        by_button(house, page)
    reader = opened[0]
    tabs = len(house.browser.tabs())
    way(house, reader)
    popup = house.browser.popup()
    popup.wait_for("(root) => root.querySelector('#server-state').dataset.state === 'ready'")
    assert popup.text("#page-title") == "The late train"
    assert not popup.shows("#page-actions")
    popup.press("Escape")
    assert len(house.browser.tabs()) == tabs


def test_the_menu_of_a_selection_opens_the_panel_on_the_page(house: House, page: Tab):
    before = house.readers()
    page.double_click("schoolchildren")
    house.browser.choose_in_context_menu(
        page, "Mark as claim", page.words("schoolchildren")[0].middle
    )
    page.wait_for("(root) => root.querySelector('iframe') !== null", within=PANEL, what="the panel")
    assert house.readers() == before
    assert READER not in page.url


def test_the_header_says_site_headline_author_and_day(house: House):
    head = (
        '<meta property="og:site_name" content="The Sound Courier">'
        '<meta name="author" content="Maja Holm and Nils Berg">'
        '<meta property="article:published_time" content="2026-03-07">'
    )
    reader = house.read(house.pages.add("/said.html", article(head=head)))
    said = reader.evaluate(SAID)
    assert said["site"] == "The Sound Courier"
    assert said["title"] == "The late train"
    assert said["byline"] == "By Maja Holm, Nils Berg"
    assert "March 7, 2026" in said["facts"]
    assert reader.evaluate("(root) => root.querySelector('#facts time').dateTime") == "2026-03-07"
    reader.close()
