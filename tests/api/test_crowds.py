"""Many connections, slow ones and deaf ones: the owner is served all the same."""

import resource
import socket
import time
from contextlib import suppress

import pytest

from tests.api.wire import memory_peak_mb, needs_proc, open_files
from winnow.crowd import ARRIVAL_SECONDS, CONNECTIONS, TAKING_SECONDS


def talking(server, number, words):
    """Connections that have said `words` and wait."""
    connections = []
    for _ in range(number):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        connections.append(connection)
        with suppress(OSError):
            connection.sendall(words)
    return connections


def close(connections):
    for connection in connections:
        connection.close()


def test_who_speaks_slowly_keeps_nobody_out(serve, a_mark, stopped):
    server = serve()
    client = server.client()
    slow = talking(server, 2 * CONNECTIONS, b"POST /api/v1/annotations HTTP/1.1\r\nX: ")
    try:
        for _ in range(5):
            for connection in slow:
                with suppress(OSError):
                    connection.send(b"a")
            assert client.post("/annotations", a_mark()).status == 201
        assert open_files(server) < CONNECTIONS + 50
    finally:
        close(slow)
    stopped("slow loris, 400 at once", "others served; 503 to the oldest, then closed")


def deaf(server):
    """A connection over which hardly anything fits before it is taken."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    connection.settimeout(60)
    connection.connect(("127.0.0.1", server.port))
    return connection


@pytest.mark.parametrize("at_once", [1, 100])
def test_who_asks_and_takes_no_answer_keeps_nobody_out(serve, a_mark, at_once, stopped):
    server = serve()
    client = server.client()
    asked = f"GET /pair HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode() * at_once
    crowd = [deaf(server) for _ in range(CONNECTIONS)]
    try:
        for _ in range(10):
            for number, connection in enumerate(crowd):
                try:
                    connection.settimeout(0.01)
                    connection.send(asked)
                except TimeoutError:
                    continue
                except OSError:  # it was ended
                    connection.close()
                    crowd[number] = deaf(server)
            assert client.post("/annotations", a_mark()).status == 201
    finally:
        close(crowd)
    stopped(f"200 that take no answer, {at_once} asked at once", "others served")


def test_who_does_not_get_on_is_ended(shared_server, shared_client, a_mark, stopped):
    server = shared_server
    for _ in range(60):
        shared_client.post("/annotations", a_mark(note="n" * 190_000))
    whole = len(shared_client.get("/export").body)
    token = shared_client.headers["Authorization"]
    with (
        deaf(server) as taker,
        socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection,
    ):
        head = f"GET /api/v1/export HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        taker.sendall(f"{head}Authorization: {token}\r\n\r\n".encode())
        connection.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: x\r\nX: ")
        said = b""
        connection.settimeout(2)
        for _ in range(2 * ARRIVAL_SECONDS):
            try:
                connection.send(b"a")
                said += connection.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                break
            if b"}" in said:
                break
        time.sleep(TAKING_SECONDS / 2)  # the answer may have been long in the making
        taken = b""
        with suppress(ConnectionResetError):
            while more := taker.recv(1 << 20):
                taken += more
    assert said.startswith(b"HTTP/1.1 503 ")
    assert b"did not arrive whole" in said
    assert taken.startswith(b"HTTP/1.1 200 ")
    assert len(taken) < whole
    stopped("slow loris, a byte each 2 s", f"503 after {ARRIVAL_SECONDS} s")
    stopped("an answer of which nothing is taken", f"cut off after {TAKING_SECONDS} s")


@needs_proc
def test_ten_thousand_connections_leave_room_for_their_owner(serve, a_mark, stopped):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    many = min(10_000, hard - 500)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, many + 500), hard))
    try:
        server = serve()
        client = server.client()
        crowd = []
        try:
            for _ in range(10):
                crowd += talking(server, many // 10, b"")
                assert client.post("/annotations", a_mark()).status == 201
            assert open_files(server) < CONNECTIONS + 50
        finally:
            close(crowd)
        assert client.post("/annotations", a_mark()).status == 201
        assert len(client.get("/annotations").json["annotations"]) == 11
        assert memory_peak_mb(server) < 300
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    stopped(f"{many:,} connections", f"others served; {CONNECTIONS} kept, the oldest closed")
