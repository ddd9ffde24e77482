"""Another program on the port of a server that was killed hears nothing, and gets nothing later."""

import re
import signal
import time

import pytest

from tests.browser.articles import CLAIM, STORY, article
from tests.browser.house import MARK_IS, House
from tests.browser.stranger import TOKEN, Answer, pretends, refuses, says_nothing, stranger
from tests.browser.test_everywhere import OTHER, a_page, is_painted, mark, turn_on
from tests.browser.test_problems import said, words
from tools.browsers import wait_until
from tools.pairing import server_state

PROOF_SECONDS = 1
"""How long a proof holds (`HOLDS_MS` of extension/background/proven.js)."""
LOOK_UP = re.compile(rb"POST (/api/v1/look-up) HTTP/1.1\r\n(.*?)\r\n\r\n(\{.*?\})", re.DOTALL)
TAKEN = {pretends: "other", refuses: "unpaired", says_nothing: "away"}
TOLD = {pretends: "other_program", says_nothing: "server_away"}


@pytest.mark.parametrize("answer", TAKEN, ids=lambda answer: answer.__name__)
def test_it_is_sent_no_token_no_page_and_no_mark(own_house: House, answer: Answer):
    reader = own_house.read(own_house.pages.add("/taken.html", article()))
    other = own_house.browser.open(own_house.pages.add("/read-meanwhile.html", article()))
    token = reader.evaluate(TOKEN)
    own_house.server.stop(signal.SIGKILL)
    time.sleep(PROOF_SECONDS)
    with stranger(own_house.server.port, answer) as heard:
        reader.drag_over(CLAIM)
        reader.press("c")
        reader.click("#mark-save")
        mark_id = reader.wait_for(MARK_IS, CLAIM, "waiting", what="the mark to wait")
        assert server_state(own_house.browser) == TAKEN[answer]
        if answer is not refuses:  # else the button pairs, and reads nothing
            second = own_house.read_tab(other)
            assert said(second) == words("en", TOLD[answer])
        wait_until(lambda: b"GET /api/v1/health" in heard, "a question for a proof")
    spoken = bytes(heard).decode("latin-1")
    paths = {line for line in spoken.splitlines() if " HTTP/1.1" in line}
    assert paths == {"GET /api/v1/health HTTP/1.1"}
    for secret in (token, CLAIM, *STORY, "taken.html", "read-meanwhile", "Bearer"):
        assert secret not in spoken
    assert "authorization" not in spoken.lower()

    own_house.start_server()
    assert own_house.saved(reader, CLAIM) == mark_id
    assert {each: kept["rev"] for each, kept in own_house.on_disk().items()} == {mark_id: 1}
    assert server_state(own_house.browser) == "ready"


@pytest.mark.parametrize("answer", TAKEN, ids=lambda answer: answer.__name__)
def test_of_pages_that_are_opened_it_hears_one_and_cannot_use_it(own_house: House, answer: Answer):
    marked = a_page(own_house)
    mark(own_house, marked)
    turn_on(own_house)
    token = own_house.browser.extension_page("extension/options/options.html").evaluate(TOKEN)
    page = own_house.browser.open(marked)
    wait_until(lambda: is_painted(own_house, page), "the mark, and with it a proof")
    own_house.server.stop(signal.SIGKILL)
    opened = [a_page(own_house, OTHER) for _ in "abc"]
    with stranger(own_house.server.port, answer) as heard:
        for address in opened:
            own_house.browser.open(address)
        wait_until(lambda: heard.count(b"GET /api/v1/health") > 1, "questions for a proof")
    spoken = bytes(heard).decode("latin-1")
    assert len(LOOK_UP.findall(heard)) == 1
    assert [address for address in (*opened, marked) if address in spoken] == opened[:1]
    for secret in (token, "Bearer", CLAIM, *OTHER):
        assert secret not in spoken

    own_house.start_server()
    path, head, body = (part.decode() for part in LOOK_UP.findall(heard)[0])
    headers = dict(line.split(": ", 1) for line in head.split("\r\n"))
    anyone = own_house.server.anyone()
    refused = anyone.send("POST", path, body.encode(), headers | {"Connection": "close"})
    assert (refused.status, refused.problem) == (401, "stale-signature")
    page = own_house.browser.open(marked)
    wait_until(lambda: is_painted(own_house, page), "the mark, from the server that is back")
