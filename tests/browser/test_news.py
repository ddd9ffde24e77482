"""Marks made in one browser are seen in another that reads the page, through the server."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.articles import CLAIM, QUOTE, article
from tests.browser.house import MARK_IS, House
from tools.browsers import Tab, wait_until

GONE = "(root, id) => !root.getElementById(id)"
NOTES = ("From the first.", "From the second.")
HAS_NOTE = "(root, id, note) => root.getElementById(id)?.innerText.includes(note)"


@pytest.fixture
def houses(new_house: Callable[..., House]) -> tuple[House, House]:
    """Two browsers, each paired with one server."""
    first = new_house()
    second = new_house(server=first.server)
    for house in (first, second):
        house.pair().close()
    return first, second


def test_what_one_browser_does_is_seen_in_the_other_that_reads_the_page(
    houses: tuple[House, House], capsys: pytest.CaptureFixture[str]
):
    first, second = houses
    address = first.pages.add("/both.html", article())
    here, there = (house.read(address) for house in houses)

    here.drag_over(CLAIM)
    here.press("c")
    here.click("#mark-save")
    mark_id = first.saved(here, CLAIM)
    began = time.monotonic()
    assert second.saved(there, CLAIM) == mark_id
    took = time.monotonic() - began
    assert CLAIM in [words for _, words in second.painted(there)]

    there.click(f"#mark-{mark_id} [data-action=edit]")
    there.fill("#mark-note", "Seen from here too.")
    there.click("#mark-save")
    here.wait_for(HAS_NOTE, f"mark-{mark_id}", "Seen from here too.", what="the other's note")

    here.click(f"#mark-{mark_id} [data-action=delete]")
    there.wait_for(GONE, f"mark-{mark_id}", what="the mark to go from the other browser")
    here.press("Control+z")
    second.saved(there, CLAIM)
    assert first.on_disk()[mark_id]["deleted"] is None
    with capsys.disabled():
        print(f"\na mark is seen in the other {first.browser.kind} after {took:.1f} s")


def test_of_changes_made_in_two_browsers_at_once_the_second_sees_both_and_picks(
    houses: tuple[House, House], kind: str, pictures: Path
):
    first, second = houses
    address = first.pages.add("/at-once.html", article())
    tabs = [house.read(address) for house in houses]
    here, there = tabs
    ids: dict[str, str] = {}
    for words in (QUOTE, CLAIM):
        here.drag_over(words)
        here.press("c")
        here.click("#mark-save")
        ids[words] = first.saved(here, words)
        assert second.saved(there, words) == ids[words]

    first.server.stop()
    for tab, note in zip(tabs, NOTES, strict=True):
        for words, mark_id in ids.items():
            tab.click(f"#mark-{mark_id} [data-action=edit]")
            tab.fill("#mark-note", note)
            tab.click("#mark-save")
            tab.wait_for(MARK_IS, words, "waiting", what="the change to wait")
    first.start_server()

    def refused(words: str) -> tuple[Tab, str, str]:
        """Who was refused, the note that was kept, and the other, when both are shown."""

        def found() -> int | None:
            failed = [bool(tab.evaluate(MARK_IS, words, "failed")) for tab in tabs]
            return failed.index(True) + 1 if any(failed) else None

        loser = wait_until(found, "one of the changes to be refused") - 1
        kept, other = NOTES[1 - loser], NOTES[loser]
        assert first.on_disk()[ids[words]]["note"] == kept
        shown = tabs[loser].text(f"#mark-{ids[words]}") or ""
        assert kept in shown
        assert other in shown
        return tabs[loser], kept, other

    loser, kept, _ = refused(QUOTE)
    loser.screenshot(pictures / f"conflict-{kind}.png")
    loser.click(f"#mark-{ids[QUOTE]} [data-action=discard]")
    loser.wait_for(HAS_NOTE, f"mark-{ids[QUOTE]}", kept, what="the note that was kept")
    assert first.on_disk()[ids[QUOTE]]["rev"] == 2

    loser, _, other = refused(CLAIM)
    loser.click(f"#mark-{ids[CLAIM]} [data-action=again]")
    for tab in tabs:
        tab.wait_for(HAS_NOTE, f"mark-{ids[CLAIM]}", other, what="the note that was picked")
    kept_mark = first.on_disk()[ids[CLAIM]]
    assert (kept_mark["rev"], kept_mark["note"]) == (3, other)
