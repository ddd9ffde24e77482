"""The socket the server listens on, and waitress behind it."""

import http.client
import json
import socket
import sys
import time
from functools import partial
from typing import Any, Final

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from winnow.config import EVERYWHERE, LOOPBACK, Settings
from winnow.crowd import CrowdServer
from winnow.devices import Devices, DevicesError
from winnow.errors import MEDIA_TYPE, Kind, Problem, no_room, too_large
from winnow.guard import bearer, not_paired
from winnow.strict_http import StrictParser

OTHER_THREADS: Final = 4
"""Threads that neither cleaning nor exports take, for marks and look-ups."""

IMPORT_PATH: Final = "/api/v1/import"
"""Where more may be sent in one request than elsewhere."""

HEADER_BYTES: Final = 64 * 1024
ANSWER_BYTES: Final = 256 * 1024 * 1024
"""More than the longest list: an answer that is made in memory waits there, not in a file."""

LINGER_SECONDS: Final = 10
"""How long a refused caller may go on sending before it is cut off. A connection that is closed
over unread bytes is reset, and the answer is lost with it (RFC 9112 §9.6)."""


class ListenError(Exception):
    """The address cannot be listened on; the text says what to do."""


def bind(settings: Settings) -> socket.socket:
    """A socket bound to the settings' address; port 0 takes a free one.

    Raises:
        ListenError: if the port is taken, or may not be used.

    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two servers share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise ListenError(_refusal(settings, error)) from error
    return listener


def waitress(app: Flask, listener: socket.socket, settings: Settings, devices: Devices) -> Any:
    """The server of `app` on `listener`; its `run()` returns after Ctrl-C.

    Of whom none of `devices` is, no large body is taken: it would fill the disk before any gate.
    """
    address = (listener.family, listener.type, listener.proto, listener.getsockname())
    chosen = Adjustments(
        sockets=[listener],
        threads=2 * (settings.max_cleans + settings.max_exports) + OTHER_THREADS,
        max_request_header_size=HEADER_BYTES,
        max_request_body_size=settings.max_import_bytes,
        outbuf_overflow=ANSWER_BYTES,
        ident=None,
    )
    server = CrowdServer(app, _sock=listener, adj=chosen, bind_socket=False, sockinfo=address)
    known = {"is_known": staticmethod(partial(_is_known, devices))}
    parser = type("Parser", (StrictParser,), known)
    of_server = {
        "parser_class": parser,
        "limit": settings.max_body_bytes,
        "import_limit": settings.max_import_bytes,
    }
    server.channel_class = type("Channel", (_Channel,), of_server)
    return server


class _ProblemTask(ErrorTask):  # type: ignore[misc] # waitress has no types
    """What waitress itself refuses, as a problem answer."""

    def execute(self) -> None:
        is_import = getattr(self.request, "path", "") == IMPORT_PATH
        limit = self.channel.import_limit if is_import else self.channel.limit
        problem = _problem(self.request.error, limit)
        body = json.dumps(problem.body()).encode()
        self.status = f"{problem.kind.status} {problem.kind.title}"
        self.response_headers.append(("Content-Type", MEDIA_TYPE))
        self.response_headers.append(("X-Content-Type-Options", "nosniff"))
        self.response_headers.extend(problem.headers.items())
        self.set_close_on_finish()
        self.channel.is_refused = True
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc] # waitress has no types
    """A connection that reads on, and forgets what it reads, after a request was refused."""

    error_task_class = _ProblemTask
    requests: list[Any]
    limit = import_limit = 0
    is_refused = False
    is_begun = False
    close_when_flushed = False
    _lingers_until = 0.0

    def service(self) -> None:
        """Answer a request, unless others needed the connection before its turn came."""
        with self.requests_lock:
            if self.will_close or not self.connected:
                for request in self.requests:
                    request.close()
                self.requests = []
                return
            self.is_begun = True
        try:
            super().service()
        finally:
            self.is_begun = False

    def handle_write(self) -> None:
        """Send; when the refusal is sent, end our half of the connection and no more."""
        answered = self.close_when_flushed and not self.total_outbufs_len
        if not (answered and self.is_refused and self.connected):
            super().handle_write()
            return
        self.close_when_flushed = False
        self._lingers_until = time.monotonic() + LINGER_SECONDS
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:  # the caller is gone
            self.handle_close()

    def received(self, data: bytes) -> bool:
        """Take what came, to be forgotten if nothing is wanted any more."""
        if not self._lingers_until:
            return bool(super().received(data))
        if time.monotonic() > self._lingers_until:
            self.handle_close()
        return False


def _is_known(devices: Devices, authorization: str) -> bool:
    """Whether a token is one of ours; if that cannot be told, the gates behind tell why."""
    try:
        return devices.recognise(bearer(authorization)) is not None
    except DevicesError:
        return True


def _problem(error: Any, limit: int) -> Problem:
    match error.code:
        case 401:
            return not_paired()
        case 413:
            return too_large(limit)
        case 507:
            return no_room()
        case 500:
            return Problem(Kind.INTERNAL, "Winnow met an error it did not foresee. Try again.")
        case _:
            return Problem(
                Kind.BAD_REQUEST,
                "The request is not well-formed HTTP/1.1, or another came right behind it. "
                "Send one at a time, and wait for its answer.",
            )


def _refusal(settings: Settings, error: OSError) -> str:
    free = f"or choose another port, for example `winnow serve --port {settings.port + 1}`."
    if isinstance(error, PermissionError):
        return (
            f"Winnow may not use port {settings.port}: those below 1024 need special rights. "
            "Choose a higher one, for example `winnow serve --port 8377`."
        )
    if settings.host not in {LOOPBACK, EVERYWHERE} and not _is_taken(settings):
        return f"This machine has no address {settings.host} ({error.strerror}). Choose another."
    if _is_winnow(settings):
        return (
            f"Another Winnow, with another library, is listening on port {settings.port}. "
            f"Stop it (Ctrl-C in its terminal), {free}"
        )
    return f"Port {settings.port} is taken by another program. Stop that program, {free}"


def _is_taken(settings: Settings) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((settings.host, settings.port)) == 0


def _is_winnow(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, settings.port, timeout=2)
    try:
        connection.request("GET", "/api/v1/health")
        return bool(json.loads(connection.getresponse().read()).get("name") == "winnow")
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        return False
    finally:
        connection.close()
