"""Which document an address names.

The same document is reached by many addresses: shared, tracked, with and without a slash.
A key is what they have in common. Nothing that could name another document is dropped:
`id`, `p`, `page`, `q`, `ref` and the like stay, and so does `www.`.
"""

import re
from functools import cache
from importlib.resources import files
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

import idna

if TYPE_CHECKING:
    import tldextract

_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}
_UNRESERVED_IN_PATH: Final = "!$&'()*+,;=:@/~-._"  # RFC 3986, section 3.3
_UNRESERVED_IN_QUERY: Final = "!$'()*,;:@/?~-._"
_UNRESERVED: Final = frozenset(ascii_letters + digits + "-._~")  # RFC 3986, section 2.3
_ESCAPE: Final = re.compile("%[0-9A-Fa-f]{2}")
_APP_ROUTES: Final = ("!", "/")
"""Fragments beginning so are addresses of single-page applications, not places in a page."""


def keys(url: str, canonical: str | None = None) -> tuple[str, ...]:
    """The keys of a document, its own first: of its address, and of its canonical if that counts.

    An address that is not http(s) is its own key.
    """
    own = key(url)
    if not canonical or not canonical_counts(url, canonical):
        return (own,)
    declared = key(canonical)
    return (own,) if declared == own else (own, declared)


def key(url: str) -> str:
    """What all addresses of this document have in common. The scheme is always https."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = _host(parts.hostname or "")
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        return url.split("#", 1)[0] if parts.scheme else url
    if port is not None and str(port) != _DEFAULT_PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    path = _encoded(parts.path, _UNRESERVED_IN_PATH) or "/"
    if path != "/":
        path = path.rstrip("/") or "/"
    query = _query(parts.query)
    fragment = parts.fragment if _is_route(parts.fragment) else ""
    return f"https://{host}{path}{f'?{query}' if query else ''}{f'#{fragment}' if fragment else ''}"


def canonical_counts(url: str, canonical: str) -> bool:
    """Whether the canonical that a page declares can be believed.

    It must be an absolute http(s) address of the same registrable domain, and neither the
    home page, nor a folder above the visited path, nor an application without its view: sites
    declare these by mistake.
    """
    try:
        here, there = urlsplit(url.strip()), urlsplit(canonical.strip())
        hosts = here.hostname or "", there.hostname or ""
    except ValueError:
        return False
    if there.scheme not in _DEFAULT_PORTS or not all(hosts):
        return False
    without_view = _is_route(here.fragment) and not _is_route(there.fragment)
    if without_view or registrable_domain(hosts[0]) != registrable_domain(hosts[1]):
        return False
    if _query(there.query):
        return True
    declared, visited = _path(there.path), _path(here.path)
    if not declared:
        return not visited and not here.query
    return not visited.startswith(declared + "/")


def _is_route(fragment: str) -> bool:
    return fragment.startswith(_APP_ROUTES)


def _path(path: str) -> str:
    return _encoded(path, _UNRESERVED_IN_PATH).rstrip("/")


def registrable_domain(host: str) -> str:
    """The part of a host name that its owner registered; the host itself if it has none.

    Under a suffix that the list does not know, its last two labels (the list's rule "*").
    """
    host = host.lower().rstrip(".")
    found = _public_suffixes()(host)
    if found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


@cache
def _public_suffixes() -> "tldextract.TLDExtract":
    """The Public Suffix List as tldextract ships it: never fetched, never cached on disk."""
    import tldextract  # noqa: PLC0415 - it loads an HTTP client, which a start need not wait for

    return tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )


def _host(name: str) -> str:
    name = name.rstrip(".").lower()
    if ":" in name:  # IPv6
        return f"[{name}]"
    try:
        return idna.encode(name, uts46=True).decode() if not name.isascii() else name
    except idna.IDNAError:
        return name


def _encoded(text: str, safe: str) -> str:
    """Percent-encode alike (RFC 3986, 6.2.2): no needless escapes, and upper case in the others.

    An escaped reserved character stays escaped: `%2F` is not a border in a path.
    """
    spelled = _ESCAPE.sub(lambda match: _unescaped(match.group()), text)
    return quote(spelled, safe=safe + "%")


def _unescaped(escape: str) -> str:
    sign = chr(int(escape[1:], 16))
    return sign if sign in _UNRESERVED else escape.upper()


def _query(query: str) -> str:
    """The parameters that name the document, sorted by name; equal names keep their order."""
    kept: list[tuple[str, str]] = []
    for pair in query.split("&"):
        name, equals, value = pair.partition("=")
        if pair and not _is_tracker(_encoded(name, "")):
            kept.append((_encoded(name, _UNRESERVED_IN_QUERY), f"{equals}{_value(value)}"))
    return "&".join(name + value for name, value in sorted(kept, key=lambda pair: pair[0]))


def _value(value: str) -> str:
    return _encoded(value.replace("+", " "), _UNRESERVED_IN_QUERY)


def _is_tracker(name: str) -> bool:
    exact, beginnings = _trackers()
    name = name.lower()
    return name in exact or name.startswith(beginnings)


@cache
def _trackers() -> tuple[frozenset[str], tuple[str, ...]]:
    """Tracker names, and beginnings of tracker names, in lower case."""
    text = files("winnow.annotate").joinpath("trackers.txt").read_text(encoding="utf-8")
    names = [
        line.strip().lower() for line in text.splitlines() if line.strip()[:1] not in ("", "#")
    ]
    return (
        frozenset(name for name in names if not name.endswith("*")),
        tuple(name[:-1] for name in names if name.endswith("*")),
    )
