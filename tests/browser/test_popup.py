"""The popup: how it stands with the server, this page's marks, and the ways on."""

import json
from collections.abc import Callable

from tests.browser.articles import CLAIM, article
from tests.browser.house import House
from tools.browsers import Page, Tab

STATE = "(root, state) => root.querySelector('#server-state')?.dataset.state === state"
EXPORT = """async (root, page) => (await (globalThis.browser ?? globalThis.chrome)
  .runtime.sendMessage({type: 'export', ...(page ? {page} : {})})).value.text"""


def open_popup(house: House, tab: Tab, state: str) -> Page:
    """The popup over `tab`, once it knows how the server is."""
    house.browser.press_toolbar_button(tab)
    popup = house.browser.popup()
    popup.wait_for(STATE, state, what=f"the popup to say {state}")
    return popup


def test_it_lists_the_marks_of_the_page_and_exports_them(house: House):
    reader = house.read(house.pages.add("/popup-marks.html", article()))
    reader.drag_over(CLAIM)
    reader.press("c")
    reader.click("#mark-save")
    mark_id = house.saved(reader, CLAIM)
    page_id = house.on_disk()[mark_id]["page"]
    popup = open_popup(house, reader, "ready")
    popup.wait_for("(root, id) => !!root.getElementById(id)", f"mark-{mark_id}", what="the mark")
    exported = json.loads(popup.evaluate(EXPORT, page_id))
    printed = json.loads(house.winnow("export", "--page", page_id))
    assert [mark["exact"] for mark in exported["annotations"]] == [CLAIM]
    assert {**exported, "exported": ""} == {**printed, "exported": ""}
    popup.click("#export-page")
    popup.wait_for(
        "(root) => /winnow-.*[.]json/.test(root.querySelector('#message').textContent)",
        what="the popup to name the file",
    )
    popup.press("Escape")
    reader.close()


def test_once_paired_it_reads_the_page_in_front(new_house: Callable[..., House]):
    house = new_house()
    page = house.browser.open(house.pairing_link())
    popup = open_popup(house, page, "unpaired")
    popup.click("#pair-yes")
    page.wait_for("(root) => root.body.dataset.state === 'paired'", what="the page to say paired")
    popup.wait_for(STATE, "ready", what="the popup to say ready")
    with house.new_reader() as found:
        popup.click("#read")
    assert found[0].text("h1")


def test_it_says_that_the_server_is_away_and_what_to_do(own_house: House):
    reader = own_house.read(own_house.pages.add("/popup-away.html", article()))
    own_house.server.stop()
    popup = open_popup(own_house, reader, "away")
    assert "winnow serve" in (popup.text("#problem-help") or "")
    own_house.start_server()
    popup.click("#problem-actions button")
    popup.wait_for(STATE, "ready", what="the popup to find the server")
