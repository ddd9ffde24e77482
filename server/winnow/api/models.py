"""The shapes of requests and answers: what is checked and what OpenAPI says are one.

docs/contracts.md tells what each field means.
"""

import re
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    model_validator,
)

from winnow.annotate.address import WEB_ADDRESS
from winnow.annotate.mark import (
    CONTEXT,
    MAX_ADDRESS,
    MAX_EXACT,
    MAX_INTEGER,
    MAX_LINE,
    MAX_NOTE,
    MAX_TEXT,
    MAX_WORD,
    TIMESTAMP_FORM,
    Annotation,
    Key,
    Kind,
    Name,
    Offset,
    Page,
    PageId,
    Record,
    Sha256,
    Tags,
    Timestamp,
    check_offsets,
    is_moment,
)
from winnow.devices import NAME_PATTERN, DeviceName
from winnow.export.arrival import Outcome


def _web_address(address: str) -> str:
    if not re.fullmatch(WEB_ADDRESS, address):
        raise ValueError("must be an absolute http, https or file address")
    return address


_OF_A_YEAR = TIMESTAMP_FORM.replace(
    "[0-9]{4}", "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])", 1
)
"""A time's form for JSON Schema: years begin with 1."""


def moment(text: str) -> str:
    """`text`, a time, if the calendar has it. Raises ValueError."""
    if not is_moment(text):
        raise ValueError("is a time that no calendar has")
    return text


Address = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_ADDRESS),
    AfterValidator(_web_address),
    Field(json_schema_extra={"pattern": WEB_ADDRESS}),
]
Canonical = Annotated[str, AfterValidator(lambda said: said if len(said) <= MAX_ADDRESS else "")]
Line = Annotated[str, AfterValidator(lambda said: said[:MAX_LINE])]
"""What a page says of itself. Nobody who reads the page can mend it, so it is cut, not refused."""
Word = Annotated[str, AfterValidator(lambda said: said[:MAX_WORD])]
"""The same, for a date or a language."""


class Health(Record):
    """What anyone on this machine may know."""

    name: Literal["winnow"] = "winnow"
    api: Literal[1] = 1


class CleanRequest(Record):
    """A page as it stands in the browser."""

    url: Address
    html: str
    canonical: Canonical | None = None
    title: Line = ""
    lang: Word = ""


class CleanedPage(Record):
    """Which document the page is, and what it says of itself."""

    id: PageId | None
    key: str
    url: str
    canonical: str | None
    title: str
    byline: str
    site: str
    published: str
    modified: str
    language: str
    direction: str
    image: str
    licence: str
    text_hash: Sha256


class PageInput(Record):
    """The document that a mark stands on, as the client knows it."""

    url: Address
    canonical: Canonical | None = None
    title: Line = ""
    byline: Line = ""
    site: Line = ""
    published: Word = ""
    language: Word = ""
    text: Annotated[str, StringConstraints(max_length=MAX_TEXT)] = ""


_OFFSET: Final = {"type": "integer", "minimum": 0, "maximum": MAX_INTEGER}
BOTH_OR_NEITHER: Final[tuple[dict[str, Any], ...]] = (
    {"properties": {"start": {"type": "null"}, "end": {"type": "null"}}},
    {"properties": {"start": _OFFSET, "end": _OFFSET}, "required": ["start", "end"]},
)
"""How JSON Schema says that `start` and `end` belong together."""


class AddressInput(Record):
    """Another address of a page, and the canonical that is declared there."""

    url: Address
    canonical: Canonical | None = None


class LookUp(Record):
    """The page that is visited."""

    url: Address
    canonical: Canonical | None = None
    title: Line = ""


class LookUpAnswer(Record):
    """How many marks, deleted ones not, there are on the document that the page is."""

    marks: int


class AnnotationInput(Record):
    """A new mark: the fields that are the client's."""

    model_config = ConfigDict(json_schema_extra={"anyOf": list(BOTH_OR_NEITHER)})

    id: UUID
    kind: Kind
    exact: Annotated[str, StringConstraints(min_length=1, max_length=MAX_EXACT)]
    prefix: Annotated[str, StringConstraints(max_length=CONTEXT)] = ""
    suffix: Annotated[str, StringConstraints(max_length=CONTEXT)] = ""
    start: Offset | None = None
    end: Offset | None = None
    text_hash: Sha256 | None = None
    speaker: Name = ""
    note: Annotated[str, StringConstraints(max_length=MAX_NOTE)] = ""
    tags: Tags = ()
    colour: Annotated[str, StringConstraints(max_length=32)] = ""
    language: Annotated[str, StringConstraints(max_length=MAX_WORD)] = ""
    created: (
        Annotated[
            Timestamp,
            AfterValidator(moment),
            Field(json_schema_extra={"format": "date-time", "pattern": _OF_A_YEAR}),
        ]
        | None
    ) = None
    page: PageInput

    @model_validator(mode="after")
    def _offsets_agree(self) -> Self:
        check_offsets(self.start, self.end)
        return self


class AnnotationChange(Record):
    """A change of a mark. Its words never change; `deleted` can only be undone."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    kind: Kind = Field(default="highlight")
    speaker: Name = ""
    note: Annotated[str, StringConstraints(max_length=MAX_NOTE)] = ""
    tags: Tags = ()
    colour: Annotated[str, StringConstraints(max_length=32)] = ""
    deleted: None = None


class AnnotationAnswer(Record):
    """A mark."""

    annotation: Annotation


class MarkedAnswer(AnnotationAnswer):
    """A mark and the page it stands on."""

    page: Page


class AnnotationList(Record):
    """Marks, and the cursor to go on with."""

    annotations: tuple[Annotation, ...]
    cursor: str | None


class PageSummary(Record):
    """A page without its text."""

    model_config = ConfigDict(frozen=True, extra="ignore", from_attributes=True)

    id: PageId
    keys: tuple[Key, ...]
    url: str
    canonical: str | None
    title: str
    byline: str
    site: str
    published: str
    language: str
    text_hash: Sha256 | None
    created: Timestamp
    modified: Timestamp


class PageList(Record):
    """Pages, and the cursor to go on with."""

    pages: tuple[PageSummary, ...]
    cursor: str | None


class PageAnswer(Record):
    """A page."""

    page: Page


class FieldProblem(Record):
    """A field that cannot be used, by its JSON pointer."""

    pointer: str
    detail: str


class ProblemAnswer(Record):
    """RFC 9457: what went wrong and what to do. Some problems say more."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: Annotated[str, StringConstraints(pattern=r"^urn:winnow:problem:[a-z-]+$")]
    title: str
    status: int
    detail: str
    errors: tuple[FieldProblem, ...] = ()


class ImportFile(RootModel[dict[str, Any]]):
    """A file that is a JSON object, or `{"text": "the text of a file that is none"}`."""


class ImportedRow(Record):
    """What became, or would become, of one row of an import; `at` is its place in the file."""

    at: str
    outcome: Outcome
    id: UUID | None = None
    detail: str = ""


class ImportAnswer(Record):
    """What was read: of a dry run every row, else those that are not here as they came.

    Of rows that are no marks the first are told, and how many there are.
    """

    pages: int
    annotations: int
    unchanged: int = 0
    left_out: int = 0
    dry_run: bool = False
    rows: tuple[ImportedRow, ...] = ()


class PairingRequest(Record):
    """The code a person read from the pairing page, and what to call their browser."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    name: DeviceName


class DeviceAnswer(Record):
    """A paired device."""

    id: str
    name: Annotated[str, StringConstraints(pattern=NAME_PATTERN)]
    origin: str | None
    created: str


class PairingAnswer(Record):
    """The token, said once, and the device it was given to."""

    token: str
    device: DeviceAnswer


class LinkAnswer(Record):
    """A single-use link to the pairing page."""

    url: str


class Nothing(Record):
    """An empty object."""
