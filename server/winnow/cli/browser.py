"""Opens a link in the person's browser, where there is one to see it in."""

import os
import sys
import webbrowser


def open_link(link: str) -> bool:
    """Open `link`; False where no window can open, or `BROWSER=none` forbids it."""
    if os.environ.get("BROWSER", "").lower() == "none":
        return False
    if sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return False  # a text browser would take the terminal
    try:
        return webbrowser.open(link)
    except webbrowser.Error:
        return False
