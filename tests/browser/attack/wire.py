"""A wire between a browser and the server that writes down what passes.

It listens where the browser expects the server, on 127.0.0.1, and hands every byte as it
came to the server, which listens on the same port of 127.0.0.2. So the browser's own
headers meet the server's own answers, and neither knows of the wire.
"""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import parse_qs, urlsplit

SERVER_ADDRESS = "127.0.0.2"
TAG = "attack"
BODILESS = frozenset({101, 204, 304})


@dataclass(frozen=True)
class Exchange:
    """A request as it was sent, and the answer to it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    status: int
    answer: bytes

    @property
    def tag(self) -> str | None:
        """Which attack sent it."""
        return tag_of(self.target)

    @property
    def problem(self) -> str | None:
        """The stable name of the problem that it was answered with."""
        try:
            return json.loads(self.answer)["type"].removeprefix("urn:winnow:problem:")
        except (ValueError, TypeError, KeyError):
            return None


@dataclass
class Message:
    """A request or an answer, in pieces and as it came."""

    first: list[str]
    headers: dict[str, str]
    raw: bytes
    body: bytes = field(default=b"")


def tag_of(target: str) -> str | None:
    """The tag of the attack that a request's target carries."""
    return parse_qs(urlsplit(target).query).get(TAG, [None])[0]


class Wire:
    """`port` is the browser's and the server's; `exchanges` fills while it runs.

    `before_rebinding` holds pages by path that are answered here: what a hostile name
    leads to before it is made to lead to this machine.
    """

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.exchanges: list[Exchange] = []
        self.before_rebinding: dict[str, bytes] = {}
        threading.Thread(target=self._accept, daemon=True).start()

    def tags(self) -> set[str]:
        """The attacks that have had an answer."""
        return {exchange.tag for exchange in tuple(self.exchanges) if exchange.tag}

    def of(self, tag: str) -> list[Exchange]:
        """What one attack sent."""
        return [exchange for exchange in tuple(self.exchanges) if exchange.tag == tag]

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                browser, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=[browser], daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        with contextlib.suppress(OSError), browser, browser.makefile("rb") as asked:
            server = socket.create_connection((SERVER_ADDRESS, self.port))
            with server, server.makefile("rb") as answered:
                for request in messages(asked):
                    page = self.before_rebinding.get(request.first[1])
                    if page is not None:
                        browser.sendall(page_answer(page))
                        continue
                    server.sendall(request.raw)
                    answer = next(messages(answered, bodiless=request.first[0] == "HEAD"), None)
                    if answer is None:
                        return
                    self.exchanges.append(exchange(request, answer))
                    browser.sendall(answer.raw)
                    if answer.headers.get("connection") == "close":
                        return

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()


def exchange(request: Message, answer: Message) -> Exchange:
    method, target, _ = request.first
    status = int(answer.first[1])
    return Exchange(method, target, request.headers, request.body, status, answer.body)


def page_answer(page: bytes) -> bytes:
    """A page as a whole HTTP answer."""
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
    return f"{head}{len(page)}\r\n\r\n".encode() + page


def messages(stream: BinaryIO, *, bodiless: bool = False) -> Iterator[Message]:
    """The HTTP/1.1 messages of a stream, until it ends or speaks otherwise, such as TLS."""
    while b"HTTP/1.1" in (first := stream.readline()):
        raw = first
        headers: dict[str, str] = {}
        while (line := stream.readline()) not in {b"\r\n", b""}:
            raw += line
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        message = Message(first.decode("latin-1").split(" ", 2), headers, raw + line)
        is_bodiless = first.startswith(b"HTTP/") and int(message.first[1]) in BODILESS
        if not (bodiless or is_bodiless):
            read_body(stream, message)
        yield message


def read_body(stream: BinaryIO, message: Message) -> None:
    if message.headers.get("transfer-encoding") == "chunked":
        size = -1
        while size != 0:
            line = stream.readline()
            size = int(line.split(b";")[0], 16)
            chunk = stream.read(size + len(b"\r\n"))
            message.raw += line + chunk
            message.body += chunk[:size]
    else:
        message.body = stream.read(int(message.headers.get("content-length", "0")))
        message.raw += message.body
