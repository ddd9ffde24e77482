"""RFC 9457 problem answers: every refusal has a stable name and a sentence to act on.

The extension translates by name (`urn:winnow:problem:NAME`); a person who reads raw
answers gets the `detail`. No detail repeats what a request held.
"""

import json
import logging
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from flask import Flask, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from winnow.devices import DevicesError
from winnow.faults import faults
from winnow.store.base import (
    ConflictError,
    DiskError,
    FullPageError,
    NotFoundError,
    StaleRevisionError,
    StoreError,
)

URN = "urn:winnow:problem:"
MEDIA_TYPE = "application/problem+json"

log = logging.getLogger(__name__)


class Kind(Enum):
    """Each problem there is: its name, its status, its title."""

    BAD_REQUEST = ("bad-request", 400, "The request could not be read")
    BAD_HOST = ("bad-host", 400, "This address is not Winnow's")
    BAD_JSON = ("bad-json", 400, "The body is not JSON that Winnow accepts")
    NOT_PAIRED = ("not-paired", 401, "Not paired")
    STALE_SIGNATURE = ("stale-signature", 401, "Not signed for this server")
    NO_SESSION = ("no-session", 401, "Open this page from Winnow")
    FOREIGN_ORIGIN = ("foreign-origin", 403, "Not from here")
    WRONG_ORIGIN = ("wrong-origin", 403, "This token belongs to another program")
    LOCAL_ONLY = ("local-only", 403, "Only for Winnow's own commands")
    WRONG_CODE = ("wrong-code", 403, "Wrong code")
    NOT_FOUND = ("not-found", 404, "Not found")
    METHOD = ("method-not-allowed", 405, "Method not allowed")
    CONFLICT = ("conflict", 409, "Already in the library")
    PAGE_FULL = ("page-full", 409, "This page holds no more marks")
    DELETED = ("deleted", 409, "This mark is deleted")
    NO_CODE = ("no-code", 410, "No code holds")
    LINK_SPENT = ("link-spent", 410, "This link no longer holds")
    STALE = ("stale-revision", 412, "Changed elsewhere")
    TOO_LARGE = ("too-large", 413, "Too large")
    NOT_JSON = ("not-json", 415, "JSON is needed")
    INVALID = ("invalid", 422, "Some fields cannot be used")
    UNREADABLE_PAGE = ("unreadable-page", 422, "Nothing to read on this page")
    NEEDS_REVISION = ("revision-needed", 428, "Say which revision you change")
    INTERNAL = ("internal", 500, "Winnow failed")
    STORE = ("store", 500, "The library could not do this")
    BUSY = ("busy", 503, "Busy")
    DEVICES = ("devices-unreadable", 503, "The list of paired devices cannot be used")
    DISK = ("disk", 507, "The disk refused")

    def __init__(self, slug: str, status: int, title: str) -> None:
        self.slug = slug
        self.status = status
        self.title = title


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 - RFC 9457's own word
    """A refusal. `fields` are (JSON pointer, sentence); `more` are RFC 9457 extensions."""

    kind: Kind
    detail: str
    fields: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The members of the answer."""
        members: dict[str, Any] = {
            "type": URN + self.kind.slug,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            **self.more,
        }
        if self.fields:
            members["errors"] = [{"pointer": at, "detail": text} for at, text in self.fields]
        return members

    def response(self) -> Response:
        """The answer."""
        return Response(
            json.dumps(self.body(), ensure_ascii=False),
            status=self.kind.status,
            headers=dict(self.headers),
            content_type=MEDIA_TYPE,
        )


def invalid(fields: Iterable[tuple[str, str]]) -> Problem:
    """The problem of fields that cannot be used."""
    named = tuple(fields)
    first = f"{named[0][0]}: {named[0][1]}" if named else ""
    return Problem(Kind.INVALID, f"Correct these fields and send again. {first}".strip(), named)


def from_validation(error: ValidationError) -> Problem:
    """The problem of what pydantic refused, without the values it refused."""
    return invalid(faults(error))


def from_store(error: StoreError) -> Problem:
    """The problem of what the store refused."""
    match error:
        case NotFoundError():
            return Problem(Kind.NOT_FOUND, str(error))
        case StaleRevisionError():
            current = error.current.model_dump(mode="json", by_alias=True)
            return Problem(Kind.STALE, str(error), more={"current": current})
        case ConflictError():
            return Problem(Kind.CONFLICT, str(error))
        case FullPageError():
            return Problem(Kind.PAGE_FULL, str(error))
        case DiskError():
            return Problem(Kind.DISK, str(error))
        case _:
            return Problem(Kind.STORE, str(error))


def install(app: Flask) -> None:
    """Make every error of `app` a problem answer."""
    app.register_error_handler(Problem, lambda problem: problem.response())
    app.register_error_handler(StoreError, lambda error: from_store(error).response())
    app.register_error_handler(
        DevicesError, lambda error: Problem(Kind.DEVICES, str(error)).response()
    )
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def no_room() -> Problem:
    """The problem of a full temporary folder."""
    return Problem(
        Kind.DISK,
        f"There is no room for temporary files in {tempfile.gettempdir()}. Free some, or start "
        "Winnow with TMPDIR set to a folder that has room. Nothing was saved or lost.",
    )


def too_large(limit: int) -> Problem:
    """The problem of a body over `limit` bytes."""
    return Problem(
        Kind.TOO_LARGE,
        f"The request is over {limit // (1024 * 1024)} MB. Send a page without scripts, styles and "
        "embedded data; import a few pages at a time.",
    )


def _http(error: HTTPException) -> Response:
    if isinstance(error.response, Response):  # already an answer of ours
        return error.response
    match error.code:
        case 404:
            kind, detail = (
                Kind.NOT_FOUND,
                "There is nothing at this path. See /api/v1/openapi.json.",
            )
        case 405:
            allowed = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
            kind, detail = Kind.METHOD, f"This path answers to {allowed} only."
        case 413:
            return too_large(request.max_content_length or 0).response()
        case _:
            kind, detail = Kind.BAD_REQUEST, "The request is not well-formed HTTP for this path."
    headers = {"Allow": allowed} if kind is Kind.METHOD else {}
    return Problem(kind, detail, headers=headers).response()


def _unforeseen(error: Exception) -> Response:
    log.error("unforeseen %s", type(error).__name__, exc_info=error)
    return Problem(
        Kind.INTERNAL,
        "Winnow met an error it did not foresee; nothing was lost. Try again, and if it "
        "happens again report the last lines of the log (`winnow doctor` says where it is).",
    ).response()
