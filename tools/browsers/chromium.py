"""Chromium, driven by Playwright, by the DevTools protocol and by keys of its screen.

The mouse and keys inside a page are the protocol's own input events, which the page
cannot tell from a person's. What stands around the page has no such events: the button
is pressed by `Extensions.triggerAction`, which grants `activeTab` as a click does, and
shortcuts and the context menu get theirs from the screen.
"""

import atexit
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page as PlaywrightPage
from playwright.sync_api import Playwright, sync_playwright

from tools.browsers.base import Browser, Page, Tab, wait_until
from tools.browsers.chromium_pages import ChromiumTab, PopupPage
from tools.browsers.display import Screen
from tools.browsers.installed import executable

WINDOW = (1200, 900)
NAME = "Winnow"
IN_THE_PAGE = (8, WINDOW[1] - 8)
UNHEARD_SECONDS = 1.0  # a question takes no keys at first, lest somebody answer unread
ID_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


@cache
def playwright() -> Playwright:
    """The one Playwright of this process; a second may not run beside it."""
    started = sync_playwright().start()
    atexit.register(started.stop)
    return started


class Chromium(Browser):
    """Chromium in a window of a screen of our own.

    `headless` does without the screen, and so without shortcuts and the context menu.
    `others` are extensions beside ours; `names` are host names that lead to this machine.
    """

    kind = "chromium"

    def __init__(
        self,
        root: Path,
        *,
        language: str = "en",
        profile: Path | None = None,
        headless: bool = False,
        others: tuple[Path, ...] = (),
        names: tuple[str, ...] = (),
    ) -> None:
        self._root = root
        self._others = others
        self._names = names
        self._language = language
        self._own_profile = profile is None
        self._profile = profile or Path(tempfile.mkdtemp(prefix="winnow-chromium-"))
        self.downloads = self._profile / "downloads"
        self._screen = None if headless else Screen()
        self._start()

    def _start(self) -> None:
        display = {} if self._screen is None else {"DISPLAY": self._screen.name}
        self._context = playwright().chromium.launch_persistent_context(
            self._profile,
            executable_path=executable(self.kind),
            headless=self._screen is None,
            no_viewport=True,
            ignore_default_args=["--disable-extensions"],
            args=[
                *arguments(self._root, *self._others),
                *self._resolving(),
                "--enable-unsafe-extension-debugging",
                *(() if self._screen is None else ("--ozone-platform=x11",)),
                "--window-position=0,0",
                "--window-size={},{}".format(*WINDOW),
            ],
            env={**os.environ, **display, "LANGUAGE": self._language},
        )
        workers = self._context.service_workers
        worker = workers[0] if workers else self._context.wait_for_event("serviceworker")
        address = urlsplit(worker.url)
        self.extension_origin = f"{address.scheme}://{address.netloc}"
        self.other_origins = tuple(origin_of(other) for other in self._others)
        self._tabs: dict[PlaywrightPage, ChromiumTab] = {}
        self._devtools = self._context.browser.new_browser_cdp_session()
        saving = {"behavior": "allow", "downloadPath": str(self.downloads)}
        self._devtools.send("Browser.setDownloadBehavior", saving)

    def open(self, url: str) -> Tab:
        page = self._context.new_page()
        page.goto(url)
        page.bring_to_front()
        return self._tab(page)

    def tabs(self) -> list[Tab]:
        self._devtools.send("Browser.getVersion")  # lets Playwright hear of new tabs
        return [self._tab(page) for page in self._context.pages]

    def press_toolbar_button(self, tab: Tab) -> None:
        self._bring_to_front(tab)
        targets = self._devtools.send("Target.getTargets", {"filter": [{"type": "tab"}]})
        shown = next(
            target["targetId"]
            for target in targets["targetInfos"]
            if target.get("embedderData", {}).get("tabActive") and target["url"] == tab.url
        )
        extension = self.extension_origin.removeprefix("chrome-extension://")
        self._devtools.send("Extensions.triggerAction", {"id": extension, "targetId": shown})

    def popup(self) -> Page:
        def find() -> dict[str, Any] | None:
            tabs = {page.url for page in self._context.pages}
            return next(
                (
                    target
                    for target in self._devtools.send("Target.getTargets")["targetInfos"]
                    if target["type"] == "page"
                    and target["url"].startswith(self.extension_origin)
                    and target["url"] not in tabs
                ),
                None,
            )

        popup = PopupPage(self._devtools, wait_until(find, "the popup"))
        popup.wait_for("() => document.readyState === 'complete'")
        return popup

    def press_shortcut(self, tab: Tab, keys: str) -> None:
        self._bring_to_front(tab)
        self._screen.press(keys)

    def choose_in_context_menu(self, tab: Tab, title: str, at: tuple[float, float]) -> None:
        self._bring_to_front(tab)
        left, top = tab.evaluate(
            "() => [screenX + (outerWidth - innerWidth) / 2, screenY + outerHeight - innerHeight]"
        )
        self._screen.click(left + at[0], top + at[1], "right")
        wait_until(lambda: self._screen.menus() == 1, "the page's menu")
        # Chosen by letters. An only entry of ours stands in the page's menu; several stand
        # in one of their own beneath the extension's name, which opens by its first letter.
        key = access_key(self._root, title)
        if tab.evaluate("() => String(getSelection()) !== ''"):
            self._screen.press(NAME[0])
            wait_until(lambda: self._screen.menus() > 1, f"the menu of {NAME}")
        self._screen.press(key)
        wait_until(lambda: self._screen.menus() == 0, f"{title!r} to be chosen")

    @contextmanager
    def asked_for_permission(self, *, allow: bool) -> Iterator[None]:
        # The question is drawn within the window, which is dimmed beneath it as long as it stands.
        before = self._screen.pixel(*IN_THE_PAGE)
        yield
        wait_until(lambda: self._screen.pixel(*IN_THE_PAGE) != before, "the browser's question")
        time.sleep(UNHEARD_SECONDS)
        if allow:
            self._screen.press("Tab")  # from the button that refuses
        self._screen.press("Return")
        wait_until(lambda: self._screen.pixel(*IN_THE_PAGE) == before, "the question to go")

    def end_background(self) -> None:
        own = next(page for page in self._context.pages if self.extension_origin in page.url)
        workers = self._context.new_cdp_session(own)
        workers.send("ServiceWorker.enable")
        workers.send("ServiceWorker.stopAllWorkers")
        workers.detach()

    def restart(self) -> None:
        self._context.close()
        self._start()

    def close(self) -> None:
        self._context.close()
        if self._screen is not None:
            self._screen.close()
        if self._own_profile:
            shutil.rmtree(self._profile, ignore_errors=True)

    def _resolving(self) -> list[str]:
        rules = ", ".join(f"MAP {name} 127.0.0.1" for name in self._names)
        return [f"--host-resolver-rules={rules}"] if rules else []

    def _tab(self, page: PlaywrightPage) -> ChromiumTab:
        if page not in self._tabs:
            self._tabs[page] = ChromiumTab(page)
        return self._tabs[page]

    def _bring_to_front(self, tab: Tab) -> None:
        tab.show()
        wait_until(lambda: tab.evaluate("() => document.hasFocus()"), f"{tab.url} in front")


def access_key(root: Path, title: str) -> str:
    """The letter by which a menu's entry is chosen; its words have `&` before it."""
    for file in root.glob("_locales/*/messages.json"):
        for entry in json.loads(file.read_text(encoding="utf-8")).values():
            before, ampersand, after = entry["message"].partition("&")
            if ampersand and before + after == title:
                return str(after[0])
    raise LookupError(f"no entry {title!r} with an access key")


def origin_of(extension: Path) -> str:
    """The origin of an unpacked extension without a key, which Chromium makes of its path."""
    digest = hashlib.sha256(str(extension.resolve()).encode()).hexdigest()[:32]
    return "chrome-extension://" + digest.translate(ID_LETTERS)


def arguments(*extensions: Path) -> list[str]:
    """Arguments with which Chromium loads the extensions at these folders."""
    folders = ",".join(map(str, extensions))
    loads = [
        f"--disable-extensions-except={folders}",
        f"--load-extension={folders}",
        "--no-first-run",
        "--no-default-browser-check",
    ]
    # Chromium's sandbox does not start for root, and only for root.
    return ["--no-sandbox", *loads] if os.geteuid() == 0 else loads
