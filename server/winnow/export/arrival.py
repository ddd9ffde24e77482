"""What an import does to a library, said row by row before it is done.

The store decides in the end (`Store.restore`); this says beforehand what it will decide, from
the library as it is now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit
from uuid import UUID

from winnow.annotate.address import registrable_domain
from winnow.annotate.mark import MAX_MARKS_A_PAGE, Annotation, Page
from winnow.export.reading import FormatError, Reading
from winnow.store.base import ConflictError, NotFoundError, Store
from winnow.store.merge import is_same_mark

Outcome = Literal["new", "newer", "same", "kept", "left-out", "refused"]
"""A mark is new; is a higher revision of one that is here; is here already; is here otherwise,
and what is here is kept; is none that Winnow keeps; cannot be read or kept."""

AS_IT_CAME: Final = frozenset[Outcome]({"new", "newer", "same"})
"""After these the library has the mark as the file has it."""

_SITES_TOLD: Final = 5
_SITE_TOLD: Final = 60
"""Characters of an address that names no site."""
_OTHER_MARK: Final = "is the id of a mark on another page of this library"
_SAID: Final = ("exact", "kind", "speaker", "note", "tags", "colour", "language", "deleted")
"""What two marks differ in to a person."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What becomes of one row."""

    at: str
    outcome: Outcome
    mark: UUID | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of every row, and the marks that would be kept, with their pages.

    A page without marks is kept only if no row is refused: it may have been for those.
    """

    rows: tuple[Arrival, ...]
    pages: tuple[tuple[Page, list[Annotation]], ...]

    @property
    def arriving(self) -> tuple[int, int]:
        """How many pages and marks the library then has as the file has them."""
        marks = {row.mark for row in self.rows if row.mark and row.outcome in AS_IT_CAME}
        pages = sum(1 for _, on in self.pages if not on or any(mark.id in marks for mark in on))
        return pages, len(marks)

    @property
    def unchanged(self) -> int:
        """How many of the arriving marks the library has already."""
        return len({row.mark for row in self.rows if row.outcome == "same"})

    @property
    def refused(self) -> tuple[tuple[str, str], ...]:
        """The rows that keep the import out, unless only the others are asked for."""
        return tuple((row.at, row.detail) for row in self.rows if row.outcome == "refused")


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did, or a dry run would do."""

    pages: int
    annotations: int
    """Marks that the library has as the file has them; those that it kept otherwise are rows."""
    unchanged: int
    """How many of these it had before."""
    left_out: int
    """Rows of the file that are no marks, of which the first are told."""
    rows: tuple[Arrival, ...]
    """Of a dry run all, else those that are not here as they came."""


def bring(reading: Reading, store: Store, *, dry_run: bool, partial: bool) -> Import:
    """Keep `reading` in `store`, all of it or nothing; the rows that can be, if `partial`.

    Raises:
        FormatError: if a row has a fault, unless the run is dry or partial.
        StoreError: if the store refuses.

    """
    if not (dry_run or partial):
        reading.whole()
    planned = plan(reading, store)
    if not dry_run:
        try:
            store.restore(planned.pages if partial else tuple(reading.pages.values()))
        except ConflictError:
            if not planned.refused:
                raise
            refused = FormatError("Some rows of this file cannot be kept.", planned.refused)
            raise ConflictError(str(refused)) from None
    pages, annotations = planned.arriving
    told = (row for row in planned.rows if dry_run or row.outcome not in AS_IT_CAME)
    return Import(pages, annotations, planned.unchanged, reading.left_out, tuple(told))


def plan(reading: Reading, store: Store) -> Plan:
    """What keeping `reading` in `store` would do, row by row in the file's order."""
    foreseen: dict[UUID, tuple[Outcome, str]] = {}
    room: dict[str, int] = {}
    homes = store.homes(page for page, _ in reading.pages.values())
    for home, (page, marks) in zip(homes, reading.pages.values(), strict=True):
        for mark, outcome in _outcomes(store, home, page, marks, room):
            foreseen[mark.id] = outcome
    rows = tuple(_rows(reading, foreseen))
    whole = all(row.outcome != "refused" for row in rows)
    pages = (
        (page, [mark for mark in marks if foreseen[mark.id][0] != "refused"])
        for page, marks in reading.pages.values()
    )
    return Plan(rows, tuple((page, marks) for page, marks in pages if marks or whole))


def _rows(reading: Reading, foreseen: dict[UUID, tuple[Outcome, str]]) -> Iterator[Arrival]:
    for row in reading.rows:
        if row.mark:
            outcome, detail = foreseen[row.mark]
            yield Arrival(row.at, outcome, row.mark, detail)
        elif row.left_out:
            yield Arrival(row.at, "left-out", detail=row.left_out)
        for place, fault in row.faults:
            yield Arrival(f"{row.at}{place}", "refused", detail=fault)


def _outcomes(
    store: Store, home: str, page: Page, marks: Sequence[Annotation], room: dict[str, int]
) -> Iterator[tuple[Annotation, tuple[Outcome, str]]]:
    """What becomes of the marks of `page`, which joins `home`.

    `room` is what is left on pages that were seen.
    """
    also = _also_for(page)
    try:
        here = {mark.id: mark for mark in store.annotations_of(home)}
    except NotFoundError:
        here = {}
    left = room.setdefault(home, MAX_MARKS_A_PAGE - len(here))
    for mark in marks:
        if there := here.get(mark.id):
            yield mark, _beside(there, mark)
        elif there := _elsewhere(store, mark.id):
            same = is_same_mark(there, mark)
            yield mark, _beside(there, mark) if same else ("refused", _OTHER_MARK)
        elif left <= 0:
            yield mark, ("refused", f"is one more than the {MAX_MARKS_A_PAGE:,} a page holds")
        else:
            left -= 1
            yield mark, ("new", also)
    room[home] = left


def _beside(there: Annotation, mark: Annotation) -> tuple[Outcome, str]:
    if there.rev < mark.rev:
        return "newer", f"replaces revision {there.rev}"
    if there.deleted and not mark.deleted:
        return "kept", f"is in the bin here, revision {there.rev}, where it stays"
    if all(getattr(there, name) == getattr(mark, name) for name in _SAID):
        return "same", ""
    return "kept", f"is here with other content, revision {there.rev}, which stays"


def _also_for(page: Page) -> str:
    """The sites, beside its own, at whose addresses these marks would show.

    An owner who joined two addresses has such pages; a file of somebody else may claim any.
    """
    own = {_site(address) for address in (page.url, page.canonical or "")}
    others = sorted({_site(address) for address in page.keys} - own)
    more = f" and {len(others) - _SITES_TOLD} more" if len(others) > _SITES_TOLD else ""
    told = f"{', '.join(others[:_SITES_TOLD])}{more}"
    return f"shows at addresses of {told}, too" if others else ""


def _site(address: str) -> str:
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    return registrable_domain(host) if host else address[:_SITE_TOLD]


def _elsewhere(store: Store, mark_id: UUID) -> Annotation | None:
    try:
        return store.annotation(mark_id)
    except NotFoundError:
        return None
