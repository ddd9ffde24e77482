"""What stops a request that is not the person's own: each gate, its status, and no effect."""

import pytest

from tests.api.wire import exchange

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
READ_BY_POST = {"X_HTTP_Method_Override": "GET"}
FIREFOX = "moz-extension://0c9b1ad0-37a1-4d0b-8d3c-0a6d2f2f4b9e"

READS = ["/annotations", "/pages", "/export", "/openapi.json", "/no/such/path"]
WRITES = [
    ("POST", "/annotations"),
    ("POST", "/clean"),
    ("POST", "/import"),
    ("POST", "/pairing/link"),
]


def paired(server, origin, name="Firefox"):
    """A client with a token bound to `origin`, got by the pairing page's code."""
    page = server.pairing_page()
    code = page.call("POST", "/pair/code", {}).json["code"]
    extension = server.anyone().with_headers(Origin=origin, Sec_Fetch_Site="none")
    token = extension.post("/pairing", {"code": code, "name": name}).json["token"]
    return extension.with_headers(Authorization=f"Bearer {token}")


@pytest.fixture
def server(shared_server):
    return shared_server


@pytest.fixture
def client(shared_client):
    return shared_client


# --- the host --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1.evil.example:{port}",
        "127.0.0.1.:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.1:{port}",
        "2130706433:{port}",
        "[::1]:{port}",
        "LOCALHOST:{port}",
        "localhost.:{port}",
        "127.0.0.1:{port}, evil.example",
        "user@127.0.0.1:{port}",
        "0.0.0.0:{port}",
        "",
    ],
)
def test_another_host_name_reaches_no_handler(server, client, a_mark, host, kept):
    named = client.with_headers(Host=host.format(port=server.port))
    assert named.get("/health").problem == "bad-host"
    assert named.call("GET", "/pair").problem == "bad-host"
    refused = named.post("/annotations", a_mark())
    assert (refused.status, refused.problem) == (400, "bad-host")
    assert not kept()


def test_two_host_headers_or_none_reach_no_handler(server):
    ours = f"Host: 127.0.0.1:{server.port}\r\n".encode()
    for hosts in (ours + b"Host: evil.example\r\n", b"Host: evil.example\r\n" + ours, b""):
        answer = exchange(
            server.port, b"GET /api/v1/health HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n"
        )
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"urn:winnow:problem:bad-host" in answer
    assert b"200 OK" in exchange(
        server.port, b"GET /api/v1/health HTTP/1.1\r\n" + ours + b"Connection: close\r\n\r\n"
    )


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_our_own_names_are_answered(server, name):
    answer = server.anyone().get("/health", host=f"{name}:{server.port}")
    assert answer.json == {"name": "winnow", "api": 1}


# --- the token -------------------------------------------------------------------------


@pytest.mark.parametrize("path", READS)
def test_nothing_is_read_without_a_token(server, path):
    refused = server.anyone().get(path)
    assert (refused.status, refused.problem) == (401, "not-paired")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_nothing_is_written_without_a_token(server, a_mark, method, path, kept):
    refused = server.anyone().call(method, f"/api/v1{path}", a_mark())
    assert (refused.status, refused.problem) == (401, "not-paired")
    assert not kept()


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic {token}", "{token}", "Bearer {token}x"],
)
def test_a_wrong_token_is_none(server, client, authorization):
    token = client.headers["Authorization"].removeprefix("Bearer ")
    wrong = server.anyone().with_headers(Authorization=authorization.format(token=token))
    assert wrong.get("/annotations").status == 401


def test_a_token_taken_back_stops_at_once_and_leads_to_pairing(server, winnow):
    doomed = server.client("doomed")
    assert doomed.get("/annotations").status == 200
    assert winnow("devices", "revoke", "doomed", "--data", str(server.data)).returncode == 0
    refused = doomed.get("/annotations")
    assert (refused.status, refused.problem) == (401, "not-paired")
    assert "winnow pair" in refused.json["detail"]


def test_health_tells_nothing_but_name_and_version(server):
    answer = server.anyone().get("/health")
    assert answer.json == {"name": "winnow", "api": 1}
    assert "Server" not in answer.headers


# --- the origin ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://localhost:8000",
        "null",
        "",
        "file://",
        "chrome-extension://" + "a" * 32 + ".evil.example",
        "https://chrome-extension",
        "web-extension://abc",
    ],
)
def test_a_foreign_page_s_write_has_no_effect(server, client, a_mark, origin, kept):
    for caller in (client, server.anyone()):
        page = caller.with_headers(Origin=origin)
        for path, body in (
            ("/annotations", a_mark()),
            ("/pairing", {"code": "123456", "name": "Evil"}),
        ):
            refused = page.post(path, body)
            assert (refused.status, refused.problem) == (403, "foreign-origin")
            assert "Access-Control-Allow-Origin" not in refused.headers
        assert page.get("/annotations").status == 403
    assert not kept()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "weird"])
def test_what_the_browser_calls_another_site_is_refused(client, a_mark, site, kept):
    page = client.with_headers(Sec_Fetch_Site=site)
    assert page.post("/annotations", a_mark()).problem == "foreign-origin"
    assert page.get("/annotations").problem == "foreign-origin"
    assert page.get("/health").problem == "foreign-origin"
    assert not kept()


@pytest.mark.parametrize(
    ("origin", "site"), [(EXTENSION, "none"), (FIREFOX, "same-origin")], ids=["Chromium", "Firefox"]
)
def test_a_paired_extension_reads_and_writes_as_its_browser_sends_it(server, a_mark, origin, site):
    extension = paired(server, origin).with_headers(Sec_Fetch_Site=site)
    assert extension.post("/annotations", a_mark()).status == 201
    read = extension.call("POST", "/api/v1/annotations?limit=1", **READ_BY_POST)
    assert read.status == 200
    assert len(read.json["annotations"]) == 1


def test_a_post_is_taken_for_a_get_and_nothing_for_a_post(client, a_mark, kept):
    for method in ("GET", "PATCH", "DELETE"):
        asked = client.call(method, "/api/v1/annotations", X_HTTP_Method_Override="POST")
        assert asked.status in {200, 405, 415}
    mark = a_mark()
    for meant in ("get", "DELETE", "PATCH", ""):
        client.send("POST", "/api/v1/annotations", mark, {"X-HTTP-Method-Override": meant})
    assert kept() == {mark["id"]}  # the first of the four, which was a POST
    read = client.send("POST", "/api/v1/annotations", a_mark(), {"X-HTTP-Method-Override": "GET"})
    assert "annotations" in read.json
    assert kept() == {mark["id"]}


def test_a_stolen_token_is_worth_nothing_to_another_extension(server, a_mark, kept):
    extension = paired(server, EXTENSION)
    for origin in (FIREFOX, EXTENSION[:-1] + "a", EXTENSION.upper()):
        thief = extension.with_headers(Origin=origin)
        assert thief.get("/annotations").status == 403
        assert thief.post("/annotations", a_mark()).status == 403
        assert thief.call("POST", "/api/v1/annotations", **READ_BY_POST).status == 403
    unsaid = extension.with_headers(Origin=None)  # as a browser sends an extension's GET
    for refused in (unsaid.get("/annotations"), unsaid.post("/annotations", a_mark())):
        assert (refused.status, refused.problem) == (403, "wrong-origin")
    assert not kept()


def test_a_script_s_token_is_worth_nothing_to_a_browser(client, a_mark, kept):
    refused = client.with_headers(Origin=EXTENSION).post("/annotations", a_mark())
    assert (refused.status, refused.problem) == (403, "wrong-origin")
    for site in ("none", "same-origin"):  # an extension's GET in either browser
        refused = client.get("/annotations", Sec_Fetch_Site=site, Sec_Fetch_Mode="cors")
        assert (refused.status, refused.problem) == (403, "wrong-origin")
    assert not kept()


def test_a_script_may_say_that_it_is_of_no_other_site(server, client, a_mark):
    for site in ("none", "same-origin"):
        assert client.with_headers(Sec_Fetch_Site=site).post("/annotations", a_mark()).status == 201
    ours = client.with_headers(Origin=f"http://127.0.0.1:{server.port}")
    assert ours.post("/annotations", a_mark()).status == 201


# --- CORS ------------------------------------------------------------------------------


def preflight(server, origin):
    return server.anyone().call(
        "OPTIONS",
        "/api/v1/annotations",
        Origin=origin,
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="authorization,content-type",
        Access_Control_Request_Private_Network="true",
    )


def test_cors_names_a_paired_origin_and_no_other(server, winnow):
    origin = "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba"
    extension = paired(server, origin, "Doomed browser")
    allowed = preflight(server, origin)
    assert allowed.status == 200
    assert allowed.headers["Access-Control-Allow-Origin"] == origin
    assert "POST" in allowed.headers["Access-Control-Allow-Methods"]
    assert allowed.headers["Access-Control-Allow-Headers"] == "authorization, content-type"
    for answer in (allowed, extension.get("/annotations")):
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert answer.headers.get("Access-Control-Allow-Private-Network", "false") == "false"
    for foreign in ("chrome-extension://unpaired", "https://evil.example", "null"):
        refused = preflight(server, foreign)
        assert refused.status in {401, 403}
        assert not [name for name in refused.headers if name.startswith("Access-Control")]
    assert "Access-Control-Allow-Origin" not in server.anyone().get("/health").headers

    winnow("devices", "revoke", "Doomed browser", "--data", str(server.data))
    assert preflight(server, origin).status == 401


# --- the answer ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/v1/health", "/api/v1/annotations", "/pair", "/nothing"])
def test_every_answer_closes_what_a_page_could_use(server, path):
    headers = server.anyone().call("GET", path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_head_tells_what_get_would_without_the_body(server, client):
    for caller, path, status in (
        (server.anyone(), "/api/v1/health", 200),
        (client, "/api/v1/annotations", 200),
        (server.anyone(), "/api/v1/annotations", 401),
    ):
        got, head = caller.call("GET", path), caller.call("HEAD", path)
        assert (head.status, head.body) == (status, b"")
        assert head.headers["Content-Length"] == str(len(got.body))
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_options_tells_a_paired_program_what_a_path_answers_to(server, client):
    told = client.call("OPTIONS", "/api/v1/annotations")
    assert told.status == 200
    assert set(told.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert server.anyone().call("OPTIONS", "/api/v1/annotations").status == 401
    assert client.call("OPTIONS", "/api/v1/nothing").problem == "not-found"


def test_a_method_of_no_meaning_is_refused(client):
    for method in ("TRACE", "CONNECT", "PROPFIND"):
        assert client.call(method, "/api/v1/annotations").status in {400, 405, 415}


def test_no_get_changes_anything(server, client, a_mark):
    client.post("/annotations", a_mark())
    before = client.get("/export").json
    for path in (*READS, "/annotations/" + before["annotations"][0]["id"], "/clean", "/import"):
        client.get(path)
    for path in ("/pair", "/pair/code", "/pair/session", "/pair/state"):
        server.pairing_page().call("GET", path)
    after = client.get("/export").json
    assert after | {"exported": ""} == before | {"exported": ""}
