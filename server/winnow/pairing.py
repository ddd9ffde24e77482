"""How a browser becomes a paired device: a link, a session, a code, a token.

`winnow pair` makes a single-use link; opening it starts a session of the pairing page; the
session may show a code; an extension that repeats the code is paired. Nothing of it is
written down: a restart forgets every link, session and code.

A link that is opened twice ends the session of the first, for one of the two was not meant.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

MAX_TRIES = 5
CODE_DIGITS = 6
MAX_LINKS = 8
"""Links that hold at a time; asking for more ends the oldest."""


class PairingError(Exception):
    """Pairing was refused; the text says what to do."""


class LinkSpentError(PairingError):
    """The link was opened before, or is too old."""


class NoCodeError(PairingError):
    """No code holds: none was shown, or it expired, was used or tried too often."""


class WrongCodeError(PairingError):
    """The code is not the one shown."""

    def __init__(self, tries_left: int) -> None:
        super().__init__("This is not the code on the pairing page. Look again, then retype it.")
        self.tries_left = tries_left


@dataclass(frozen=True, slots=True)
class State:
    """What the pairing page shows. `paired` is the device that used the last code."""

    code: str | None = None
    seconds_left: float = 0.0
    paired: str | None = None


@dataclass(frozen=True, slots=True)
class _Code:
    digits: str
    until: float
    tries_left: int = MAX_TRIES


class Pairing:
    """The links, sessions and the one code of a running server. Safe from any thread.

    `clock` counts seconds and never goes back.
    """

    def __init__(
        self,
        *,
        code_seconds: float = 120.0,
        link_seconds: float = 600.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._code_seconds = code_seconds
        self._link_seconds = link_seconds
        self._clock = clock
        self._lock = Lock()
        self._links: dict[str, float] = {}  # digest of a key → when it ends
        self._spent: dict[str, str] = {}  # digest of a key → digest of its session
        self._sessions: dict[str, float] = {}  # digest of a session → when it ends
        self._code: _Code | None = None
        self._paired: str | None = None

    def link_key(self) -> str:
        """A new single-use key to the pairing page."""
        key = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._links) >= MAX_LINKS:
                self._links.pop(next(iter(self._links)))
            self._links[_digest(key)] = self._clock() + self._link_seconds
        return key

    def open(self, key: str) -> str:
        """Spend `key` on a new session, and return the session's secret.

        Raises:
            LinkSpentError: if the key was spent or is too old.

        """
        digest = _digest(key)
        with self._lock:
            until = self._links.pop(digest, 0.0)
            if until <= self._clock():
                self._end_session_of(digest)
                raise LinkSpentError(
                    "This link was used before or is too old. Run `winnow pair` for a new one."
                )
            session = secrets.token_urlsafe(32)
            self._sessions[_digest(session)] = self._clock() + self._link_seconds
            self._spent[digest] = _digest(session)
        return session

    def knows(self, session: str) -> bool:
        """Whether `session` is a session that still holds."""
        with self._lock:
            return self._sessions.get(_digest(session), 0.0) > self._clock()

    def show_code(self) -> State:
        """Make a new code, which replaces the one before."""
        digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        with self._lock:
            self._code = _Code(digits, self._clock() + self._code_seconds)
            self._paired = None
            return self._state()

    def state(self) -> State:
        """What the pairing page shows now."""
        with self._lock:
            return self._state()

    def redeem(self, digits: str) -> None:
        """Use the code up.

        Of several that send the right code at once, one passes.

        Raises:
            NoCodeError: if no code holds.
            WrongCodeError: if it is another code; that counts as a try.

        """
        with self._lock:
            code = self._holding()
            if code is None:
                raise NoCodeError(
                    "No pairing code holds now. Show a new one on Winnow's pairing page "
                    "(`winnow pair` opens it)."
                )
            if not hmac.compare_digest(code.digits.encode(), digits.encode()):
                self._code = replace(code, tries_left=code.tries_left - 1)
                raise WrongCodeError(self._code.tries_left)
            self._code = None

    def announce(self, name: str) -> None:
        """Tell the pairing page which device used the code."""
        with self._lock:
            self._paired = name

    def _holding(self) -> _Code | None:
        code = self._code
        if code is None or code.until <= self._clock() or code.tries_left < 1:
            return None
        return code

    def _state(self) -> State:
        code = self._holding()
        if code is None:
            return State(paired=self._paired)
        return State(code.digits, code.until - self._clock())

    def _end_session_of(self, digest: str) -> None:
        session = self._spent.get(digest)
        if session and self._sessions.pop(session, None):
            self._code = None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
