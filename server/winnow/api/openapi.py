"""The contract as OpenAPI 3.1, made of the models that the handlers check with."""

from flask import Response, current_app, jsonify
from flask_openapi3 import APIBlueprint, Tag

from winnow.api.answers import operation_id

openapi_api = APIBlueprint(
    "openapi",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="OpenAPI")],
    operation_id_callback=operation_id,
    abp_security=[{"device": []}],
)


@openapi_api.get("/openapi.json", responses={200: {"description": "OpenAPI 3.1"}})
def openapi() -> Response:
    """Read this description."""
    return jsonify(current_app.api_doc)  # type: ignore[attr-defined] # flask-openapi3 adds it
