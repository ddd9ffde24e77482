"""The bin: marks that were deleted, until their owner empties it."""

import hashlib
from collections.abc import Sequence
from typing import Final

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from winnow.annotate.mark import Annotation
from winnow.api.annotations import newest_first
from winnow.api.answers import answer, asked_etag, operation_id, problems
from winnow.api.models import AnnotationList
from winnow.api.queries import BinQuery, DigestHeader
from winnow.api.services import services
from winnow.errors import Kind, Problem
from winnow.store.base import Search

_BINNED: Final = Search(living=False, deleted=True)
_ALL: Final = 1_000_000
"""More marks than a library's bin holds."""

bin_api = APIBlueprint(
    "bin",
    __name__,
    url_prefix="/api/v1/bin",
    abp_tags=[Tag(name="Bin")],
    operation_id_callback=operation_id,
    abp_security=[{"device": []}],
)


@bin_api.get("", responses={200: AnnotationList, **problems()})
def list_bin(query: BinQuery) -> Response:
    """List deleted marks, newest first. The ETag changes with the whole bin."""
    store = services().store
    etag = _etag(store.search(_BINNED, limit=_ALL))
    return answer(newest_first(store, _BINNED, query.cursor, query.limit), headers={"ETag": etag})


@bin_api.delete("", responses={204: None, **problems(412, 428, 507)})
def empty_bin(header: DigestHeader) -> Response:
    """Forget all deleted marks for good, and pages that hold no other."""
    given = asked_etag(header)

    def check(binned: Sequence[Annotation]) -> None:
        if given != _etag(binned):
            raise Problem(
                Kind.STALE, "The bin holds other marks by now. Look at it again, then empty it."
            )

    services().store.empty_bin(check)
    return Response(status=204)


def _etag(binned: Sequence[Annotation]) -> str:
    revisions = sorted(f"{mark.id} {mark.rev}" for mark in binned)
    return f'"{hashlib.sha256(" ".join(revisions).encode()).hexdigest()[:32]}"'
