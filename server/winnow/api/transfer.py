"""The whole library, or a page of it, out and in again."""

import io
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import Final

from flask import Response, request, send_file
from flask_openapi3 import APIBlueprint, Tag

from winnow.api.answers import answer, operation_id, problems
from winnow.api.models import ExportQuery, ImportAnswer
from winnow.api.services import services
from winnow.errors import Kind, Problem
from winnow.export import json_format

IN_MEMORY_BYTES: Final = 4 * 1024 * 1024
"""An export that is larger waits in an unnamed file for the client to read it."""

transfer_api = APIBlueprint(
    "transfer",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="Transfer")],
    operation_id_callback=operation_id,
    abp_security=[{"device": []}],
)


@transfer_api.get(
    "/export",
    responses={
        200: {"description": "The export", "content": {"application/json": {}}},
        **problems(404),
    },
)
def export(query: ExportQuery) -> Response:
    """Export the library, or one page of it, with everything that is known of it."""
    pages = services().store.iterate(query.page)
    spool = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - closed when it is sent
    text = io.TextIOWrapper(spool, encoding="utf-8", newline="")
    json_format.dump(pages, text)
    text.flush()
    text.detach()
    spool.seek(0)
    day = datetime.now(UTC).date().isoformat()
    return send_file(
        spool,
        mimetype="application/json",
        as_attachment=True,
        download_name=f"winnow-{day}.json",
    )


@transfer_api.post("/import", responses={200: ImportAnswer, **problems(409, 413, 507)})
def import_() -> Response:
    """Read an export back. Of a mark that is here already the higher revision stays."""
    try:
        read = json_format.read(request.get_json())
    except json_format.FormatError as error:
        raise Problem(Kind.INVALID, str(error), error.rows) from None
    services().store.restore(read)
    return answer(ImportAnswer(pages=len(read), annotations=sum(len(a) for _, a in read)))
