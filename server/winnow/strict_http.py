"""HTTP/1.1 read strictly: what two programs could read differently is refused with 400.

RFC 9112 lets a server guess what some malformed requests mean. Whoever guesses otherwise sees
another request begin where this one ends, so that nothing here is guessed.
"""

import re
from typing import Final

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import BadRequest, Error

_TOKEN: Final = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST_LINE: Final = re.compile(rb"%b (?:/[!-~]*|\*) HTTP/1\.[01]" % _TOKEN)
"""A method, a path of visible ASCII (no other server's address), and a version we speak."""

UNKNOWN_BYTES: Final = 64 * 1024
"""Of a body without a token: pairing and our own pages send less than a hundredth of it."""

_FOLDED: Final = re.compile(rb"\n[ \t]")
_LENGTH: Final = re.compile(rb"\ncontent-length:", re.IGNORECASE)
_ENDLESS: Final = re.compile(rb"\ncontent-length:[ \t]*[0-9]{20}", re.IGNORECASE)
"""A length past what counts bytes anywhere, of which Python reads some thousand digits only."""
_TOKEN_LINE: Final = re.compile(rb"\nauthorization:", re.IGNORECASE)
_CODING: Final = re.compile(rb"\ntransfer-encoding:", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)
_BARE: Final = re.compile(rb"(?<!\r)\n")


class NoRoomError(Error):  # type: ignore[misc] # waitress has no types
    """The temporary folder takes no more."""

    code = 507
    reason = "Insufficient Storage"


class UnknownCallerError(Error):  # type: ignore[misc] # waitress has no types
    """A large body is announced by who brings no token that is ours."""

    code = 401
    reason = "Unauthorized"


class StrictParser(HTTPRequestParser):  # type: ignore[misc] # waitress has no types
    """Waitress's parser, before which the head of a request must stand a closer look."""

    error: Error | None

    @staticmethod
    def is_known(authorization: str) -> bool:
        """Whether this header's token is one of ours. The server's own parser knows them."""
        del authorization
        return False

    def received(self, data: bytes) -> int:
        """Take what came. A request with another right behind it is refused (see `crowd`)."""
        try:
            taken = int(super().received(data))
        except OSError:  # a large body waits in a temporary file
            self.completed = True
            self.error = NoRoomError("No room for the request")
            return len(data)
        if self.error:  # whoever waits to be told to send the body is told the refusal
            self.completed, self.expect_continue = True, False
        if not self.headers_finished and _BARE.search(self.header_plus):
            return self._refused("A line feed without carriage return (section 2.2)", data)
        if self.completed and not self.empty and data[taken:].strip(b"\r\n"):
            return self._refused("Another request came before the answer", data)
        return taken

    def _refused(self, why: str, data: bytes) -> int:
        self.error = self.error or BadRequest(why)
        self.completed = True
        return len(data)

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the head. Raises ParsingError for one that is not well-formed."""
        line = header_plus.partition(b"\r\n")[0]
        if not _REQUEST_LINE.fullmatch(line):
            raise ParsingError("Start line is invalid")
        if _FOLDED.search(header_plus):
            raise ParsingError("A header is folded (RFC 9112, section 5.2)")
        if _LENGTH.search(header_plus) and _CODING.search(header_plus):
            raise ParsingError("Two ways to tell where the body ends (RFC 9112, section 6.3)")
        if _ENDLESS.search(header_plus):
            raise ParsingError("A length of more digits than any body has")
        if len(_TOKEN_LINE.findall(header_plus)) > 1:
            raise ParsingError("Two tokens (RFC 9110, section 5.3)")
        codings = len(_CODING.findall(header_plus))
        if codings and (
            codings > 1 or not _CHUNKED.search(header_plus) or not line.endswith(b"1.1")
        ):
            raise ParsingError("A transfer coding other than chunked (RFC 9112, section 6.1)")
        super().parse_header(header_plus)
        large = self.chunked or self.content_length > UNKNOWN_BYTES
        if large and not self.is_known(self.headers.get("AUTHORIZATION", "")):
            self.error = UnknownCallerError("A large body without a token")
