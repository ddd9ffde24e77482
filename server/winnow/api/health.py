"""Whether Winnow is there: the only thing an unpaired caller learns."""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from winnow.api.answers import ANY, answer, operation_id, problems
from winnow.api.models import Health
from winnow.api.queries import ProofHeader
from winnow.api.services import services
from winnow.guard import not_paired
from winnow.proof import proof
from winnow.running import PROOF, RUN

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

    Who asks with both headers is answered in `Winnow-Proof`, which covers the number of this run of
    the server in `Winnow-Run`; a device that is not paired gets 401.
    """
    if not (header.device and header.challenge):
        return answer(Health())
    found = services()
    device = found.devices.named(header.device)
    if device is None:
        raise not_paired()
    proved = proof(device.token_sha256, found.settings.port, found.run, header.challenge)
    return answer(Health(), headers={RUN: found.run, PROOF: proved})
