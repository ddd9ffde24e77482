"""Fixtures every test may use: a real server on a free port, over a library of its own.

The server is the one a person starts, `winnow serve` in its own process; a client speaks to
it over a socket, with a token made by `winnow devices add`.
"""

import http.client
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

START_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The test of all logs looks at what the others left."""
    items.sort(key=lambda item: item.path.name == "test_all_logs.py")


def run_winnow(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a `winnow` command to its end, as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "winnow", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        **options,
    )


def open_to_others(folder: Path):
    """Every file and folder that another user could reach into."""
    return [
        (path.name, oct(stat.S_IMODE(path.stat().st_mode)))
        for path in (folder, *folder.rglob("*"))
        if path.stat().st_mode & 0o077
    ]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        """The problem's stable name; fails if the answer is no problem answer."""
        assert self.headers["Content-Type"] == "application/problem+json", self.body
        assert self.json["status"] == self.status
        assert len(self.json["detail"]) > 20
        return self.json["type"].removeprefix("urn:winnow:problem:")


@dataclass(frozen=True)
class Client:
    """Speaks HTTP to a server; `headers` go with each request, None takes one out."""

    port: int
    headers: dict[str, str | None] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, **headers: str | None) -> Answer:
        """Send `body` (bytes as they are, else as JSON); `if_match=` becomes `If-Match`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send(method, path, body, named)

    def send(
        self, method: str, path: str, body: Any = None, headers: dict[str, str | None] | None = None
    ) -> Answer:
        sent = {"Content-Type": "application/json"} if body is not None else {}
        sent |= self.headers | (headers or {})
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            known = {name: value for name, value in sent.items() if value is not None}
            connection.request(method, path, data, known)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str | None) -> Answer:
        return self.call("GET", f"/api/v1{path}", **headers)

    def post(self, path: str, body: Any, **headers: str | None) -> Answer:
        return self.call("POST", f"/api/v1{path}", body, **headers)

    def patch(self, path: str, body: Any, **headers: str | None) -> Answer:
        return self.call("PATCH", f"/api/v1{path}", body, **headers)

    def delete(self, path: str, **headers: str | None) -> Answer:
        return self.call("DELETE", f"/api/v1{path}", **headers)

    def with_headers(self, **headers: str | None) -> "Client":
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client(self.port, self.headers | named)


class Server:
    """A `winnow serve` in its own process, started by the command `under`, if one is given."""

    def __init__(
        self,
        data: Path,
        *flags: str,
        env: dict[str, str] | None = None,
        under: Sequence[str] = (),
    ) -> None:
        self.data = data
        self.process = subprocess.Popen(
            [
                *under,
                *(sys.executable, "-m", "winnow", "serve"),
                *("--data", str(data), "--port", "0", *flags),
            ],
            env=env or {**os.environ, "BROWSER": "none"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.greeting: list[str] = []
        self.port = self._wait()

    def _wait(self) -> int:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            line = self.process.stdout.readline()
            self.greeting.append(line.strip())
            if line.startswith("Stop it"):
                return int(self.greeting[0].rpartition(":")[2])
            if not line:
                break
        self.process.kill()
        raise AssertionError(f"winnow serve did not start: {self.process.communicate()}")

    def anyone(self) -> Client:
        """A client without a token."""
        return Client(self.port)

    def client(self, name: str = "test") -> Client:
        """A client with the token of a script."""
        done = run_winnow("devices", "add", name, "--data", str(self.data))
        assert done.returncode == 0, done.stderr
        return Client(self.port, {"Authorization": f"Bearer {done.stdout.strip()}"})

    def pairing_page(self) -> Client:
        """A client with the pairing page's cookie and origin, got through `winnow pair`."""
        done = run_winnow("pair", "--no-browser", "--data", str(self.data))
        assert done.returncode == 0, done.stderr
        page = self.anyone().with_headers(
            Origin=f"http://127.0.0.1:{self.port}", Sec_Fetch_Site="same-origin"
        )
        key = done.stdout.strip().partition("#")[2]
        opened = page.call("POST", "/pair/session", {"key": key})
        assert opened.status == 204, opened.body
        return page.with_headers(Cookie=opened.headers["Set-Cookie"].partition(";")[0])

    def stop(self, how: int = signal.SIGTERM) -> tuple[int, str]:
        """End it; its exit status and what it said on standard error."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "library"


@pytest.fixture
def winnow() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a `winnow` command."""
    return run_winnow


@pytest.fixture
def serve(library: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers with flags of choice; they end with the test."""
    running: list[Server] = []

    def start(
        *flags: str,
        data: Path = library,
        env: dict[str, str] | None = None,
        under: Sequence[str] = (),
    ) -> Server:
        running.append(Server(data, *flags, env=env, under=under))
        return running[-1]

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    """A real server over `library`."""
    return serve()


@pytest.fixture
def client(server: Server) -> Client:
    """An authorised client of `server`."""
    return server.client()


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests of a module that need no library of their own."""
    server = Server(tmp_path_factory.mktemp("shared") / "library")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shared_client(shared_server: Server) -> Client:
    """An authorised client of `shared_server`."""
    return shared_server.client()


@pytest.fixture
def a_mark() -> Callable[..., dict[str, Any]]:
    """Builds the body of a new mark."""

    def build(**fields: Any) -> dict[str, Any]:
        page = {"url": "https://example.org/article", "title": "An article"}
        return {
            "id": str(uuid4()),
            "kind": "quote",
            "exact": "The sky was clear that day.",
            "page": page,
        } | fields

    return build
