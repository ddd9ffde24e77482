"""Our own pages, for a browser on this machine: so far the pairing page.

The page itself tells nothing. Its script trades the key in the address's fragment, which no
server and no log sees, for a cookie, and with the cookie asks for a code.
"""

import json
from pathlib import Path
from typing import Final, TypeVar

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from pydantic import ValidationError

from winnow.annotate.mark import Record
from winnow.api.models import Nothing
from winnow.api.services import services
from winnow.errors import Kind, Problem, from_validation
from winnow.pairing import LinkSpentError, State

PAGE_VERSION: Final = "1"
"""What the extension's content script checks before it believes the page."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

WORDS: Final[dict[str, dict[str, str]]] = {
    language: json.loads((Path(__file__).parent / "words" / f"{language}.json").read_bytes())
    for language in ("en", "fr")
}
"""The words of our own pages, a language a file with the same keys; English is the default."""

R = TypeVar("R", bound=Record)

web = Blueprint(
    "web",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/pair/static",
)


class KeyRequest(Record):
    """The key of a single-use link."""

    key: str


@web.get("/")
def home() -> Response:
    """The one page there is."""
    return make_response(redirect("/pair"))


@web.get("/pair")
def pair() -> Response:
    """The pairing page, in the reader's language."""
    language = request.accept_languages.best_match(tuple(WORDS)) or "en"
    page = render_template(
        "pair.html", language=language, words=WORDS[language], version=PAGE_VERSION
    )
    response = make_response(page)
    response.content_language.add(language)
    response.vary.add("Accept-Language")
    response.headers["Content-Security-Policy"] = POLICY
    return response


@web.post("/pair/session")
def open_session() -> Response:
    """Spend a link's key on the cookie."""
    try:
        session = services().pairing.open(_body(KeyRequest).key)
    except LinkSpentError as error:
        raise Problem(Kind.LINK_SPENT, str(error)) from None
    response = Response(status=204)
    response.set_cookie(
        _cookie_name(),
        session,
        max_age=int(services().settings.link_seconds),
        path="/pair",
        httponly=True,
        samesite="Strict",
    )
    return response


@web.post("/pair/code")
def show_code() -> Response:
    """Make a new code."""
    _check_session()
    _body(Nothing)
    return _shown(services().pairing.show_code())


@web.post("/pair/state")
def state() -> Response:
    """The code that holds, or the device that used it.

    By POST, which carries the page's origin: an extension that may visit this machine sends
    the cookie too.
    """
    _check_session()
    _body(Nothing)
    return _shown(services().pairing.state())


def _body(kind: type[R]) -> R:
    try:
        return kind.model_validate(request.get_json())
    except ValidationError as error:
        raise from_validation(error) from None


def _check_session() -> None:
    if not services().pairing.knows(request.cookies.get(_cookie_name(), "")):
        raise Problem(Kind.NO_SESSION, "Run `winnow pair` to open this page.")


def _cookie_name() -> str:
    """Cookies are shared by all ports of a host, so the port is in the name."""
    return f"winnow_pair_{services().settings.port}"


def _shown(state: State) -> Response:
    return jsonify(code=state.code, seconds_left=round(state.seconds_left, 1), paired=state.paired)
