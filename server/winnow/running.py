"""How a command finds the server that runs over the same library, and speaks to it.

The server writes its address and a secret of this run into the data folder, readable by its
owner only; who can read that file can read the library anyway. The file of a server that was
killed stays behind, and another program may have its port by then. So on each connection a
command first asks for a proof that who answers knows the secret, which it does not send: an
HMAC (RFC 2104) over a number used once. Only then does it send the secret and its request.
"""

import http.client
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from winnow import private_file
from winnow.devices import digest
from winnow.proof import is_same, name_of, proof

TIMEOUT_SECONDS = 60
API = "/api/v1"
DEVICE: Final = "Winnow-Device"
CHALLENGE: Final = "Winnow-Challenge"
RUN: Final = "Winnow-Run"
PROOF: Final = "Winnow-Proof"
_HEALTH_BYTES: Final = 1_000
"""More than the answer of any Winnow."""


class RefusedError(Exception):
    """The running server refused; the text is its sentence."""


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server of this library, as its file tells it."""

    pid: Annotated[int, Field(ge=1)]
    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]{1,255}$")]
    port: Annotated[int, Field(ge=1, le=65535)]
    secret: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,200}$")]

    def call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        timeout: float = TIMEOUT_SECONDS,
        **headers: str,
    ) -> bytes:
        """Call `/api/v1` + `path`, with `body`, which is JSON; the answer's body.

        `if_match=` becomes the header `If-Match`.

        Raises:
            RefusedError: if the answer is a problem.
            OSError: if the server does not answer.

        """
        with self.open(method, path, body, timeout=timeout, **headers) as answer:
            return answer.read()

    @contextmanager
    def open(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        timeout: float = TIMEOUT_SECONDS,
        **headers: str,
    ) -> Iterator[http.client.HTTPResponse]:
        """`call`, but the answer is read by the caller."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            self._ask_for_proof(connection)
            headers = {name.replace("_", "-"): value for name, value in headers.items()}
            headers["Authorization"] = f"Bearer {self.secret}"
            if body is not None:
                headers["Content-Type"] = "application/json"
            connection.request(method, API + path, body, headers)
            answer = connection.getresponse()
            if answer.status >= 400:  # noqa: PLR2004 - HTTP's errors begin here
                raise RefusedError(_sentence(answer.read()))
            yield answer
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()

    def answers(self) -> bool:
        """Whether this server is there and is the one that wrote its file."""
        try:
            self.call("GET", "/pages?limit=1")
        except (OSError, RefusedError):
            return False
        return True

    def _ask_for_proof(self, connection: http.client.HTTPConnection) -> None:
        """Raises ConnectionError unless who is at the other end knows the secret."""
        challenge = secrets.token_urlsafe()
        known = digest(self.secret)
        headers = {DEVICE: name_of(known), CHALLENGE: challenge}
        connection.request("GET", f"{API}/health", headers=headers)
        answer = connection.getresponse()
        answer.read(_HEALTH_BYTES)
        run = answer.headers.get(RUN, "")
        wanted = proof(known, self.port, run, challenge)
        if not is_same(answer.headers.get(PROOF, ""), wanted):
            raise ConnectionError("another program answers in the place of Winnow's server")
        connection.auto_open = 0  # what was proved holds for this connection only


_TOLD: Final = TypeAdapter(RunningServer)


def announce(file: Path, server: RunningServer) -> None:
    """Write down how to reach `server`."""
    private_file.replace(file, f"{json.dumps(asdict(server))}\n".encode())


def find(file: Path) -> RunningServer | None:
    """The server that runs over the library of `file`, or None."""
    try:
        server = _TOLD.validate_json(file.read_bytes(), strict=True)
    except (OSError, ValueError):  # none, or not written by us
        return None
    return server if server.answers() else None


def _sentence(body: bytes) -> str:
    try:
        return str(json.loads(body)["detail"])
    except (ValueError, KeyError, TypeError):
        return "The running server refused without saying why. Stop it and start it again."
