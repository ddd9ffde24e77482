"""Steps of marking on a live page, in the panel that stands over it."""

import time

from tests.browser.house import House
from tools.browsers import Page, Tab, wait_until

AGAIN_SECONDS = 5
SHOWN = "(root, selector) => root.querySelector(selector)?.checkVisibility()"
FITS = "(root) => Math.abs(root.body.scrollHeight - innerHeight) <= 1"
NO_PANEL = "(root, panel) => !root.querySelector(panel)"
FOCUS_IS = "(root, id) => root.activeElement?.id === id"


def select(page: Tab, panel: Page, words: str) -> None:
    """Select words of the page by mouse, until the panel shows them."""
    page.drag_over(words)
    sees(panel, words)


def sees(panel: Page, words: str) -> None:
    """Wait until the panel shows `words` as what is selected."""
    script = "(root, words) => root.getElementById('words').textContent === words"
    panel.wait_for(script, words, what=f"{words!r} in the panel")


def click(panel: Page, selector: str) -> None:
    """Click in the panel once its frame is as high as it wants to be, and so stands still."""
    panel.wait_for(SHOWN, selector, what=f"{selector} in the panel")
    panel.wait_for(FITS, what="the frame to fit")
    panel.click(selector)


def mark(house: House, page: Tab, panel: Page, words: str, kind: str = "claim") -> str:
    """Mark words of the page by mouse; the mark's id, once it is saved."""
    select(page, panel, words)
    click(panel, f"[data-kind={kind}]")
    click(panel, "#save")
    return house.saved(panel, words)


def delete(panel: Page, mark_id: str) -> None:
    """Press a mark's button as a person does: again if the list moved away under the mouse."""
    pressed: list[float] = []

    def is_gone() -> bool:
        if not panel.evaluate("(root, id) => root.getElementById(id) !== null", f"mark-{mark_id}"):
            return True
        if not pressed or time.monotonic() - pressed[-1] > AGAIN_SECONDS:
            click(panel, f"#mark-{mark_id} [data-action=delete]")
            pressed.append(time.monotonic())
        return False

    wait_until(is_gone, f"mark {mark_id} to leave the panel")


def wait_for_paint(house: House, page: Tab, words: str, times: int = 1) -> None:
    """Wait until `words` are painted so many times."""

    def painted() -> bool:
        return [each for _, each in house.painted(page)].count(words) == times

    wait_until(painted, f"{words!r} to be painted {times} times in {page.url}")
