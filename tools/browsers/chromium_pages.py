"""The pages of Chromium: a tab, and the popup beneath the button.

Both answer the DevTools protocol, which also opens the shadow roots that a page closes.
"""

import base64
import json
from itertools import count
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession
from playwright.sync_api import Page as PlaywrightPage

from tools.browsers.base import Button, Frame, Page, ScriptError, Tab, call, wait_until


class DevTools(Protocol):
    """A target that answers the DevTools protocol."""

    def send(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Call a method of the protocol."""


def value_of(answer: dict[str, Any]) -> Any:
    """The JSON value of a protocol answer."""
    if trouble := answer.get("exceptionDetails"):
        thrown = trouble.get("exception", {})
        raise ScriptError(thrown.get("description") or thrown.get("value") or trouble["text"])
    return answer["result"].get("value")


class ProtocolPage(Page):
    """A page known by its DevTools session."""

    devtools: DevTools

    def evaluate(self, script: str, *args: Any, within: str | None = None) -> Any:
        if within is not None:
            return self._evaluate_closed(script, args, within)
        return value_of(
            self.devtools.send(
                "Runtime.evaluate",
                {"expression": call(script, args), "returnByValue": True, "awaitPromise": True},
            )
        )

    def _evaluate_closed(self, script: str, args: tuple[Any, ...], host: str) -> Any:
        """Call `script` with a shadow root that the page itself cannot reach."""
        send = self.devtools.send
        found = value_of_reference(
            send("Runtime.evaluate", {"expression": f"document.querySelector({json.dumps(host)})"})
        )
        if found is None:
            return None
        roots = send("DOM.describeNode", {"objectId": found})["node"].get("shadowRoots")
        if not roots:
            return None
        root = send("DOM.resolveNode", {"backendNodeId": roots[0]["backendNodeId"]})
        return value_of(
            send(
                "Runtime.callFunctionOn",
                {
                    "objectId": root["object"]["objectId"],
                    "functionDeclaration": f"function () {{ return {call(script, args, 'this')} }}",
                    "returnByValue": True,
                    "awaitPromise": True,
                },
            )
        )


def value_of_reference(answer: dict[str, Any]) -> str | None:
    """The id of the object that a protocol answer stands for."""
    value: str | None = answer["result"].get("objectId")
    return value


class ChromiumTab(ProtocolPage, Tab):
    """A tab."""

    def __init__(self, page: PlaywrightPage) -> None:
        self._page = page
        self.devtools = page.context.new_cdp_session(page)

    @property
    def url(self) -> str:
        return self._page.url

    def goto(self, url: str) -> None:
        self._page.goto(url)

    def reload(self) -> None:
        self._page.reload()

    def show(self) -> None:
        self._page.bring_to_front()

    def move(self, x: float, y: float) -> None:
        self._page.mouse.move(x, y)

    def button(self, *steps: Literal["down", "up"], which: Button = "left") -> None:
        clicks = 0
        for step in steps:
            if step == "down":
                clicks += 1
                self._page.mouse.down(button=which, click_count=clicks)
            else:
                self._page.mouse.up(button=which, click_count=max(clicks, 1))

    def press(self, keys: str) -> None:
        self._page.keyboard.press(keys)

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)

    def frame(self, selector: str, within: str | None = None) -> Page:
        return ChromiumFrame(self, selector, within)

    def devtools_of(self, address: str) -> DevTools | None:
        """The session of the frame that shows `address`, once there is one.

        An extension goes by a name of the session in the address that a page sees.
        """
        self.devtools.send("Page.getFrameTree")  # lets Playwright hear of new frames
        place = urlsplit(address)[2:]
        frames = (frame for frame in self._page.frames if urlsplit(frame.url)[2:] == place)
        found = next(frames, None)
        return found and self._page.context.new_cdp_session(found)

    def screenshot(self, path: Path) -> None:
        self._page.screenshot(path=path)

    def close(self) -> None:
        self._page.close()


class ChromiumFrame(ProtocolPage, Frame):
    """A frame of a tab that has a process of its own, as those of an extension have."""

    def __init__(self, tab: ChromiumTab, selector: str, within: str | None) -> None:
        super().__init__(tab, selector, within)
        self._address = tab.wait_for(
            "(root, selector) => root.querySelector(selector)?.src", selector, within=within
        )
        self.devtools = wait_until(lambda: tab.devtools_of(self._address), self._address)

    @property
    def url(self) -> str:
        return str(self._address)


class PopupDevTools:
    """The DevTools session of a popup, which Playwright does not list among its pages.

    Its messages travel inside those of the browser's session.
    """

    def __init__(self, browser: CDPSession, target: str) -> None:
        self._browser = browser
        self._numbers = count(1)
        self._answers: dict[int, dict[str, Any]] = {}
        browser.on("Target.receivedMessageFromTarget", self._receive)
        attached = browser.send("Target.attachToTarget", {"targetId": target, "flatten": False})
        self._session = attached["sessionId"]

    def send(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        number = next(self._numbers)
        message = json.dumps({"id": number, "method": method, "params": params or {}})
        self._browser.send(
            "Target.sendMessageToTarget", {"sessionId": self._session, "message": message}
        )

        def answer() -> dict[str, Any] | None:
            self._browser.send("Browser.getVersion")  # lets Playwright hand over what came
            return self._answers.pop(number, None)

        got = wait_until(answer, f"the popup's answer to {method}")
        if "error" in got:
            raise ScriptError(got["error"]["message"])
        result: dict[str, Any] = got["result"]
        return result

    def _receive(self, event: dict[str, Any]) -> None:
        if event["sessionId"] == self._session:
            message = json.loads(event["message"])
            if "id" in message:
                self._answers[message["id"]] = message


class PopupPage(ProtocolPage):
    """The popup beneath the button."""

    def __init__(self, browser: CDPSession, target: dict[str, Any]) -> None:
        self.devtools = PopupDevTools(browser, target["targetId"])
        self._browser = browser
        self._target = target
        self._at = (0.0, 0.0)

    @property
    def url(self) -> str:
        return str(self._target["url"])

    @property
    def is_open(self) -> bool:
        targets = self._browser.send("Target.getTargets")["targetInfos"]
        return any(target["targetId"] == self._target["targetId"] for target in targets)

    def move(self, x: float, y: float) -> None:
        self._at = (x, y)
        self.devtools.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})

    def button(self, *steps: Literal["down", "up"], which: Button = "left") -> None:
        names = {"down": "mousePressed", "up": "mouseReleased"}
        for step in steps:
            x, y = self._at
            event = {"type": names[step], "x": x, "y": y, "button": which, "clickCount": 1}
            self.devtools.send("Input.dispatchMouseEvent", event)

    def press(self, keys: str) -> None:
        *modifiers, key = keys.split("+")
        bits = {"Alt": 1, "Control": 2, "Shift": 8}
        chord = {"key": key, "modifiers": sum(bits[name] for name in modifiers)}
        if chord["modifiers"] == bits["Control"] and key == "a":
            chord["commands"] = ["selectAll"]
        self.devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **chord})
        self.devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **chord})

    def type(self, text: str) -> None:
        self.devtools.send("Input.insertText", {"text": text})

    def screenshot(self, path: Path) -> None:
        taken = self.devtools.send("Page.captureScreenshot", {"format": "png"})
        path.write_bytes(base64.b64decode(taken["data"]))

    def close(self) -> None:
        self._browser.send("Target.closeTarget", {"targetId": self._target["targetId"]})
