"""A file that does not tell of a running server is taken for none."""

import json
import socket
import threading

import pytest

from winnow import running

TOLD = {"pid": 1, "host": "127.0.0.1", "port": 1, "secret": "s"}
OTHERS = [
    b"",
    b"\xff\x00",
    b"[" * 100_000,
    b"9" * 5_000,
    b"[]",
    *(
        json.dumps(TOLD | change).encode()
        for change in (
            {"host": None},
            {"host": "a\0b"},
            {"host": "evil.example/"},
            {"host": "é.example"},
            {"port": "80"},
            {"port": 1 << 70},
            {"pid": []},
            {"secret": "é"},
            {"secret": "a\r\nX: y"},
            {"secret": 7},
        )
    ),
]


@pytest.mark.parametrize("text", OTHERS, ids=lambda text: repr(text[:60]))
def test_what_no_server_wrote_is_no_server(tmp_path, text):
    file = tmp_path / "server.json"
    file.write_bytes(text)
    assert running.find(file) is None


def test_a_server_that_is_gone_is_none(tmp_path):
    file = tmp_path / "server.json"
    running.announce(file, running.RunningServer(**TOLD))
    assert running.find(file) is None
    assert running.find(tmp_path / "nowhere") is None


def answering(body, headers=""):
    length = f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 200 OK\r\n{headers}{length}\r\n{body}".encode()


STRANGERS = [
    answering("{}"),
    answering('{"pages": [], "cursor": null}'),
    answering("{}", "Winnow-Proof: \r\n"),
    answering("{}", "Winnow-Proof: é\r\n"),
    answering("{}", f"Winnow-Proof: {'0' * 64}\r\n"),
    answering("{}", "".join(f"X-{n}: y\r\n" for n in range(500))),
    answering("x" * 1_000_000),
    b"SSH-2.0-OpenSSH\r\n",
    b"\xff" * 100_000,
    b"",
]


@pytest.mark.parametrize("answer", STRANGERS, ids=lambda answer: repr(answer[:60]))
def test_another_program_on_the_port_learns_nothing(tmp_path, answer):
    heard = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(0.5)
                    try:
                        heard.extend(connection.recv(100_000))
                        connection.sendall(answer)
                        while part := connection.recv(100_000):
                            heard.extend(part)
                            connection.sendall(answer)
                    except OSError:
                        pass

        threading.Thread(target=serve, daemon=True).start()
        port = listener.getsockname()[1]
        file = tmp_path / "server.json"
        server = running.RunningServer(1, "127.0.0.1", port, "the-secret")
        running.announce(file, server)
        assert running.find(file) is None
        with pytest.raises(OSError, match=r"."):
            server.call("POST", "/import", b"WORDS")
        listener.shutdown(socket.SHUT_RDWR)
    assert b"Winnow-Challenge" in heard
    assert b"the-secret" not in heard
    assert b"WORDS" not in heard
