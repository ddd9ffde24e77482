"""Another program on the port of a server that was killed hears nothing, and gets nothing later."""

import signal
import time

import pytest

from tests.browser.articles import CLAIM, STORY, article
from tests.browser.house import MARK_IS, House
from tests.browser.stranger import TOKEN, Answer, pretends, refuses, says_nothing, stranger
from tests.browser.test_problems import said, words
from tools.browsers import wait_until
from tools.pairing import server_state

PROOF_SECONDS = 1
"""How long a proof holds (`HOLDS_MS` of extension/background/proven.js)."""
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
