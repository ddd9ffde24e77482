"""Whether Winnow is there: the only thing an unpaired caller learns."""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from winnow.api.answers import ANY, answer, operation_id, problems
from winnow.api.models import Health
from winnow.api.queries import ProofHeader
from winnow.api.services import services
from winnow.guard import not_paired
from winnow.running import PROOF

health_api = APIBlueprint(
    "health",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="Health")],
    operation_id_callback=operation_id,
)


@health_api.get("/health", responses={200: Health, **problems(anyway=ANY)})
def health(header: ProofHeader) -> Response:
    """Say that Winnow is there, and prove it to a paired device, which sends no token.

    Who asks with both headers is answered in `Winnow-Proof`; a device that is not paired gets 401.
    """
    if not (header.device and header.challenge):
        return answer(Health())
    found = services()
    proof = found.devices.proof(header.device, found.settings.port, header.challenge)
    if proof is None:
        raise not_paired()
    return answer(Health(), headers={PROOF: proof})
