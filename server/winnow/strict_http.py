"""HTTP/1.1 read strictly: what two programs could read differently is refused with 400.

RFC 9112 lets a server guess what some malformed requests mean. Whoever guesses otherwise sees
another request begin where this one ends, so that nothing here is guessed.
"""

import re
from typing import Final

from waitress.parser import HTTPRequestParser, ParsingError

_TOKEN: Final = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST_LINE: Final = re.compile(rb"%b (?:/[!-~]*|\*) HTTP/1\.[01]" % _TOKEN)
"""A method, a path of visible ASCII (no other server's address), and a version we speak."""

_FOLDED: Final = re.compile(rb"\n[ \t]")
_LENGTH: Final = re.compile(rb"\ncontent-length:", re.IGNORECASE)
_CODING: Final = re.compile(rb"\ntransfer-encoding:", re.IGNORECASE)


class StrictParser(HTTPRequestParser):  # type: ignore[misc] # waitress has no types
    """Waitress's parser, before which the head of a request must stand a closer look."""

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the head. Raises ParsingError for one that is not well-formed."""
        line = header_plus.partition(b"\r\n")[0]
        if not _REQUEST_LINE.fullmatch(line):
            raise ParsingError("Start line is invalid")
        if _FOLDED.search(header_plus):
            raise ParsingError("A header is folded (RFC 9112, section 5.2)")
        if _LENGTH.search(header_plus) and _CODING.search(header_plus):
            raise ParsingError("Two ways to tell where the body ends (RFC 9112, section 6.3)")
        super().parse_header(header_plus)
