"""The narrow protocol behind which marks are kept.

Nothing outside `winnow.store` knows what is behind it. An implementation returns only
when what it was given is safe from a crash, and never hands out objects it still owns.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from winnow.annotate.mark import Annotation, Kind, Page

Check = Callable[[Page, Sequence[Annotation]], None]
"""Looks at a page with its annotations; raises what it has against them."""

Progress = Callable[[int, int], None]
"""Told of long work: how many pages are done, and of how many."""


class StoreError(Exception):
    """The library could not do what was asked; the text says what to do about it."""


class NotFoundError(StoreError):
    """No page or annotation has this id."""


class ConflictError(StoreError):
    """An annotation of this id exists with other content."""


class StaleRevisionError(StoreError):
    """The caller changed an older revision than the one that is kept."""

    def __init__(self, current: Annotation) -> None:
        super().__init__(
            f"This mark was changed elsewhere (revision {current.rev}). "
            "Read it again, then make your change."
        )
        self.current = current


class DiskError(StoreError):
    """The disk refused: full, read-only or gone. The old file stands."""


class ClosedPageError(DiskError):
    """The disk keeps one page's file back; the other pages may be read."""


class HalfDoneError(DiskError):
    """The disk refused a change of several pages, and to take it back."""


def is_of_one_page(error: StoreError) -> bool:
    """Whether a page that was to be read is deleted, damaged or kept back, and others may be."""
    return isinstance(error, ClosedPageError) or not isinstance(error, DiskError)


class FullPageError(StoreError):
    """A page would hold more marks than it may."""


@dataclass(frozen=True, slots=True)
class Search:
    """Which marks are sought. Everything that is given must hold.

    `words` is what a person types: words that must all be there, `"a phrase"`, `begin*`; the
    last word may be unfinished. Case and accents count for nothing. `since` and `until` are
    RFC 3339 times in UTC, or beginnings of one, between which the mark was made.
    """

    words: str = ""
    kind: Kind | None = None
    tag: str | None = None
    page: str | None = None
    since: str = ""
    until: str = ""
    living: bool = True
    deleted: bool = False


class Store(Protocol):
    """Pages and their annotations. All methods may be called from any thread."""

    def find_page(self, keys: Sequence[str], title: str = "", text: str = "") -> Page | None:
        """The page of the document that is visited, with this title and text, at `keys[0]`.

        The other keys are what the visited page declares to be its address. One that leads to a
        document with other title and text counts for nothing (`winnow.annotate.document`).
        """
        ...

    def alike(self, text: str) -> Page | None:
        """The page with living marks whose text is most like `text`, if it is its document.

        Looks at a few pages only, and at none while the index is being made.
        """
        ...

    def join(self, page_id: str, keys: Sequence[str]) -> Page:
        """Give a page another key, the first of `keys`, because a person says it is its own.

        Raises ConflictError if it is that of another page's own address; NotFoundError,
        FullPageError, DiskError.
        """
        ...

    def page(self, page_id: str) -> Page:
        """Raises NotFoundError; ClosedPageError, which lists and exports leave out."""
        ...

    def missing(self) -> int:
        """How many pages lists and exports lack: set aside as damaged, or not to be read."""
        ...

    def pages(self, *, after: str = "", limit: int = 100) -> list[Page]:
        """Up to `limit` pages in order of id, from the first id greater than `after`."""
        ...

    def delete_page(self, page_id: str, check: Check) -> None:
        """Delete a page with all its annotations, if `check` of them does not raise.

        Nothing changes them between the check and the deletion. Raises NotFoundError.
        """
        ...

    def annotation(self, annotation_id: UUID) -> Annotation:
        """The annotation, tombstone or not. Raises NotFoundError."""
        ...

    def stamp(self, page_id: str) -> str:
        """What changes whenever the page or one of its annotations does; "" if it is not there."""
        ...

    def annotations_of(self, page_id: str) -> list[Annotation]:
        """A page's annotations with its tombstones, in order of creation and id."""
        ...

    def add(self, page: Page, annotation: Annotation) -> tuple[Annotation, bool]:
        """Keep a new annotation, and its page if its document is not known (`find_page`).

        A known page keeps its own fields, gains the keys that no page has, and takes `text` if
        it has none. Returns the annotation as kept and whether it is new; the same content under
        a known id is not an error. Raises ConflictError, FullPageError, DiskError.
        """
        ...

    def change(
        self, annotation_id: UUID, rev: int, fields: dict[str, Any], *, now: str
    ) -> Annotation:
        """Change `fields` of revision `rev`; returns the next revision.

        Raises NotFoundError, StaleRevisionError, DiskError.
        """
        ...

    def iterate(self, page_id: str | None = None) -> Iterator[tuple[Page, list[Annotation]]]:
        """Every page with its annotations, in order of page id, one page in memory a step.

        With `page_id` that page alone; raises NotFoundError at once if there is none.
        """
        ...

    def homes(self, pages: Iterable[Page]) -> list[str]:
        """For each page the id of the one that it would join if all were restored, or its own."""
        ...

    def restore(self, pages: Sequence[tuple[Page, Sequence[Annotation]]]) -> None:
        """Keep pages and their annotations exactly as given, as an import does: all or none.

        Of a mark that is here already the higher revision stays; marks of a document that is
        known under another id join it. No page gets a key of another's. Raises ConflictError,
        FullPageError, DiskError.
        """
        ...

    def search(
        self, wanted: Search, *, after: tuple[str, UUID] | None = None, limit: int = 100
    ) -> list[Annotation]:
        """Up to `limit` marks, newest first, older than the mark made at `after` with its id."""
        ...

    def empty_bin(self, check: Callable[[Sequence[Annotation]], None]) -> int:
        """Forget all deleted marks, if `check` of them does not raise; how many there were.

        A page that has no other mark goes with them. Raises DiskError; then all stay.
        """
        ...

    def close(self) -> None:
        """Give the data folder back."""
        ...
