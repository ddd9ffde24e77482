"""A server that many may knock at: how many are let in, and how long one may take.

Somebody who opens connections and says nothing, says it a byte at a time, or asks and never
takes the answer would keep others out. So each of these has its time, and when all places are
taken whoever has waited longest gives theirs up; and what waits to be taken has its room. Who
is being answered, or takes an answer, however slowly, is never interrupted.
"""

import json
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from waitress.server import TcpWSGIServer

from winnow.errors import MEDIA_TYPE, Kind, Problem

CONNECTIONS: Final = 200
"""Far more than browsers open, and within the 256 open files that some systems allow."""

ARRIVAL_SECONDS: Final = 20
"""For a request to come in whole: an import of 48 MB takes less than one on the same machine."""

TAKING_SECONDS: Final = 20
"""In which at least some of an answer must be taken."""

IDLE_SECONDS: Final = 60
"""For which a connection stays open for the next request."""

WAITING_BYTES: Final = 512 * 1024 * 1024
"""Of answers that wait to be taken. Beyond it those of which nothing is taken are dropped."""

RETRY_AFTER_SECONDS: Final = 2

STANDING_SECONDS: Final = 2
"""Nothing of an answer was taken for so long: whoever reads on this machine takes some."""

_LOOK_SECONDS: Final = 1


class _Phase(Enum):
    """What a connection is at."""

    IDLE = "idle"
    ASKING = "asking"
    QUEUED = "queued"
    ANSWERED = "answered"
    TAKING = "taking"


@dataclass(slots=True)
class _Watched:
    """A connection and what it is at; times are monotonic seconds.

    `began` is when this was first seen, `moved` when something last came or went.
    """

    channel: Any
    phase: _Phase
    request: object
    activity: float
    began: float
    moved: float

    def is_late(self, now: float) -> bool:
        """Whether its time is over."""
        match self.phase:
            case _Phase.ASKING:
                return now - self.began > ARRIVAL_SECONDS
            case _Phase.TAKING:
                return now - self.moved > TAKING_SECONDS
            case _Phase.IDLE:
                return now - self.moved > IDLE_SECONDS
            case _Phase.QUEUED | _Phase.ANSWERED:
                return False


class CrowdServer(TcpWSGIServer):  # type: ignore[misc] # waitress has no types
    """Waitress's server, with room for the next."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._watched: dict[int, _Watched] = {}
        self._next_look = 0.0
        super().__init__(*args, **options)

    def readable(self) -> bool:
        """Whether the next connection is taken; called before each look at the sockets."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + _LOOK_SECONDS
            self._look(now)
            for watched in self._watched.values():
                if watched.is_late(now):
                    _turn_away(watched)
            self._drop_what_nobody_takes(now)
        if len(self.active_channels) >= CONNECTIONS and not self._make_room(now):
            return False
        return bool(self.accepting)

    def _look(self, now: float) -> None:
        """See what each connection is at. Waitress's own times follow the clock, which jumps."""
        watched = {}
        for number, channel in self.active_channels.items():
            phase, request, activity = _phase(channel), channel.request, channel.last_activity
            known = self._watched.get(number)
            if not (known and known.channel is channel):
                known = _Watched(channel, phase, request, activity, now, now)
            elif known.phase is not phase or known.request is not request:
                known.phase, known.request, known.began = phase, request, now
            if known.activity != activity:
                known.activity, known.moved = activity, now
            watched[number] = known
        self._watched = watched

    def _drop_what_nobody_takes(self, now: float) -> None:
        """Keep the answers that wait to be taken within their room, as far as they stand still."""
        taking = [each for each in self._watched.values() if each.phase is _Phase.TAKING]
        waiting = sum(each.channel.total_outbufs_len for each in taking)
        for watched in sorted(taking, key=lambda each: each.moved):
            if waiting <= WAITING_BYTES or now - watched.moved < STANDING_SECONDS:
                return
            waiting -= watched.channel.total_outbufs_len
            _turn_away(watched)

    def _make_room(self, now: float) -> bool:
        """Close the connection that has waited longest without being answered, if there is one."""
        self._look(now)
        waiting = [
            watched
            for watched in self._watched.values()
            if watched.phase is not _Phase.ANSWERED and not watched.channel.will_close
        ]
        if not waiting:
            return False
        _turn_away(min(waiting, key=lambda watched: watched.began))
        return True


def _phase(channel: Any) -> _Phase:
    if channel.requests:
        return _Phase.ANSWERED if channel.is_begun else _Phase.QUEUED
    if channel.total_outbufs_len:
        return _Phase.TAKING
    return _Phase.IDLE if channel.request is None else _Phase.ASKING


def _turn_away(watched: _Watched) -> None:
    """End a connection; who had begun to speak is told why, as far as they listen."""
    channel = watched.channel
    with channel.requests_lock:
        if channel.is_begun:  # just now
            return
        with suppress(OSError):
            if watched.phase in {_Phase.ASKING, _Phase.QUEUED}:
                channel.socket.send(_REFUSAL)
            elif watched.phase is _Phase.TAKING:  # else it would wait for ever to send more
                channel.socket.shutdown(socket.SHUT_RDWR)
        channel.will_close = True


def _refusal() -> bytes:
    problem = Problem(
        Kind.BUSY,
        "The request did not arrive whole in time, or others needed the connection. Send it again.",
    )
    body = json.dumps(problem.body()).encode()
    head = (
        f"HTTP/1.1 {problem.kind.status} {problem.kind.title}\r\nContent-Type: {MEDIA_TYPE}\r\n"
        f"Content-Length: {len(body)}\r\nRetry-After: {RETRY_AFTER_SECONDS}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body


_REFUSAL: Final = _refusal()
