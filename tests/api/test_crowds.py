"""Many connections, slow ones and deaf ones: the owner is served all the same."""

import json
import re
import resource
import socket
import time
from contextlib import suppress

import pytest

from tests.api.wire import exchange, memory_peak_mb, needs_proc, open_files
from winnow.crowd import ARRIVAL_SECONDS, CONNECTIONS, STANDING_SECONDS, TAKING_SECONDS


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


def asking(server, client, path):
    """A request that carries the client's token."""
    head = f"GET /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
    return f"{head}Authorization: {client.headers['Authorization']}\r\n\r\n".encode()


def first_words(connection):
    connection.settimeout(0.1)
    try:
        return connection.recv(12)
    except OSError:
        return b""


@needs_proc
@pytest.mark.parametrize("path", ["/export", "/annotations?limit=500"])
def test_a_program_that_asks_for_everything_and_takes_nothing_keeps_nobody_out(
    serve, a_mark, path, stopped
):
    server = serve()
    client = server.client()
    for _ in range(60 if path == "/export" else 12):
        client.post("/annotations", a_mark(note="n" * 190_000))
    asked = asking(server, client, path)
    crowd = [deaf(server) for _ in range(CONNECTIONS + 30)]
    try:
        for _ in range(2):
            for number, connection in enumerate(crowd):
                with suppress(OSError):
                    connection.sendall(asked)
                if number % 50 == 0:
                    assert client.post("/annotations", a_mark()).status == 201
        assert client.get(path).status in {200, 503}
        told = [first_words(connection) for connection in crowd]
    finally:
        close(crowd)
    for _ in range(3):
        assert client.post("/annotations", a_mark()).status == 201
    if path == "/export":  # few are made at a time, and nobody waits for them in vain
        assert told.count(b"HTTP/1.1 503") > CONNECTIONS / 2
    assert open_files(server) < CONNECTIONS + 50
    assert memory_peak_mb(server) < 1_200
    stopped(f"{CONNECTIONS + 30} paired that ask for {path} and take nothing", "others served")


def test_a_slow_reader_gets_the_whole_of_a_large_export(shared_server, shared_client, a_mark):
    for _ in range(60):
        shared_client.post("/annotations", a_mark(note="n" * 190_000))
    with deaf(shared_server) as reader:
        reader.sendall(asking(shared_server, shared_client, "/export"))
        taken = bytearray(reader.recv(4096))
        length = int(re.search(rb"Content-Length: (\d+)", taken)[1])
        whole = taken.index(b"\r\n\r\n") + 4 + length
        for _ in range(2):
            time.sleep(STANDING_SECONDS)
            taken += reader.recv(4096)
        while len(taken) < whole:
            taken += reader.recv(1 << 20)
    assert length > 10_000_000
    assert json.loads(bytes(taken[-length:]))["format"] == "winnow"


HUGE = 99_000_000_000


@pytest.mark.parametrize(
    ("path", "length", "paired", "status"),
    [
        ("/annotations", HUGE, False, 413),
        ("/annotations", HUGE, True, 413),
        ("/annotations", 1_000_000, False, 401),
        ("/pairing", 1_000_000, False, 401),
        ("/import", 40_000_000, False, 401),
        ("/import", 51_000_000, True, 413),
    ],
)
@pytest.mark.parametrize("expect", ["Expect: 100-continue\r\n", ""])
def test_a_large_body_that_is_not_wanted_is_refused_before_it_is_sent(  # noqa: PLR0917
    shared_server, shared_client, path, length, paired, status, expect
):
    said = asking(shared_server, shared_client, path).replace(b"GET", b"POST", 1)
    if not paired:
        said = re.sub(rb"Authorization: [^\r]*\r\n", b"", said)
    said = said[:-2] + f"Content-Length: {length}\r\n{expect}\r\n".encode()
    answer = exchange(shared_server.port, said)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    if status == 413:
        assert (b"48 MB" if path == "/import" else b"12 MB") in answer


def test_a_body_in_chunks_is_taken_from_who_is_paired_alone(shared_server, shared_client):
    for paired, status in ((True, b"422"), (False, b"401")):
        said = asking(shared_server, shared_client, "/annotations").replace(b"GET", b"POST", 1)
        if not paired:
            said = said.replace(b"Bearer ", b"Bearer x")
        coding = b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
        said = said[:-2] + coding + b"Connection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
        assert exchange(shared_server.port, said).startswith(b"HTTP/1.1 " + status)


def test_who_may_send_a_large_body_is_told_to_go_on(shared_server, shared_client, a_mark):
    body = json.dumps(a_mark(note="n" * 150_000), default=str).encode()
    said = asking(shared_server, shared_client, "/annotations").replace(b"GET", b"POST", 1)
    more = f"Content-Length: {len(body)}\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", shared_server.port), timeout=10) as connection:
        connection.sendall(said[:-2] + f"{more}Expect: 100-continue\r\n\r\n".encode())
        assert connection.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert connection.recv(4096).startswith(b"HTTP/1.1 201 ")


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
