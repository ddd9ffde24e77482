"""Bytes that no browser sends: what stops each, and that it changes nothing and costs little."""

import json
import re
import socket
import zlib
from contextlib import suppress
from functools import cache

import pytest

from tests.api.wire import memory_peak_mb, needs_proc

MARK = "/api/v1/annotations"


class Wire:
    """Sends bytes to a server as they are; `{...}` stands for what only it knows."""

    def __init__(self, server, client, a_mark):
        self.server = server
        self.client = client
        self.a_mark = a_mark
        self.smuggled = a_mark()

    def line(self, name):
        return {
            "host": f"Host: 127.0.0.1:{self.server.port}\r\n",
            "token": f"Authorization: {self.client.headers['Authorization']}\r\n",
            "json": "Content-Type: application/json\r\n",
        }[name].encode()

    def whole_mark(self, mark):
        """A request that would keep `mark`, if it were taken for one."""
        body = json.dumps(mark).encode()
        length = f"Content-Length: {len(body)}\r\n\r\n".encode()
        head = b"POST /api/v1/annotations HTTP/1.1\r\n"
        return head + self.line("host") + self.line("token") + self.line("json") + length + body

    def answers(self, data, *, wait=10.0):
        """The status lines that come back until the server ends the connection, or is silent."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=wait) as connection:
            said = b""
            try:
                connection.sendall(data)
                while chunk := connection.recv(65536):
                    said += chunk
            except (TimeoutError, ConnectionError):
                pass
        return re.findall(rb"HTTP/1\.[01] (\d{3})", said), said

    def kept(self):
        listed = self.client.get("/annotations?deleted=true&limit=500").json["annotations"]
        return {mark["id"] for mark in listed}


@pytest.fixture
def wire(shared_server, shared_client, a_mark):
    return Wire(shared_server, shared_client, a_mark)


# --- the shape of a request ------------------------------------------------------------

# {P} begins a good POST of a mark, {m} is a whole one, {h} our Host, {t} a good token.
SHAPES = {
    "Host: 127.0.0.1.evil.example": "GET {a} HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n{t}\r\n",
    "Host with a dot at its end": "GET {a} HTTP/1.1\r\nHost: 127.0.0.1.:{p}\r\n{t}\r\n",
    "Host in IPv6": "GET {a} HTTP/1.1\r\nHost: [::1]:{p}\r\n{t}\r\n",
    "Host as a number": "GET {a} HTTP/1.1\r\nHost: 2130706433:{p}\r\n{t}\r\n",
    "Host in hexadecimal": "GET {a} HTTP/1.1\r\nHost: 0x7f.0.0.1:{p}\r\n{t}\r\n",
    "no Host": "GET {a} HTTP/1.1\r\n{t}\r\n",
    "no Host, HTTP/1.0": "GET {a} HTTP/1.0\r\n{t}\r\n",
    "two Hosts": "GET {a} HTTP/1.1\r\n{h}Host: evil.example\r\n{t}\r\n",
    "two Hosts, ours last": "GET {a} HTTP/1.1\r\nHost: evil.example\r\n{h}{t}\r\n",
    "two tokens": "GET {a} HTTP/1.1\r\n{h}Authorization: Bearer {{}}\r\n{t}\r\n{m}",
    "two tokens, the same": "GET {a} HTTP/1.1\r\n{h}{t}{t}\r\n{m}",
    "another host in the address": "GET http://evil.example{a} HTTP/1.1\r\n{h}{t}\r\n",
    "length and chunks": ("{P}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{m}"),
    "chunks and length": ("{P}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n{m}"),
    "two lengths": "{P}Content-Length: 2\r\nContent-Length: 9\r\n\r\n{{}}{m}",
    "two lengths, the same": ("{P}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{{}}{m}"),
    "a list of lengths": "{P}Content-Length: 2, 2\r\n\r\n{{}}{m}",
    "a length of 5,000 digits": "{P}Content-Length: " + "9" * 5000 + "\r\n\r\n{{}}{m}",
    "a length with a sign": "{P}Content-Length: +2\r\n\r\n{{}}{m}",
    "a negative length": "{P}Content-Length: -2\r\n\r\n{{}}{m}",
    "a length in hexadecimal": "{P}Content-Length: 0x2\r\n\r\n{{}}{m}",
    "a length with an underscore": "{P}Content-Length: 0_2\r\n\r\n{{}}{m}",
    "an unknown coding": "{P}Transfer-Encoding: xchunked\r\n\r\n{m}",
    "chunks, then another coding": ("{P}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{m}"),
    "two codings": (
        "{P}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{m}"
    ),
    "a coding behind a tab": ("{P}Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n{m}"),
    "a chunk of bad length": ("{P}Transfer-Encoding: chunked\r\n\r\n0x2\r\n{{}}\r\n0\r\n\r\n{m}"),
    "a chunk longer than it says": (
        "{P}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}{{}}\r\n0\r\n\r\n{m}"
    ),
    "chunks with bare line feeds": ("{P}Transfer-Encoding: chunked\r\n\r\n2\n{{}}\n0\n\n{m}"),
    "a folded header": "{P}X: a\r\n Content-Length: 2\r\n\r\n{m}",
    "a folded coding": ("{P}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{m}"),
    "a space before the colon": "{P}Content-Length : 2\r\n\r\n{{}}{m}",
    "bare line feeds": "POST {a} HTTP/1.1\n{h}{t}Content-Length: 2\n\n{{}}{m}",
    "a bare line feed in a header": "{P}X: a\nContent-Length: 2\r\n\r\n{m}",
    "a bare carriage return": "{P}X: a\rContent-Length: 2\r\n\r\n{m}",
    "NUL in a header": "{P}X: a\x00b\r\nContent-Length: 2\r\n\r\n{{}}{m}",
    "NUL in the address": "GET {a}\x00 HTTP/1.1\r\n{h}{t}\r\n{m}",
    "no version": "GET {a}\r\n{h}{t}\r\n{m}",
    "HTTP/2.0": "GET {a} HTTP/2.0\r\n{h}{t}\r\n{m}",
    "a TLS greeting": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n{m}",
    "chunked twice": "{P}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n{m}",
    "chunks in HTTP/1.0": (
        "POST {a} HTTP/1.0\r\n{h}{t}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{m}"
    ),
    "a header of 65 KB": "GET {a} HTTP/1.1\r\n{h}{t}X: {long}\r\n\r\n{m}",
}


@pytest.mark.parametrize("attack", SHAPES)
@pytest.mark.parametrize("behind", [True, False], ids=["another behind it", "alone"])
def test_a_malformed_request_is_refused_and_nothing_behind_it_is_read(
    wire, attack, behind, stopped
):
    inner = wire.whole_mark(wire.smuggled).decode() if behind else ""
    host, token, json_type = (wire.line(name).decode() for name in ("host", "token", "json"))
    text = SHAPES[attack].format(
        a=MARK,
        p=wire.server.port,
        P=f"POST {MARK} HTTP/1.1\r\n{host}{token}{json_type}",
        h=host,
        t=token,
        m=inner,
        long="x" * 65_536,
    )
    text = text.replace("\r\n", "\r\nConnection: close\r\n", 1)
    before = wire.kept()
    statuses, _ = wire.answers(text.encode("latin-1"), wait=3)
    assert wire.kept() == before
    never_whole = attack == "chunks with bare line feeds" and not behind
    assert statuses == ([] if never_whole else [b"400"])
    if behind:
        stopped(attack, "400, connection closed")


def test_a_request_right_behind_another_is_read_no_more_than_the_first(wire, stopped):
    before = wire.kept()
    first = b"GET /api/v1/health HTTP/1.1\r\n" + wire.line("host") + b"\r\n"
    statuses, said = wire.answers(first + wire.whole_mark(wire.smuggled), wait=3)
    assert statuses == [b"400"]
    assert b"Send one at a time" in said
    assert wire.kept() == before
    stopped("two requests at once", "400, connection closed")


def test_requests_one_after_the_other_share_a_connection(wire):
    asked = b"GET /api/v1/health HTTP/1.1\r\n" + wire.line("host") + b"\r\n"
    with socket.create_connection(("127.0.0.1", wire.server.port), timeout=10) as connection:
        for blank in (b"", b"\r\n"):
            connection.sendall(blank + asked)
            said = b""
            while not said.endswith(b"}"):
                said += connection.recv(65536)
            assert said.startswith(b"HTTP/1.1 200 ")


# --- bodies ----------------------------------------------------------------------------

BODIES = {
    "a number of 5,000 digits": (b'{"start": ' + b"9" * 5_000 + b"}", 400),
    "a number out of range": (b'{"start": 1e999}', 400),
    "an offset past 2^53": (b'{"start": 9007199254740993}', 422),
    "100,000 arrays in each other": (b'{"tags": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    "100,000 objects in each other": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400),
    "an array of 2,000,000": (b'{"tags": [' + b"0," * 2_000_000 + b"0]}", 422),
    "1,000,000 fields": (json.dumps(dict.fromkeys(map(str, range(900_000)), 0)).encode(), 400),
    "1,000 unknown fields": (json.dumps(dict.fromkeys(map(str, range(999)), 0)).encode(), 422),
    "a key twice": (b'{"kind": "claim", "kind": "quote"}', 400),
    "a key twice, once escaped": (b'{"kind": "claim", "\\u006bind": "quote"}', 400),
    "half a surrogate pair": (b'{"exact": "\\ud83c"}', 400),
    "half a surrogate pair as a key": (b'{"\\udc00": 1}', 400),
    "half a surrogate pair in UTF-8": (b'{"exact": "\xed\xa0\x80"}', 400),
    "NUL, escaped": (b'{"exact": "a\\u0000"}', 400),
    "NUL": (b'{"exact": "a\x00"}', 400),
    "NaN": (b'{"start": NaN}', 400),
    "UTF-16": ('{"kind": "claim"}'.encode("utf-16"), 400),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400),
    "two objects": (b"{}{}", 400),
    "__proto__": (b'{"__proto__": {"kind": "claim"}}', 422),
}


@pytest.mark.parametrize("attack", BODIES)
@pytest.mark.parametrize("path", ["/annotations", "/clean", "/import"])
def test_a_hostile_body_is_refused(wire, attack, path, stopped):
    body, status = BODIES[attack]
    before = wire.kept()
    refused = wire.client.post(path, body)
    assert refused.status == status
    assert refused.problem == {400: "bad-json", 422: "invalid"}[status]
    assert len(refused.body) < 100_000
    assert wire.kept() == before
    if path == "/annotations":
        stopped(attack, f"{status} {refused.problem}")


@cache
def a_gigabyte_packed():
    packed = zlib.compressobj(wbits=31)
    return b"".join(packed.compress(b"\0" * 1_000_000) for _ in range(1_000)) + packed.flush()


@needs_proc
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "x-gzip"])
def test_a_bomb_is_not_opened(wire, coding, stopped):
    bomb = a_gigabyte_packed()
    before = memory_peak_mb(wire.server)
    refused = wire.client.post("/clean", bomb, Content_Encoding=coding)
    assert (refused.status, refused.problem) == (415, "not-json")
    assert memory_peak_mb(wire.server) < before + 50
    stopped(f"1 GB in {len(bomb) / 1e6:.0f} MB, {coding}", "415 not-json")


@needs_proc
def test_a_gigabyte_said_in_chunks_is_ended_at_the_limit(wire, stopped):
    head = b"POST /api/v1/import HTTP/1.1\r\n" + wire.line("host") + wire.line("token")
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    before = memory_peak_mb(wire.server)
    with socket.create_connection(("127.0.0.1", wire.server.port), timeout=30) as connection:
        connection.sendall(head + wire.line("json") + b"Transfer-Encoding: chunked\r\n\r\n")
        with suppress(OSError):
            for _ in range(1024):
                connection.sendall(chunk)
        said = connection.recv(65536)
    assert said.startswith(b"HTTP/1.1 413 ")
    assert b"urn:winnow:problem:too-large" in said
    assert memory_peak_mb(wire.server) < before + 100
    assert wire.client.get("/health").status == 200
    stopped("1 GB in chunks", "413 at 48 MB")


@pytest.mark.parametrize("sent", [b"", b"[1, 2"], ids=["nothing sent", "some sent"])
def test_a_gigabyte_announced_is_refused_before_it_comes(wire, sent, stopped):
    head = b"POST /api/v1/annotations HTTP/1.1\r\n" + wire.line("host") + wire.line("token")
    statuses, said = wire.answers(
        head + wire.line("json") + b"Content-Length: 1073741824\r\n\r\n" + sent, wait=3
    )
    assert statuses == [b"413"]
    assert b"urn:winnow:problem:too-large" in said
    stopped("1 GB announced", "413 too-large")


# --- addresses -------------------------------------------------------------------------

PATHS = [
    "/annotations/../../devices.json",
    "/annotations/..%2f..%2fdevices.json",
    "/annotations/%2e%2e/%2e%2e/devices.json",
    "/pages/..%5c..%5cdevices.json",
    "/pages/....//....//devices",
    "/pages/%00",
    "/pages/{page}%00.json",
    "/pages/{page}.json",
    "/pages/{page}/",
    "/pages/{page}/../{page}",
    "/pages/%252e%252e%252fdevices",
    "/pages/{upper}",
    "/pages/*",
    "/pages/CON",
    "/pages/" + "a" * 5_000,
    "/export?page=../devices",
    "/export?page={page}%00",
    "/annotations?page=..%2fdevices",
    "//pages/{page}",
    "/pages;/{page}",
    "/annotations/{mark}%20",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_plays_tricks_reaches_no_file(wire, path, stopped):
    marked = wire.client.post("/annotations", wire.a_mark()).json["annotation"]
    page = marked["page"]
    asked = path.format(page=page, upper=page.upper(), mark=marked["id"])
    for method in ("GET", "DELETE"):
        answer = wire.client.call(method, f"/api/v1{asked}", if_match='"1"')
        assert answer.status in {400, 404, 405, 412, 422}, answer.body
        assert "token_sha256" not in answer.body.decode()
        if method == "GET":
            stopped(path.replace("a" * 5_000, "aaa…"), f"{answer.status} {answer.problem}")
    assert wire.client.get(f"/annotations/{marked['id']}").json["annotation"] == marked
