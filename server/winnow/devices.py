"""The paired devices: who may speak to the server, by the hash of a token.

The file may be written by `winnow devices` while a server runs. Writers take a lock and
replace the file whole; a reader looks at the file's identity before each answer, so that a
revoked token stops at once.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Annotated, Literal, NamedTuple

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from winnow import private_file
from winnow.proof import is_same, name_of
from winnow.store import is_library

_NOT_IN_NAME = r"\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
NAME_PATTERN = rf"^[^{_NOT_IN_NAME}]*[^{_NOT_IN_NAME}\s][^{_NOT_IN_NAME}]*$"
"""A device's name: one line that is not blank, without signs that turn the text around."""
MAX_NAME = 60

TOKEN_BYTES = 32
"""256 bits (design §8)."""

DeviceName = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=NAME_PATTERN, max_length=MAX_NAME)
]


class DevicesError(Exception):
    """The list of devices could not be read or changed; the text says what to do."""


class Device(BaseModel):
    """A program that may speak to the server.

    `origin` binds a browser's token to the extension that paired; None is a script's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: DeviceName
    origin: str | None
    created: str
    token_sha256: str


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal[1] = Field(default=1, alias="schema")
    devices: tuple[Device, ...] = ()


class _Identity(NamedTuple):
    """What tells one state of the file from another."""

    inode: int
    modified_ns: int
    size: int


class Devices:
    """The devices written down in `file`, and those lent a token until this process ends."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock_file = file.with_suffix(".lock")
        self._of_library = is_library(file.parent)
        self._lent: tuple[Device, ...] = ()
        self._seen: tuple[_Identity | None, tuple[Device, ...]] = (None, ())
        self._reading = Lock()

    def all(self) -> tuple[Device, ...]:
        """The devices on file, oldest first.

        Raises:
            DevicesError: if the file is damaged, or the library's folder is gone.

        """
        with self._reading:
            try:
                status = self._file.stat()
                identity = _Identity(status.st_ino, status.st_mtime_ns, status.st_size)
                if identity != self._seen[0]:
                    self._seen = (identity, self._read())
            except FileNotFoundError:
                self._check_library()
                self._seen = (None, ())
            except OSError as error:
                raise DevicesError(
                    f"Winnow cannot read {self._file.name} ({error.strerror}). "
                    "Make it readable for yourself, then try again."
                ) from error
            return self._seen[1]

    def origins(self) -> frozenset[str]:
        """The origins of the paired extensions."""
        return frozenset(device.origin for device in self.all() if device.origin)

    def recognise(self, token: str) -> Device | None:
        """The device that `token` was given to, compared in constant time."""
        wanted = digest(token)
        found = None
        for device in self._known():
            if hmac.compare_digest(device.token_sha256, wanted):
                found = device
        return found

    def is_lent(self, device: Device) -> bool:
        """Whether `device` is one of Winnow's own commands."""
        return device in self._lent

    def add(self, name: str, origin: str | None = None) -> tuple[Device, str]:
        """A new device and its token, which is not kept and cannot be had again.

        A name that is taken gets a number. Raises DevicesError.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        check_name(name)
        made: list[Device] = []

        def append(known: tuple[Device, ...]) -> tuple[Device, ...]:
            taken = {device.name for device in known}
            made.append(_device(_free_name(name, taken), origin, token))
            return (*known, *made)

        self._change(append)
        return made[0], token

    def revoke(self, name_or_id: str) -> Device:
        """Take a device's token back. Raises DevicesError if there is no such device."""
        gone: list[Device] = []

        def remove(known: tuple[Device, ...]) -> tuple[Device, ...]:
            gone.extend(device for device in known if name_or_id in (device.id, device.name))
            if not gone:
                raise DevicesError(
                    f"No device is called {name_or_id!r}. `winnow devices list` shows them."
                )
            return tuple(device for device in known if device is not gone[0])

        self._change(remove)
        return gone[0]

    def lend(self, name: str) -> str:
        """A token that holds until this process ends and is never on the list."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._lent = (*self._lent, _device(name, None, token))
        return token

    def named(self, name: str) -> Device | None:
        """The device that calls itself so (`winnow.proof.name_of`), compared in constant time."""
        found = None
        for device in self._known():
            if is_same(name, name_of(device.token_sha256)):
                found = device
        return found

    def _known(self) -> tuple[Device, ...]:
        return (*self._lent, *self.all())

    def _check_library(self) -> None:
        """A disk that is away leaves no folder, or an empty one; that takes no pairing back."""
        if self._of_library and not is_library(self._file.parent):
            raise DevicesError(
                f"The library's folder {self._file.parent} is gone. Nothing was saved, and no "
                "pairing was taken back; put the folder back, then try again."
            )

    def _change(self, change: Callable[[tuple[Device, ...]], tuple[Device, ...]]) -> None:
        self._check_library()
        try:
            with FileLock(self._lock_file, mode=0o600):
                known = self._read() if self._file.exists() else ()
                text = _File(devices=change(known)).model_dump_json(indent=2, by_alias=True)
                private_file.replace(self._file, f"{text}\n".encode())
        except OSError as error:
            raise DevicesError(
                f"Winnow cannot write {self._file.name} ({error.strerror}). "
                "Free some space or make the data folder writable, then try again."
            ) from error

    def _read(self) -> tuple[Device, ...]:
        try:
            return _File.model_validate_json(self._file.read_bytes()).devices
        except ValidationError as error:
            raise DevicesError(
                f"The list of paired devices, {self._file}, is damaged. "
                "Delete it, then pair your browsers again with `winnow pair`."
            ) from error


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def check_name(name: str) -> None:
    """Raises DevicesError if no device can have this name."""
    fits = len(name.strip()) <= MAX_NAME and re.fullmatch(NAME_PATTERN, name.strip())
    if not fits or not _is_text(name):
        raise DevicesError("A device's name is one line of 1 to 60 characters. Choose another.")


def _is_text(name: str) -> bool:
    """Whether it is UTF-8: a command line may be bytes that are none."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _device(name: str, origin: str | None, token: str) -> Device:
    return Device(
        id=secrets.token_hex(4),
        name=name,
        origin=origin,
        created=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        token_sha256=digest(token),
    )


def _free_name(name: str, taken: set[str]) -> str:
    name = name.strip()
    number = 2
    free = name
    while free in taken:
        free = f"{name[:50]} {number}"
        number += 1
    return free
