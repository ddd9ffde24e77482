"""Firefox, driven by Marionette.

Its window is a document too, so the button, the menu and the shortcuts are reached
there, by input events that the window cannot tell from a person's. The popup is a
browser element of that window; scripts get into it by its message manager.
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Literal

from marionette_driver import errors
from marionette_driver.addons import Addons
from marionette_driver.by import By
from marionette_driver.keys import Keys
from marionette_driver.marionette import ActionSequence, Marionette

from tools.browsers.base import Box, Browser, Button, Page, ScriptError, Tab, call, wait_until
from tools.browsers.installed import executable

WINDOW = (1200, 900)
QUIT_SECONDS = 30
BUTTONS = {"left": 0, "right": 2}

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

POPUP = "browser.webextension-popup-browser"

# Runs in the popup's process, in a sandbox over its window: the popup's own policy
# forbids it to evaluate text.
IN_POPUP = """
{
  const {utils} = Components;
  const sandbox = utils.Sandbox(content, {sandboxPrototype: content, wantXrays: false});
  const answer = (reply) => sendAsyncMessage(%(channel)s, reply);
  utils.evalInSandbox(%(source)s, sandbox).then(
    (value) => answer({value}),
    (thrown) => answer({thrown: String(thrown)}),
  );
}
"""

ASK_POPUP = """
const [popup, channel, script, done] = arguments;
popup.messageManager.addMessageListener(channel, (message) => done(message.data));
popup.messageManager.loadFrameScript('data:,' + encodeURIComponent(script), false);
"""


def key(name: str) -> str:
    """The character by which Marionette knows a key: `ArrowRight` is `ARROW_RIGHT`."""
    if len(name) == 1:
        return name
    spelled = "".join(f"_{letter}" if letter.isupper() else letter for letter in name)
    return str(getattr(Keys, spelled.strip("_").upper()))


def press(marionette: Marionette, keys: str) -> None:
    """Press a chord in the current context."""
    *modifiers, last = keys.split("+")
    last = last.upper() if "Shift" in modifiers and len(last) == 1 else key(last)
    if "Shift" not in modifiers and len(last) == 1 and modifiers:
        last = last.lower()
    sequence = marionette.actions.sequence("key", "keyboard")
    for name in modifiers:
        sequence.key_down(key(name))
    sequence.key_down(last).key_up(last)
    for name in reversed(modifiers):
        sequence.key_up(key(name))
    sequence.perform()


def mouse(marionette: Marionette) -> ActionSequence:
    """The mouse of the current context."""
    return marionette.actions.sequence("pointer", "mouse", {"pointerType": "mouse"})


def click_steps(
    sequence: ActionSequence, steps: tuple[Literal["down", "up"], ...], which: Button
) -> None:
    """Perform presses and releases in one go, so that two clicks are a double click."""
    for step in steps:
        if step == "down":
            sequence.pointer_down(BUTTONS[which])
        else:
            sequence.pointer_up(BUTTONS[which])
    sequence.perform()


class FirefoxTab(Tab):
    """A tab, known by its handle."""

    def __init__(self, marionette: Marionette, handle: str) -> None:
        self._marionette = marionette
        self._handle = handle

    def _chosen(self, *, focus: bool = False) -> Marionette:
        """Marionette, turned to this tab."""
        if focus or self._marionette.current_window_handle != self._handle:
            self._marionette.switch_to_window(self._handle, focus=focus)
        return self._marionette

    @property
    def url(self) -> str:
        return str(self._chosen().get_url())

    def goto(self, url: str) -> None:
        self._chosen().navigate(url)

    def reload(self) -> None:
        self._chosen().refresh()

    def show(self) -> None:
        self._chosen(focus=True)

    def evaluate(self, script: str, *args: Any, within: str | None = None) -> Any:
        marionette = self._chosen()
        if within is None:
            return marionette.execute_script(f"return {call(script, args)}", sandbox=None)
        return marionette.execute_script(
            "const root = document.querySelector(arguments[0])?.openOrClosedShadowRoot;"
            f"return root ? {call(script, args, 'root')} : null",
            [within],
            sandbox="system",
        )

    def move(self, x: float, y: float) -> None:
        mouse(self._chosen()).pointer_move(round(x), round(y)).perform()

    def button(self, *steps: Literal["down", "up"], which: Button = "left") -> None:
        click_steps(mouse(self._chosen()), steps, which)

    def press(self, keys: str) -> None:
        press(self._chosen(), keys)

    def type(self, text: str) -> None:
        self._chosen().actions.sequence("key", "keyboard").send_keys(text).perform()

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._chosen().screenshot(full=False)))

    def close(self) -> None:
        marionette = self._chosen()
        remaining = marionette.close()
        marionette.switch_to_window(remaining[0], focus=False)


class FirefoxPopup(Page):
    """The popup beneath the button."""

    def __init__(self, marionette: Marionette) -> None:
        self._marionette = marionette
        self._channels = count(1)

    @property
    def url(self) -> str:
        with self._marionette.using_context("chrome"):
            return str(self._in_window("return arguments[0].currentURI.spec"))

    @property
    def is_open(self) -> bool:
        with self._marionette.using_context("chrome"):
            return bool(self._marionette.find_elements(By.CSS_SELECTOR, POPUP))

    def evaluate(self, script: str, *args: Any, within: str | None = None) -> Any:
        root = f"document.querySelector({json.dumps(within)}).shadowRoot" if within else "document"
        source = f"(async () => JSON.stringify(await {call(script, args, root)}))()"
        channel = f"winnow-test-{next(self._channels)}"
        loaded = IN_POPUP % {"channel": json.dumps(channel), "source": json.dumps(source)}
        with self._marionette.using_context("chrome"):
            popup = self._marionette.find_element(By.CSS_SELECTOR, POPUP)
            answer = self._marionette.execute_async_script(ASK_POPUP, [popup, channel, loaded])
        if "thrown" in answer:
            raise ScriptError(answer["thrown"])
        value = answer.get("value")
        return None if value is None else json.loads(value)

    def move(self, x: float, y: float) -> None:
        with self._marionette.using_context("chrome"):
            frame = self._frame()
            mouse(self._marionette).pointer_move(round(frame.x + x), round(frame.y + y)).perform()

    def button(self, *steps: Literal["down", "up"], which: Button = "left") -> None:
        with self._marionette.using_context("chrome"):
            click_steps(mouse(self._marionette), steps, which)

    def press(self, keys: str) -> None:
        with self._marionette.using_context("chrome"):
            press(self._marionette, keys)

    def type(self, text: str) -> None:
        with self._marionette.using_context("chrome"):
            self._marionette.actions.sequence("key", "keyboard").send_keys(text).perform()

    def screenshot(self, path: Path) -> None:
        with self._marionette.using_context("chrome"):
            popup = self._marionette.find_element(By.CSS_SELECTOR, POPUP)
            path.write_bytes(base64.b64decode(self._marionette.screenshot(element=popup)))

    def _in_window(self, script: str) -> Any:
        popup = self._marionette.find_element(By.CSS_SELECTOR, POPUP)
        return self._marionette.execute_script(script, [popup])

    def _frame(self) -> Box:
        script = (
            "const b = arguments[0].getBoundingClientRect(); return [b.x, b.y, b.width, b.height]"
        )
        return Box(*self._in_window(script))


class Firefox(Browser):
    """Firefox with the extension as a temporary add-on, without a window unless asked.

    `language` is the browser's own; `None` leaves it as the system has it.
    """

    kind = "firefox"

    def __init__(
        self,
        root: Path,
        *,
        language: str | None = "en",
        profile: Path | None = None,
        visible: bool = False,
    ) -> None:
        self._root = root
        self._visible = visible
        self._prefs = {**PREFS, "intl.locale.requested": language} if language else PREFS
        self._own_profile = profile is None
        self._profile = profile or Path(tempfile.mkdtemp(prefix="winnow-firefox-"))
        self._start()

    def _start(self) -> None:
        port_file = self._profile / "MarionetteActivePort"
        port_file.unlink(missing_ok=True)
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in self._prefs.items()
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
        self._extension = Addons(self.marionette).install(str(self._root), temp=True)
        host = self._in_window(
            "return WebExtensionPolicy.getByID(arguments[0]).mozExtensionHostname", self._extension
        )
        self.extension_origin = f"moz-extension://{host}"
        self._tabs: dict[str, FirefoxTab] = {}

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

    def restart(self) -> None:
        self._quit()
        self._start()

    def close(self) -> None:
        self._quit()
        if self._own_profile:
            shutil.rmtree(self._profile, ignore_errors=True)

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
