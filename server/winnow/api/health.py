"""Whether Winnow is there: the only thing an unpaired caller learns."""

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag

from winnow.api.answers import UNPAIRED, answer, operation_id, problems
from winnow.api.models import Health
from winnow.api.services import services
from winnow.running import CHALLENGE, PROOF

health_api = APIBlueprint(
    "health",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="Health")],
    operation_id_callback=operation_id,
)


@health_api.get("/health", responses={200: Health, **problems(anyway=UNPAIRED - {422})})
def health() -> Response:
    """Say that Winnow is there."""
    challenge = request.headers.get(CHALLENGE)
    proof = {PROOF: services().devices.proof(challenge)} if challenge else {}
    return answer(Health(), headers=proof)
