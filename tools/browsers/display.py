"""A screen that nobody sees, with a keyboard: what a browser's own keys and menus need.

A browser takes its shortcuts and its native menus' keys from the window system and from
nowhere else, so they are driven there: Xvfb is the screen, the XTEST extension the hand.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import BadWindow
from Xlib.ext import xtest
from Xlib.xobject.drawable import Window

from tools.browsers.base import BrowserMissingError, Button

SCREEN = "1400x1000x24"  # wider than any window we open
ALL_PLANES = 0xFFFFFFFF
STEP_SECONDS = 0.02  # between key events; menus drop faster ones
MODIFIERS = {"Alt": "Alt_L", "Shift": "Shift_L", "Control": "Control_L"}
BUTTONS = {"left": 1, "right": 3}


class Screen:
    """An Xvfb of our own on a free display number."""

    def __init__(self) -> None:
        binary = shutil.which("Xvfb")
        if binary is None:
            raise BrowserMissingError(
                "Xvfb is not there: tests press Chromium's own keys on a screen nobody sees. "
                "Install it (Debian, Ubuntu: apt install xvfb)."
            )
        read, write = os.pipe()
        self._server = subprocess.Popen(
            [binary, "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as answer:
            self.name = ":" + answer.readline().strip()
        self._display = Display(self.name)

    def press(self, keys: str) -> None:
        """Press a chord such as `Alt+Shift+M` or a key such as `Up`."""
        *modifiers, key = keys.split("+")
        names = [MODIFIERS[name] for name in modifiers]
        codes = [self._code(name) for name in [*names, key.lower() if len(key) == 1 else key]]
        for code in codes:
            self._send(X.KeyPress, code)
        for code in reversed(codes):
            self._send(X.KeyRelease, code)

    def click(self, x: float, y: float, which: Button) -> None:
        """Click a point of the screen, in its pixels."""
        xtest.fake_input(self._display, X.MotionNotify, x=round(x), y=round(y))
        self._send(X.ButtonPress, BUTTONS[which])
        self._send(X.ButtonRelease, BUTTONS[which])

    def menus(self) -> int:
        """How many native menus are open: windows that no window manager may touch."""
        attributes = self._asked(Window.get_attributes)
        return sum(a.override_redirect and a.map_state == X.IsViewable for a in attributes)

    def titles(self) -> list[str]:
        """The titles of the windows that are open."""
        said = self._display.intern_atom("_NET_WM_NAME")
        names = self._asked(lambda window: window.get_full_property(said, X.AnyPropertyType))
        return [name.value.decode() for name in names if name]

    def _asked(self, question: Callable[[Window], Any]) -> list[Any]:
        """What each window answers; one that is closed meanwhile answers nothing."""
        answers: list[Any] = []
        for window in self._display.screen().root.query_tree().children:
            with suppress(BadWindow):
                answers.append(question(window))
        return answers

    def pixel(self, x: int, y: int) -> bytes:
        """The colour of a point."""
        image = self._display.screen().root.get_image(x, y, 1, 1, X.ZPixmap, ALL_PLANES)
        return bytes(image.data)

    def close(self) -> None:
        """Take the screen away."""
        self._display.close()
        self._server.terminate()
        self._server.wait()

    def _code(self, name: str) -> int:
        return self._display.keysym_to_keycode(XK.string_to_keysym(name))

    def _send(self, event: int, detail: int) -> None:
        xtest.fake_input(self._display, event, detail)
        self._display.sync()
        time.sleep(STEP_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
