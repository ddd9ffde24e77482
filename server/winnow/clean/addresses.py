"""The addresses of a page, made whole: nothing but http, https and mailto comes through."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin, urlsplit

_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u0000-\u001f]")
_WHOLE = re.compile(r"https?://[A-Za-z0-9][^\[\]\\?#]*(?:\?[^#]+)?(?:#.+)?")
_ROOTED = re.compile(r"(?:/[^/.;\[\]\\?#\s][^/;\[\]\\?#\s]*)+/?(?:\?[^#\s]+)?(?:#[^\s]+)?")
"""An address from its host's root in which nothing is to be resolved but the host."""
MAX_ATTRIBUTE: Final = 8_000
"""Characters of an attribute, as in the capture: what is longer is no address and no name."""


@lru_cache(maxsize=8_192)  # a page links the same places many times
def absolute(address: str, base: str) -> str:
    """`address` resolved against `base`, or "" if it is not http, https or mailto or is empty.

    An empty one is a button of the page, or a script's address that the capture left out.
    """
    if len(address) > MAX_ATTRIBUTE:
        return ""
    cleaned = _BIDI_CONTROLS.sub("", address).strip()
    if cleaned in ("", "#"):
        return ""
    if _WHOLE.fullmatch(cleaned):
        return cleaned
    if _ROOTED.fullmatch(cleaned) and (origin := _origin(base)):
        return origin + cleaned
    try:
        resolved = urljoin(base, cleaned)
        scheme = urlsplit(resolved).scheme
    except ValueError:
        return ""
    return resolved if scheme in ("http", "https", "mailto") else ""


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    """The scheme and host of an address of the web, or ""."""
    try:
        root = urljoin(base, "/")
    except ValueError:
        return ""
    return root.removesuffix("/") if root.startswith(("http://", "https://")) else ""


def resolved_set(srcset: str, base: str) -> str:
    """A srcset with each address absolute (HTML 4.8.4.2.1), or "" if it is not one."""
    candidates = []
    for candidate in re.split(r",\s+", srcset.strip())[:20]:
        parts = candidate.split()
        if not parts:
            continue
        address = absolute(parts[0], base)
        if not address.startswith("http"):
            return ""
        candidates.append(" ".join([address, *parts[1:2]]))
    return ", ".join(candidates)
