"""What every browser can do for us: the gestures of a person, and a look at the result.

Scripts are sources of JavaScript functions. The first argument is the root they look
in: the document, or the closed shadow root of the element that `within` selects; the
others are JSON. A promise is awaited, its value comes back as JSON. Positions are CSS
pixels of the page's viewport.
"""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, TypeVar

PATIENCE_SECONDS = 60.0  # a loaded machine with two cores, not a person's
POLL_SECONDS = 0.05

Button = Literal["left", "right"]
Seen = TypeVar("Seen")

BOX_OF_ELEMENT = """(root, selector) => {
  const element = root.querySelector(selector);
  if (!element) return null;
  element.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
  const box = element.getBoundingClientRect();
  return box.width && box.height ? [box.x, box.y, box.width, box.height] : null;
}"""

# Where words stand, wherever inline elements cut them.
BOXES_OF_WORDS = """(root, words) => {
  const walker = document.createTreeWalker(root.body || root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.checkVisibility()) continue;
    nodes.push([text.length, node]);
    text += node.data;
  }
  const at = text.indexOf(words);
  if (at < 0) return null;
  const last = (holds) => nodes.filter(([from]) => holds(from)).at(-1);
  const [from, first] = last((start) => start <= at);
  const end = at + words.length;
  const [until, final] = last((start) => start < end);
  const range = document.createRange();
  range.setStart(first, at - from);
  range.setEnd(final, end - until);
  first.parentElement.scrollIntoView({block: 'center', behavior: 'instant'});
  const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5);
  return boxes.length
    ? [boxes[0], boxes.at(-1)].map((box) => [box.x, box.y, box.width, box.height])
    : null;
}"""

SELECTED = "() => String(getSelection()).length"

TEXT_OF_ELEMENT = "(root, selector) => root.querySelector(selector)?.innerText ?? null"


class BrowserMissingError(Exception):
    """No browser that Winnow knows is there; the message says what to install."""


class NotSeenError(AssertionError):
    """What was waited for did not come."""


class ScriptError(Exception):
    """A script that we ran in a page threw."""


class Box(NamedTuple):
    """A rectangle of the viewport, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point a person would aim at."""
        return self.x + self.width / 2, self.y + self.height / 2


def wait_until(question: Callable[[], Seen], what: str, patience: float = PATIENCE_SECONDS) -> Seen:
    """Ask until the answer is true, and return it.

    Raises:
        NotSeenError: naming `what`, after `patience` seconds.

    """
    end = time.monotonic() + patience
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise NotSeenError(f"waited {patience:g} s for {what}; last answer: {answer!r}")
        time.sleep(POLL_SECONDS)


def call(script: str, args: tuple[Any, ...], root: str = "document") -> str:
    """The expression that calls `script` with the root and `args`."""
    given = "".join(f", {json.dumps(arg)}" for arg in args)
    return f"({script})({root}{given})"


class Page(ABC):
    """One page that shows: a tab's, or the popup's."""

    @property
    @abstractmethod
    def url(self) -> str:
        """The address it shows now."""

    @abstractmethod
    def evaluate(self, script: str, *args: Any, within: str | None = None) -> Any:
        """Call the function `script` with the root and `args`."""

    @abstractmethod
    def move(self, x: float, y: float) -> None:
        """Move the mouse."""

    @abstractmethod
    def button(self, *steps: Literal["down", "up"], which: Button = "left") -> None:
        """Press and release a mouse button where the mouse is."""

    @abstractmethod
    def press(self, keys: str) -> None:
        """Press keys with the page in front, such as `Shift+ArrowRight`."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Type `text` into what has the focus."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """Write what shows as PNG."""

    def wait_for(
        self, script: str, *args: Any, within: str | None = None, what: str | None = None
    ) -> Any:
        """Call `script` until its answer is true, and return it."""
        return wait_until(
            lambda: self.evaluate(script, *args, within=within),
            what or f"{script} {args} in {self.url}",
        )

    def box(self, selector: str, within: str | None = None) -> Box:
        """Scroll to the first element that `selector` matches; where it stands."""
        found = self.wait_for(
            BOX_OF_ELEMENT, selector, within=within, what=f"{selector} to show in {self.url}"
        )
        return Box(*found)

    def words(self, words: str, within: str | None = None) -> tuple[Box, Box]:
        """Scroll to `words`; the boxes of their first and last line."""
        found = self.wait_for(
            BOXES_OF_WORDS, words, within=within, what=f"the words {words!r} in {self.url}"
        )
        return Box(*found[0]), Box(*found[1])

    def text(self, selector: str, within: str | None = None) -> str | None:
        """The words of the first element that `selector` matches, as they show."""
        return self.evaluate(TEXT_OF_ELEMENT, selector, within=within)

    def shows(self, selector: str, within: str | None = None) -> bool:
        """Whether an element that `selector` matches shows now."""
        script = "(root, s) => [...root.querySelectorAll(s)].some((e) => e.checkVisibility())"
        return self.evaluate(script, selector, within=within)

    def click(self, selector: str, within: str | None = None) -> None:
        """Click the first element that `selector` matches."""
        self.click_at(*self.box(selector, within).middle)

    def click_at(self, x: float, y: float, which: Button = "left") -> None:
        """Click a point."""
        self.move(x, y)
        self.button("down", "up", which=which)

    def double_click(self, words: str, within: str | None = None) -> None:
        """Double click in the middle of `words`, which selects the word there."""
        self.move(*self.words(words, within)[0].middle)
        self.button("down", "up", "down", "up")

    def drag_over(self, words: str, within: str | None = None) -> None:
        """Select `words` with the mouse, from before the first to after the last letter."""
        first, last = self.words(words, within)
        self.move(first.x + 0.5, first.middle[1])
        self.button("down")
        self.move(first.x + first.width / 3, first.middle[1])
        self.move(last.x + last.width - 0.5, last.middle[1])
        self.button("up")

    def select_with_keys(self, words: str, within: str | None = None) -> None:
        """Select the first of `words` by a double click, the rest with Shift and the arrow."""
        first, *rest = words.split(" ", 1)
        box, _ = self.words(words, within)
        letters = len(words.splitlines()[0])
        self.move(box.x + box.width * len(first) / letters / 2, box.middle[1])
        self.button("down", "up", "down", "up")
        for _letter in "".join(f" {part}" for part in rest):
            self.press("Shift+ArrowRight")
        # A browser may stop twice where a line is broken.
        while rest and self.evaluate(SELECTED, within=within) < letters:
            self.press("Shift+ArrowRight")

    def fill(self, selector: str, text: str, within: str | None = None) -> None:
        """Click a field and type over what it holds."""
        self.click(selector, within)
        self.press("Control+a")
        self.type(text)


class Tab(Page):
    """A page with a tab of its own."""

    @abstractmethod
    def goto(self, url: str) -> None:
        """Go to `url` and wait until it is loaded."""

    @abstractmethod
    def reload(self) -> None:
        """Load the page anew."""

    @abstractmethod
    def show(self) -> None:
        """Bring the tab to the front."""

    @abstractmethod
    def frame(self, selector: str, within: str | None = None) -> Page:
        """The page in the frame that `selector` matches, wherever it comes from."""

    @abstractmethod
    def close(self) -> None:
        """Close the tab."""


class Frame(Page):
    """A page in a frame of a tab: touched through the tab, looked into by itself."""

    def __init__(self, tab: Tab, selector: str, within: str | None) -> None:
        self._tab = tab
        self._selector = selector
        self._within = within

    def move(self, x: float, y: float) -> None:
        frame = self._tab.box(self._selector, self._within)
        self._tab.move(frame.x + x, frame.y + y)

    def button(self, *steps: Literal["down", "up"], which: Button = "left") -> None:
        self._tab.button(*steps, which=which)

    def press(self, keys: str) -> None:
        self._tab.press(keys)

    def type(self, text: str) -> None:
        self._tab.type(text)

    def screenshot(self, path: Path) -> None:
        self._tab.screenshot(path)


class Browser(ABC):
    """A browser that runs with the extension loaded, on a profile of its own.

    `kind` is `chromium` or `firefox`; `extension_origin`, and `other_origins` of what was
    loaded beside it, have no slash at their end; what pages give to save lands in `downloads`.
    """

    kind: str
    extension_origin: str
    other_origins: tuple[str, ...]
    downloads: Path

    @abstractmethod
    def open(self, url: str) -> Tab:
        """Open `url` in a new tab in front."""

    @abstractmethod
    def tabs(self) -> list[Tab]:
        """All tabs."""

    @abstractmethod
    def press_toolbar_button(self, tab: Tab) -> None:
        """Press Winnow's button in the toolbar while `tab` is in front."""

    @abstractmethod
    def popup(self) -> Page:
        """The popup that is open beneath the button, waited for."""

    @abstractmethod
    def press_shortcut(self, tab: Tab, keys: str) -> None:
        """Press a shortcut of the browser, such as `Alt+W`, while `tab` is in front."""

    @abstractmethod
    def choose_in_context_menu(self, tab: Tab, title: str, at: tuple[float, float]) -> None:
        """Right-click at a point of `tab` and choose Winnow's entry `title`."""

    @abstractmethod
    def asked_for_permission(self, *, allow: bool) -> AbstractContextManager[None]:
        """Answer the browser's own question about a permission, which the block brings about."""

    @abstractmethod
    def end_background(self) -> None:
        """End the extension's background in the middle of whatever it does, as browsers may.

        A page of the extension must be open.
        """

    @abstractmethod
    def restart(self) -> None:
        """Quit and start again on the same profile; the extension is loaded again."""

    @abstractmethod
    def close(self) -> None:
        """Quit, and remove the profile if it was ours."""

    def extension_page(self, path: str) -> Tab:
        """Open a page of the extension, such as `extension/options/options.html`."""
        return self.open(f"{self.extension_origin}/{path}")

    def wait_for_tab(self, part: str) -> Tab:
        """The tab whose address contains `part`, waited for."""
        return wait_until(
            lambda: next((tab for tab in self.tabs() if part in tab.url), None),
            f"a tab with {part} in its address",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
