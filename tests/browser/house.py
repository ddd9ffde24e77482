"""A whole Winnow for a test: pages to read, a server, and a browser that is paired with it.

Nothing stands in for anything: the extension is the one that `make package` builds, the
server is `winnow serve`, and what it saved is read from its files.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from tests.browser.articles import article
from tests.conftest import Server, run_winnow
from tools.browsers import DRIVERS, Browser, Page, Tab, wait_until
from tools.package import build
from tools.pages import PageServer
from tools.pairing import pair, use_port

NUMBERS = count(1)
READER = "/extension/reader/reader.html"
PANEL = "html > div[popover]"
FOCUS_ON = "(root, selector) => root.activeElement?.matches(selector)"
MARK_IS = """(root, words, state) => {
  const mark = [...root.querySelectorAll('.mark')].find(
    (mark) => mark.querySelector('.exact').textContent === words);
  return mark?.dataset.state === state ? mark.id.slice('mark-'.length) : null;
}"""
# What the background holds for a reader, and sends to the server.
CAPTURED = """async () => {
  const {session} = (globalThis.browser ?? globalThis.chrome).storage;
  const key = `capture:${new URLSearchParams(location.search).get('capture')}`;
  const {packed} = (await session.get(key))[key];
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}"""
BLOCKS = "(root) => [...root.querySelectorAll('#blocks > .block')].map((block) => block.innerText)"
LEFT_OUT = """(root) => [...root.querySelectorAll('#removed-list > li')].map(
  (left) => left.querySelector('.left-out-text').textContent)"""
PAINTED = """() => [...CSS.highlights].flatMap(([name, painted]) => [...painted].filter(
  (part) => part.startContainer.isConnected).map((part) => {
  const range = document.createRange();
  range.setStart(part.startContainer, part.startOffset);
  range.setEnd(part.endContainer, part.endOffset);
  return [name, range.toString()];
}))"""


class House:
    """Everything that runs for a test. Each test reads pages of its own.

    `wishes` are the driver's, such as a language.
    """

    def __init__(
        self,
        kind: str,
        folder: Path,
        extension: Path | None = None,
        server: Server | None = None,
        **wishes: Any,
    ) -> None:
        self.folder = folder
        self.extension = extension or build(out=folder / "build")[0]
        self.pages = PageServer()
        self.server = server or Server(folder / "library")
        self.browser: Browser = DRIVERS[kind](self.extension, **wishes)

    # --- setting up -------------------------------------------------------------

    def pairing_link(self) -> str:
        """A link to the pairing page, as `winnow pair` prints it."""
        return self.winnow("pair", "--no-browser").strip()

    def pair(self) -> Tab:
        """Pair the browser; the pairing page, which says so."""
        return pair(self.browser, self.pairing_link())

    def use_port(self) -> None:
        """Tell the extension where this house's server is."""
        use_port(self.browser, self.server.port)

    def winnow(self, *arguments: str) -> str:
        """What a `winnow` command over this house's library prints."""
        done = run_winnow(*arguments, "--data", str(self.server.data))
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start_server(self) -> None:
        """Start the server again, on the port it had."""
        self.server = Server(self.server.data, "--port", str(self.server.port))

    def restart_server(self) -> None:
        """End the server and start it again."""
        self.server.stop()
        self.start_server()

    def close(self) -> None:
        """End everything."""
        self.browser.close()
        self.server.stop()
        self.pages.close()

    # --- reading ----------------------------------------------------------------

    def read(self, address: str) -> Tab:
        """Open a page and read it by its shortcut; the reader, with the text in it."""
        tab = self.browser.open(address)
        return self.read_tab(tab)

    def read_tab(self, tab: Tab) -> Tab:
        """Read the page of a tab; the reader."""
        with self.new_reader() as found:
            self.browser.press_shortcut(tab, "Alt+W")
        return found[0]

    @contextmanager
    def new_reader(self) -> Iterator[list[Tab]]:
        """What the block does opens a reader, which is in the list afterwards."""
        before = self.readers()
        found: list[Tab] = []
        yield found

        def new() -> Tab | None:
            return next((tab for tab in self.readers() if tab not in before), None)

        found.append(wait_until(new, "a reader to open"))
        self.wait_for_answer(found[0])

    def wait_for_answer(self, reader: Tab) -> None:
        """Wait until a reader shows a text, or a problem."""
        reader.wait_for(
            "(root) => ['#blocks > *', '#problem'].some("
            "(shown) => root.querySelector(shown)?.checkVisibility())",
            what="the reader to show a text or a problem",
        )

    def readers(self) -> list[Tab]:
        """The tabs that show a reader."""
        return [tab for tab in self.browser.tabs() if READER in tab.url]

    def blocks(self, reader: Tab) -> list[str]:
        """The paragraphs that a reader shows."""
        return [text.strip() for text in reader.evaluate(BLOCKS)]

    def left_out(self, reader: Tab) -> list[str]:
        """What a reader says it left out."""
        return [str(text) for text in reader.evaluate(LEFT_OUT)]

    def captured(self, reader: Tab) -> str:
        """The page of a reader as the extension keeps it and sends it to the server."""
        return str(reader.evaluate(CAPTURED))

    def open_panel(self, page: Tab) -> Page:
        """Open the marking panel of a page by its shortcut; its frame, ready for keys."""
        self.browser.press_shortcut(page, "Alt+Shift+M")
        page.wait_for(FOCUS_ON, PANEL, what="the panel to have the focus")
        panel = page.frame("iframe", within=PANEL)
        panel.wait_for(FOCUS_ON, "button", what="a focused button in the panel")
        return panel

    # --- marks ------------------------------------------------------------------

    def edited(
        self, words: str, before: tuple[str, ...], after: tuple[str, ...]
    ) -> tuple[str, str]:
        """A mark made in the reader on a page that was edited since: its id, and the address."""
        address = self.pages.add(f"/edited-{next(NUMBERS)}.html", article(before))
        reader = self.read(address)
        reader.drag_over(words)
        reader.press("c")
        reader.click("#mark-save")
        mark_id = self.saved(reader, words)
        reader.close()
        self.pages.add(urlsplit(address).path, article(after))
        return mark_id, address

    def saved(self, reader: Page, words: str) -> str:
        """Wait until the reader says that the mark over `words` is saved; its id."""
        found: str = reader.wait_for(
            MARK_IS, words, "saved", what=f"the mark over {words!r} to be called saved"
        )
        return found

    def on_disk(self) -> dict[str, dict[str, Any]]:
        """The marks in the library's files, by id, tombstones among them."""
        return {
            mark["id"]: mark
            for file in (self.server.data / "pages").glob("*.json")
            for mark in json.loads(file.read_text(encoding="utf-8"))["annotations"].values()
        }

    def painted(self, tab: Tab) -> list[tuple[str, str]]:
        """Names of the highlights of a page, each with the words it is painted over."""
        return [(name, words) for name, words in tab.evaluate(PAINTED)]


def data_address(html: str) -> str:
    """A page that no server serves."""
    return "data:text/html;charset=utf-8," + quote(html)
