"""Marks on every page: nothing of it before it is asked for, one look-up a page afterwards."""

import re
from itertools import count

import pytest

from tests.browser.articles import CLAIM, GO_ON, STORY, article
from tests.browser.house import House
from tools.browsers import Tab, wait_until

NUMBERS = count(1)
OPTION = "#every-page"
OTHER = ("The tide came early.", "Nobody had marked a word of it.")
CHECKED = "(root, option) => root.querySelector(option).checked"
MAY = """() => (globalThis.browser ?? globalThis.chrome).permissions.contains(
  {origins: ['<all_urls>']})"""
# A page that writes its own address so many times, with a pause behind each; the last one may
# be told.
WRITE = """async (root, [written, times, pause, last]) => {
  for (let at = 1; at <= times; at += 1) {
    history.replaceState(null, '', at === times && last ? last : `${written}${at}`);
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return location.href;
}"""
WHOLE = "(root) => root.documentElement.outerHTML"
REQUEST = re.compile(r"winnow\.request (\w+ \S+) (\d+)")
LOOK_UP = ("POST /api/v1/look-up", "200")
PROOF = ("GET /api/v1/health", "200")
OPTIONS_ASK = {PROOF, ("GET /api/v1/pages", "200")}
SCRIPTS = """async () => (await (globalThis.browser ?? globalThis.chrome)
  .scripting.getRegisteredContentScripts()).map(({id}) => id)"""


def options(house: House) -> Tab:
    """The options, once they are filled."""
    tab = house.browser.extension_page("extension/options/options.html")
    tab.wait_for("(root) => root.querySelector('#port').value", what="the options")
    return tab


def turn_on(house: House) -> None:
    """Tick the option and let the extension in."""
    tab = options(house)
    with house.browser.asked_for_permission(allow=True):
        tab.click(OPTION)
    tab.wait_for(MAY, what="the permission")
    tab.close()


def asked(house: House) -> list[tuple[str, str]]:
    """Every request the server has had, with its status."""
    log = (house.server.data / "logs" / "winnow.log").read_text(encoding="utf-8")
    return REQUEST.findall(log)


def asked_since(house: House, before: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Every request since, but for one of our own, behind all others."""
    house.server.anyone().get("/health")
    *new, own = asked(house)[len(before) :]
    assert own == PROOF
    return new


def scripts(house: House) -> list[str]:
    """The scripts that the extension has put into every page."""
    tab = options(house)
    found: list[str] = tab.evaluate(SCRIPTS)
    tab.close()
    return found


def a_page(house: House, paragraphs: tuple[str, ...] = STORY) -> str:
    """An address that no other test uses."""
    return house.pages.add(f"/everywhere-{next(NUMBERS)}.html", article(paragraphs))


def mark(house: House, address: str) -> None:
    """Mark the claim of the page at `address`, in the reader."""
    reader = house.read(address)
    reader.drag_over(CLAIM)
    reader.press("c")
    reader.click("#mark-save")
    house.saved(reader, CLAIM)
    for tab in house.browser.tabs():
        if tab.url in {address, reader.url}:
            tab.close()


def is_painted(house: House, page: Tab) -> bool:
    return CLAIM in [words for _, words in house.painted(page)]


def wait_for_look_up(house: House, before: int) -> None:
    """Wait until the server has been asked for something since `before`."""
    wait_until(lambda: len(asked(house)) > before, "a look-up")


def test_without_the_option_nothing_is_sent_or_shown(own_house: House):
    address = a_page(own_house)
    mark(own_house, address)
    before = asked(own_house)
    pages = [own_house.browser.open(address), own_house.browser.open(a_page(own_house, OTHER))]
    assert scripts(own_house) == []
    assert [own_house.painted(page) for page in pages] == [[], []]
    assert set(asked_since(own_house, before)) <= OPTIONS_ASK


def test_the_permission_is_asked_for_when_the_option_is_ticked_and_given_back(own_house: House):
    tab = options(own_house)
    assert not tab.evaluate(MAY)
    assert not tab.evaluate(CHECKED, OPTION)
    with own_house.browser.asked_for_permission(allow=False):
        tab.click(OPTION)
    tab.wait_for("(root) => root.querySelector('#saved').textContent !== ''", what="a word on it")
    assert not tab.evaluate(MAY)
    assert not tab.evaluate(CHECKED, OPTION)
    assert "did not let Winnow into all sites" in (tab.text("#saved") or "")

    with own_house.browser.asked_for_permission(allow=True):
        tab.click(OPTION)
    tab.wait_for(MAY, what="the permission")
    tab.wait_for(CHECKED, OPTION, what="the option to be on")
    tab.click(OPTION)
    wait_until(lambda: not tab.evaluate(MAY), "the permission to be given back")
    assert not tab.evaluate(CHECKED, OPTION)


def test_with_it_marks_show_on_pages_that_are_opened_and_that_were_open(own_house: House):
    address = a_page(own_house)
    mark(own_house, address)
    before = own_house.browser.open(address)
    turn_on(own_house)
    wait_until(lambda: is_painted(own_house, before), "the mark on the page that was open")
    page = own_house.browser.open(address)
    wait_until(lambda: is_painted(own_house, page), "the mark on the page")


def test_with_it_a_page_without_marks_costs_one_request_and_is_left_as_it_was(own_house: House):
    address = a_page(own_house, OTHER)
    untouched = own_house.browser.open(address)
    whole = untouched.evaluate(WHOLE)
    untouched.close()
    turn_on(own_house)
    options(own_house)  # from a page of the extension its background can be ended
    before = asked(own_house)
    page = own_house.browser.open(address)
    wait_for_look_up(own_house, len(before))
    page.evaluate("(root) => { for (const at of 'abcdefghij') location.hash = at; }")
    own_house.browser.open(a_page(own_house, OTHER))  # asks after whatever else the first would
    wait_for_look_up(own_house, len(before) + 1)
    own_house.browser.end_background()
    own_house.browser.open(a_page(own_house, OTHER))
    wait_for_look_up(own_house, len(before) + 2)
    assert asked_since(own_house, before) == [LOOK_UP] * 3
    assert page.evaluate(WHOLE) == whole
    assert own_house.painted(page) == []


def test_with_it_an_application_that_swaps_its_article_is_asked_for_again(own_house: House):
    marked = a_page(own_house)
    mark(own_house, marked)
    turn_on(own_house)
    before = len(asked(own_house))
    page = own_house.browser.open(a_page(own_house, OTHER))
    wait_for_look_up(own_house, before)
    assert own_house.painted(page) == []
    page.evaluate(GO_ON, [marked, list(STORY)])
    wait_until(lambda: is_painted(own_house, page), "the mark of the article that came")
    page.evaluate(GO_ON, [a_page(own_house, OTHER), list(OTHER)])
    wait_until(lambda: not own_house.painted(page), "no marks on the article without any")


def opened_and_asked_for(house: House) -> tuple[Tab, list[tuple[str, str]]]:
    """A page without marks that was asked for, and the requests there were before it."""
    before = asked(house)
    page = house.browser.open(a_page(house, OTHER))
    wait_for_look_up(house, len(before))
    return page, before


def look_ups_since(house: House, before: list[tuple[str, str]]) -> int:
    return asked_since(house, before).count(LOOK_UP)


@pytest.mark.parametrize("written", ["?utm_source=", "#", "?fbclid=1&utm_term="])
def test_with_it_a_page_that_writes_another_address_of_its_document_costs_nothing_more(
    own_house: House, written: str
):
    turn_on(own_house)
    page, before = opened_and_asked_for(own_house)
    page.evaluate(WRITE, [written, 30, 0, None])
    page.evaluate(WRITE, [written, 2, 1_000, None])  # so seldom that another would be asked for
    assert look_ups_since(own_house, before) == 1


def test_with_it_of_a_burst_of_addresses_the_last_is_asked_for(own_house: House):
    marked = a_page(own_house)
    mark(own_house, marked)
    turn_on(own_house)
    page, before = opened_and_asked_for(own_house)
    shown_once = page.evaluate(WRITE, ["?id=", 30, 0, marked])
    page.evaluate(GO_ON, [shown_once, list(STORY)])
    wait_until(lambda: is_painted(own_house, page), "the marks of the last address")
    assert look_ups_since(own_house, before) == 2


def test_with_it_a_page_that_goes_on_writing_its_address_waits_longer_each_time(own_house: House):
    marked = a_page(own_house)
    mark(own_house, marked)
    turn_on(own_house)
    page, before = opened_and_asked_for(own_house)
    page.evaluate(WRITE, ["?at=", 100, 10, None])  # as one that tells how far it is scrolled
    page.evaluate(WRITE, ["?at=1", 10, 600, None])
    assert 1 < look_ups_since(own_house, before) <= 4
    page.evaluate(GO_ON, [marked, list(STORY)])
    wait_until(lambda: is_painted(own_house, page), "the marks of where it came to rest")


def test_it_ends_when_it_is_turned_off(own_house: House):
    address = a_page(own_house)
    mark(own_house, address)
    turn_on(own_house)
    open_before = own_house.browser.open(address)
    wait_until(lambda: is_painted(own_house, open_before), "the mark on the page")
    tab = options(own_house)
    tab.click(OPTION)
    wait_until(lambda: not scripts(own_house), "no script for every page")
    before = asked(own_house)
    open_before.evaluate(GO_ON, [f"{address}?page=2", list(STORY)])
    page = own_house.browser.open(address)
    assert own_house.painted(page) == []
    assert asked_since(own_house, before) == []


def test_it_stays_on_when_the_browser_starts_again(own_house: House):
    address = a_page(own_house)
    mark(own_house, address)
    turn_on(own_house)
    own_house.browser.restart()
    page = own_house.browser.open(address)
    wait_until(lambda: is_painted(own_house, page), "the mark on the page")
