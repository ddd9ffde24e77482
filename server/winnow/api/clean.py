"""A captured page comes in; its clean view goes out, with the marks it already has."""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from winnow import annotate
from winnow import clean as engine
from winnow.annotate.address import keys, registrable_domain
from winnow.annotate.mark import Annotation, PageId, Record
from winnow.annotate.placement import Placement
from winnow.api.answers import BODY, answer, operation_id, problems
from winnow.api.models import CleanedPage, CleanRequest
from winnow.api.services import services
from winnow.canonical import text_hash
from winnow.clean import Block, CleanPage, Hints, PageError, PageTooLargeError, Removal
from winnow.errors import Kind, Problem
from winnow.store.base import NotFoundError

clean_api = APIBlueprint(
    "clean",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="Clean")],
    operation_id_callback=operation_id,
    abp_security=[{"device": []}],
)


class PlacedMark(Record):
    """A mark of this page, and where it stands in the text of today."""

    annotation: Annotation
    placement: Placement


class PageElsewhere(Record):
    """A kept page at another address whose text is this one's, and how many marks it has."""

    id: PageId
    url: str
    title: str
    marks: int


class CleanAnswer(Record):
    """The clean view."""

    page: CleanedPage
    blocks: tuple[Block, ...]
    removed: tuple[Removal, ...]
    marks: tuple[PlacedMark, ...]
    elsewhere: PageElsewhere | None
    engine: str


def warm_up() -> None:
    """Load what the first page would wait for: the engine with its weights, placing, suffixes."""
    page = engine.clean("<p>A page of a few words.</p>")
    annotate.place(annotate.make_mark(page.text, 0, 6), page.text)
    registrable_domain("example.org")


@clean_api.post("/clean", responses={200: CleanAnswer, **problems(*BODY)})
def clean_page(body: CleanRequest) -> Response:
    """Clean a page. Nothing of it is kept."""
    with services().cleans.pass_through():
        page = _clean(body)
        said = page.metadata
        address_keys = keys(page.url, said.canonical)
        page_id, marks = _marks(address_keys, page)
        elsewhere = _elsewhere(page) if page_id is None else None
    return answer(
        CleanAnswer(
            page=_described(page, page_id, address_keys[0]),
            blocks=page.blocks,
            removed=page.removed,
            marks=marks,
            elsewhere=elsewhere,
            engine=page.engine,
        )
    )


def _clean(body: CleanRequest) -> CleanPage:
    hints = Hints(canonical=body.canonical, title=body.title, lang=body.lang)
    try:
        return engine.clean(body.html, body.url, hints)
    except PageTooLargeError as error:
        raise Problem(Kind.TOO_LARGE, str(error)) from None
    except PageError as error:
        raise Problem(Kind.UNREADABLE_PAGE, str(error)) from None


def _marks(
    address_keys: tuple[str, ...], page: CleanPage
) -> tuple[str | None, tuple[PlacedMark, ...]]:
    """The id of the kept page that is this document, and its marks placed in `page`."""
    store = services().store
    kept = store.find_page(address_keys, page.metadata.title, page.text)
    if kept is None:
        return None, ()
    try:
        marks = store.annotations_of(kept.id)
    except NotFoundError:  # deleted since it was found
        return None, ()
    text = annotate.Text(page.text)
    return kept.id, tuple(
        PlacedMark(
            annotation=mark,
            placement=annotate.place(
                mark, text, language=page.metadata.language, marked_in=kept.text
            ),
        )
        for mark in marks
        if mark.deleted is None
    )


def _elsewhere(page: CleanPage) -> PageElsewhere | None:
    """The document that this page may be, known by its text alone: the person is asked."""
    store = services().store
    kept = store.alike(page.text)
    if kept is None:
        return None
    try:
        living = sum(mark.deleted is None for mark in store.annotations_of(kept.id))
    except NotFoundError:  # deleted since it was found
        return None
    return PageElsewhere(id=kept.id, url=kept.url, title=kept.title, marks=living)


def _described(page: CleanPage, page_id: str | None, key: str) -> CleanedPage:
    said = page.metadata
    return CleanedPage(
        id=page_id,
        key=key,
        url=page.url,
        canonical=said.canonical or None,
        title=said.title,
        byline=said.byline,
        site=said.site,
        published=said.published,
        modified=said.modified,
        language=said.language,
        direction=said.direction,
        image=said.image,
        licence=said.licence,
        text_hash=text_hash(page.text),
    )
