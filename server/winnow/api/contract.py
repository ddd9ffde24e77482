"""The contract as OpenAPI 3.1: the models that handlers check with, and what these cannot say."""

from copy import deepcopy
from http import HTTPStatus
from typing import Any, Final

from flask_openapi3 import OpenAPI

from winnow.errors import MEDIA_TYPE, URN, Kind

Json = dict[str, Any]

GENERAL: Final = f"""\
Every call but `GET /health` and `POST /pairing` carries `Authorization: Bearer TOKEN`; a script \
gets its token from `winnow devices add NAME`. Only requests whose `Host` names this server are \
answered, and none that a browser sends for a web page. A browser's token is good only beside the \
`Origin` it was given to; browsers leave that out of a GET, so an extension reads by `POST` with \
`X-HTTP-Method-Override: GET`. `POST /look-up` may be signed instead.

Bodies are JSON in UTF-8, not compressed, 12 MB at most (an import's 48 MB), and read strictly: \
a key that stands twice, `NaN`, a number out of range, NUL and half a surrogate pair are refused, \
and so are unknown fields.

A refusal is `{MEDIA_TYPE}` (RFC 9457). Its `type` is `{URN}NAME`, stable; its `detail` says what \
to do; `errors` names bad fields by JSON pointer.

A 2xx answer to a write means that it is on the disk. A change names the revision it changes in \
`If-Match`. A cursor is opaque and goes on after the entry that was sent last, whatever was made \
or deleted meanwhile."""

HEADERS: Final[dict[str, dict[str, str]]] = {
    "ETag": {"description": "What `If-Match` takes."},
    "Location": {"description": "The path of the new mark."},
    "Content-Disposition": {"description": "`attachment`, with a file name."},
}
ANSWERED: Final = {
    "add_annotation": ("ETag", "Location"),
    "get_annotation": ("ETag",),
    "change_annotation": ("ETag",),
    "delete_annotation": ("ETag",),
    "get_page": ("ETag",),
    "list_bin": ("ETag",),
    "export": ("Content-Disposition",),
}
"""Headers of an operation's 2xx answers."""


def describe(app: OpenAPI) -> Json:
    """The OpenAPI description of `app`."""
    contract: Json = deepcopy(app.api_doc)
    contract["info"] |= {
        "description": GENERAL,
        "license": {"name": "MIT", "identifier": "MIT"},
    }
    for path in contract["paths"].values():
        for operation in path.values():
            _complete(operation)
    return contract


def _complete(operation: Json) -> None:
    if "description" in operation:
        operation["description"] = operation["description"].replace("<br/>", "\n").strip()
    named = ANSWERED.get(operation["operationId"], ())
    operation["responses"] = {
        status: _response(int(status), response, named)
        for status, response in sorted(operation["responses"].items())
        if not _is_the_framework_s(response)
    }


def _is_the_framework_s(response: Json) -> bool:
    """Whether flask-openapi3 added a refusal of its own shape, which no handler answers."""
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return bool(schema.get("type") == "array")


def _response(status: int, response: Json, named: tuple[str, ...]) -> Json:
    if MEDIA_TYPE in response.get("content", {}):
        return response | {"description": _refusals(status)}
    if not named:
        return response
    headers = {
        name: HEADERS[name] | {"required": True, "schema": {"type": "string"}} for name in named
    }
    return response | {"headers": headers}


def _refusals(status: int) -> str:
    kinds = [f"`{kind.slug}`: {kind.title}." for kind in Kind if kind.status == status]
    return " ".join(kinds) or HTTPStatus(status).phrase
