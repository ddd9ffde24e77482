"""Which document an address names.

The same document is reached by many addresses: shared, tracked, with and without a slash.
A key is what they have in common. Nothing that could name another document is dropped:
`id`, `p`, `page`, `q`, `ref` and the like stay, and so does `www.`.
"""

import re
from contextlib import suppress
from functools import cache
from importlib.resources import files
from ipaddress import IPv4Address, IPv6Address
from socket import inet_aton
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, quote, urlsplit

import idna

if TYPE_CHECKING:
    import tldextract

WEB_ADDRESS: Final = (
    r"^([hH][tT][tT][pP][sS]?:[/\\]{2}[^/\\?#\x00-\x20]|[fF][iI][lL][eE]:[/\\])[^\x00-\x1f\x7f]*$"
)
"""What a page in a browser stands at, as JSON Schema can say it: a host or a file follows, and
no control character, which no address has once it was gone to."""
_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}
_UNRESERVED_IN_PATH: Final = "!$&'()*+,;=:@/~-._"  # RFC 3986, section 3.3
_UNRESERVED_IN_QUERY: Final = "!$'()*,;:@/?~-._"
_UNRESERVED: Final = frozenset(ascii_letters + digits + "-._~!'()*")  # RFC 2396, section 2.3
"""Signs that an escape never gives another meaning. The later RFC 3986 reserves the last five
without a use; some programs that write addresses escape them, others do not."""
_PLAIN_IN_QUERY: Final = _UNRESERVED | frozenset("$,:@/?")
"""Signs that part nothing in a query either, as `&`, `=`, `+`, `;` and `#` do."""
_ESCAPE: Final = re.compile("%(?:[0-9A-Fa-f]{2})?")
_APP_ROUTES: Final = ("!", "/")
"""Fragments beginning so are addresses of single-page applications, not places in a page."""
_DIRECTIVE: Final = ":~:"
"""What a fragment says to the browser alone, such as which words to show (URL Fragment Text
Directives, section 3.3)."""
_ADDRESS: Final = re.compile(rf"{WEB_ADDRESS}|[uU][rR][nN]:[^\x00-\x20\x7f]+")
_SPECIAL: Final = re.compile(r"https?:[^?#]*", re.IGNORECASE)
"""An address of the web up to its query, where browsers read a backslash as a slash."""
_NUMBERS: Final = re.compile(r"(?:(?:0[xX][0-9a-fA-F]*|[0-9]+)(?:\.|$)){1,4}")
"""A host that browsers read as an IPv4 address, however its numbers are written."""
_INDEX: Final = re.compile(r"/(?:index|default)\.[a-z]{2,5}$", re.IGNORECASE)
"""The file that servers show of a folder."""


def is_address(text: str) -> bool:
    """Whether a page can stand at this: no `javascript:` becomes a link."""
    return bool(_ADDRESS.fullmatch(text))


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
    """What all addresses of this document have in common, and its own key.

    The scheme is https, but for what http has at the port of https.
    """
    url = url.strip()
    try:
        parts = _split(url)
        host = _host(parts.hostname or "")
        port = _port(parts)
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return url.split("#", 1)[0].rstrip() if parts.scheme else url
    path = _resolved(_encoded(parts.path, _UNRESERVED_IN_PATH)) or "/"
    if path != "/":
        path = path.rstrip("/") or "/"
    scheme = "http" if port == f":{_DEFAULT_PORTS['https']}" else "https"
    return f"{scheme}://{host}{port}{path}{_search(parts.query)}{_route(parts.fragment)}"


_ONE_OF_MANY: Final = frozenset({"id", "p", "page", "q", "v"})
"""Parameters that name one page of those at a path."""
_FIRST: Final = frozenset({"p=1", "page=1"})


def canonical_counts(url: str, canonical: str) -> bool:
    """Whether the canonical that a page declares can be believed.

    It must be an absolute http(s) address of the same registrable domain, on no other port than
    the visited one or the scheme's own, and neither the home page, nor a folder above the
    visited path, nor an application without its view, nor the same path without what names
    one of its pages: sites declare these by mistake.
    """
    try:
        here, there = _split(url.strip()), _split(canonical.strip())
        hosts = here.hostname or "", there.hostname or ""
        ports = _port(here), _port(there)
    except ValueError:
        return False
    if there.scheme not in _DEFAULT_PORTS or not all(hosts) or ports[1] not in ("", ports[0]):
        return False
    declared, visited = _folder(there.path), _folder(here.path)
    without_view = bool(_route(here.fragment)) and not _route(there.fragment)
    without_page = declared == visited and bool(_pages(here.query) - _pages(there.query))
    elsewhere = registrable_domain(hosts[0]) != registrable_domain(hosts[1])
    if without_view or without_page or elsewhere:
        return False
    if _query(there.query):
        return True
    if not declared:
        return not visited and not _query(here.query)
    return not visited.startswith(declared + "/")


def _split(url: str) -> SplitResult:
    """The parts of an address as a browser tells them."""
    return urlsplit(_SPECIAL.sub(lambda head: head.group().replace("\\", "/"), url, count=1))


def _port(parts: SplitResult) -> str:
    """The port behind its colon; empty if it is the scheme's own."""
    port = "" if parts.port is None else str(parts.port)
    return f":{port}" if port not in ("", _DEFAULT_PORTS.get(parts.scheme)) else ""


def _route(fragment: str) -> str:
    """Which view of an application a fragment names, written as paths and queries are."""
    fragment = fragment.partition(_DIRECTIVE)[0]
    if not fragment.startswith(_APP_ROUTES):
        return ""
    view, _, query = fragment.partition("#")[0].partition("?")
    mark = view[: view.startswith("!")]
    view = _encoded(view.removeprefix(mark), _UNRESERVED_IN_PATH).rstrip("/")
    search = _search(query)
    return f"#{mark}{view or '/'}{search}" if view or search else ""


def _folder(path: str) -> str:
    """A path without its last slash, and of the file that stands for a folder the folder."""
    return _INDEX.sub("", _resolved(_encoded(path, _UNRESERVED_IN_PATH))).rstrip("/")


def _resolved(path: str) -> str:
    """An absolute path without its dot segments (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in (segments := path.split("/")[1:]):
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


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
    if ":" in name:
        with suppress(ValueError):
            name = str(IPv6Address(name))
        return f"[{name}]"
    try:
        name = name if name.isascii() else idna.encode(name, uts46=True).decode().rstrip(".")
    except idna.IDNAError:  # browsers go to such names all the same
        name = ".".join(map(_label, name.split(".")))
    if _NUMBERS.fullmatch(name):
        with suppress(OSError):
            return str(IPv4Address(inet_aton(name)))
    return name


def _label(label: str) -> str:
    """A label that no registry gives away, an emoji say, as it is asked for (RFC 3492)."""
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _encoded(text: str, safe: str, plain: frozenset[str] = _UNRESERVED) -> str:
    """Percent-encode alike (RFC 3986, 6.2.2): no needless escapes, and upper case in the others.

    An escaped reserved character stays escaped: `%2F` is not a border in a path. A percent sign
    that begins no escape stands for itself.
    """
    spelled = _ESCAPE.sub(lambda match: _unescaped(match.group(), plain), text)
    return quote(spelled, safe=safe + "%")


def _unescaped(escape: str, plain: frozenset[str]) -> str:
    if escape == "%":
        return "%25"
    sign = chr(int(escape[1:], 16))
    return sign if sign in plain else escape.upper()


def _search(query: str) -> str:
    """A query behind its question mark; empty if nothing of it names the document."""
    kept = _query(query)
    return f"?{kept}" if kept else ""


def _query(query: str) -> str:
    """The parameters that name the document, sorted by name; equal names keep their order."""
    kept: list[tuple[str, str]] = []
    for pair in query.split("&"):
        name, equals, value = pair.partition("=")
        if pair and not _is_tracker(_encoded(name, "")):
            kept.append((_value(name), f"{equals}{_value(value)}"))
    return "&".join(name + value for name, value in sorted(kept, key=lambda pair: pair[0]))


def _pages(query: str) -> set[str]:
    """The parameters of a query that name one page of many; the first page needs none."""
    pairs = set(_query(query).split("&"))
    return {pair for pair in pairs if pair.partition("=")[0] in _ONE_OF_MANY} - _FIRST


def _value(text: str) -> str:
    """A name or a value of a query."""
    return _encoded(text.replace("+", " "), _UNRESERVED_IN_QUERY, _PLAIN_IN_QUERY)


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
