"""What a file of marks turns out to hold, row by row, before any of it is kept.

A reader never throws away a row in silence: it becomes a mark, or is left out with the
reason (a note on a whole page has no words to mark), or has a fault, and one fault keeps
the whole file out unless the person asked for the rest of it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from pydantic import ValidationError

from winnow.annotate.address import is_address, key
from winnow.annotate.mark import (
    CONTEXT,
    MAX_ADDRESS,
    MAX_LINE,
    MAX_SPEAKER,
    Annotation,
    Page,
)
from winnow.canonical import WHITE_SPACE
from winnow.export.harmless import one_line
from winnow.faults import faults

MOST_FAULTY: Final = 1_000
"""Rows of a file that may have faults: one with more is of another kind, or damaged."""
MOST_LEFT_OUT: Final = 1_000
"""Rows that are told one by one to be no marks; of the others there is a count."""
_FAULTS_TOLD: Final = 10
"""Faults of one row that are told one by one."""
_ROWS_TOLD: Final = 10
"""Faults named in one error; a person mends these first."""
_RUN: Final = re.compile(f"[{WHITE_SPACE}]+")
_ROW: Final = re.compile(r"(?:/[A-Za-z]+)*/(\d+)(?=/|$)")
_NAMES: Final = UUID("5f3a4f0e-7d0c-5c1b-9a53-2c7b8a1f6e44")
"""The namespace of ids made from what other programs call their rows; it never changes."""


class FormatError(Exception):
    """The file is no export that can be read whole. `rows` are (place in it, sentence)."""

    def __init__(self, sentence: str, rows: tuple[tuple[str, str], ...] = ()) -> None:
        told = "".join(f"\n  {_counted(place)}: {fault}" for place, fault in rows[:_ROWS_TOLD])
        more = f"\n  and {len(rows) - _ROWS_TOLD} more" if len(rows) > _ROWS_TOLD else ""
        super().__init__(f"{sentence} Nothing was imported.{told}{more}")
        self.rows = rows


def _counted(place: str) -> str:
    """`place` with its row as a person counts it: a JSON pointer counts from 0."""
    if not place:
        return "the file"
    place = one_line(place)  # of a field that a stranger may have named
    row = _ROW.match(place)
    return f"{place} (row {int(row[1]) + 1:,})" if row else place


class RowError(Exception):
    """A row that cannot be read. `faults` are (place inside it, sentence)."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{place}: {fault}" for place, fault in faults))
        self.faults = faults


class LeftOut(Exception):  # noqa: N818 - not an error: Winnow has no place for such a row
    """A row that is sound but is no mark; the text says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one row: a mark, a reason why it is none, or faults."""

    at: str
    """A JSON pointer, or `line 3`."""
    mark: UUID | None = None
    left_out: str = ""
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Reading:
    """A file as it was read: its rows in order, and the pages with the marks among them."""

    rows: list[Row] = field(default_factory=list)
    pages: dict[str, tuple[Page, list[Annotation]]] = field(default_factory=dict)
    left_out: int = 0
    """Rows that are no marks; the first `MOST_LEFT_OUT` stand among the rows."""
    _seen: set[UUID] = field(default_factory=set)
    _faulty: int = 0

    @property
    def faults(self) -> tuple[tuple[str, str], ...]:
        """Everything that cannot be read, by its place in the file."""
        return tuple(
            (f"{row.at}{place}", fault) for row in self.rows for place, fault in row.faults
        )

    def enter(self, at: str, read: Callable[[], tuple[Page, Annotation]]) -> None:
        """Enter the row at `at` as what `read` makes of it, which may raise RowError, LeftOut.

        Raises FormatError as `refuse` does.
        """
        try:
            page, mark = read()
        except LeftOut as reason:
            self._leave_out(at, str(reason))
            return
        except RowError as error:
            self.refuse(at, error.faults)
            return
        if mark.id in self._seen:
            self._leave_out(at, "stands in this file already")
            return
        self._seen.add(mark.id)
        self.pages.setdefault(page.id, (page, []))[1].append(mark)
        self.rows.append(Row(at, mark.id))

    def refuse(self, at: str, faults: Iterable[tuple[str, str]]) -> None:
        """Enter a row that cannot be read. Raises FormatError if it is one too many."""
        told = tuple(faults)
        if len(told) > _FAULTS_TOLD:
            more = len(told) - _FAULTS_TOLD
            told = (*told[:_FAULTS_TOLD], ("", f"has {more} more faults"))
        self.rows.append(Row(at, faults=told))
        self._faulty += 1
        if self._faulty > MOST_FAULTY:
            raise FormatError(
                f"More than {MOST_FAULTY:,} rows of this file cannot be read, so it is damaged or "
                "no export of this kind.",
                self.faults[:MOST_FAULTY],
            )

    def _leave_out(self, at: str, why: str) -> None:
        if self.left_out < MOST_LEFT_OUT:  # `{},` is a row, too
            self.rows.append(Row(at, left_out=why))
        self.left_out += 1

    def has(self, mark_id: UUID) -> bool:
        """Whether a row before was this mark."""
        return mark_id in self._seen

    def whole(self) -> list[tuple[Page, list[Annotation]]]:
        """The pages with their marks. Raises FormatError if a row has a fault."""
        if self.faults:
            raise FormatError("Some rows of this file cannot be read.", self.faults)
        return list(self.pages.values())


def stable_id(source: str, name: str) -> UUID:
    """The id of the mark that `source` calls `name`: the same at each import."""
    return uuid5(_NAMES, f"{source} {name}")


def page_at(url: str, *, created: str, **said: str) -> Page:
    """The page of an address, with the id that every import gives it. Raises RowError.

    What is `said` of it is cut where the API cuts it: nobody can mend it in the other program.
    """
    document = key(web_address(url))
    return Page.model_validate(
        {
            **{name: collapsed(text)[:MAX_LINE] for name, text in said.items()},
            "id": uuid5(_NAMES, f"page {document}").hex,
            "keys": (document,),
            "url": url,
            "created": created,
            "modified": created,
        }
    )


def web_address(url: str) -> str:
    """`url`, if a page can stand at it: no `javascript:` becomes a link. Raises RowError."""
    if not is_address(url):
        raise RowError(("/url", "is no absolute http, https, file or urn address"))
    if len(url) > MAX_ADDRESS:
        raise RowError(("/url", f"is longer than {MAX_ADDRESS:,} characters"))
    return url


def mark_on(page: Page, mark_id: UUID, fields: dict[str, Any]) -> Annotation:
    """A mark of another program in our shape: what it does not say is left open.

    Raises:
        RowError: if a field is nothing Winnow can keep; it names each.

    """
    try:
        return Annotation.model_validate(
            {
                "kind": "highlight",
                **fields,
                "id": mark_id,
                "page": page.id,
                "rev": 1,
                "prefix": fields.get("prefix", "")[-CONTEXT:],
                "suffix": fields.get("suffix", "")[:CONTEXT],
                "author": fields.get("author", "")[:MAX_SPEAKER],
                "tags": tuple(dict.fromkeys(filter(None, fields.get("tags", ())))),
            }
        )
    except ValidationError as error:
        raise RowError(*faults(error)) from None


def collapsed(text: str) -> str:
    """`text` with its white space as canonical text has it inside a block."""
    return _RUN.sub(" ", text).strip(" ")


def words(text: str) -> str:
    """The words of a mark made elsewhere, each line as canonical text has it."""
    return "\n".join(filter(None, map(collapsed, text.splitlines())))


def moment(text: str) -> str:
    """A time as annotations write it. Without a zone it is taken as UTC. Raises RowError."""
    try:
        when = datetime.fromisoformat(text.strip())
        when = when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise RowError(("", f"holds a time that is none: {text[:40]!r}")) from None
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def text_of(row: dict[str, Any], name: str) -> str:
    """The text under `name`, or "" if there is none. Raises RowError if it is something else."""
    match row.get(name):
        case None:
            return ""
        case str() as text:
            return text
        case _:
            raise RowError((f"/{name}", "is not a text"))
