"""The pages of Firefox: a tab, and the popup beneath the button.

The popup is a browser element of Firefox's own window: it is clicked there, and scripts
get into it by its message manager.
"""

import base64
import json
from itertools import count
from pathlib import Path
from typing import Any, Literal

from marionette_driver.by import By
from marionette_driver.keys import Keys
from marionette_driver.marionette import ActionSequence, Marionette

from tools.browsers.base import Box, Button, Page, ScriptError, Tab, call

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


BUTTONS = {"left": 0, "right": 2}


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
