"""How handlers answer: a model becomes JSON, a time becomes text, a revision an ETag."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from flask import Response
from pydantic import BaseModel

from winnow.annotate.mark import Annotation
from winnow.api.models import ProblemAnswer
from winnow.api.queries import RevisionHeader
from winnow.errors import MEDIA_TYPE, Kind, Problem

Responses = dict[str | int, type[BaseModel] | dict[Any, Any] | None]
"""What a handler may answer, by status, as flask-openapi3 takes it."""

ANY: Final = frozenset({400, 401, 403, 422, 500, 503})
"""Statuses of refusals that any call behind the token may get."""

UNPAIRED: Final = ANY - {401}
"""Those of a call that needs no token."""

BODY: Final = frozenset({413, 415})
"""Those of any call with a body."""

_REVISION = re.compile(r'"([1-9][0-9]{0,15})"')


def answer(
    model: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """`model` as a JSON answer."""
    return Response(
        model.model_dump_json(by_alias=True),
        status=status,
        headers=dict(headers or {}),
        content_type="application/json",
    )


def problems(*statuses: int, anyway: frozenset[int] = ANY) -> Responses:
    """What OpenAPI says of the refusals with these statuses, and of those it gets `anyway`."""
    schema = {"$ref": f"#/components/schemas/{ProblemAnswer.__name__}"}
    refusal = {"content": {MEDIA_TYPE: {"schema": schema}}}
    return {status: dict(refusal) for status in sorted({*anyway, *statuses})}


def operation_id(*, name: str, **_path: str) -> str:
    """What OpenAPI calls a handler: its function's name."""
    return name.rstrip("_")


def now() -> str:
    """The time, as annotations write it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def etag(annotation: Annotation) -> str:
    """The ETag of this revision."""
    return f'"{annotation.rev}"'


def asked_revision(header: RevisionHeader) -> int:
    """The revision that `If-Match` names. Raises Problem (428 without one, 412 if none)."""
    match = _REVISION.fullmatch(asked_etag(header))
    if match is None:
        raise Problem(
            Kind.STALE, 'If-Match names no revision. Send the ETag you were given, such as "3".'
        )
    return int(match.group(1))


def asked_etag(header: RevisionHeader) -> str:
    """The `If-Match` header. Raises Problem without one."""
    if header.if_match is None:
        raise Problem(
            Kind.NEEDS_REVISION,
            "A change must say which revision it changes. Send If-Match with the ETag.",
        )
    return header.if_match
