"""Pairing: an extension repeats the code and gets a token bound to its origin."""

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag

from winnow.api.answers import BODY, UNPAIRED, answer, operation_id, problems
from winnow.api.models import DeviceAnswer, LinkAnswer, Nothing, PairingAnswer, PairingRequest
from winnow.api.services import services
from winnow.errors import Kind, Problem
from winnow.guard import caller
from winnow.pairing import NoCodeError, WrongCodeError

pairing_api = APIBlueprint(
    "pairing",
    __name__,
    url_prefix="/api/v1/pairing",
    abp_tags=[Tag(name="Pairing")],
    operation_id_callback=operation_id,
)


@pairing_api.post("", responses={201: PairingAnswer, **problems(410, *BODY, anyway=UNPAIRED)})
def pair(body: PairingRequest) -> Response:
    """Pair the extension that sends this with the code on the pairing page."""
    pairing = services().pairing
    try:
        pairing.redeem(body.code)
    except NoCodeError as error:
        raise Problem(Kind.NO_CODE, str(error)) from None
    except WrongCodeError as error:
        raise Problem(Kind.WRONG_CODE, str(error), more={"tries_left": error.tries_left}) from None
    device, token = services().devices.add(body.name, request.headers["Origin"])
    pairing.announce(device.name)
    shown = DeviceAnswer(
        id=device.id, name=device.name, origin=device.origin, created=device.created
    )
    return answer(PairingAnswer(token=token, device=shown), 201)


@pairing_api.post(
    "/link", responses={201: LinkAnswer, **problems(*BODY)}, security=[{"device": []}]
)
def link(body: Nothing) -> Response:  # noqa: ARG001 - an empty object, and no other
    """Make a single-use link to the pairing page; only Winnow's own commands may."""
    if not services().devices.is_lent(caller()):
        raise Problem(Kind.LOCAL_ONLY, "Run `winnow pair` on this machine to get a link.")
    key = services().pairing.link_key()
    return answer(LinkAnswer(url=f"{services().settings.origin}/pair#{key}"), 201)
