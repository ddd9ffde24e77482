"""Settings: where the library lies, and where the server listens.

A flag wins over the environment, the environment over the default. Settings are frozen:
what a running server obeys cannot change under it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

DEFAULT_PORT = 8377
LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - compared with what a person asked for


class SettingsError(Exception):
    """A setting cannot be used; the text says which, and what to set instead."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server or a command was told.

    `host` is the address that is bound; `max_body_bytes` leaves room for 8 MB of HTML and
    the escapes that JSON adds. `max_cleans` and `max_exports` run at a time, as many again may
    wait, for up to `wait_seconds`.
    `pairing_seconds` is how long a pairing code holds, `link_seconds` a link to it.
    """

    data: Path
    port: int = DEFAULT_PORT
    host: str = LOOPBACK
    max_body_bytes: int = 12 * 1024 * 1024
    max_import_bytes: int = 48 * 1024 * 1024
    max_cleans: int = 2
    max_exports: int = 2
    wait_seconds: float = 10.0
    pairing_seconds: float = 120.0
    link_seconds: float = 600.0

    @property
    def origin(self) -> str:
        """The address a browser on this machine reaches the server by."""
        return f"http://{LOOPBACK if self.host == EVERYWHERE else self.host}:{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """The `Host` headers that name this server, literally.

        A browser leaves the port out when it is 80.
        """
        names = {LOOPBACK, "localhost", self.host} - {EVERYWHERE}
        with_port = {f"{name}:{self.port}" for name in names}
        return frozenset(with_port | names if self.port == 80 else with_port)  # noqa: PLR2004 - HTTP's port

    @property
    def devices_file(self) -> Path:
        """Where the paired devices are written down."""
        return self.data / "devices.json"

    @property
    def running_file(self) -> Path:
        """Where the running server says how to reach it."""
        return self.data / "server.json"

    @property
    def log_file(self) -> Path:
        """The log, which is rotated beside itself."""
        return self.data / "logs" / "winnow.log"


def load(
    *,
    data: str | Path | None = None,
    port: str | int | None = None,
    host: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """Settings from flags, else from `WINNOW_DATA` and `WINNOW_PORT`, else the defaults.

    Raises:
        SettingsError: if a value cannot be used.

    """
    folder = data or environ.get("WINNOW_DATA") or user_data_path("winnow", appauthor=False)
    return Settings(
        data=Path(folder).expanduser().absolute(),
        port=_port(port, environ.get("WINNOW_PORT")),
        host=host or LOOPBACK,
    )


def prepare_folder(folder: Path) -> None:
    """Make `folder` if it is not there, and close it to other users of this machine.

    Raises:
        SettingsError: if it cannot hold a library.

    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except (FileExistsError, NotADirectoryError) as error:
        raise SettingsError(
            f"{folder} is a file, or lies in one, and a library is a folder. Choose a folder with "
            "--data DIR or WINNOW_DATA. Marks in a file come in by `winnow import`."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"Winnow cannot keep its library in {folder} ({error.strerror}). "
            "Choose another folder with --data DIR or WINNOW_DATA."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingsError(
            f"Winnow may not write to {folder}. Make it writable, "
            "or choose another folder with --data DIR or WINNOW_DATA."
        )


def _port(flag: str | int | None, variable: str | None) -> int:
    if flag is None and not variable:
        return DEFAULT_PORT
    given = variable if flag is None else flag
    try:
        port = int("" if given is None else given)
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:  # noqa: PLR2004 - the ports there are
        named = "WINNOW_PORT" if flag is None else "--port"
        raise SettingsError(
            f"{named} is {str(given)!r}, and a port is a number from 1 to 65535, or 0 for any that "
            f"is free. Choose one, for example {DEFAULT_PORT}."
        )
    return port
