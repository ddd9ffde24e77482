"""The library's pages."""

import hashlib
from collections.abc import Sequence

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from winnow.annotate.address import keys
from winnow.annotate.mark import Annotation, Page
from winnow.api import cursors
from winnow.api.answers import BODY, answer, asked_etag, operation_id, problems
from winnow.api.models import AddressInput, PageAnswer, PageList, PageSummary
from winnow.api.queries import DigestHeader, PagePath, PageQuery
from winnow.api.services import services
from winnow.errors import Kind, Problem

pages_api = APIBlueprint(
    "pages",
    __name__,
    url_prefix="/api/v1/pages",
    abp_tags=[Tag(name="Pages")],
    operation_id_callback=operation_id,
    abp_security=[{"device": []}],
)


@pages_api.get("", responses={200: PageList, **problems()})
def list_pages(query: PageQuery) -> Response:
    """List the pages that carry marks, in order of id."""
    after = cursors.read(query.cursor, 1)[0] if query.cursor else ""
    found = services().store.pages(after=after, limit=query.limit + 1)
    shown = found[: query.limit]
    cursor = cursors.write(shown[-1].id) if len(found) > query.limit else None
    summaries = tuple(PageSummary.model_validate(page) for page in shown)
    return answer(PageList(pages=summaries, cursor=cursor))


@pages_api.get("/<id>", responses={200: PageAnswer, **problems(404)})
def get_page(path: PagePath) -> Response:
    """Read one page. Its ETag changes with the page and with each of its marks."""
    page, annotations = next(services().store.iterate(path.id))
    return answer(PageAnswer(page=page), headers={"ETag": _etag(page, annotations)})


@pages_api.post("/<id>/addresses", responses={200: PageAnswer, **problems(404, 409, 507, *BODY)})
def join_address(path: PagePath, body: AddressInput) -> Response:
    """Say that an address leads to this page too: its marks are shown there from now on.

    Only a person can say so; nothing joins by itself. 409 if the address has marks of its own.
    """
    return answer(PageAnswer(page=services().store.join(path.id, keys(body.url, body.canonical))))


@pages_api.delete("/<id>", responses={204: None, **problems(404, 412, 428, 507)})
def delete_page(path: PagePath, header: DigestHeader) -> Response:
    """Delete a page with all its marks, for good."""
    given = asked_etag(header)

    def check(page: Page, annotations: Sequence[Annotation]) -> None:
        if given != _etag(page, annotations):
            raise Problem(
                Kind.STALE,
                "This page or one of its marks was changed. Look at it again, then delete it.",
            )

    services().store.delete_page(path.id, check)
    return Response(status=204)


def _etag(page: Page, annotations: Sequence[Annotation]) -> str:
    digest = hashlib.sha256(page.model_dump_json().encode())
    for annotation in annotations:
        digest.update(f"{annotation.id} {annotation.rev}\n".encode())
    return f'"{digest.hexdigest()[:32]}"'
