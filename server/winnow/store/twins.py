"""Marks of one id that stand in several page files, which are put right: each has one home.

They come about when the folders of libraries that imported from each other are put together by
hand, and when a mark is sent again, as new, while the disk keeps the page back that has it.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid5

from winnow.annotate.mark import Annotation
from winnow.store import page_file, together
from winnow.store.atomic_json import DamagedFileError
from winnow.store.directory import Directory
from winnow.store.merge import is_same_mark
from winnow.store.page_file import Kept


def separated(pages: Mapping[str, Kept]) -> dict[str, Kept | None]:
    """The pages with each mark on one of them, where it was changed last.

    One that was never changed stays where its text is, and what has other words gets an id of its
    own. A page that is left without marks goes (None), if the others have all its addresses.
    """
    homes: dict[UUID, str] = {}
    for page_id, kept in sorted(pages.items()):
        for mark in kept.annotations:
            other = pages[homes.setdefault(mark, page_id)]
            if _last_change(kept, mark) > _last_change(other, mark):
                homes[mark] = page_id
    after: dict[str, Kept | None] = {
        page_id: Kept(kept.page, {mark.id: mark for mark in _staying(kept, pages, homes)})
        for page_id, kept in pages.items()
    }
    for page_id, kept in pages.items():
        others = (other.page.keys for at, other in after.items() if other and at != page_id)
        is_left = (there := after[page_id]) and not there.annotations
        if is_left and set(kept.page.keys) <= {key for keys in others for key in keys}:
            after[page_id] = None
    return after


def separate(pages: Path, directory: Directory) -> None:
    """Do so in the files of a library that nobody else has. Raises OSError.

    A page that cannot be read stays as it is.
    """
    for group in directory.twins():
        with suppress(DamagedFileError, PermissionError):
            # A page of two groups may have gone with the first.
            paths = {each: pages / f"{each}.json" for each in group}
            before = {each: page_file.read(path) for each, path in paths.items() if path.exists()}
            files = {
                f"{each}.json": page_file.written(kept) if kept else None
                for each, kept in separated(before).items()
            }
            together.replace(pages, files)


def _last_change(kept: Kept, mark_id: UUID) -> tuple[int, str, bool]:
    """What is greater for the one of two marks that was changed last, or else is at its text."""
    mark = kept.annotations[mark_id]
    return mark.rev, mark.modified, mark.text_hash == kept.page.text_hash


def _staying(
    kept: Kept, pages: Mapping[str, Kept], homes: Mapping[UUID, str]
) -> Iterator[Annotation]:
    for mark in kept.annotations.values():
        home = homes[mark.id]
        if home == kept.page.id:
            yield mark
        elif not is_same_mark(pages[home].annotations[mark.id], mark):
            yield mark.model_copy(update={"id": uuid5(mark.id, kept.page.id)})
