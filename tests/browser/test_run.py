"""`make run`, as a person starts it: ready to press the button, and gone with Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.browsers.base import wait_until
from tools.browsers.display import Screen

ROOT = Path(__file__).parent.parent.parent
PATIENCE_SECONDS = 90
AGAIN_SECONDS = 5
INTERRUPTED = 130
DEMO = "The old swing bridge will turn again in spring – The Harbour Courier"
READ = "The old swing bridge will turn again in spring – Winnow"


@contextmanager
def running(folder: Path, browser: str, display: str | None) -> Iterator[subprocess.Popen[str]]:
    """`tools.run` over a library and a browser profile of its own."""
    environ = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    environ |= {"BROWSER": browser, "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(folder / "cache")}
    if display:
        environ["DISPLAY"] = display
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.run", "--port", "0", "--data", str(folder / "library")],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def lines_until(process: subprocess.Popen[str], end: str) -> str:
    """What it prints, up to the line that has `end` in it."""
    said = ""
    for line in process.stdout:
        said += line
        if end in line:
            return said
    raise AssertionError(f"ended without {end!r}: {said}")


def of(folder: Path) -> list[str]:
    """The processes that have this folder among their arguments."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = each.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has just ended
            continue
        if str(folder) in arguments:
            found.append(arguments)
    return found


def shows(screen: Screen, title: str) -> bool:
    """Whether a window shows the page of this title."""
    return any(window.startswith(title) for window in screen.titles())


def press_for_the_reader(screen: Screen) -> None:
    """Press as a person does: again if nothing comes of it, as while an extension still loads."""
    pressed: list[float] = []

    def is_read() -> bool:
        if not pressed or time.monotonic() - pressed[-1] > AGAIN_SECONDS:
            screen.press("Alt+W")
            pressed.append(time.monotonic())
        return shows(screen, READ)

    wait_until(is_read, f"the reader on it, {screen.titles()} being open")


def test_it_opens_the_demo_article_in_a_browser_that_reads_it_and_ends_with_ctrl_c(
    kind: str, tmp_path: Path
):
    with Screen() as screen, running(tmp_path, kind, screen.name) as process:
        said = lines_until(process, "Press the Winnow button")
        assert re.search(r"listening on http://127\.0\.0\.1:\d+", said)
        assert '"origin": "' in (tmp_path / "library" / "devices.json").read_text()
        profile = tmp_path / "cache" / "winnow" / "run" / kind
        # One that is just being started has no arguments yet.
        wait_until(lambda: any(str(profile) in each for each in of(tmp_path)), "a browser to run")
        wait_until(lambda: shows(screen, DEMO), "the demo article in the window")
        press_for_the_reader(screen)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE_SECONDS) == INTERRUPTED
    wait_until(lambda: not of(tmp_path), "everything it started to end")


def test_without_a_browser_it_says_how_to_load_the_extension_by_hand(tmp_path: Path):
    with running(tmp_path, "none", None) as process:
        said = lines_until(process, f"pair --no-browser --data {tmp_path / 'library'}")
        for word in ("listening on", "chrome://extensions", "about:debugging", "manifest.json"):
            assert word in said
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE_SECONDS) == INTERRUPTED
    wait_until(lambda: not of(tmp_path), "the server to end")


def test_without_a_display_it_starts_the_server_alone(tmp_path: Path):
    with running(tmp_path, "", None) as process:
        said = lines_until(process, "press the Winnow button and confirm")
        assert "no display" in said
        os.killpg(process.pid, signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == INTERRUPTED
