"""Words that leave for programs which act on what they read.

JSON keeps every character. Elsewhere those go that no one means to write and that could
hide or turn round what stands beside them: control characters, and the signs that override
the direction of all that follows. Right-to-left marks stay; Arabic and Hebrew need them.
"""

import re
from typing import Final
from urllib.parse import quote

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
"""C0 and C1 controls but white space, Unicode's embeddings, overrides and isolates (UAX 9),
and noncharacters."""
_LINE_END: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
"""What ends a line to Unicode; taken out, a page break between two words would make them one."""

IN_SCRIPT: Final = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
"""For JSON: the same strings to a parser, but nothing that ends a `<script>` it is put into."""


def plain(text: str) -> str:
    """`text` without what cannot be seen, its lines ended by line feeds."""
    return _UNSEEN.sub("", _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """`plain` text on one line."""
    return " ".join(plain(text).split())


def address(url: str) -> str:
    """`url` as RFC 3986 spells it: what may not stand in an address is percent-encoded."""
    return quote(url.strip(), safe="!#$%&'()*+,/:;=?@[]~-._")


def is_web(url: str) -> bool:
    """Whether a link to `url` opens a page on the web."""
    return url.lower().startswith(("http://", "https://"))
