"""The popup: how it stands with the server, this page's marks, and the ways on."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.browser.articles import CLAIM, article
from tests.browser.house import PANEL, House
from tools.browsers import Page, Tab, wait_until

STATE = "(root, state) => root.querySelector('#server-state')?.dataset.state === state"
LOCALES = Path(__file__).parent.parent.parent / "_locales"
FRENCH = json.loads((LOCALES / "fr" / "messages.json").read_text(encoding="utf-8"))
SHOWN = "(root, selector) => root.querySelector(selector)?.checkVisibility()"
KEYS = "() => (globalThis.browser ?? globalThis.chrome).commands.getAll()"


def open_popup(house: House, tab: Tab, state: str) -> Page:
    """The popup over `tab`, once it knows how the server is."""
    house.browser.press_toolbar_button(tab)
    popup = house.browser.popup()
    popup.wait_for(STATE, state, what=f"the popup to say {state}")
    return popup


def open_by_keys(house: House, tab: Tab) -> Page:
    """The popup over a page to read, where the button reads: it has keys of its own."""
    house.browser.press_shortcut(tab, "Alt+Shift+L")
    popup = house.browser.popup()
    popup.wait_for(STATE, "ready", what="the popup to say ready")
    return popup


def mark(house: House, path: str) -> tuple[Tab, dict]:
    """A reader with a mark, and the mark as the disk has it."""
    reader = house.read(house.pages.add(path, article()))
    reader.drag_over(CLAIM)
    reader.press("c")
    reader.click("#mark-save")
    mark_id = house.saved(reader, CLAIM)
    return reader, house.on_disk()[mark_id]


def saved_file(house: House, act: Callable[[], None]) -> dict:
    """The JSON file that lands in the downloads by what `act` does; it is taken out again."""
    folder = house.browser.downloads
    act()
    # Browsers write beside the file and put it in its place when it is whole.
    found = wait_until(lambda: list(folder.glob("winnow-*.json")), "the file")
    read = wait_until(lambda: whole(found[0]), "the whole file")
    found[0].unlink()
    return read


def whole(file: Path) -> dict | None:
    """What the file says, once it is all there."""
    with suppress(ValueError):
        return json.loads(file.read_text(encoding="utf-8"))
    return None


def test_it_lists_the_marks_of_the_page(house: House):
    reader, kept = mark(house, "/popup-lists.html")
    popup = open_popup(house, reader, "ready")
    popup.wait_for(SHOWN, f"#mark-{kept['id']}", what="the mark")
    assert popup.text("#marks-count") == "1 mark on this page"
    assert CLAIM in (popup.text(f"#mark-{kept['id']}") or "")
    popup.press("Escape")
    reader.close()


def test_it_saves_the_marks_of_the_page_as_a_file(house: House):
    reader, kept = mark(house, "/popup-page.html")
    popup = open_popup(house, reader, "ready")
    popup.wait_for("(root) => !root.querySelector('#export-page').disabled", what="the export")
    exported = saved_file(house, lambda: popup.click("#export-page"))
    printed = json.loads(house.winnow("export", "--page", kept["page"]))
    assert [mark["id"] for mark in exported["annotations"]] == [kept["id"]]
    assert {**exported, "exported": ""} == {**printed, "exported": ""}
    reader.close()


def test_it_says_when_a_damaged_page_is_missing_from_everything(house: House):
    reader, _ = mark(house, "/popup-damaged.html")
    aside = house.server.data / "quarantine" / f"{7:032x}.json"
    aside.parent.mkdir(mode=0o700, exist_ok=True)
    aside.write_bytes(b"{")
    try:
        popup = open_popup(house, reader, "ready")
        popup.wait_for("(root) => !root.querySelector('#export-all').disabled", what="the export")
        saved_file(house, lambda: popup.click("#export-all"))
        said = "root.querySelector('#message').textContent.includes('1 page that cannot be read')"
        popup.wait_for(f"(root) => {said}", what="what is missing")
    finally:
        aside.unlink()
        reader.close()


def test_it_saves_everything_as_a_file(house: House):
    reader, kept = mark(house, "/popup-all.html")
    popup = open_popup(house, reader, "ready")
    popup.wait_for("(root) => !root.querySelector('#export-all').disabled", what="the export")
    exported = saved_file(house, lambda: popup.click("#export-all"))
    printed = json.loads(house.winnow("export"))
    assert kept["id"] in [mark["id"] for mark in exported["annotations"]]
    assert {**exported, "exported": ""} == {**printed, "exported": ""}
    reader.close()


def test_the_browser_gives_us_every_key_that_we_ask_for(house: House):
    asked = json.loads((house.extension / "manifest.json").read_text(encoding="utf-8"))["commands"]
    options = house.browser.extension_page("extension/options/options.html")
    given = {command["name"]: command["shortcut"] for command in options.evaluate(KEYS)}
    assert given == {name: one["suggested_key"]["default"] for name, one in asked.items()}
    options.close()


def test_its_keys_open_it_over_a_page_and_it_reads_that_page(house: House):
    page = house.browser.open(house.pages.add("/popup-reads.html", article()))
    popup = open_by_keys(house, page)
    assert popup.text("#page-title") == "The late train"
    with house.new_reader() as found:
        popup.click("#read")
    assert found[0].text("h1") == "The late train"
    found[0].close()
    page.close()


def test_it_opens_the_panel_for_marking_on_the_page(house: House):
    page = house.browser.open(house.pages.add("/popup-marks-here.html", article()))
    open_by_keys(house, page).click("#mark-here")
    page.wait_for("(root, panel) => !!root.querySelector(panel)", PANEL, what="the panel")
    panel = page.frame("iframe", within=PANEL)
    panel.wait_for(SHOWN, "#hint", what="the panel to ask for words")
    page.close()


@pytest.mark.parametrize("state", ["unpaired", "away"])
def test_it_speaks_french_in_a_french_browser(new_house: Callable[..., House], state: str):
    house = new_house(language="fr")
    house.use_port()
    page = house.browser.open(house.pages.add("/popup-french.html", article()))
    if state == "away":
        house.server.stop()
    popup = open_popup(house, page, state)
    names = {"unpaired": ["popup_unpaired", "popup_pairing_code"], "away": ["popup_away"]}
    shown = popup.text("body") or ""
    assert popup.evaluate("(root) => root.documentElement.lang") == "fr"
    for name in [*names[state], "popup_export_all"]:
        assert FRENCH[name]["message"] in shown
    page.close()


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
