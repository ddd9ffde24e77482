"""Which browsers are there."""

import shutil

from tools.browsers.base import BrowserMissingError

EXECUTABLES = {
    "chromium": ("chromium", "chromium-browser"),
    "firefox": ("firefox-esr", "firefox", "firefox-developer-edition"),
}
KINDS = tuple(EXECUTABLES)


def executable(kind: str) -> str:
    """The path of the browser's program.

    Raises:
        BrowserMissingError: saying what to install.

    """
    for name in EXECUTABLES[kind]:
        if path := shutil.which(name):
            return path
    raise BrowserMissingError(
        f"{kind.capitalize()} is not installed. Install it (Debian: apt install chromium "
        "firefox-esr; elsewhere your system's packages), then try again."
    )


def installed() -> tuple[str, ...]:
    """The kinds that are there."""
    return tuple(
        kind for kind, names in EXECUTABLES.items() if any(shutil.which(name) for name in names)
    )
