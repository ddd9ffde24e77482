"""What is asked for in a path, a query or a header: checked, and told by OpenAPI."""

from functools import cache
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from winnow.annotate.mark import Kind, PageId, Record, Tag
from winnow.api.models import Address, Canonical, Line, moment
from winnow.export.formats import Incoming, Outgoing
from winnow.guard import CHALLENGES

REVISION_TAG: Final = r'^"[1-9][0-9]{0,15}"$'
DEVICE_NAME: Final = r"^([0-9a-f]{64})?$"
CHALLENGE: Final = rf"^({CHALLENGES.pattern})?$"
DIGEST_TAG: Final = r'^"[0-9a-f]{32}"$'


Moment = Annotated[
    str,
    StringConstraints(
        pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)?)?$"
    ),
    AfterValidator(lambda text: text and moment(text)),
    Field(json_schema_extra={"format": "moment"}),
]
"""A day, or a time as annotations write it; in UTC."""
Words = Annotated[str, StringConstraints(max_length=500)]
"""What a person types to find marks (`winnow.store.base.Search`)."""
Limit = Annotated[int, Field(ge=1, le=500)]
Cursor = Annotated[
    str,
    Field(
        description="Opaque: what an answer to the same question gave.",
        json_schema_extra={"format": "cursor"},
    ),
]


class Asked(Record):
    """What is asked for. Its schema is looked at in every request, so it is made once."""

    @classmethod
    def model_json_schema(cls, *arguments: Any, **named: Any) -> dict[str, Any]:
        """As pydantic has it."""
        return super().model_json_schema(*arguments, **named) if named else cls._schema_once()

    @classmethod
    @cache
    def _schema_once(cls) -> dict[str, Any]:
        return super().model_json_schema()


class RevisionHeader(Asked):
    """Which revision of a mark a change is meant for: its ETag."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"required": ["If-Match"]})

    if_match: Annotated[
        str | None,
        Field(alias="If-Match"),
        WithJsonSchema({"type": "string", "pattern": REVISION_TAG}),
    ] = None


class DigestHeader(RevisionHeader):
    """The state in which what is to be deleted was seen: its ETag."""

    if_match: Annotated[
        str | None,
        Field(alias="If-Match"),
        WithJsonSchema({"type": "string", "pattern": DIGEST_TAG}),
    ] = None


class ProofHeader(Asked):
    """Who asks for a proof that this is its server, and over what (`winnow.running`)."""

    model_config = ConfigDict(extra="ignore")

    device: Annotated[str, Field(alias="Winnow-Device", pattern=DEVICE_NAME)] = ""
    challenge: Annotated[str, Field(alias="Winnow-Challenge", pattern=CHALLENGE)] = ""


class SeenHeader(Asked):
    """What was seen last of a list: its ETag."""

    model_config = ConfigDict(extra="ignore")

    if_none_match: Annotated[str, Field(alias="If-None-Match")] = ""


class AnnotationPath(Asked):
    """The id in the path."""

    id: UUID


class PagePath(Asked):
    """The id in the path."""

    id: PageId


class AnnotationQuery(Asked):
    """Which marks are asked for."""

    page: PageId | None = None
    url: Address | None = None
    canonical: Canonical | None = None
    title: Line = ""
    type: Kind | None = None
    tag: Tag | None = None
    q: Words = ""
    since: Moment = ""
    until: Moment = ""
    deleted: bool = False
    cursor: Cursor = ""
    limit: Limit = 100


class BinQuery(Asked):
    """Which deleted marks are asked for."""

    cursor: Cursor = ""
    limit: Limit = 100


class PageQuery(Asked):
    """Which pages are asked for."""

    cursor: Cursor = ""
    limit: Limit = 100


class ExportQuery(Asked):
    """Which export is asked for: of the library, a page, or the marks that are found by `q`."""

    format: Outgoing = "json"
    page: PageId | None = None
    q: Words = ""


class ImportQuery(Asked):
    """What is imported, and whether in earnest.

    A dry run keeps nothing and tells of every row. A partial import leaves out the rows that
    cannot be kept, where otherwise one of them keeps out all.
    """

    format: Incoming = "json"
    dry_run: bool = False
    partial: bool = False
