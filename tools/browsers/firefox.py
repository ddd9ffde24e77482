"""Firefox, driven by Marionette.

Its window is a document too, so the button, the menu and the shortcuts are reached
there, by input events that the window cannot tell from a person's.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from marionette_driver import errors
from marionette_driver.addons import Addons
from marionette_driver.by import By
from marionette_driver.marionette import Marionette

from tools.browsers.base import Browser, Page, Tab, wait_until
from tools.browsers.firefox_pages import FirefoxPopup, FirefoxTab, press
from tools.browsers.installed import executable

WINDOW = (1200, 900)
QUIT_SECONDS = 30
NOTICE = "#notification-popup > #addon-webext-permissions-notification"
QUESTION = f"return document.querySelector('{NOTICE}')?.closest('panel').state === 'open'"
UNHEARD_SECONDS = 1.0  # a question takes no clicks at first, lest somebody answer unread

PREFS: dict[str, bool | int | str] = {
    "marionette.port": 0,  # any free one; Firefox writes it into the profile
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.warnOnQuit": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "termsofuse.bypassNotification": True,
    "app.update.disabledForTesting": True,
    "extensions.update.enabled": False,
    # A temporary add-on keeps its address and what it stored from one start to the next.
    "extensions.webextensions.keepUuidOnUninstall": True,
    "extensions.webextensions.keepStorageOnUninstall": True,
}


class Firefox(Browser):
    """Firefox with the extension as a temporary add-on, without a window unless asked.

    `language` is the browser's own; `None` leaves it as the system has it. `others` are
    extensions beside ours; `names` are host names that lead to this machine.
    """

    kind = "firefox"

    def __init__(
        self,
        root: Path,
        *,
        language: str | None = "en",
        profile: Path | None = None,
        visible: bool = False,
        others: tuple[Path, ...] = (),
        names: tuple[str, ...] = (),
    ) -> None:
        self._root = root
        self._others = others
        self._names = names
        self._visible = visible
        self._language = language
        self._own_profile = profile is None
        self._profile = profile or Path(tempfile.mkdtemp(prefix="winnow-firefox-"))
        self.downloads = self._profile / "downloads"
        self._start()

    def _start(self) -> None:
        port_file = self._profile / "MarionetteActivePort"
        port_file.unlink(missing_ok=True)
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in (PREFS | self._saving() | self._resolving()).items()
        )
        (self._profile / "user.js").write_text("".join(lines), encoding="utf-8")
        self.process = subprocess.Popen(
            [
                executable(self.kind),
                *("--marionette", "--remote-allow-system-access", "--no-remote"),
                *("--profile", str(self._profile)),
                *(() if self._visible else ("--headless",)),
                *("--width", str(WINDOW[0]), "--height", str(WINDOW[1])),
            ],
            env={**os.environ, "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: port_file.exists() and port_file.read_text(), "Firefox to start")
        self.marionette = Marionette(port=int(port_file.read_text()))
        self.marionette.start_session()
        if self._language:
            self._speak(self._language)
        self._extension, self.extension_origin = self._load(self._root)
        self.other_origins = tuple(self._load(other)[1] for other in self._others)
        self._tabs: dict[str, FirefoxTab] = {}

    def _load(self, extension: Path) -> tuple[str, str]:
        """Load an extension until Firefox ends; its name and its origin."""
        name = Addons(self.marionette).install(str(extension), temp=True)
        host = self._in_window(
            "return WebExtensionPolicy.getByID(arguments[0]).mozExtensionHostname", name
        )
        return name, f"moz-extension://{host}"

    def _speak(self, language: str) -> None:
        """Have extensions speak `language`, also where Firefox's own words lack it."""
        self._in_window(
            """
            const {locale} = Services;
            const [language] = arguments;
            const known = locale.availableLocales.find((name) => name.split('-')[0] === language);
            if (!known) locale.availableLocales = [...locale.availableLocales, language];
            locale.requestedLocales = [known ?? language];
            """,
            language,
        )

    def open(self, url: str) -> Tab:
        handle = self.marionette.open(type="tab", focus=True)["handle"]
        tab = self._tab(handle)
        tab.goto(url)
        return tab

    def tabs(self) -> list[Tab]:
        return [self._tab(handle) for handle in self.marionette.window_handles]

    def press_toolbar_button(self, tab: Tab) -> None:
        tab.show()
        name = self._widget_name()
        with self.marionette.using_context("chrome"):
            button = f"{name}-BAP"
            if not self._shown(button):
                self.marionette.find_element(By.ID, "unified-extensions-button").click()
                wait_until(lambda: self._shown(button), "the button in the extensions panel")
            self.marionette.find_element(By.ID, button).click()

    def popup(self) -> Page:
        popup = FirefoxPopup(self.marionette)
        wait_until(lambda: popup.is_open, "the popup")
        wait_until(lambda: popup.url.startswith(self.extension_origin), "the popup to load")
        popup.wait_for("() => document.readyState === 'complete'")
        return popup

    def press_shortcut(self, tab: Tab, keys: str) -> None:
        tab.show()
        wait_until(self._no_panel_is_open, "the popup, which takes the keys, to close")
        with self.marionette.using_context("chrome"):
            press(self.marionette, keys)

    def choose_in_context_menu(self, tab: Tab, title: str, at: tuple[float, float]) -> None:
        tab.show()
        tab.click_at(*at, which="right")
        ours = self._widget_name()
        state = "return document.getElementById('contentAreaContextMenu').state"
        wait_until(lambda: self._in_window(state) == "open", "the page's menu")
        self._in_window(
            """
            const [ours, title] = arguments;
            const menu = document.getElementById('contentAreaContextMenu');
            const entry = [...menu.querySelectorAll('menuitem')].find(
              (entry) => entry.id.startsWith(ours) && entry.label === title);
            if (!entry) throw new Error(`no entry ${title}`);
            const inner = entry.closest('menupopup');
            if (inner !== menu) {
              const shown = new Promise((done) => inner.addEventListener('popupshown', done));
              inner.parentElement.openMenu(true);
              await shown;
            }
            inner.activateItem(entry);
            """,
            ours,
            title,
        )

    @contextmanager
    def asked_for_permission(self, *, allow: bool) -> Iterator[None]:
        yield
        wait_until(lambda: self._in_window(QUESTION), "the browser's question")
        time.sleep(UNHEARD_SECONDS)
        choice = "button" if allow else "secondaryButton"
        self._in_window(f"document.querySelector({json.dumps(NOTICE)}).{choice}.click()")
        wait_until(lambda: not self._in_window(QUESTION), "the question to go")

    def end_background(self) -> None:
        self._in_window(
            """
            const {extension} = WebExtensionPolicy.getByID(arguments[0]);
            await extension.terminateBackground({disableResetIdleForTest: true});
            """,
            self._extension,
        )

    def restart(self) -> None:
        self._quit()
        self._start()

    def close(self) -> None:
        self._quit()
        if self._own_profile:
            shutil.rmtree(self._profile, ignore_errors=True)

    def _saving(self) -> dict[str, bool | int | str]:
        """Preferences by which a person chooses their own folder for what they save."""
        return {"browser.download.folderList": 2, "browser.download.dir": str(self.downloads)}

    def _resolving(self) -> dict[str, bool | int | str]:
        return {"network.dns.localDomains": ",".join(self._names)} if self._names else {}

    def release(self) -> None:
        """End the driving and leave the browser to the person."""
        self.marionette.delete_session()

    def _quit(self) -> None:
        with suppress(OSError, errors.MarionetteException):
            self._in_window("Services.startup.quit(Ci.nsIAppStartup.eForceQuit)")
        try:
            self.process.wait(QUIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _in_window(self, script: str, *args: Any) -> Any:
        """Run a function body in the browser's own window."""
        with self.marionette.using_context("chrome"):
            return self.marionette.execute_script(
                f"return (async function () {{ {script} }})(...arguments)", args
            )

    def _no_panel_is_open(self) -> bool:
        """Close what lies over the page as a click beside it would; whether it is gone."""
        open_panels = self._in_window(
            """
            const open = [...document.querySelectorAll('panel')].filter(
              (panel) => ['open', 'showing', 'hiding'].includes(panel.state));
            for (const panel of open) panel.hidePopup();
            return open.length;
            """
        )
        return not open_panels

    def _widget_name(self) -> str:
        """The name Firefox gives to what an extension adds to its window."""
        return "".join(
            letter if letter.isalnum() or letter in "_-" else "_"
            for letter in self._extension.lower()
        )

    def _shown(self, element: str) -> bool:
        script = "return Boolean(document.getElementById(arguments[0])?.checkVisibility())"
        return bool(self.marionette.execute_script(script, [element]))

    def _tab(self, handle: str) -> FirefoxTab:
        if handle not in self._tabs:
            self._tabs[handle] = FirefoxTab(self.marionette, handle)
        return self._tabs[handle]
