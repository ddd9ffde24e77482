"""Real browsers with Winnow in them, driven by the gestures a person makes.

`Browser` and `Page` are what tests, `make run` and `make screenshots` know; one module
a browser says how each gesture is done there. A gesture is never replaced by a call
into the extension: the button is pressed, the key goes down, the menu is opened.
"""

from tools.browsers.base import Browser, BrowserMissingError, Page, Tab, wait_until
from tools.browsers.chromium import Chromium
from tools.browsers.firefox import Firefox
from tools.browsers.installed import KINDS, executable, installed

DRIVERS: dict[str, type[Chromium | Firefox]] = {"chromium": Chromium, "firefox": Firefox}

__all__ = [
    "DRIVERS",
    "KINDS",
    "Browser",
    "BrowserMissingError",
    "Chromium",
    "Firefox",
    "Page",
    "Tab",
    "executable",
    "installed",
    "wait_until",
]
