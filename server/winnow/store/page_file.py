"""One page on the disk: a TinyDB file with the tables `page` and `annotations`."""

import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from pydantic import ValidationError

from winnow import private_file
from winnow.annotate.mark import Annotation, Page
from winnow.store.atomic_json import AtomicJSONStorage, DamagedFileError

NAME: Final = re.compile(r"[0-9a-f]{32}\.json")
"""A page's file is named by the page's id."""

PAGE_TABLE: Final = "page"
ANNOTATIONS_TABLE: Final = "annotations"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a page's file holds; annotations by id, in the order they came."""

    page: Page
    annotations: dict[UUID, Annotation]


def read(path: Path) -> Kept:
    """Read a page's file.

    Raises:
        FileNotFoundError: if there is none.
        DamagedFileError: if it does not hold exactly one page and marks of that page.
        OSError: if the disk refuses.

    """
    mode = path.lstat().st_mode
    if not stat.S_ISREG(mode):
        kind = "a link to another place" if stat.S_ISLNK(mode) else "no file"
        raise DamagedFileError(f"{path.name} is {kind}.")
    if (tables := AtomicJSONStorage(path).read()) is None:
        raise FileNotFoundError(path)
    pages = list(tables.get(PAGE_TABLE, {}).values())
    marks = tables.get(ANNOTATIONS_TABLE, {}).values()
    if len(pages) != 1:
        raise DamagedFileError(f"{path.name} holds {len(pages)} pages instead of one.")
    try:
        page = Page.model_validate(pages[0])
        annotations = [Annotation.model_validate(mark) for mark in marks]
    except ValidationError as error:
        where = error.errors(include_url=False, include_input=False)[0]["loc"]
        raise DamagedFileError(f"{path.name} holds a record with a bad field {where}.") from error
    by_id = {annotation.id: annotation for annotation in annotations}
    foreign = any(annotation.page != page.id for annotation in annotations)
    if page.id != path.stem or foreign or len(by_id) != len(annotations):
        raise DamagedFileError(f"{path.name} holds records that belong elsewhere.")
    return Kept(page, by_id)


def write(path: Path, kept: Kept) -> None:
    """Write a page's file in one step. Raises OSError; the old file then stands."""
    private_file.replace(path, written(kept))


def written(kept: Kept) -> bytes:
    """What a page's file holds.

    Page and marks must change together, and a `TinyDB` writes the file once a table: so the
    tables are written in one piece, in the form that TinyDB reads. A page with many marks is
    written at each of them; pydantic makes the text faster than json does.
    """
    page, marks = _table([kept.page]), _table(kept.annotations.values())
    return f'{{\n"{PAGE_TABLE}": {page},\n"{ANNOTATIONS_TABLE}": {marks}\n}}'.encode()


def _table(records: Iterable[Page | Annotation]) -> str:
    documents = ",\n".join(
        f'"{number}": {record.model_dump_json(by_alias=True, indent=1)}'
        for number, record in enumerate(records, start=1)
    )
    return f"{{\n{documents}\n}}" if documents else "{}"


def set_aside(path: Path, quarantine: Path, why: str) -> None:
    """Move a damaged page file to `quarantine`, with the reason beside it. Raises OSError."""
    try:
        quarantine.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError:  # a file, or a link to nowhere, has its name
        private_file.put_aside(quarantine)
        quarantine.mkdir(mode=0o700)
    name = private_file.free(quarantine / path.name)
    path.replace(name)
    private_file.sync_folder(path.parent)
    private_file.replace(name.with_suffix(".txt"), f"{why}\n".encode())
