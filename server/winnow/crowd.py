"""A server that many may knock at: how many are let in, and how long one may take to speak.

Somebody who opens connections and says nothing, or says it a byte at a time, would keep others
out. So a request has a time to arrive in, and when all places are taken whoever has waited
longest without a whole request gives theirs up. Who is being answered is never interrupted.
"""

import json
import time
from contextlib import suppress
from typing import Any, Final

from waitress.server import TcpWSGIServer

from winnow.errors import MEDIA_TYPE, Kind, Problem

CONNECTIONS: Final = 200
"""Far more than browsers open, and within the 256 open files that some systems allow."""

ARRIVAL_SECONDS: Final = 20
"""For a request to come in whole: an import of 48 MB takes less than one on the same machine."""

_LOOK_SECONDS: Final = 1


class CrowdServer(TcpWSGIServer):  # type: ignore[misc] # waitress has no types
    """Waitress's server, with room for the next."""

    next_channel_cleanup: float

    def __init__(self, *args: Any, **options: Any) -> None:
        self._arriving: dict[int, tuple[Any, float]] = {}
        super().__init__(*args, **options)

    def readable(self) -> bool:
        """Whether the next connection is taken; called before each look at the sockets."""
        now = time.time()
        if now >= self.next_channel_cleanup:
            self.next_channel_cleanup = now + _LOOK_SECONDS
            self.maintenance(now)
        if len(self.active_channels) >= CONNECTIONS and not self._make_room():
            return False
        return bool(self.accepting)

    def maintenance(self, now: float) -> None:
        """Close connections that are idle or whose request does not get on."""
        super().maintenance(now)
        arriving = {}
        for number, channel in self.active_channels.items():
            request = channel.request
            if request is None or channel.requests:
                continue
            known, since = self._arriving.get(number, (None, now))
            arriving[number] = (request, since if known is request else now)
            if now - arriving[number][1] > ARRIVAL_SECONDS:
                _turn_away(channel)
        self._arriving = arriving

    def _make_room(self) -> bool:
        """Close the oldest connection that is not being answered, if there is one."""
        waiting = [
            channel
            for channel in self.active_channels.values()
            if not (channel.requests or channel.total_outbufs_len or channel.will_close)
        ]
        if not waiting:
            return False
        _turn_away(min(waiting, key=lambda channel: channel.creation_time))
        return True


def _turn_away(channel: Any) -> None:
    """End a connection; who had begun to speak is told why, as far as they listen."""
    if channel.request is not None:
        with suppress(OSError):
            channel.socket.send(_REFUSAL)
    channel.will_close = True


def _refusal() -> bytes:
    problem = Problem(
        Kind.BUSY,
        "The request did not arrive whole in time, or others needed the connection. Send it again.",
    )
    body = json.dumps(problem.body()).encode()
    head = (
        f"HTTP/1.1 {problem.kind.status} {problem.kind.title}\r\nContent-Type: {MEDIA_TYPE}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


_REFUSAL: Final = _refusal()
