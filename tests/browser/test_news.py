"""Marks made in one browser are seen in another that reads the page, through the server."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.articles import CLAIM, QUOTE, article
from tests.browser.house import MARK_IS, House
from tools.browsers import Tab, wait_until

GONE = "(root, id) => !root.getElementById(id)"
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


def test_a_change_made_in_two_browsers_at_once_is_shown_to_whom_it_was_refused(
    houses: tuple[House, House], kind: str, pictures: Path
):
    first, second = houses
    address = first.pages.add("/at-once.html", article())
    here, there = (house.read(address) for house in houses)
    here.drag_over(QUOTE)
    here.press("c")
    here.click("#mark-save")
    mark_id = first.saved(here, QUOTE)
    assert second.saved(there, QUOTE) == mark_id

    first.server.stop()
    for tab, note in ((here, "From the first."), (there, "From the second.")):
        tab.click(f"#mark-{mark_id} [data-action=edit]")
        tab.fill("#mark-note", note)
        tab.click("#mark-save")
        tab.wait_for(MARK_IS, QUOTE, "waiting", what="the change to wait")
    first.start_server()

    def settled() -> tuple[Tab, Tab] | None:
        for winner, loser in ((here, there), (there, here)):
            if loser.evaluate(MARK_IS, QUOTE, "failed"):
                return winner, loser
        return None

    winner, loser = wait_until(settled, "one of the changes to be refused")
    kept, refused = ("From the first.", "From the second.")
    if winner is there:
        kept, refused = refused, kept
    assert first.on_disk()[mark_id]["note"] == kept
    shown = loser.text(f"#mark-{mark_id}")
    assert refused in shown
    assert kept in shown
    loser.screenshot(pictures / f"conflict-{kind}.png")
    loser.click(f"#mark-{mark_id} [data-action=discard]")
    loser.wait_for(HAS_NOTE, f"mark-{mark_id}", kept, what="the note that was kept")
    assert first.on_disk()[mark_id]["rev"] == 2
