"""What a mark is, and what is known of the page it stands on.

Both are W3C Web Annotation in shape: `exact`, `prefix` and `suffix` are its
TextQuoteSelector, `start` and `end` its TextPositionSelector, `kind` its motivation.
"""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Field,
    StringConstraints,
    model_validator,
)

from winnow.annotate.address import key

SCHEMA: Final = 1
"""Schema number of a stored page file, an annotation and an export."""

MAX_EXACT = 50_000
MAX_NOTE = 200_000
MAX_TAGS = 1_000
MAX_SEGMENTS = 1_000
MAX_SPEAKER = 500
"""Of an author, too."""
MAX_TEXT = 4_000_000
"""Characters of a page's own text."""
MAX_ADDRESS = 8_000
"""Characters of an address: more than any browser's address bar sends."""
MAX_LINE = 2_000
"""Of a title and the like."""
MAX_WORD = 35
"""Of a date or a language: it holds any of RFC 5646 and RFC 3339."""
MAX_KEYS = 200
"""Addresses by which one page is found."""
MAX_KEY = 100_000
"""Of a key: each character of an address may become four escapes of three."""
MAX_MARKS_A_PAGE = 5_000
"""Deleted ones too: at each save the whole page is written."""
CONTEXT = 64
"""Code points of context kept before and after a mark."""

Kind = Literal["claim", "quote", "highlight"]
SHA256_FORM: Final = r"^[0-9a-f]{64}$"
PAGE_ID_FORM: Final = r"^[0-9a-f]{32}$"
TIMESTAMP_FORM: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"
Sha256 = Annotated[str, StringConstraints(pattern=SHA256_FORM)]
PageId = Annotated[str, StringConstraints(pattern=PAGE_ID_FORM)]
Timestamp = Annotated[str, StringConstraints(pattern=TIMESTAMP_FORM)]
MAX_INTEGER: Final = 2**53 - 1
"""The greatest integer that every reader of JSON keeps exactly (RFC 8259, section 6)."""


def is_moment(text: str) -> bool:
    """Whether a time, or a day, is one that the calendar has; its form is not looked at."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _whole(number: Any) -> Any:
    """JSON knows one kind of number: 4.0 is an integer."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Offset = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=MAX_INTEGER, strict=True)]
Line = Annotated[str, StringConstraints(max_length=MAX_LINE)]
Word = Annotated[str, StringConstraints(max_length=MAX_WORD)]
Name = Annotated[str, StringConstraints(max_length=MAX_SPEAKER)]
Key = Annotated[str, StringConstraints(max_length=MAX_KEY)]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Tags = Annotated[tuple[Tag, ...], Field(max_length=MAX_TAGS), FailFast()]
"""Of a million bad ones the first is told."""


def check_offsets(start: int | None, end: int | None) -> None:
    """Raises ValueError if there is one without the other, or no character between them."""
    if (start is None) != (end is None):
        raise ValueError("start and end belong together: send both or neither")
    if start is not None and end is not None and start >= end:
        raise ValueError("start must be before end")


class Record(BaseModel):
    """Frozen data that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Segment(Record):
    """The part of a mark inside one block: which block, which of its equals, and where."""

    block: Sha256
    ordinal: Offset
    start: Offset
    end: Offset

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_offsets(self.start, self.end)
        return self


class Annotation(Record):
    """A mark as it is stored, answered and exported. docs/contracts.md tells each field.

    No text is without a bound: whatever is read back, from a file or an import, keeps to them.
    """

    id: UUID
    page: PageId
    rev: Annotated[int, Field(ge=1, le=MAX_INTEGER, strict=True)]
    kind: Kind
    exact: Annotated[str, StringConstraints(min_length=1, max_length=MAX_EXACT)]
    prefix: Annotated[str, StringConstraints(max_length=CONTEXT)] = ""
    suffix: Annotated[str, StringConstraints(max_length=CONTEXT)] = ""
    start: Offset | None = None
    end: Offset | None = None
    segments: Annotated[tuple[Segment, ...], Field(max_length=MAX_SEGMENTS), FailFast()] = ()
    text_hash: Sha256 | None = None
    speaker: Name = ""
    note: Annotated[str, StringConstraints(max_length=MAX_NOTE)] = ""
    tags: Tags = ()
    colour: Annotated[str, StringConstraints(max_length=32)] = ""
    language: Word = ""
    created: Timestamp
    modified: Timestamp
    author: Name = ""
    deleted: Timestamp | None = None
    schema_: Literal[1] = Field(default=SCHEMA, alias="schema")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _offsets_agree(self) -> Self:
        check_offsets(self.start, self.end)
        return self


def _of_today(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Keys that were made by other rules, as these make them: the key of a key is itself."""
    return tuple(dict.fromkeys(map(key, keys)))


class Page(Record):
    """A document that carries marks: what it said of itself, and its text when last marked.

    `keys` are the address keys by which it is found (`winnow.annotate.address`).
    """

    id: PageId
    keys: Annotated[
        tuple[Key, ...], Field(max_length=MAX_KEYS), FailFast(), AfterValidator(_of_today)
    ]
    url: Annotated[str, StringConstraints(max_length=MAX_ADDRESS)]
    canonical: Annotated[str, StringConstraints(max_length=MAX_ADDRESS)] | None = None
    title: Line = ""
    byline: Line = ""
    site: Line = ""
    published: Word = ""
    language: Word = ""
    text: Annotated[str, StringConstraints(max_length=MAX_TEXT)] = ""
    text_hash: Sha256 | None = None
    created: Timestamp
    modified: Timestamp
    schema_: Literal[1] = Field(default=SCHEMA, alias="schema")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
