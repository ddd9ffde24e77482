"""One archive with every page file, made beside a running server; and a library made of one.

The archive is a zip of the page files as they are and, last, a list of them with their
SHA-256, so that one that was cut short, changed or mixed with another is told from a whole
one before it replaces anything.
"""

import errno
import hashlib
import json
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from winnow import private_file
from winnow.annotate.address import is_address
from winnow.annotate.mark import is_moment
from winnow.store import page_file, together
from winnow.store.atomic_json import DamagedFileError
from winnow.store.base import StoreError
from winnow.store.folder_lock import FolderLock
from winnow.store.refusals import told
from winnow.store.search import INDEX, discard
from winnow.store.shelf import PAGES
from winnow.strict_json import StrictJSONError, loads

FORMAT: Final = "winnow-backup"
SCHEMA: Final = 1
BEFORE: Final = "before-restore"
"""The folder with what a restored library replaced."""

_LIST: Final = "winnow-backup.json"
_TRIES: Final = 3
_LIST_BYTES: Final = 100_000_000
_PAGE_BYTES: Final = 1_500_000_000
"""More than the largest page file there can be: 5,000 marks with all that fits in one."""
_PACKED: Final = 200
_PLAIN_BYTES: Final = 20_000_000
"""A page file of more bytes that packs to less than one in `_PACKED` holds no words. Chosen."""


_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,  # encrypted, or packed in a way that is not known
    UnicodeDecodeError,
)
"""What Python's zipfile raises over a file that is damaged."""


class BackupError(StoreError):
    """The archive is no whole backup."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a backup; `missing` are page files that could not be read, or went."""

    pages: int
    marks: int
    missing: tuple[str, ...] = ()


def write(data_dir: Path, file: Path) -> Contents:
    """Back the library in `data_dir` up to `file`, which appears whole or not at all.

    Each page is as it was at one moment. All are of one moment unless the library was written
    to each time this began anew.

    Raises:
        OSError: if the disk refuses.

    """
    with private_file.replacing(file) as handle, open(handle, "wb", closefd=False) as stream:
        for _ in range(_TRIES):
            stream.seek(0)
            stream.truncate()
            before = _stamps(data_dir / PAGES)
            contents = _write(data_dir / PAGES, sorted(before), stream)
            if before == _stamps(data_dir / PAGES) and not (data_dir / together.CHANGING).exists():
                break
        stream.flush()
    return contents


def restore(data_dir: Path, file: Path) -> tuple[Contents, Path]:
    """Put the pages of the backup `file` in place of those in `data_dir`: all or none.

    Returns what is there now, and the backup of what was.

    Raises:
        BackupError: if `file` is no whole backup; nothing is changed.
        StoreError: if another process has the folder, or the disk refuses.

    """
    with _checked(file) as (archive, names, contents):
        return contents, _replace(data_dir, archive, names)


def _replace(data_dir: Path, archive: zipfile.ZipFile, names: set[str]) -> Path:
    """Put the pages in the archive in place of those in `data_dir`; the backup of what was."""
    with told(data_dir):
        if os.path.lexists(data_dir / PAGES) and not (data_dir / PAGES).is_dir():
            private_file.put_aside(data_dir / PAGES)
        (data_dir / PAGES).mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FolderLock(data_dir, "winnow restore")
    try:
        with told(data_dir):
            together.take_back(data_dir / PAGES)
            (data_dir / BEFORE).mkdir(mode=0o700, exist_ok=True)
            day = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
            saved = data_dir / BEFORE / f"{day}.zip"
            write(data_dir, saved)
            gone = _stamps(data_dir / PAGES).keys() - names
            discard(data_dir / INDEX)
            together.replace(data_dir / PAGES, _Archived(archive, names, gone))
    finally:
        lock.release()
    return saved


class _Archived(Mapping[str, bytes | None]):
    """Files to put in place, read from an archive one at a time; None for those to delete."""

    def __init__(self, archive: zipfile.ZipFile, names: set[str], gone: set[str]) -> None:
        self._archive = archive
        self._names = names
        self._gone = gone

    def __getitem__(self, name: str) -> bytes | None:
        return None if name in self._gone else self._archive.read(f"{PAGES}/{name}")

    def __iter__(self) -> Iterator[str]:
        return iter([*sorted(self._names), *sorted(self._gone)])

    def __len__(self) -> int:
        return len(self._names) + len(self._gone)


def _write(pages: Path, names: list[str], stream: IO[bytes]) -> Contents:
    sums: dict[str, str] = {}
    missing: list[str] = []
    marks = 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in names:
            try:
                data, number = _whole(pages / name)
            except (DamagedFileError, OSError):
                missing.append(name)
                continue
            archive.writestr(f"{PAGES}/{name}", data)
            sums[name] = hashlib.sha256(data).hexdigest()
            marks += number
        made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        listed = {"format": FORMAT, "schema": SCHEMA, "made": made, "marks": marks, "pages": sums}
        archive.writestr(_LIST, json.dumps(listed, indent=1))
    return Contents(len(sums), marks, tuple(missing))


def _whole(path: Path) -> tuple[bytes, int]:
    """The bytes of a page file that can be read, and how many marks it holds."""
    while True:
        before = path.lstat()
        kept = page_file.read(path)
        data = path.read_bytes()
        after = path.lstat()
        if (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns):
            return data, len(kept.annotations)


def _stamps(pages: Path) -> dict[str, tuple[int, int]]:
    with os.scandir(pages) as entries:
        return {
            entry.name: (status.st_ino, status.st_mtime_ns)
            for entry in entries
            if entry.name.endswith(".json")
            and (status := entry.stat(follow_symlinks=False)) is not None
        }


@contextmanager
def _checked(file: Path) -> Iterator[tuple[zipfile.ZipFile, set[str], Contents]]:
    """The archive in `file` with its page files' names, once all of it is found to be whole."""
    with ExitStack() as opened:
        try:
            archive = opened.enter_context(zipfile.ZipFile(file))
            listed = _list_of(archive)
            with tempfile.TemporaryDirectory() as folder:
                marks = _check(archive, listed, Path(folder))
        except MemoryError as error:
            raise _not_whole("a page in it is larger than this machine's memory") from error
        except OSError as error:
            if error.errno != errno.EINVAL:  # a place before the file's beginning
                raise
            raise _not_whole("it is cut or damaged") from error
        except _UNREADABLE as error:
            raise _not_whole(f"it is no zip file that can be read ({error})") from error
        yield archive, set(listed), Contents(len(listed), marks)


def _list_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """The page files that the archive lists with their SHA-256: exactly those it holds."""
    held = archive.namelist()
    if _LIST not in held or archive.getinfo(_LIST).file_size > _LIST_BYTES:
        raise _not_whole("it has no list of its pages")
    try:
        listed: dict[str, Any] = json.loads(archive.read(_LIST))
        kind, schema, pages = listed["format"], listed["schema"], dict(listed["pages"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _not_whole("its list of pages cannot be read") from error
    if kind != FORMAT:
        raise _not_whole("it was made by another program")
    if type(schema) is not int or schema < SCHEMA:
        raise _not_whole("no Winnow wrote its schema")
    if schema > SCHEMA:
        raise BackupError(
            f"This backup has schema {schema}, and this Winnow reads {SCHEMA}. "
            "Install a newer Winnow to restore it. Nothing was changed."
        )
    if sorted(held) != sorted([*(f"{PAGES}/{name}" for name in pages), _LIST]):
        raise _not_whole("it does not hold the pages that it lists")
    return pages


def _check(archive: zipfile.ZipFile, listed: Mapping[str, str], folder: Path) -> int:
    """Read every page as the library would; how many marks there are."""
    number = 0
    for name, digest in listed.items():
        packed = archive.getinfo(f"{PAGES}/{name}")
        if not page_file.NAME.fullmatch(name) or packed.file_size > _PAGE_BYTES:
            raise _not_whole(f"{name!r} is no page file")
        if packed.file_size > max(_PLAIN_BYTES, _PACKED * packed.compress_size):
            raise _not_whole(f"a page in it, {name}, unpacks to more than it can hold")
        data = archive.read(f"{PAGES}/{name}")
        if hashlib.sha256(data).hexdigest() != digest:
            raise _not_whole(f"{name} was changed")
        path = folder / name
        path.write_bytes(data)
        try:
            loads(data)
            del data
            kept = page_file.read(path)
        except StrictJSONError as error:
            raise _not_whole(f"{name} {error}") from error
        except DamagedFileError as error:
            raise _not_whole(str(error).rstrip(".")) from error
        if fault := _fault(kept):
            raise _not_whole(f"{name} holds {fault}")
        path.unlink()
        number += len(kept.annotations)
    return number


def _fault(kept: page_file.Kept) -> str:
    """What no page of a library has, since neither a visit nor an import brings it; or nothing."""
    for record in (kept.page, *kept.annotations.values()):
        for name in ("created", "modified", "deleted"):
            moment = getattr(record, name, None)
            if moment is not None and not is_moment(moment):
                return "a time that no calendar has"
    return "" if is_address(kept.page.url) else "an address that no page has"


def _not_whole(why: str) -> BackupError:
    return BackupError(
        f"This is not a whole backup of Winnow: {why}. Nothing was changed. "
        "Choose another backup, or import an export with `winnow import`."
    )
