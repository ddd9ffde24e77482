"""Pairing: a code that is seen or typed makes this browser, and no other, the owner's."""

from collections.abc import Callable
from http import HTTPStatus

from tests.browser.house import House
from tests.conftest import Server, run_winnow
from tools.browsers import Page, Tab, wait_until
from tools.pairing import server_state

CODE = """(root) => {
  const code = root.querySelector('#winnow-pair-code').textContent;
  return /^[0-9]{6}$/.test(code) ? code : null;
}"""

PROBLEM = "(root, name) => root.querySelector('#problem')?.dataset.name === name"
HELP_ENDS = "(root, end) => root.querySelector('#problem-help').textContent.endsWith(end)"


def open_pairing(house: House) -> tuple[Tab, str]:
    """The pairing page, and the code that it shows."""
    page = house.browser.open(house.pairing_link())
    return page, page.wait_for(CODE, what="a code on the pairing page")


def open_popup(house: House, page: Tab, asks: str) -> Page:
    """The popup, once it shows the element `asks`."""
    house.browser.press_toolbar_button(page)
    popup = house.browser.popup()
    popup.wait_for("(root, s) => root.querySelector(s)?.checkVisibility()", asks, what=asks)
    return popup


def decline(house: House, page: Tab) -> Page:
    """Say no to the code that was seen; the popup, which takes one by hand then."""
    popup = open_popup(house, page, "#pair-no")
    popup.click("#pair-no")
    popup.wait_for("(root) => root.querySelector('#pairing-code')?.checkVisibility()")
    return popup


def type_code(popup: Page, code: str) -> None:
    popup.fill("#pairing-code", code)
    popup.click("#pairing-send")


def test_the_code_that_is_seen_is_used_only_when_the_person_says_yes(
    new_house: Callable[..., House], kind: str
):
    house = new_house()
    page, _ = open_pairing(house)
    popup = open_popup(house, page, "#pair-yes")
    assert f"127.0.0.1:{house.server.port}" in (popup.text("#pairing-question") or "")
    assert kind.capitalize() not in house.winnow("devices")
    popup.click("#pair-yes")
    page.wait_for("(root) => root.body.dataset.state === 'paired'", what="the page to say paired")
    assert f"Paired with {kind.capitalize()}" in (page.text("body") or "")
    assert kind.capitalize() in house.winnow("devices")
    popup.press("Escape")
    assert server_state(house.browser) == "ready"


def test_a_paired_browser_is_paired_with_another_server_in_the_same_way(
    own_house: House, serve: Callable[..., Server], kind: str
):
    other = serve()
    done = run_winnow("pair", "--no-browser", "--data", str(other.data))
    page = own_house.browser.open(done.stdout.strip())
    page.wait_for(CODE, what="a code on the pairing page")
    popup = open_popup(own_house, page, "#pair-yes")
    assert f"127.0.0.1:{other.port}" in (popup.text("#pairing-question") or "")
    popup.click("#pair-yes")
    page.wait_for("(root) => root.body.dataset.state === 'paired'", what="the page to say paired")
    devices = run_winnow("devices", "--data", str(other.data)).stdout
    assert kind.capitalize() in devices


def test_a_code_is_typed_and_a_wrong_one_is_told(new_house: Callable[..., House]):
    house = new_house()
    house.use_port()  # a typed code does not say where it is from
    page, code = open_pairing(house)
    popup = decline(house, page)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    type_code(popup, wrong)
    popup.wait_for(PROBLEM, "wrong_code", what="a word about the wrong code")
    assert popup.text("#problem-help") == (
        "Compare the six digits with the pairing page and type them again. 4 tries are left."
    )
    type_code(popup, code)
    page.wait_for("(root) => root.body.dataset.state === 'paired'", what="the page to say paired")


def test_a_code_holds_for_five_tries(new_house: Callable[..., House]):
    house = new_house()
    house.use_port()  # a typed code does not say where it is from
    page, code = open_pairing(house)
    popup = decline(house, page)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for left in ("4 tries are left.", "3 tries are left.", "2 tries are left.", "1 try is left."):
        type_code(popup, wrong)
        popup.wait_for(HELP_ENDS, left, what=left)
    type_code(popup, wrong)
    popup.wait_for(PROBLEM, "code_expired", what="the code to hold no longer")
    type_code(popup, code)
    popup.wait_for(PROBLEM, "code_expired", what="the right code to be of no use")
    assert "new code" in (popup.text("#problem-help") or "")
    assert "Chromium" not in house.winnow("devices")
    assert "Firefox" not in house.winnow("devices")


def test_a_code_is_used_once(own_house: House):
    page = own_house.browser.open(own_house.pairing_link())
    code = page.wait_for(CODE, what="a code on the pairing page")
    paired = {"code": code, "name": "Somebody else"}
    origin = {"Origin": own_house.browser.extension_origin}
    assert own_house.server.anyone().post("/pairing", paired, **origin).status == HTTPStatus.CREATED
    assert own_house.server.anyone().post("/pairing", paired, **origin).problem == "no-code"


def test_a_pairing_that_is_taken_back_is_no_pairing(own_house: House, kind: str):
    assert server_state(own_house.browser) == "ready"
    own_house.winnow("devices", "revoke", kind.capitalize())
    wait_until(lambda: server_state(own_house.browser) == "unpaired", "the popup to say unpaired")
    own_house.pair().close()
    assert server_state(own_house.browser) == "ready"
