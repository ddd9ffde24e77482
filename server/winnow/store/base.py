"""The narrow protocol behind which marks are kept.

Nothing outside `winnow.store` knows what is behind it. An implementation returns only
when what it was given is safe from a crash, and never hands out objects it still owns.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol
from uuid import UUID

from winnow.annotate.mark import Annotation, Page

Check = Callable[[Page, Sequence[Annotation]], None]
"""Looks at a page with its annotations; raises what it has against them."""


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


class Store(Protocol):
    """Pages and their annotations. All methods may be called from any thread."""

    def find_page(self, keys: Sequence[str]) -> Page | None:
        """The page that one of `keys` belongs to, earlier keys first."""
        ...

    def page(self, page_id: str) -> Page:
        """Raises NotFoundError."""
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

    def annotations_of(self, page_id: str) -> list[Annotation]:
        """A page's annotations with its tombstones, in order of creation and id."""
        ...

    def add(self, page: Page, annotation: Annotation) -> tuple[Annotation, bool]:
        """Keep a new annotation, and its page if none of its keys is known.

        A known page keeps its own fields, gains the new keys, and takes `text` if it has
        none. Returns the annotation as kept and whether it is new; the same content under
        a known id is not an error. Raises ConflictError, DiskError.
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

    def restore(self, page: Page, annotations: Sequence[Annotation]) -> None:
        """Keep a page and annotations exactly as given, as an import does. Raises DiskError."""
        ...

    def close(self) -> None:
        """Give the data folder back."""
        ...
