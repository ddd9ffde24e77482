"""Who may speak to the server.

Every page in the browser can send requests to a local server, and a rebound host name can
even read its answers. So nothing is let in by default: a request passes each gate below, in
this order, before any handler runs, and what a handler needs no token for is named here.
docs/security.md tells what each gate stops, and what none of them does.
"""

import re
from typing import Final

from flask import Flask, Request, Response, current_app, g, request
from flask_cors.core import get_cors_options, set_cors_headers
from werkzeug.datastructures import Authorization

from winnow.config import Settings
from winnow.devices import Device, Devices
from winnow.errors import Kind, Problem, too_large
from winnow.proof import is_same, look_up
from winnow.running import CHALLENGE, DEVICE, PROOF, RUN

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

PUBLIC_ENDPOINTS: Final = frozenset({"health.health", "pairing.pair"})
"""What an extension that is not paired may call."""

LOOK_UP_ENDPOINT: Final = "look_up.look_up"
"""What a device may sign instead of sending its token: all that it tells is a number."""

SIGNATURE: Final = "winnow"
"""The scheme, in `Authorization`, of what is signed."""

IMPORT_ENDPOINT: Final = "transfer.import_"
"""What may send more in one request than a page has."""

OWN_PAGES: Final = "web"
"""The blueprint of our own pages, which check their own cookie."""

CHALLENGES: Final = re.compile(r"[A-Za-z0-9_-]{16,200}")
"""What a number used once is written as."""

EXTENSION_ORIGIN: Final = re.compile(r"(chrome|moz)-extension://[a-z0-9-]{1,64}")

OWN_FETCH_SITES: Final = frozenset({"none", "same-origin"})
"""What browsers say of an extension's and of our own page's requests, measured: Chromium
says "none" of an extension's background, Firefox "same-origin"."""

RESPONSE_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
}

MISSING_PAGES: Final = "Winnow-Missing-Pages"
"""How many damaged pages an export had to leave out."""

CORS_OPTIONS: Final = {
    "methods": ["GET", "POST", "PATCH", "DELETE"],
    "allow_headers": [
        *("Authorization", "Content-Type", "If-Match", "If-None-Match"),
        *(DEVICE, CHALLENGE),
    ],
    "expose_headers": ["ETag", "Retry-After", MISSING_PAGES, RUN, PROOF],
    "supports_credentials": False,
    "allow_private_network": False,
    "always_send": False,
    "send_wildcard": False,
    "vary_header": True,
}


def install(app: Flask, settings: Settings, devices: Devices, run: str) -> None:
    """Put the gates before, and the headers behind, every handler of `app`."""

    def enter() -> Response | None:
        return _enter(settings, devices, run)

    def leave(response: Response) -> Response:
        for name, value in RESPONSE_HEADERS.items():
            response.headers.setdefault(name, value)
        response.vary.add("Origin")
        return _cross_origin(response)

    app.before_request(enter)
    app.after_request(leave)


def caller() -> Device:
    """The device that makes this request; only for handlers behind the token."""
    device: Device = g.device
    return device


def challenge() -> str:
    """The number used once of a request that is signed; "" if a token came with it."""
    made_up: str = g.get("challenge", "")
    return made_up


def bearer(authorization: str) -> str:
    """The token in the header `Authorization`; "" if there is none."""
    scheme, _, token = authorization.partition(" ")
    return token if scheme.lower() == "bearer" else ""


def not_paired() -> Problem:
    """What to say to who brings no token, or one that nobody has."""
    return Problem(
        Kind.NOT_PAIRED,
        "This browser or program is not paired with Winnow, or its pairing was taken back. "
        "Run `winnow pair` and pair it; a script needs `winnow devices add NAME`.",
        headers={"WWW-Authenticate": 'Bearer realm="Winnow"'},
    )


def _enter(settings: Settings, devices: Devices, run: str) -> Response | None:
    _check_host(request, settings)
    _check_fetch_site(request)
    own_page = request.blueprint == OWN_PAGES
    origin = _check_origin(request)
    g.paired_origin = origin if origin and origin in devices.origins() else None
    if request.method == "OPTIONS" and g.paired_origin:
        return current_app.make_default_options_response()  # a preflight carries no token
    if not own_page and request.endpoint not in PUBLIC_ENDPOINTS:
        g.device = _check_caller(request, settings, devices, run)
        _check_carrier(request, g.device, origin)
    if request.method not in SAFE_METHODS and not request.routing_exception:
        _check_unsafe(request, origin, settings, own_page=own_page)
    return None


def _check_host(asked: Request, settings: Settings) -> None:
    """A page that had its name rebound to this machine still sends that name in `Host`."""
    if asked.environ.get("HTTP_HOST") not in settings.hosts:
        raise Problem(Kind.BAD_HOST, f"Winnow answers at {settings.origin} only. Use that address.")


def _check_fetch_site(asked: Request) -> None:
    """Another site's page, and another port's, is told by the browser itself."""
    site = asked.headers.get("Sec-Fetch-Site")
    if site is None or site in OWN_FETCH_SITES:
        return
    following = asked.method == "GET" and asked.headers.get("Sec-Fetch-Dest") == "document"
    if asked.blueprint == OWN_PAGES and following:
        return  # a link to the pairing page shows, in a tab and no frame, a page without a code
    raise _foreign()


def _check_origin(asked: Request) -> str | None:
    """The request's origin if it is ours or an extension's; else 403."""
    origin = asked.headers.get("Origin")
    if origin is None or origin == _own_origin(asked) or EXTENSION_ORIGIN.fullmatch(origin):
        return origin
    raise _foreign()


def _check_caller(asked: Request, settings: Settings, devices: Devices, run: str) -> Device:
    signed = asked.authorization
    if asked.endpoint == LOOK_UP_ENDPOINT and signed and signed.type == SIGNATURE:
        return _check_signature(asked, signed, devices, settings.port, run)
    device = devices.recognise(bearer(asked.headers.get("Authorization", "")))
    if device is None:
        raise not_paired()
    return device


def _check_signature(
    asked: Request, signed: Authorization, devices: Devices, port: int, run: str
) -> Device:
    """Who signed this very body for this run of the server; the token is not sent."""
    device = devices.named(signed.get("device") or "")
    if device is None:
        raise not_paired()
    g.challenge = signed.get("challenge") or ""
    wanted = look_up(device.token_sha256, port, run, g.challenge, asked.get_data())
    if not (CHALLENGES.fullmatch(g.challenge) and is_same(signed.get("signature") or "", wanted)):
        raise Problem(
            Kind.STALE_SIGNATURE,
            "This look-up was not signed for this run of the server, or not as it arrived. "
            "Ask /api/v1/health for a proof, then sign it anew.",
            headers={"WWW-Authenticate": 'Winnow realm="Winnow"'},
        )
    return device


def _check_carrier(asked: Request, device: Device, origin: str | None) -> None:
    if not _may_carry(asked, device, origin):
        raise Problem(
            Kind.WRONG_ORIGIN,
            "This token was given to another program. Pair this one by itself with `winnow pair`.",
        )


def _may_carry(asked: Request, device: Device, origin: str | None) -> bool:
    """Whether who asks is whom the token was given to: its extension, or no browser at all."""
    if device.origin is not None:
        return origin == device.origin
    in_browser = "Sec-Fetch-Mode" in asked.headers  # which browsers send with every request
    return not in_browser and origin in {None, _own_origin(asked)}


def _check_unsafe(
    asked: Request, origin: str | None, settings: Settings, *, own_page: bool
) -> None:
    if own_page and origin != _own_origin(asked):
        raise _foreign()  # the cookie is sent from every port of this machine
    if asked.endpoint == "pairing.pair" and not (origin and EXTENSION_ORIGIN.fullmatch(origin)):
        raise Problem(
            Kind.FOREIGN_ORIGIN,
            "Only a browser's extension is paired by a code. "
            "A script gets its token from `winnow devices add NAME`.",
        )
    limit = settings.max_body_bytes
    if asked.endpoint == IMPORT_ENDPOINT:
        limit = asked.max_content_length = settings.max_import_bytes
    if (asked.content_length or 0) > limit:
        raise too_large(limit)
    without_body = asked.method == "DELETE" and not asked.content_length
    if not without_body and not _is_json(asked):
        raise Problem(
            Kind.NOT_JSON,
            "Send the body as JSON: Content-Type: application/json, UTF-8, not compressed.",
        )


def _is_json(asked: Request) -> bool:
    charset = asked.mimetype_params.get("charset", "utf-8").lower()
    return (
        asked.mimetype == "application/json"
        and charset in {"utf-8", "utf8"}
        and asked.headers.get("Content-Encoding", "identity") == "identity"
    )


def _own_origin(asked: Request) -> str:
    return f"http://{asked.environ.get('HTTP_HOST')}"


def _foreign() -> Problem:
    return Problem(
        Kind.FOREIGN_ORIGIN,
        "Web pages may not speak to Winnow. Use its browser extension, or a script's token.",
    )


def _cross_origin(response: Response) -> Response:
    """Let a paired extension read the answer; say nothing to others."""
    origin = g.get("paired_origin")
    if not origin:
        return response
    options = get_cors_options(current_app, CORS_OPTIONS, {"origins": [origin]})
    return set_cors_headers(response, options)
