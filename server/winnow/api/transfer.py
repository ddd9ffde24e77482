"""The whole library, or a page of it, out and in again."""

from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Final, cast

from flask import Response, send_file
from flask_openapi3 import APIBlueprint, Tag

from winnow.api.answers import BODY, answer, now, operation_id, problems
from winnow.api.models import ImportAnswer, ImportedRow, ImportFile
from winnow.api.queries import ExportQuery, ImportQuery
from winnow.api.services import services
from winnow.errors import Kind, Problem, no_room
from winnow.export import formats
from winnow.export.arrival import bring
from winnow.export.reading import FormatError, Reading
from winnow.export.selection import selected
from winnow.guard import MISSING_PAGES

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
        200: {
            "description": "The export, as a download",
            "content": {
                media_type: {}
                for media_type in (
                    "application/json",
                    "application/ld+json",
                    "application/zip",
                    "text/csv",
                    "text/markdown",
                )
            },
        },
        **problems(404, 503, 507),
    },
)
def export(query: ExportQuery) -> Response:
    """Export the library, one page, or what a search finds. Only JSON has all that is known."""
    form = formats.outgoing(query.format, one_page=query.page is not None)
    pages = selected(services().store, page=query.page, words=query.q)
    spool = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - closed when it is sent
    try:
        with services().exports.pass_through():
            form.write(pages, cast("BinaryIO", spool))
        spool.seek(0)
    except OSError as error:
        raise no_room() from error
    day = datetime.now(UTC).date().isoformat()
    download = send_file(
        spool,
        mimetype=form.media_type,
        as_attachment=True,
        download_name=f"winnow-{day}.{form.suffix}",
    )
    missing = services().store.missing()
    if missing and query.page is None:
        download.headers[MISSING_PAGES] = str(missing)
    return download


@transfer_api.post("/import", responses={200: ImportAnswer, **problems(409, 507, *BODY)})
def import_(query: ImportQuery, body: ImportFile) -> Response:
    """Read an export of Winnow, Hypothesis, Readwise or the W3C's model; all of it or nothing.

    The body is the file, if that is a JSON object, else `{"text": "the file's text"}`. Of a
    mark that is here already the higher revision stays.
    """
    try:
        done = bring(
            _survey(query, body.root),
            services().store,
            dry_run=query.dry_run,
            partial=query.partial,
        )
    except FormatError as error:
        raise Problem(Kind.INVALID, str(error), error.rows) from None
    return answer(
        ImportAnswer(
            pages=done.pages,
            annotations=done.annotations,
            unchanged=done.unchanged,
            left_out=done.left_out,
            dry_run=query.dry_run,
            rows=tuple(
                ImportedRow(at=row.at, outcome=row.outcome, id=row.mark, detail=row.detail)
                for row in done.rows
            ),
        )
    )


def _survey(query: ImportQuery, body: dict[str, Any]) -> Reading:
    match body:
        case {"text": str() as text} if len(body) == 1:
            return formats.survey(query.format, text.encode(), now=now())
        case _:
            return formats.survey_value(query.format, body, now=now())
