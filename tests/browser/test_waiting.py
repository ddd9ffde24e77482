"""Marks made while the server is away: kept in the browser, shown as waiting, sent once."""

import pytest

from tests.browser.articles import CLAIM, HIGHLIGHT, QUOTE, article
from tests.browser.house import MARK_IS, READER, House
from tools.browsers import Tab, wait_until

# What waits, in the order it is sent, as the background keeps it.
WAITING = """async () => {
  const kept = await (globalThis.browser ?? globalThis.chrome).storage.local.get(null);
  return Object.entries(kept).filter(([key]) => key.startsWith('pending:'))
    .map(([, one]) => one).sort((a, b) => a.order - b.order)
    .map(({steps}) => steps.map(({op}) => op));
}"""


@pytest.fixture
def reader(own_house: House) -> Tab:
    """A reader of a browser and a server that this test may break."""
    return own_house.read(own_house.pages.add("/away.html", article()))


def mark(reader: Tab, words: str, key: str) -> None:
    reader.drag_over(words)
    reader.press(key)
    reader.click("#mark-save")


def waits(reader: Tab, words: str) -> str:
    """Wait until the reader says that the mark over `words` waits; its id."""
    return reader.wait_for(MARK_IS, words, "waiting", what=f"the mark over {words!r} to wait")


def test_marks_wait_in_order_and_are_sent_once_when_the_server_is_back(
    own_house: House, reader: Tab
):
    own_house.server.stop()
    mark(reader, CLAIM, "c")
    first = waits(reader, CLAIM)
    mark(reader, QUOTE, "q")
    second = waits(reader, QUOTE)
    assert reader.text("#save-state") == "Waiting for Winnow"
    assert reader.evaluate(WAITING) == [["create"], ["create"]]
    assert {words for _, words in own_house.painted(reader)} >= {CLAIM, QUOTE}

    own_house.start_server()
    assert own_house.saved(reader, CLAIM) == first
    assert own_house.saved(reader, QUOTE) == second
    assert reader.evaluate(WAITING) == []
    kept = own_house.on_disk()
    assert {mark_id: mark["rev"] for mark_id, mark in kept.items()} == {first: 1, second: 1}


def test_a_waiting_mark_survives_the_end_of_the_browser(own_house: House, reader: Tab):
    own_house.server.stop()
    mark(reader, CLAIM, "c")
    mark_id = waits(reader, CLAIM)
    own_house.browser.restart()
    own_house.start_server()
    wait_until(lambda: mark_id in own_house.on_disk(), "the mark on the disk")
    assert own_house.on_disk()[mark_id]["exact"] == CLAIM


def test_changes_and_deletions_wait_too(own_house: House, reader: Tab):
    mark(reader, CLAIM, "c")
    changed = own_house.saved(reader, CLAIM)
    mark(reader, HIGHLIGHT, "h")
    deleted = own_house.saved(reader, HIGHLIGHT)
    own_house.server.stop()
    reader.click(f"#mark-{changed} [data-action=edit]")
    reader.fill("#mark-note", "Ask again.")
    reader.click("#mark-save")
    waits(reader, CLAIM)
    reader.click(f"#mark-{deleted} [data-action=delete]")
    reader.wait_for("(root, id) => !root.getElementById(id)", f"mark-{deleted}")
    assert own_house.on_disk()[deleted]["deleted"] is None

    own_house.start_server()
    own_house.saved(reader, CLAIM)
    wait_until(lambda: own_house.on_disk()[deleted]["deleted"], "the deletion on the disk")
    assert own_house.on_disk()[changed]["note"] == "Ask again."


def test_what_the_server_refuses_is_kept_until_the_person_decides(own_house: House, reader: Tab):
    reader.drag_over(CLAIM)
    reader.press("c")
    reader.wait_for("(root) => !root.querySelector('#mark-form').hidden", what="the form")
    reader.evaluate("""(root) => {
      const note = root.querySelector('#mark-note');
      note.removeAttribute('maxlength');
      note.value = 'x'.repeat(200_001);
    }""")
    reader.click("#mark-save")
    failed = reader.wait_for(MARK_IS, CLAIM, "failed", what="the mark to be called not saved")
    assert own_house.on_disk() == {}
    assert reader.evaluate(WAITING) == [["create"]]
    reader.click(f"#mark-{failed} [data-action=discard]")
    reader.wait_for("(root, id) => !root.getElementById(id)", f"mark-{failed}")
    assert reader.evaluate(WAITING) == []


def test_marks_wait_for_a_new_pairing_when_the_old_one_is_taken_back(own_house: House, reader: Tab):
    own_house.winnow("devices", "revoke", own_house.browser.kind.capitalize())
    mark(reader, CLAIM, "c")
    mark_id = waits(reader, CLAIM)
    own_house.pair().close()
    assert own_house.saved(reader, CLAIM) == mark_id
    assert list(own_house.on_disk()) == [mark_id]
    assert any(READER in tab.url for tab in own_house.browser.tabs())
