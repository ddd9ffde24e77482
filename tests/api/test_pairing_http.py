"""Pairing over HTTP: a link, a cookie, a code, a token bound to an origin."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

CHROMIUM = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
FIREFOX = "moz-extension://0c9b1ad0-37a1-4d0b-8d3c-0a6d2f2f4b9e"


@pytest.fixture
def server(shared_server):
    return shared_server


@pytest.fixture
def page(server):
    """The pairing page, opened by a link of `winnow pair`."""
    return server.pairing_page()


@pytest.fixture
def extension(server):
    """An extension's background that is not paired yet."""
    return server.anyone().with_headers(Origin=FIREFOX, Sec_Fetch_Site="same-origin")


def show_code(page) -> str:
    return page.call("POST", "/pair/code", {}).json["code"]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def pair(extension, code, name="Firefox"):
    return extension.post("/pairing", {"code": code, "name": name})


def test_a_code_becomes_a_token_and_the_page_says_whose(page, extension):
    code = show_code(page)
    state = page.call("POST", "/pair/state", {}).json
    assert state["code"] == code
    assert 110 < state["seconds_left"] <= 120

    answer = pair(extension, code)
    assert answer.status == 201
    device = answer.json["device"]
    assert device["origin"] == FIREFOX
    assert device["name"].startswith("Firefox")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43,}", answer.json["token"])
    assert page.call("POST", "/pair/state", {}).json["paired"] == device["name"]
    assert page.call("POST", "/pair/state", {}).json["code"] is None

    paired = extension.with_headers(Authorization=f"Bearer {answer.json['token']}")
    assert paired.get("/annotations").status == 200


def test_a_code_cannot_be_replayed(page, extension):
    code = show_code(page)
    assert pair(extension, code).status == 201
    again = pair(extension, code)
    assert (again.status, again.problem) == (410, "no-code")


def test_five_wrong_tries_end_the_code(page, extension):
    code = show_code(page)
    for left in (4, 3, 2, 1, 0):
        refused = pair(extension, other_than(code))
        assert (refused.status, refused.problem) == (403, "wrong-code")
        assert refused.json["tries_left"] == left
    assert pair(extension, code).problem == "no-code"


def test_of_many_that_send_the_code_at_once_one_is_paired(page, extension):
    code = show_code(page)
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda n: pair(extension, code, f"F{n}").status, range(24)))
    assert sorted(statuses) == [201] + [410] * 23


def test_nothing_is_paired_before_a_code_is_shown(serve):
    server = serve()
    page = server.pairing_page()
    assert page.call("POST", "/pair/state", {}).json == {
        "code": None,
        "paired": None,
        "seconds_left": 0,
    }
    extension = server.anyone().with_headers(Origin=FIREFOX)
    assert pair(extension, "000000").problem == "no-code"


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null", "own"])
def test_only_an_extension_is_paired_by_a_code(server, page, origin, winnow):
    code = show_code(page)
    before = winnow("devices", "--data", str(server.data)).stdout
    own = f"http://127.0.0.1:{server.port}"
    caller = server.anyone().with_headers(Origin=own if origin == "own" else origin)
    refused = pair(caller, code)
    assert (refused.status, refused.problem) == (403, "foreign-origin")
    assert page.call("POST", "/pair/state", {}).json["code"] == code
    assert winnow("devices", "--data", str(server.data)).stdout == before


@pytest.mark.parametrize(
    "body",
    [
        {"code": "12345", "name": "Firefox"},
        {"code": "\uff11\uff12\uff13\uff14\uff15\uff16", "name": "Firefox"},
        {"code": 123456, "name": "Firefox"},
        {"code": "123456"},
        {"code": "123456", "name": ""},
        {"code": "123456", "name": "a\nb"},
        {"code": "123456", "name": "\u202eevil"},
        {"code": "123456", "name": "x" * 61},
        {"code": "123456", "name": "Firefox", "origin": CHROMIUM},
    ],
)
def test_a_body_that_is_not_a_code_and_a_name_costs_no_try(page, extension, body):
    code = show_code(page)
    assert extension.post("/pairing", body).problem == "invalid"
    assert pair(extension, code).status == 201


def test_an_unpaired_browser_makes_no_link_and_a_paired_one_neither(server, page, extension):
    assert extension.post("/pairing/link", {}).problem == "not-paired"
    token = pair(extension, show_code(page)).json["token"]
    paired = extension.with_headers(Authorization=f"Bearer {token}")
    assert paired.post("/pairing/link", {}).problem == "local-only"
    assert server.client().post("/pairing/link", {}).problem == "local-only"


# --- the page --------------------------------------------------------------------------


def test_the_page_tells_nothing_by_itself(server):
    page = server.anyone().call("GET", "/pair")
    assert page.status == 200
    assert '<output id="winnow-pair-code" data-winnow-version="1"' in page.body.decode()
    assert not re.search(r"\d{6}", re.sub(r"<svg.*?</svg>", "", page.body.decode()))
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    ("accept", "language", "title"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.5", "fr", "Associer un navigateur"),
        ("en-GB,en", "en", "Pair a browser"),
        ("de,fr;q=0.5", "fr", "Associer un navigateur"),
        ("pl", "en", "Pair a browser"),
        (None, "en", "Pair a browser"),
    ],
)
def test_the_page_speaks_the_reader_s_language(server, accept, language, title):
    page = server.anyone().call("GET", "/pair", Accept_Language=accept)
    assert f'<html lang="{language}">' in page.body.decode()
    assert title in page.body.decode()
    assert page.headers["Content-Language"] == language


def test_the_page_runs_its_own_script_and_nothing_else(server):
    page = server.anyone().call("GET", "/pair")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    text = page.body.decode()
    assert not re.findall(r"<script(?![^>]*\bsrc=)", text)
    assert not re.findall(r"\bon\w+=|\bstyle=|<style", text)
    for path in re.findall(r'(?:src|href)="([^"]+)"', text):
        assert path.startswith("/pair/static/")
        assert server.anyone().call("GET", path).status == 200


def test_without_the_cookie_no_code_is_shown(server):
    own = server.anyone().with_headers(Origin=f"http://127.0.0.1:{server.port}")
    for cookie in (None, f"winnow_pair_{server.port}=x"):
        stranger = own.with_headers(Cookie=cookie)
        assert stranger.call("POST", "/pair/code", {}).problem == "no-session"
        assert stranger.call("POST", "/pair/state", {}).problem == "no-session"


def test_a_link_works_once_and_its_second_use_ends_what_the_first_began(server, winnow):
    link = winnow("pair", "--no-browser", "--data", str(server.data)).stdout.strip()
    assert link.startswith(f"http://127.0.0.1:{server.port}/pair#")
    own = server.anyone().with_headers(Origin=f"http://127.0.0.1:{server.port}")
    key = {"key": link.partition("#")[2]}
    opened = own.call("POST", "/pair/session", key)
    cookie = opened.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/pair"} <= set(cookie.split("; "))
    session = own.with_headers(Cookie=cookie.partition(";")[0])
    assert session.call("POST", "/pair/code", {}).status == 200
    assert own.call("POST", "/pair/session", key).problem == "link-spent"
    assert session.call("POST", "/pair/code", {}).problem == "no-session"
    assert own.call("POST", "/pair/session", {"key": "x"}).problem == "link-spent"


@pytest.mark.parametrize(
    "origin", [None, "http://127.0.0.1:1", "https://evil.example", "null", FIREFOX]
)
def test_the_cookie_is_worth_nothing_to_another_origin(page, origin):
    thief = page.with_headers(Origin=origin)
    refused = thief.call("POST", "/pair/code", {})
    assert (refused.status, refused.problem) == (403, "foreign-origin")
    assert "code" not in refused.json


def test_another_port_s_page_cannot_read_the_code(page):
    show_code(page)
    assert (
        page.call("POST", "/pair/state", {}, Sec_Fetch_Site="same-site").problem == "foreign-origin"
    )


def test_a_link_from_another_page_shows_the_pairing_page_without_a_code(server):
    page = server.anyone().with_headers(Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")
    assert page.call("GET", "/pair", Sec_Fetch_Dest="document").status == 200
    for frame in ("iframe", "frame", "object", "embed", "fencedframe", None):
        assert page.call("GET", "/pair", Sec_Fetch_Dest=frame).problem == "foreign-origin"


def test_the_first_start_prints_a_link_and_a_paired_one_none(serve):
    first = serve()
    link = next(line for line in first.greeting if "/pair#" in line)
    own = first.anyone().with_headers(Origin=f"http://127.0.0.1:{first.port}")
    opened = own.call("POST", "/pair/session", {"key": link.partition("#")[2]})
    session = own.with_headers(Cookie=opened.headers["Set-Cookie"].partition(";")[0])
    extension = first.anyone().with_headers(Origin=CHROMIUM, Sec_Fetch_Site="none")
    token = pair(extension, show_code(session), "Chromium").json["token"]
    first.stop()

    second = serve()
    assert not [line for line in second.greeting if "/pair#" in line]
    still = second.anyone().with_headers(Origin=CHROMIUM, Authorization=f"Bearer {token}")
    assert still.get("/annotations").status == 200


def test_a_second_browser_of_the_same_name_is_told_apart(page, extension):
    names = [pair(extension, show_code(page)).json["device"]["name"] for _ in range(2)]
    assert len(set(names)) == 2
    assert all(name.startswith("Firefox") for name in names)
