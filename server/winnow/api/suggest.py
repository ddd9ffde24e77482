"""Quotations with their speakers, and claims, of a page that was just cleaned."""

from typing import Annotated

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from pydantic import Field, StringConstraints

from winnow import suggest as engine
from winnow.annotate.mark import MAX_TEXT, Offset, Record, Word
from winnow.api.answers import BODY, answer, operation_id, problems
from winnow.api.services import services
from winnow.suggest import Span

suggest_api = APIBlueprint(
    "suggest",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="Suggest")],
    operation_id_callback=operation_id,
    abp_security=[{"device": []}],
)


class SuggestRequest(Record):
    """The clean text of a page: its blocks' texts joined by line feeds."""

    text: Annotated[str, StringConstraints(max_length=MAX_TEXT)]
    language: Word = ""


class Words(Record):
    """Words of the text, verbatim; offsets count code points."""

    start: Offset
    end: Offset
    exact: str


class SuggestedQuote(Words):
    """Words in quotation marks, and who says them if the text tells it plainly."""

    speaker: Words | None


class SuggestAnswer(Record):
    """What may be worth a mark, in the order of the text."""

    quotes: Annotated[tuple[SuggestedQuote, ...], Field(max_length=engine.MOST)]
    claims: Annotated[tuple[Words, ...], Field(max_length=engine.MOST)]


@suggest_api.post("/suggest", responses={200: SuggestAnswer, **problems(*BODY)})
def suggest(body: SuggestRequest) -> Response:
    """Find quotations and claims in a clean text. Nothing of it is kept."""
    with services().cleans.pass_through():
        found = engine.suggest(body.text, body.language)

    def words(span: Span) -> dict[str, int | str]:
        exact = body.text[span.start : span.end]
        return {"start": span.start, "end": span.end, "exact": exact}

    quotes = [
        SuggestedQuote.model_validate(
            {**words(quote.words), "speaker": quote.speaker and words(quote.speaker)}
        )
        for quote in found.quotations
    ]
    claims = [Words.model_validate(words(claim)) for claim in found.claims]
    return answer(SuggestAnswer(quotes=tuple(quotes), claims=tuple(claims)))
