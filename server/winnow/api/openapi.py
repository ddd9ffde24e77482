"""The contract over HTTP."""

import json
from typing import Any, Final, cast

from flask import Response, current_app
from flask_openapi3 import APIBlueprint, OpenAPI, Tag

from winnow.api.answers import operation_id, problems
from winnow.api.contract import describe

openapi_api = APIBlueprint(
    "openapi",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="OpenAPI")],
    operation_id_callback=operation_id,
    abp_security=[{"device": []}],
)


_ANSWER: Final[dict[Any, Any]] = {
    "description": "OpenAPI 3.1",
    "content": {"application/json": {"schema": {"type": "object", "required": ["openapi"]}}},
}


@openapi_api.get("/openapi.json", responses={200: _ANSWER, **problems()})
def openapi() -> Response:
    """Read this description."""
    contract = json.dumps(describe(cast("OpenAPI", current_app)))  # in the order it is told
    return Response(contract, content_type="application/json")
