"""The pages of Firefox: a tab, and the popup beneath the button.

The popup is a browser element of Firefox's own window: it is clicked there, and scripts
get into it by its message manager.
"""

import base64
import json
import time
from itertools import count
from pathlib import Path
from typing import Any, Literal

from marionette_driver.by import By
from marionette_driver.errors import ScriptTimeoutException
from marionette_driver.keys import Keys
from marionette_driver.marionette import ActionSequence, Marionette

from tools.browsers.base import (
    Box,
    Button,
    Frame,
    NotSeenError,
    Page,
    ScriptError,
    Tab,
    call,
    wait_until,
)

POPUP = "browser.webextension-popup-browser"
TRIES = 3
SETTLING_SECONDS = 0.2  # Firefox fits a popup in steps of a tenth
ANSWER_MS = 10_000  # a popup that is put in place of another never answers for it

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

# The popup is looked for where it is used: Firefox may put another in place of one that loads.
ASK_POPUP = """
const [selector, channel, script, done] = arguments;
const popup = document.querySelector(selector);
popup.messageManager.addMessageListener(channel, (message) => done(message.data));
popup.messageManager.loadFrameScript('data:,' + encodeURIComponent(script), false);
"""

IN_CLOSED_ROOT = "document.querySelector(arguments[0])?.openOrClosedShadowRoot"
# A picture of the window shows what lies beneath the popup, so it is drawn by itself.
DRAW_POPUP = """
const [popup, done] = arguments;
const {width, height} = popup.getBoundingClientRect();
const inside = popup.browsingContext.currentWindowGlobal;
inside.drawSnapshot(new DOMRect(0, 0, width, height), 1, 'white').then((drawn) => {
  const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
  [canvas.width, canvas.height] = [drawn.width, drawn.height];
  canvas.getContext('2d').drawImage(drawn, 0, 0);
  done(canvas.toDataURL());
});
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


def evaluate(marionette: Marionette, script: str, args: tuple[Any, ...], within: str | None) -> Any:
    """Call `script` in the page or frame that Marionette is turned to."""
    if within is None:
        return marionette.execute_script(f"return {call(script, args)}", sandbox=None)
    return marionette.execute_script(
        f"const root = {IN_CLOSED_ROOT}; return root ? {call(script, args, 'root')} : null",
        [within],
        sandbox="system",
    )


class FirefoxTab(Tab):
    """A tab, known by its handle."""

    def __init__(self, marionette: Marionette, handle: str) -> None:
        self._marionette = marionette
        self._handle = handle

    def chosen(self, *, focus: bool = False) -> Marionette:
        """Marionette, turned to this tab."""
        if focus or self._marionette.current_window_handle != self._handle:
            self._marionette.switch_to_window(self._handle, focus=focus)
        return self._marionette

    @property
    def url(self) -> str:
        return str(self.chosen().get_url())

    def goto(self, url: str) -> None:
        self.chosen().navigate(url)

    def reload(self) -> None:
        self.chosen().refresh()

    def show(self) -> None:
        self.chosen(focus=True)

    def evaluate(self, script: str, *args: Any, within: str | None = None) -> Any:
        return evaluate(self.chosen(), script, args, within)

    def move(self, x: float, y: float) -> None:
        mouse(self.chosen()).pointer_move(round(x), round(y)).perform()

    def button(self, *steps: Literal["down", "up"], which: Button = "left") -> None:
        click_steps(mouse(self.chosen()), steps, which)

    def press(self, keys: str) -> None:
        press(self.chosen(), keys)

    def type(self, text: str) -> None:
        self.chosen().actions.sequence("key", "keyboard").send_keys(text).perform()

    def frame(self, selector: str, within: str | None = None) -> Page:
        return FirefoxFrame(self, selector, within)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.chosen().screenshot(full=False)))

    def close(self) -> None:
        marionette = self.chosen()
        remaining = marionette.close()
        marionette.switch_to_window(remaining[0], focus=False)


class FirefoxFrame(Frame):
    """A frame of a tab."""

    def __init__(self, tab: FirefoxTab, selector: str, within: str | None) -> None:
        super().__init__(tab, selector, within)
        self._of = tab

    @property
    def url(self) -> str:
        return str(self.evaluate("(root) => root.URL"))

    def evaluate(self, script: str, *args: Any, within: str | None = None) -> Any:
        marionette = self._of.chosen()
        root = "document" if self._within is None else IN_CLOSED_ROOT
        frame = marionette.execute_script(
            f"return ({root})?.querySelector(arguments[1])",
            [self._within, self._selector],
            sandbox="system",
        )
        if frame is None:
            raise NotSeenError(f"no frame {self._selector} in {self._of.url}")
        marionette.switch_to_frame(frame)
        try:
            return evaluate(marionette, script, args, within)
        finally:
            marionette.switch_to_frame()


class FirefoxPopup(Page):
    """The popup beneath the button."""

    def __init__(self, marionette: Marionette) -> None:
        self._marionette = marionette
        self._channels = count(1)

    @property
    def url(self) -> str:
        with self._marionette.using_context("chrome"):
            return str(self._in_window("return popup?.currentURI.spec ?? ''"))

    @property
    def is_open(self) -> bool:
        with self._marionette.using_context("chrome"):
            return bool(self._marionette.find_elements(By.CSS_SELECTOR, POPUP))

    def evaluate(self, script: str, *args: Any, within: str | None = None) -> Any:
        root = f"document.querySelector({json.dumps(within)}).shadowRoot" if within else "document"
        source = f"(async () => JSON.stringify(await {call(script, args, root)}))()"
        answer = self._ask(source)
        if "thrown" in answer:
            raise ScriptError(answer["thrown"])
        value = answer.get("value")
        return None if value is None else json.loads(value)

    def _ask(self, source: str) -> dict[str, Any]:
        """The answer of the popup's page, asked anew where the popup was changed meanwhile."""
        for tries_left in reversed(range(TRIES)):
            channel = f"winnow-test-{next(self._channels)}"
            loaded = IN_POPUP % {"channel": json.dumps(channel), "source": json.dumps(source)}
            try:
                with self._marionette.using_context("chrome"):
                    answer: dict[str, Any] = self._marionette.execute_async_script(
                        ASK_POPUP, [POPUP, channel, loaded], script_timeout=ANSWER_MS
                    )
            except ScriptTimeoutException:
                if not tries_left:
                    raise
            else:
                return answer
        raise NotSeenError(self.url)

    def box(self, selector: str, within: str | None = None) -> Box:
        """Where it stands once Firefox has fitted the popup to its page."""

        def stands_still() -> Box | None:
            with self._marionette.using_context("chrome"):
                before = self._frame()
            found = super(FirefoxPopup, self).box(selector, within)
            time.sleep(SETTLING_SECONDS)
            with self._marionette.using_context("chrome"):
                fitted = self._frame() == before
            return (
                found
                if fitted and super(FirefoxPopup, self).box(selector, within) == found
                else None
            )

        return wait_until(stands_still, f"{selector} to stand still in the popup")

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
            drawn = self._marionette.execute_async_script(DRAW_POPUP, [popup])
        path.write_bytes(base64.b64decode(drawn.partition(",")[2]))

    def _in_window(self, script: str) -> Any:
        found = f"const popup = document.querySelector(arguments[0]); {script}"
        return self._marionette.execute_script(found, [POPUP])

    def _frame(self) -> Box:
        script = "const b = popup.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]"
        return Box(*self._in_window(script))
