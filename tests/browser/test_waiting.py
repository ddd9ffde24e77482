"""Marks made while the server is away: kept in the browser, shown as waiting, sent once."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import pytest

from tests.browser.articles import CLAIM, HIGHLIGHT, QUOTE, article
from tests.browser.house import FOCUS_ON, MARK_IS, READER, House
from tests.browser.stranger import TOKEN, proves_only, stranger
from tests.conftest import Client, Server
from tools.browsers import Page, Tab, wait_until

GONE = "(root, id) => !root.getElementById(id)"
SAYS = "(root, words) => root.getElementById('save-state').textContent === words"
# Unless the popup has heard by itself that the server is back.
TRY_AGAIN = """(root) => root.querySelector('#problem-actions button')?.click()"""
# What waits, in the order it is sent, as the background keeps it.
WAITING = """async () => {
  const kept = await (globalThis.browser ?? globalThis.chrome).storage.local.get(null);
  return Object.entries(kept).filter(([key]) => key.startsWith('pending:'))
    .map(([, one]) => one).sort((a, b) => a.order - b.order)
    .map(({steps}) => steps.map(({op}) => op));
}"""

# The mark that waits first, as it is sent, and what the browser proves itself with.
UNDER_WAY = """async () => {
  const kept = await (globalThis.browser ?? globalThis.chrome).storage.local.get(null);
  const [, one] = Object.entries(kept).find(([key]) => key.startsWith('pending:'));
  const [step] = one.steps;
  const body = step.mark ?? step.change;
  return {id: one.id, rev: one.base?.rev, body, token: kept.connection.token};
}"""


@pytest.fixture
def reader(own_house: House) -> Tab:
    """A reader of a browser and a server that this test may break."""
    return own_house.read(own_house.pages.add("/away.html", article()))


def mark(reader: Tab, words: str, key: str) -> None:
    reader.drag_over(words)
    reader.press(key)
    reader.click("#mark-save")


def waits(reader: Page, words: str) -> str:
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
    assert kept[first]["modified"] < kept[second]["modified"], "who waited first is sent first"


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
    reader.wait_for(GONE, f"mark-{deleted}")
    assert own_house.on_disk()[deleted]["deleted"] is None

    own_house.start_server()
    own_house.saved(reader, CLAIM)
    wait_until(lambda: own_house.on_disk()[deleted]["deleted"], "the deletion on the disk")
    assert own_house.on_disk()[changed]["note"] == "Ask again."


def test_a_mark_that_waits_is_changed_and_another_deleted(own_house: House, reader: Tab):
    own_house.server.stop()
    mark(reader, CLAIM, "c")
    changed = waits(reader, CLAIM)
    mark(reader, HIGHLIGHT, "h")
    deleted = waits(reader, HIGHLIGHT)
    reader.click(f"#mark-{changed} [data-action=edit]")
    reader.fill("#mark-note", "Ask again.")
    reader.click("#mark-save")
    waits(reader, CLAIM)
    reader.click(f"#mark-{deleted} [data-action=delete]")
    reader.wait_for(GONE, f"mark-{deleted}", what="the mark to go")
    wait_until(
        lambda: reader.evaluate(WAITING) == [["create", "change"], ["create", "delete"]],
        "all four steps to be kept, in order",
    )

    own_house.start_server()
    own_house.saved(reader, CLAIM)
    wait_until(lambda: reader.evaluate(WAITING) == [], "nothing to wait any more")
    kept = own_house.on_disk()
    assert kept.keys() == {changed, deleted}
    assert kept[changed]["note"] == "Ask again."
    assert kept[deleted]["deleted"]


def test_a_mark_whose_answer_was_lost_is_kept_once(own_house: House, reader: Tab):
    own_house.server.stop()
    mark(reader, CLAIM, "c")
    mark_id = waits(reader, CLAIM)
    with unheard(own_house, reader) as (client, sent):
        assert client.post("/annotations", sent["body"]).status == HTTPStatus.CREATED
    assert own_house.on_disk()[mark_id]["exact"] == CLAIM

    own_house.start_server()
    assert own_house.saved(reader, CLAIM) == mark_id
    assert {each: kept["rev"] for each, kept in own_house.on_disk().items()} == {mark_id: 1}


def test_a_change_whose_answer_was_lost_is_made_once(own_house: House, reader: Tab):
    mark(reader, CLAIM, "c")
    mark_id = own_house.saved(reader, CLAIM)
    own_house.server.stop()
    reader.click(f"#mark-{mark_id} [data-action=edit]")
    reader.fill("#mark-note", "Ask again.")
    reader.click("#mark-save")
    waits(reader, CLAIM)
    with unheard(own_house, reader) as (client, sent):
        path = f"/annotations/{sent['id']}"
        answer = client.patch(path, sent["body"], if_match=f'"{sent["rev"]}"')
        assert answer.status == HTTPStatus.OK

    own_house.start_server()
    own_house.saved(reader, CLAIM)
    kept = own_house.on_disk()[mark_id]
    assert (kept["rev"], kept["note"]) == (2, "Ask again.")


def test_a_background_that_ends_in_the_middle_of_a_send_sends_once(own_house: House, reader: Tab):
    own_house.server.stop()
    port = own_house.server.port
    with stranger(port, proves_only(reader.evaluate(TOKEN), port)) as heard:
        mark(reader, CLAIM, "c")
        wait_until(lambda: CLAIM.encode() in heard, "the mark to be under way")
        own_house.browser.end_background()
    own_house.start_server()
    mark_id = own_house.saved(reader, CLAIM)
    mark(reader, QUOTE, "c")
    another = own_house.saved(reader, QUOTE)
    kept = own_house.on_disk()
    assert {each: one["rev"] for each, one in kept.items()} == {mark_id: 1, another: 1}
    assert reader.evaluate(WAITING) == []


@contextmanager
def unheard(house: House, reader: Tab) -> Iterator[tuple[Client, dict]]:
    """A server over the library that the browser cannot hear, and what the browser sends."""
    sent = reader.evaluate(UNDER_WAY)
    elsewhere = Server(house.server.data)
    proof = {"Authorization": f"Bearer {sent['token']}", "Origin": house.browser.extension_origin}
    yield Client(elsewhere.port, proof), sent
    elsewhere.stop()


def test_a_mark_of_the_live_page_waits_too(own_house: House):
    page = own_house.browser.open(own_house.pages.add("/live-away.html", article()))
    own_house.server.stop()
    page.drag_over(CLAIM)
    panel = own_house.open_panel(page)
    panel.press("c")
    panel.wait_for(FOCUS_ON, "#note", what="the form")
    panel.press("Enter")
    mark_id = waits(panel, CLAIM)
    panel.wait_for(SAYS, "Waiting for Winnow", what="the panel to say so")

    own_house.start_server()
    assert own_house.saved(panel, CLAIM) == mark_id
    assert list(own_house.on_disk()) == [mark_id]


def test_the_popup_says_how_many_wait(own_house: House, reader: Tab):
    own_house.server.stop()
    mark(reader, CLAIM, "c")
    waits(reader, CLAIM)
    own_house.browser.press_toolbar_button(reader)
    popup = own_house.browser.popup()
    popup.wait_for("(root) => root.querySelector('#waiting')?.checkVisibility()", what="the number")
    assert popup.text("#waiting") == "1 mark waits for Winnow and is sent when it is back."
    own_house.start_server()
    popup.evaluate(TRY_AGAIN)
    popup.wait_for("(root) => root.querySelector('#waiting').hidden", what="nothing to wait")
    assert [kept["exact"] for kept in own_house.on_disk().values()] == [CLAIM]


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
    reader.click(f"#mark-{failed} [data-action=again]")
    reader.wait_for(
        "(root) => root.querySelector('#save-state').dataset.state !== 'saving'",
        what="an answer to the second try",
    )
    assert reader.wait_for(MARK_IS, CLAIM, "failed", what="the second refusal") == failed
    reader.click(f"#mark-{failed} [data-action=discard]")
    reader.wait_for(GONE, f"mark-{failed}")
    assert reader.evaluate(WAITING) == []


def test_marks_wait_for_a_new_pairing_when_the_old_one_is_taken_back(own_house: House, reader: Tab):
    own_house.winnow("devices", "revoke", own_house.browser.kind.capitalize())
    mark(reader, CLAIM, "c")
    mark_id = waits(reader, CLAIM)
    own_house.pair().close()
    assert own_house.saved(reader, CLAIM) == mark_id
    assert list(own_house.on_disk()) == [mark_id]
    assert any(READER in tab.url for tab in own_house.browser.tabs())
