"""A house under attack: a wire before its server, an open server beside it, hostile pages."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.browser.attack.hostile_site import HostileSite
from tests.browser.attack.open_server import OpenServer
from tests.browser.attack.wire import SERVER_ADDRESS, Exchange, Wire
from tests.browser.house import House
from tests.conftest import Server
from tools.browsers import Tab, wait_until
from tools.pairing import pair

OTHER_SITE = "news.example"
NAMES = (OTHER_SITE, f"127.0.0.1.{OTHER_SITE}")
EXTENSION = Path(__file__).parent / "extension"
EXPOSE = "--i-know-this-exposes-my-library-on"
WISHES: dict[str, dict[str, Any]] = {"chromium": {"headless": True}, "firefox": {}}
LOGS = "logs"  # where the server itself writes at every request

IN_VAIN_MS = 3_000  # that a page waits for Winnow to show something in a frame or window
SHOWN_MS = 30_000  # that it waits for the open server, which does
END_SECONDS = 180.0  # of a loaded machine; of an idle one some ten
SETTLE_SECONDS = 30.0  # for what is sent when a page is left

ATTACKED = "() => window.attacked ?? null"
TOKEN = """async () => {
  const {local} = (globalThis.browser ?? globalThis.chrome).storage;
  return (await local.get('connection')).connection.token;
}"""
CODE = """(root) => {
  const code = root.querySelector('#winnow-pair-code').textContent;
  return /^[0-9]{6}$/.test(code) ? code : null;
}"""

WORDS = "The planted words that nobody else may read."
TITLE = "A planted title"


@dataclass(frozen=True)
class Place:
    """Where a page stands that attacks: what the table calls it, and how it gets there."""

    name: str
    host: str
    frame: str = ""
    rebound: bool = False


PLACES = (
    Place("another port", "127.0.0.1"),
    Place("another site", OTHER_SITE),
    Place("sandboxed frame", OTHER_SITE, frame="sandbox"),
    Place("data: frame", OTHER_SITE, frame="data"),
    Place("rebound name", OTHER_SITE, rebound=True),
)


@dataclass(frozen=True)
class Outcome:
    """One attack from one place: what it did to the open server, and to Winnow.

    `read` is what the page could read of Winnow, `sent` what Winnow was asked and answered.
    """

    attack: str
    place: Place
    wins: str
    shown: bool
    sent: tuple[Exchange, ...]
    read: str
    reached_open: bool
    read_open: bool
    wrote_open: bool

    @property
    def won_open(self) -> bool:
        """Whether the open server fell to it, so that its failure at Winnow says something."""
        won = {"read": self.read_open, "write": self.wrote_open, "reach": self.reached_open}
        return won[self.wins]


class Siege:
    """Everything that runs for the attacks of one browser."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.wire = Wire()
        self.open = OpenServer()
        self.site = HostileSite()
        self.data = folder / "library"
        server = Server(self.data, "--port", str(self.wire.port), EXPOSE, SERVER_ADDRESS)
        wishes = WISHES[kind] | {"names": NAMES, "others": (EXTENSION,)}
        self.house = House(kind, folder, server=server, **wishes)
        self.house.use_port()
        self._pairing = pair(self.house.browser, self._link())
        self._owner = server.client("owner")
        self._page = self._plant()

    # --- setting up -------------------------------------------------------------

    def _link(self) -> str:
        """A link to the pairing page, through the wire."""
        return self.house.pairing_link().replace(SERVER_ADDRESS, "127.0.0.1")

    def _plant(self) -> str:
        made = self._owner.post("/annotations", a_mark(WORDS, TITLE))
        page: str = made.json["annotation"]["page"]
        return page

    def show_code(self) -> str:
        """A new code on a new pairing page, which stays open and whose cookie holds."""
        self._pairing.close()
        self._pairing = self.house.browser.open(self._link())
        code: str = self._pairing.wait_for(CODE, what="a new code")
        return code

    def code(self) -> str | None:
        """The code that the pairing page shows now."""
        code: str | None = self._pairing.evaluate(CODE)
        return code

    def is_paired(self) -> bool:
        """Whether the pairing page says that somebody used its code."""
        return bool(self._pairing.evaluate("() => document.body.dataset.state === 'paired'"))

    def devices(self) -> str:
        """What is paired, as `winnow devices` lists it."""
        return self.house.winnow("devices")

    def _stolen_token(self) -> str:
        options = self.house.browser.extension_page("extension/options/options.html")
        token: str = options.evaluate(TOKEN)
        options.close()
        return token

    def told(self, code: str) -> dict[str, Any]:
        """What the attacker knows, to be on the safe side."""
        return {
            "mark": a_mark("A mark that somebody else made", "Somebody else’s"),
            "page": self._page,
            "wrong": "A" * 43,
            "stolen": self._stolen_token(),
            "script": self._owner.headers["Authorization"].removeprefix("Bearer "),
            "code": code,
            "key": self._link().partition("#")[2],
        }

    # --- attacking --------------------------------------------------------------

    def attack(self, told: dict[str, Any]) -> list[Outcome]:
        """Attack from every place at once, both Winnow and the open server."""
        begun = [
            (place, self._begin(place, told, self.wire.port), self._begin(place, told, port))
            for port in [self.open.port]
            for place in PLACES
        ]
        ended = [(place, self._end(ours), self._end(theirs)) for place, ours, theirs in begun]
        wait_until(
            lambda: self.wire.tags() == self.open.tags(),
            "the attacks that met the open server to meet Winnow too, and the other way round",
            patience=SETTLE_SECONDS,
        )
        return [
            self._outcome(place, ours, theirs)
            for place, all_ours, all_theirs in ended
            for ours, theirs in zip(all_ours, all_theirs, strict=True)
        ]

    def _begin(self, place: Place, told: dict[str, Any], port: int) -> Tab:
        host = place.host if place.rebound else "127.0.0.1"
        context = str(PLACES.index(place))
        full = told | {
            "context": context,
            "place": place.name,
            "target": f"http://{host}:{port}",
            "frame": place.frame,
            "shownMs": IN_VAIN_MS if port == self.wire.port else SHOWN_MS,
        }
        name = f"{context}-{port}"
        page = self.site.serve(name, full)
        self.wire.before_rebinding[f"/{name}"] = page
        self.open.pages[f"/{name}"] = page
        at = port if place.rebound else self.site.port
        return self.house.browser.open(f"http://{place.host}:{at}/{name}")

    def _end(self, tab: Tab) -> list[dict[str, Any]]:
        seen: list[dict[str, Any]] = wait_until(
            lambda: tab.evaluate(ATTACKED), f"the end of {tab.url}", patience=END_SECONDS
        )
        tab.close()
        return seen

    def _outcome(self, place: Place, ours: dict[str, Any], theirs: dict[str, Any]) -> Outcome:
        tag = ours["tag"]
        return Outcome(
            attack=ours["name"],
            place=place,
            wins=ours["wins"],
            shown=ours["shown"],
            sent=tuple(self.wire.of(tag)),
            read=ours["read"],
            reached_open=tag in self.open.tags(),
            read_open=theirs["read"] != "",
            wrote_open=self.open.written(tag),
        )

    # --- looking ----------------------------------------------------------------

    def library(self) -> dict[str, str]:
        """Every file of the library but the log, by the digest of what it holds."""
        return {
            str(file.relative_to(self.data)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in self.data.rglob("*")
            if file.is_file() and file.relative_to(self.data).parts[0] != LOGS
        }

    def close(self) -> None:
        """End everything."""
        self.house.close()
        for each in (self.wire, self.open, self.site):
            each.close()


def a_mark(words: str, title: str) -> dict[str, Any]:
    """The body of a new mark."""
    page = {"url": "https://example.org/attacked", "title": title}
    return {"id": str(uuid4()), "kind": "quote", "exact": words, "page": page}
