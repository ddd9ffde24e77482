"""The running server, attacked by web pages and by another extension, from real browsers.

Each attack is made on Winnow and on a server that lets everybody in, side by side: only what
succeeds there says something when it fails here. A wire before Winnow records what it was
asked and what it answered. `make attacks` prints the table and writes it to docs/attacks.md.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.browser.attack.ledger import DOCS, Ledger
from tests.browser.attack.open_server import SECRET
from tests.browser.attack.other_extension import Heard, OtherExtension
from tests.browser.attack.siege import PLACES, TITLE, WORDS, Outcome, Siege

GATES = {
    (HTTPStatus.BAD_REQUEST, "bad-host"),
    (HTTPStatus.FORBIDDEN, "foreign-origin"),
}
# What one browser never sends, whoever the server is.
WITHHELD = {
    "chromium": set(),
    "firefox": {"ping of a link", "fetch by the name 0.0.0.0"},
}
ONLY_FROM_ITS_OWN_ORIGIN = {"fetch GET, same-origin", "part of an SVG"}
TRIES = 5

Note = Callable[[str, Heard], None]


@dataclass(frozen=True)
class Assault:
    """The attacks of all pages, and what they left behind."""

    outcomes: list[Outcome]
    told: dict[str, Any]
    before: dict[str, str]
    after: dict[str, str]
    code_after: str | None
    paired_after: bool

    @property
    def secrets(self) -> tuple[str, ...]:
        return (WORDS, TITLE, *(self.told[name] for name in ("stolen", "script", "code", "key")))


@pytest.fixture(scope="module")
def siege(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    begun = Siege(kind, tmp_path_factory.mktemp(f"siege-{kind}"))
    yield begun
    begun.close()


@pytest.fixture(scope="module")
def assault(siege: Siege, kind: str, ledger: Ledger) -> Assault:
    told = siege.told(siege.show_code())
    before = siege.library()
    outcomes = siege.attack(told)
    for outcome in outcomes:
        ledger.add(kind, outcome)
    return Assault(outcomes, told, before, siege.library(), siege.code(), siege.is_paired())


@pytest.fixture(scope="module")
def other(siege: Siege) -> OtherExtension:
    return OtherExtension(siege.house.browser)


@pytest.fixture(scope="session")
def ledger(pytestconfig: pytest.Config) -> Iterator[Ledger]:
    kept = Ledger()
    yield kept
    if pytestconfig.getoption("--attacks"):
        kept.publish()


@pytest.fixture
def note(kind: str, ledger: Ledger) -> Note:
    """Keeps what stopped the other extension for the table."""
    return partial(ledger.add_extension, kind)


# --- pages -----------------------------------------------------------------------------


def test_every_attack_succeeds_where_the_server_is_open(assault: Assault, kind: str):
    able = {outcome.attack for outcome in assault.outcomes if outcome.won_open}
    unsent = {
        outcome.attack
        for outcome in assault.outcomes
        if not any(each.reached_open for each in assault.outcomes if each.attack == outcome.attack)
    }
    assert unsent == WITHHELD[kind]
    assert {outcome.attack for outcome in assault.outcomes} - able == unsent


def test_every_attack_that_reaches_an_open_server_reaches_winnow(assault: Assault, kind: str):
    for outcome in assault.outcomes:
        assert bool(outcome.sent) == outcome.reached_open, outcome
        if not outcome.sent and outcome.attack not in WITHHELD[kind]:
            assert outcome.attack in ONLY_FROM_ITS_OWN_ORIGIN
            assert not outcome.place.rebound


def test_every_place_attacks(assault: Assault):
    sent = {place.name: 0 for place in PLACES}
    for outcome in assault.outcomes:
        sent[outcome.place.name] += bool(outcome.sent)
    assert min(sent.values()) > 50, sent


def test_every_request_is_stopped_by_a_gate(assault: Assault):
    for outcome in assault.outcomes:
        for exchange in outcome.sent:
            if outcome.shown and not outcome.place.rebound:
                assert exchange.status == HTTPStatus.OK
                assert b"winnow-pair-code" in exchange.answer
                assert not re.search(rb"\d{6}", exchange.answer)
            elif exchange.method == "HEAD":
                assert exchange.status in {status for status, _ in GATES}
            else:
                assert (exchange.status, exchange.problem) in GATES, outcome
            assert not any(secret.encode() in exchange.answer for secret in assault.secrets)


def test_no_page_reads_anything(assault: Assault):
    for outcome in assault.outcomes:
        if outcome.place.rebound:  # to the browser, the refusal is the page's own
            assert not outcome.read or "urn:winnow:problem:bad-host" in outcome.read, outcome
        else:
            assert outcome.read == "", outcome
        assert not any(secret in outcome.read for secret in assault.secrets)


def test_another_port_has_the_pairing_page_s_cookie_in_vain(assault: Assault):
    [looking] = [
        outcome
        for outcome in assault.outcomes
        if outcome.attack == "look at the pairing code" and outcome.place.name == "another port"
    ]
    [exchange] = looking.sent
    assert "winnow_pair" in exchange.headers["cookie"]
    assert (exchange.status, exchange.problem) == (HTTPStatus.FORBIDDEN, "foreign-origin")


def test_nothing_is_written(assault: Assault):
    assert assault.after == assault.before
    assert assault.code_after in {assault.told["code"], None}  # it holds for two minutes
    assert assault.paired_after is False


# --- another extension -----------------------------------------------------------------


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


class Attempt(NamedTuple):
    """A request, and what stops it; `READ` is a read by POST, as our own extension's are."""

    method: str
    path: str
    token: str | None
    body: str | None
    stopped_by: tuple[int, str]


@pytest.mark.parametrize(
    "attempt",
    [
        Attempt("GET", "/api/v1/annotations", None, None, (401, "not-paired")),
        Attempt("GET", "/api/v1/annotations", "wrong", None, (401, "not-paired")),
        Attempt("GET", "/api/v1/annotations", "stolen", None, (403, "wrong-origin")),
        Attempt("GET", "/api/v1/annotations", "script", None, (403, "wrong-origin")),
        Attempt("GET", "/api/v1/export?format=json", "stolen", None, (403, "wrong-origin")),
        Attempt("READ", "/api/v1/annotations", "stolen", None, (403, "wrong-origin")),
        Attempt("READ", "/api/v1/annotations", "script", None, (403, "wrong-origin")),
        Attempt("POST", "/api/v1/annotations", "wrong", "mark", (401, "not-paired")),
        Attempt("POST", "/api/v1/annotations", "stolen", "mark", (403, "wrong-origin")),
        Attempt("POST", "/api/v1/annotations", "script", "mark", (403, "wrong-origin")),
        Attempt("POST", "/api/v1/pairing/link", "stolen", "nothing", (403, "wrong-origin")),
        Attempt("POST", "/pair/state", None, "nothing", (403, "foreign-origin")),
        Attempt("POST", "/pair/code", None, "nothing", (403, "foreign-origin")),
        Attempt("POST", "/pair/session", None, "key", (403, "foreign-origin")),
        Attempt("GET", "/pair/state", None, None, (401, "not-paired")),
    ],
    ids=lambda attempt: f"{attempt.method} {attempt.path} {attempt.token}",
)
def test_another_extension_is_kept_out(
    siege: Siege, assault: Assault, other: OtherExtension, note: Note, attempt: Attempt
):
    told = assault.told
    by_post = attempt.method == "READ"
    method = "POST" if by_post else attempt.method
    headers = {"Authorization": f"Bearer {told[attempt.token]}"} if attempt.token else {}
    headers |= {"X-HTTP-Method-Override": "GET"} if by_post else {}
    bodies = {"nothing": {}, "mark": told["mark"], "key": {"key": told["key"]}}
    sent = {"headers": headers, "body": bodies[attempt.body] if attempt.body else None}
    before = siege.library()

    [at_open] = other.ask(siege.open.port, method, attempt.path, **sent)
    assert (at_open.status, at_open.text) == (HTTPStatus.OK, SECRET)
    [heard] = other.ask(siege.wire.port, method, attempt.path, **sent)
    note(f"{attempt.method} {attempt.path}, {attempt.token or 'no'} token", heard)
    assert (heard.status, heard.problem) == attempt.stopped_by
    assert not any(secret in heard.text for secret in assault.secrets)
    assert siege.library() == before


def test_another_extension_learns_that_winnow_is_there(siege: Siege, other: OtherExtension):
    [heard] = other.ask(siege.wire.port, "GET", "/api/v1/health")
    assert json.loads(heard.text) == {"name": "winnow", "api": 1}


def test_a_code_cannot_be_guessed(siege: Siege, other: OtherExtension, note: Note):
    code = siege.show_code()
    before = siege.library()
    guesses = [f"{(int(code) + step) % 1_000_000:06}" for step in range(1, TRIES + 1)]
    for left, guess in zip(reversed(range(TRIES)), guesses, strict=True):
        [heard] = other.ask(
            siege.wire.port, "POST", "/api/v1/pairing", body={"code": guess, "name": "Thief"}
        )
        assert (heard.status, heard.problem) == (HTTPStatus.FORBIDDEN, "wrong-code")
        assert json.loads(heard.text)["tries_left"] == left
    note("guess the code, five times", heard)
    [heard] = other.ask(
        siege.wire.port, "POST", "/api/v1/pairing", body={"code": code, "name": "Thief"}
    )
    note("the right code after five guesses", heard)
    assert (heard.status, heard.problem) == (HTTPStatus.GONE, "no-code")
    assert siege.library() == before


def test_of_many_that_race_for_a_code_one_is_paired_and_a_replay_is_none(
    siege: Siege, other: OtherExtension, note: Note
):
    pairing = {"code": siege.show_code(), "name": "Racer"}
    raced = other.ask(siege.wire.port, "POST", "/api/v1/pairing", body=pairing, times=20)
    assert sorted(heard.status for heard in raced) == [HTTPStatus.CREATED] + 19 * [HTTPStatus.GONE]
    [won] = [heard for heard in raced if heard.status == HTTPStatus.CREATED]
    assert json.loads(won.text)["device"]["origin"] == other.origin
    assert siege.devices().count("Racer") == 1
    before = siege.library()
    [replayed] = other.ask(siege.wire.port, "POST", "/api/v1/pairing", body=pairing)
    assert (replayed.status, replayed.problem) == (HTTPStatus.GONE, "no-code")
    assert siege.library() == before
    lost = next(heard for heard in raced if heard is not won)
    note("race for the right code, 20 at once: 19 of them", lost)
    note("replay a code that was used", replayed)


def test_the_docs_name_every_attack(assault: Assault):
    told = Path(DOCS).read_text(encoding="utf-8")
    assert not [each.attack for each in assault.outcomes if f"| {each.attack} |" not in told]
