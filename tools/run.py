"""`make run`: the server, and a browser with Winnow in it, paired, on the demo article.

The browser has a profile of its own that is kept from one run to the next. It is paired
the way a person pairs it, on the pairing page and in the popup. Whatever was started here
ends with Ctrl-C, and when the browser is closed.
"""

import argparse
import locale
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from platformdirs import user_cache_path

from tools.browsers import Browser, Chromium, Firefox, executable, installed, wait_until
from tools.browsers.chromium import arguments
from tools.pages import PageServer
from tools.pairing import pair, server_state, use_port

ROOT = Path(__file__).resolve().parent.parent
WINNOW = (sys.executable, "-m", "winnow")
STOP_SECONDS = 15
STARTED = re.compile(r"Winnow is listening on (http://\S+:(\d+))")
BY_MAKE = "With make, another port is `make run PORT=8400`, a library `make run ARGS='--data DIR'`."


class Stopped(Exception):  # noqa: N818 - no error: somebody asked us to end
    """Ctrl-C, or another wish that we end."""


def main() -> int:
    """Run until Ctrl-C or until the browser is closed; the exit status."""
    asked = parse()
    for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wanted, stop)
    kind = choose_browser(asked.browser)
    try:
        with server(asked) as running:
            if kind is None:
                print(by_hand(asked.data), flush=True)
                return running.process.wait()
            with PageServer(ROOT / "demo") as pages, browser(kind, running, pages) as window:
                print(
                    "Press the Winnow button or Alt+W on the article (Chromium keeps the button "
                    "behind the puzzle piece). Ctrl-C ends it all."
                )
                sys.stdout.flush()
                wait_until_one_ends(running.process, window)
                return running.process.poll() or 0
    except Stopped:
        return 130
    except ServerError as error:
        print(BY_MAKE, file=sys.stderr)
        return error.status


def by_hand(data: str | None) -> str:
    """How to load the extension and pair it with the server over the library `data`."""
    pair = shlex.join([str(ROOT / ".venv/bin/winnow"), "pair", "--no-browser"])
    if data:
        pair += f" --data {shlex.quote(data)}"
    return f"""
Load the extension by hand:
  Chromium, Chrome, Edge, Brave: open chrome://extensions, turn on Developer mode,
    choose Load unpacked and pick the folder {ROOT}
  Firefox 140 or newer: open about:debugging#/runtime/this-firefox,
    choose Load Temporary Add-on… and pick {ROOT / "manifest.json"}
Then pair it: run this in a second terminal, open the link it prints in that browser,
press the Winnow button and confirm:
  {pair}
"""


def parse() -> argparse.Namespace:
    """The command line; `make run` passes PORT and ARGS on."""
    parser = argparse.ArgumentParser(prog="make run ARGS=…", description=__doc__)
    parser.add_argument(
        "--port", type=int, metavar="N", help="the server's port (8377 unless told)"
    )
    parser.add_argument("--data", metavar="DIR", help="the library's folder")
    parser.add_argument(
        "--browser",
        default=os.environ.get("BROWSER", ""),
        help="chromium, firefox or none (also BROWSER); otherwise the one that is there",
    )
    return parser.parse_args()


def choose_browser(wish: str) -> str | None:
    """The kind of browser to open; None for none, which is said."""
    if wish.lower() == "none":
        return None
    if sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        print("There is no display here, so no browser is opened.")
        return None
    there = installed()
    if not there:
        print("Neither Chromium nor Firefox is installed, so no browser is opened.")
        return None
    return next((kind for kind in there if kind in wish.lower()), there[0])


class ServerError(Exception):
    """The server did not start; it said itself why."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class RunningServer:
    """A `winnow serve` in a process of its own."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.data = ("--data", asked.data) if asked.data else ()
        port = ("--port", str(asked.port)) if asked.port is not None else ()
        self.process = subprocess.Popen(
            [*WINNOW, "serve", "--no-browser", *self.data, *port],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C reaches us alone, and we end it
        )
        first = self.process.stdout.readline()
        found = STARTED.match(first)
        if found is None:
            raise ServerError(self.process.wait() or 1)
        self.port = int(found[2])
        print(first, end="", flush=True)
        threading.Thread(target=self._swallow, daemon=True).start()

    def link(self) -> str:
        """A link to the pairing page that works once."""
        command = [*WINNOW, "pair", "--no-browser", *self.data]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def _swallow(self) -> None:
        for _line in self.process.stdout:
            pass


@contextmanager
def server(asked: argparse.Namespace) -> Iterator[RunningServer]:
    """The server, which ends with the block."""
    running = RunningServer(asked)
    try:
        yield running
    finally:
        end(running.process)


@contextmanager
def browser(kind: str, running: RunningServer, pages: PageServer) -> Iterator[subprocess.Popen]:
    """The browser's window, paired, on the demo article; it closes with the block."""
    profile = user_cache_path("winnow", appauthor=False) / "run" / kind
    profile.mkdir(mode=0o700, parents=True, exist_ok=True)
    language = "fr" if (locale.getlocale()[0] or "").startswith("fr") else "en"
    article = f"{pages.url}/{language}.html"
    print(f"Opening {kind.capitalize()} …", flush=True)
    opened = {"chromium": open_chromium, "firefox": open_firefox}[kind]
    window = opened(profile, running, article)
    try:
        yield window
    finally:
        end(window)


def open_chromium(profile: Path, running: RunningServer, article: str) -> subprocess.Popen:
    """Pair on the profile where nobody looks, then open a window that nothing drives."""
    with Chromium(ROOT, profile=profile, headless=True) as hidden:
        make_ready(hidden, running)
    command = [executable("chromium"), f"--user-data-dir={profile}", *arguments(ROOT), article]
    return subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def open_firefox(profile: Path, running: RunningServer, article: str) -> subprocess.Popen:
    """Load the add-on, which Firefox forgets each time, pair it if need be, and let go."""
    window = Firefox(ROOT, profile=profile, visible=True, language=None)
    try:
        make_ready(window, running)
        window.tabs()[0].goto(article)
        window.release()
    except BaseException:
        window.close()
        raise
    return window.process


def make_ready(paired: Browser, running: RunningServer) -> None:
    """See that the extension knows the server's port and is paired with it."""
    use_port(paired, running.port)
    if server_state(paired) != "ready":
        pair(paired, running.link()).close()


def wait_until_one_ends(*processes: subprocess.Popen) -> None:
    """Wait while all of `processes` run."""
    wait_until(
        lambda: any(process.poll() is not None for process in processes),
        "the browser to close",
        patience=float("inf"),
    )


def end(process: subprocess.Popen) -> None:
    """Ask a process to end, and see to it that it does."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def stop(_signal: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exception, so that every block above ends what it started."""
    for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wanted, signal.SIG_IGN)  # once is enough: what follows is the ending
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
