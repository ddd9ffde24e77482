"""What a body may be: strict JSON of a bounded size. More is refused, and read no further."""

import socket

import pytest

from tests.api.wire import exchange


@pytest.fixture
def client(shared_client):
    return shared_client


def head_of_a_mark(client, length: int) -> bytes:
    """The headers of a new mark whose body has `length` bytes."""
    return (
        f"POST /api/v1/annotations HTTP/1.1\r\nHost: 127.0.0.1:{client.port}\r\n"
        f"Authorization: {client.headers['Authorization']}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/jsonp",
        "text/json",
        "",
        None,
    ],
)
def test_only_json_is_written(client, a_mark, media_type, kept):
    refused = client.post("/annotations", a_mark(), Content_Type=media_type)
    assert (refused.status, refused.problem) == (415, "not-json")
    assert not kept()


def test_a_compressed_body_is_not_opened(client, a_mark, kept):
    refused = client.post("/annotations", a_mark(), Content_Encoding="gzip")
    assert (refused.status, refused.problem) == (415, "not-json")
    assert not kept()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"{}"',
        b'{"id": NaN}',
        b'{"kind": "claim", "kind": "quote"}',
        b'{"exact": "\\ud83c"}',
        b'{"exact": "a\\u0000"}',
        b'{"exact": "\xff"}',
        b'{"a":' * 50_000,
        b'{"start": 1e999}',
    ],
)
def test_json_that_is_not_strict_is_refused(client, body, kept):
    refused = client.post("/annotations", body)
    assert (refused.status, refused.problem) == (400, "bad-json")
    assert not kept()


@pytest.mark.parametrize("megabytes", [13, 40])
def test_a_body_over_the_limit_is_refused(client, megabytes, kept):
    length = megabytes * 1024 * 1024
    refused = exchange(client.port, head_of_a_mark(client, length) + b" " * length)
    assert b" 413 " in refused.partition(b"\r\n")[0]
    assert b"urn:winnow:problem:too-large" in refused
    assert not kept()


def test_a_body_of_a_gigabyte_is_refused_before_it_is_sent(client):
    refused = exchange(client.port, head_of_a_mark(client, 1024**3))
    assert b" 413 " in refused.partition(b"\r\n")[0]
    assert b"urn:winnow:problem:too-large" in refused


@pytest.mark.parametrize(
    "framing", ["Content-Length: {length}", "Transfer-Encoding: chunked"], ids=["sized", "chunked"]
)
def test_who_sends_all_of_a_body_that_is_far_too_large_can_read_the_refusal(client, framing, kept):
    length = 80 * 1024 * 1024
    head = (
        f"POST /api/v1/annotations HTTP/1.1\r\nHost: 127.0.0.1:{client.port}\r\n"
        f"Authorization: {client.headers['Authorization']}\r\n"
        f"Content-Type: application/json\r\n{framing.format(length=length)}\r\n\r\n"
    )
    if "chunked" in framing:
        head += f"{length:x}\r\n"
    with socket.create_connection(("127.0.0.1", client.port), timeout=60) as connection:
        connection.sendall(head.encode())
        for _ in range(80):
            connection.sendall(b" " * (1024 * 1024))
        answer = b""
        while piece := connection.recv(65536):  # ends orderly: a reset would raise
            answer += piece
    assert answer.startswith(b"HTTP/1.1 413 Too large\r\n")
    assert b"urn:winnow:problem:too-large" in answer
    assert answer.count(b"HTTP/1.1") == 1
    assert client.get("/health").status == 200
    assert not kept()
