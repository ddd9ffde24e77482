"""A program that has taken a port: it writes down all it is sent, and answers as it is told."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from winnow.devices import digest
from winnow.proof import proof

Answer = Callable[[str], bytes | None]
"""What is answered to the head of a request; nothing, and the caller waits, for None."""

RUN = "0" * 32
HEALTH = {"name": "winnow", "api": 1}
REFUSAL = {
    "type": "urn:winnow:problem:not-paired",
    "title": "Not paired",
    "status": 401,
    "detail": "This browser is not paired with Winnow. Run `winnow pair` and pair it.",
}
# What a browser was given when it was paired.
TOKEN = """async () => {
  const {local} = (globalThis.browser ?? globalThis.chrome).storage;
  return (await local.get('connection')).connection.token;
}"""
CHALLENGE = re.compile(r"winnow-challenge: (\S+)", re.IGNORECASE)


def response(status: str, body: object, kind: str = "application/json", more: str = "") -> bytes:
    said = json.dumps(body)
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(said)}\r\n{more}"
    return f"{head}Connection: close\r\n\r\n{said}".encode()


def pretends(_head: str) -> bytes:
    """Say what any Winnow says, with a proof that is none."""
    return response("200 OK", HEALTH, more=f"Winnow-Proof: {'0' * 64}\r\n")


def refuses(_head: str) -> bytes:
    """Claim to know no such browser."""
    return response("401 Not paired", REFUSAL, "application/problem+json")


def says_nothing(_head: str) -> None:
    """Leave whoever calls waiting."""


def proves_only(token: str, port: int) -> Answer:
    """The server of the pairing, but that it answers nothing else."""

    def answer(head: str) -> bytes | None:
        challenge = CHALLENGE.search(head)
        if challenge is None:
            return None
        made = proof(digest(token), port, RUN, challenge[1])
        said = f"Winnow-Run: {RUN}\r\nWinnow-Proof: {made}\r\n"
        return response("200 OK", HEALTH, more=said)

    return answer


@contextmanager
def stranger(port: int, answer: Answer) -> Iterator[bytearray]:
    """Listen on `port`; what is heard there."""
    heard = bytearray()
    with socket.create_server(("127.0.0.1", port)) as listener:
        connections = []

        def listen() -> None:
            with suppress(OSError):  # it is over
                while True:
                    connection, _ = listener.accept()
                    connections.append(connection)
                    threading.Thread(target=hear, args=[connection], daemon=True).start()

        def hear(connection: socket.socket) -> None:
            own = bytearray()
            with suppress(OSError):
                while words := connection.recv(65536):
                    heard.extend(words)
                    own.extend(words)
                    if b"\r\n\r\n" in own and (said := answer(own.decode("latin-1"))):
                        connection.sendall(said)
                        connection.shutdown(socket.SHUT_WR)
                        own.clear()

        threading.Thread(target=listen, daemon=True).start()
        yield heard
        listener.shutdown(socket.SHUT_RDWR)
        for connection in connections:
            connection.close()
