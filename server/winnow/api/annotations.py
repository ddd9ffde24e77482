"""Marks over HTTP. A 2xx answer means that the mark is on the disk."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID, uuid4

from flask import Response, url_for
from flask_openapi3 import APIBlueprint, Tag

from winnow.annotate.address import keys
from winnow.annotate.mark import Annotation, Page
from winnow.api import cursors
from winnow.api.answers import BODY, answer, asked_revision, etag, now, operation_id, problems
from winnow.api.models import (
    AnnotationAnswer,
    AnnotationChange,
    AnnotationInput,
    AnnotationList,
    MarkedAnswer,
    PageInput,
)
from winnow.api.queries import AnnotationPath, AnnotationQuery, RevisionHeader, SeenHeader
from winnow.api.services import services
from winnow.canonical import text_hash
from winnow.errors import Kind, Problem, invalid
from winnow.guard import caller
from winnow.store.base import (
    NotFoundError,
    Search,
    Store,
    StoreError,
    is_of_one_page,
)

_PAGES_AT_A_TIME = 50
ANSWER_CHARACTERS: Final = 2_000_000
"""Of the marks in one answer: a list of longer ones goes on with a cursor sooner."""

annotations_api = APIBlueprint(
    "annotations",
    __name__,
    url_prefix="/api/v1/annotations",
    abp_tags=[Tag(name="Annotations")],
    operation_id_callback=operation_id,
    abp_security=[{"device": []}],
)


@annotations_api.get(
    "",
    responses={
        200: AnnotationList,
        304: {"description": "Nothing has changed since the answer with the ETag that was sent"},
        **problems(),
    },
)
def list_annotations(header: SeenHeader, query: AnnotationQuery) -> Response:
    """List marks: of the library, of one page, or of the document at an address.

    A list of one page has an ETag; sent back as `If-None-Match`, it asks whether that changed.

    Marks that are sought by `q`, `type`, `tag`, `since` or `until` come newest first, others in
    order of page and creation.
    """
    if query.q or query.type or query.tag or query.since or query.until:
        return _sought(services().store, query)
    after = cursors.read(query.cursor, 3) if query.cursor else ("", "", "")
    page = _asked_page(services().store, query)
    headers = {} if page is None else {"ETag": _page_etag(services().store, page)}
    if headers and header.if_none_match == headers["ETag"]:
        return Response(status=304, headers=headers)
    walked = _walk(services().store, page, after)
    wanted = (mark for mark in walked if query.deleted or mark.deleted is None)
    shown, goes_on = _first(wanted, query.limit)
    cursor = cursors.write(*_key(shown[-1])) if goes_on else None
    return answer(AnnotationList(annotations=shown, cursor=cursor), headers=headers)


@annotations_api.post(
    "", responses={200: MarkedAnswer, 201: MarkedAnswer, **problems(409, 507, *BODY)}
)
def add_annotation(body: AnnotationInput) -> Response:
    """Keep a new mark, and its page if that is new too. Sending it twice keeps one."""
    store = services().store
    page = _page(body.page)
    kept, is_new = store.add(page, _annotation(body, page))
    headers = {
        "ETag": etag(kept),
        "Location": url_for("annotations.get_annotation", id=kept.id),
    }
    marked = MarkedAnswer(annotation=kept, page=store.page(kept.page))
    return answer(marked, 201 if is_new else 200, headers)


@annotations_api.get("/<id>", responses={200: AnnotationAnswer, **problems(404)})
def get_annotation(path: AnnotationPath) -> Response:
    """Read one mark, deleted or not."""
    return _shown(services().store.annotation(path.id))


@annotations_api.patch(
    "/<id>", responses={200: AnnotationAnswer, **problems(404, 409, 412, 428, 507, *BODY)}
)
def change_annotation(
    path: AnnotationPath, header: RevisionHeader, body: AnnotationChange
) -> Response:
    """Change a mark, or undo its deletion."""
    fields = body.model_dump(exclude_unset=True)
    if not fields:
        raise invalid([("", "names nothing to change")])
    return _change(path.id, asked_revision(header), fields)


@annotations_api.delete(
    "/<id>", responses={200: AnnotationAnswer, **problems(404, 409, 412, 428, 507)}
)
def delete_annotation(path: AnnotationPath, header: RevisionHeader) -> Response:
    """Delete a mark. It stays as a tombstone, so that this can be undone."""
    return _change(path.id, asked_revision(header), {"deleted": now()})


def _change(annotation_id: UUID, rev: int, fields: dict[str, object]) -> Response:
    store = services().store
    current = store.annotation(annotation_id)
    undoes = "deleted" in fields and fields["deleted"] is None
    if current.deleted and current.rev == rev and not undoes:
        raise Problem(
            Kind.DELETED, "This mark was deleted. Undo that first: PATCH it with deleted: null."
        )
    return _shown(store.change(annotation_id, rev, fields, now=now()))


def _shown(annotation: Annotation) -> Response:
    return answer(AnnotationAnswer(annotation=annotation), headers={"ETag": etag(annotation)})


def _page(given: PageInput) -> Page:
    """The page as it is kept if its document is not known yet."""
    moment = now()
    return Page(
        **given.model_dump(),
        id=uuid4().hex,
        keys=keys(given.url, given.canonical),
        text_hash=text_hash(given.text) if given.text else None,
        created=moment,
        modified=moment,
    )


def _annotation(given: AnnotationInput, page: Page) -> Annotation:
    moment = now()
    fields = given.model_dump(exclude={"page", "created"})
    created = min(given.created or moment, moment)
    return Annotation(
        **fields, page=page.id, rev=1, created=created, modified=moment, author=caller().name
    )


def _walk(store: Store, one: str | None, after: tuple[str, ...]) -> Iterator[Annotation]:
    """The marks of a page, or of all, in order of page, creation and id, from `after` on."""
    for page_id in _page_ids(store, after[0]) if one is None else filter(None, [one]):
        for annotation in _of_page(store, page_id, alone=one is not None):
            if _key(annotation) > after:
                yield annotation


def _asked_page(store: Store, query: AnnotationQuery) -> str | None:
    """The id of the one page that is asked for, "" if it is not there; None for all pages."""
    if not query.url:
        return query.page
    page = store.find_page(keys(query.url, query.canonical), query.title)
    return page.id if page and query.page in {None, page.id} else ""


def _page_etag(store: Store, page_id: str) -> str:
    """What changes with a page's list of marks; read before the list is."""
    said = f"{page_id} {store.stamp(page_id) if page_id else ''}"
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _sought(store: Store, query: AnnotationQuery) -> Response:
    page = _asked_page(store, query)
    if page == "":
        return answer(AnnotationList(annotations=(), cursor=None))
    wanted = Search(
        words=query.q,
        kind=query.type,
        tag=query.tag,
        page=page,
        since=query.since,
        until=query.until,
        deleted=query.deleted,
    )
    return answer(newest_first(store, wanted, query.cursor, query.limit))


def newest_first(store: Store, wanted: Search, cursor: str, limit: int) -> AnnotationList:
    """The marks that `wanted` finds, from `cursor` on, and the cursor to go on with."""
    found = store.search(wanted, after=cursors.read_place(cursor), limit=limit + 1)
    shown, goes_on = _first(found, limit)
    last = shown[-1] if goes_on else None
    return AnnotationList(
        annotations=shown, cursor=cursors.write(last.created, str(last.id)) if last else None
    )


def _first(marks: Iterable[Annotation], limit: int) -> tuple[tuple[Annotation, ...], bool]:
    """The marks of one answer, and whether more follow: `limit` of them, or what fits in it."""
    shown: list[Annotation] = []
    characters = 0
    for mark in marks:
        if len(shown) == limit or characters > ANSWER_CHARACTERS:
            return tuple(shown), True
        shown.append(mark)
        characters += len(mark.exact) + len(mark.note) + sum(map(len, mark.tags))
    return tuple(shown), False


def _page_ids(store: Store, first: str) -> Iterator[str]:
    if first:
        yield first
    last = first
    while batch := store.pages(after=last, limit=_PAGES_AT_A_TIME):
        for page in batch:
            yield page.id
        last = batch[-1].id


def _of_page(store: Store, page_id: str, *, alone: bool) -> list[Annotation]:
    """A page's marks. Of many pages one that is damaged, or not to be read, is left out."""
    try:
        return store.annotations_of(page_id)
    except NotFoundError:  # deleted while the list was read
        return []
    except StoreError as error:
        if alone or not is_of_one_page(error):
            raise
        return []


def _key(annotation: Annotation) -> tuple[str, str, str]:
    return annotation.page, annotation.created, str(annotation.id)
