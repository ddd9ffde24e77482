"""Whether a page that is visited has marks: asked on every page, so of few words and short."""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from winnow import proof
from winnow.annotate.address import keys
from winnow.api.answers import BODY, answer, operation_id, problems
from winnow.api.models import LookUp, LookUpAnswer
from winnow.api.services import services
from winnow.guard import caller, challenge
from winnow.running import PROOF
from winnow.store.base import NotFoundError

look_up_api = APIBlueprint(
    "look_up",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="Look-up")],
    operation_id_callback=operation_id,
    abp_security=[{"device": []}],
)


@look_up_api.post("/look-up", responses={200: LookUpAnswer, **problems(*BODY)})
def look_up(body: LookUp) -> Response:
    """Count the marks of the document that a page is.

    A device may sign this call instead of sending its token: `Authorization: Winnow device=NAME,
    challenge=NUMBER, signature=HMAC`. The answer is then signed in `Winnow-Proof`.
    """
    said = answer(LookUpAnswer(marks=_marks_of(body)))
    if signed := challenge():
        known, port = caller().token_sha256, services().settings.port
        said.headers[PROOF] = proof.answered(known, port, signed, said.get_data())
    return said


def _marks_of(visited: LookUp) -> int:
    store = services().store
    page = store.find_page(keys(visited.url, visited.canonical), visited.title)
    if page is None:
        return 0
    try:
        return sum(mark.deleted is None for mark in store.annotations_of(page.id))
    except NotFoundError:  # deleted meanwhile
        return 0
