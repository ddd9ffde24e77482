"""The table of attacks: what stopped each, in each browser."""

from collections import defaultdict
from pathlib import Path

from tests.browser.attack.other_extension import Heard
from tests.browser.attack.siege import Outcome
from tests.browser.attack.wire import Exchange

DOCS = Path(__file__).parent.parent.parent.parent / "docs" / "attacks.md"
WON = {"read": "read", "write": "write", "reach": "be seen"}
INTRODUCTION = """\
# Attacks from a browser, and what stopped them

Written by `make attacks` from what a wire before the real server recorded. Each attack is made
from pages of another port of this machine, of another site, in a sandboxed frame and in a
`data:` frame (both `Origin: null`: what a script or form sends), and from a host name that was
rebound to this machine; what opens a window, from the first two only. Each succeeds, from one of
these at least, at a server that lets everybody in, unless the browser never sends it. 0 reads and
0 writes got through.

*foreign-origin* is 403 by `Sec-Fetch-Site` or `Origin`, *bad-host* 400 by `Host`. A page *shown*
is the pairing page in a tab of its own, without a code, which no other page can read.
"""


class Ledger:
    """Kept by the tests of each browser, published at the end."""

    def __init__(self) -> None:
        self._wins: dict[str, str] = {}
        self._pages: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        self._extensions: dict[str, dict[str, str]] = defaultdict(dict)

    def add(self, kind: str, outcome: Outcome) -> None:
        """Keep what stopped a page's attack."""
        self._wins[outcome.attack] = WON[outcome.wins]
        met = ", ".join(sorted({told_of(exchange) for exchange in outcome.sent}))
        self._pages[outcome.attack][kind][outcome.place.name] = met

    def add_extension(self, kind: str, attack: str, heard: Heard) -> None:
        """Keep what stopped another extension."""
        self._extensions[attack][kind] = f"{heard.status} {heard.problem}"

    def publish(self) -> None:
        """Print the table, and write it where the docs have it."""
        kinds = sorted({kind for seen in self._pages.values() for kind in seen})
        heads = [kind.capitalize() for kind in kinds]
        pages = [
            [attack, wins, *(cell(self._pages[attack][kind]) for kind in kinds)]
            for attack, wins in self._wins.items()
        ]
        extensions = [
            [attack, *(met.get(kind, "") for kind in kinds)]
            for attack, met in self._extensions.items()
        ]
        text = "\n".join(
            [
                INTRODUCTION,
                "## A web page\n",
                *table(["attack", "would", *heads], pages),
                "\n## Another extension that may visit every site\n",
                *table(["attack", *heads], extensions),
                "",
            ]
        )
        DOCS.write_text(text, encoding="utf-8")
        print(f"\n{text}")


def told_of(exchange: Exchange) -> str:
    """A status, and the gate that gave it."""
    if exchange.status < 300:
        return f"{exchange.status} shown"
    return f"{exchange.status} {exchange.problem or ''}".strip()


def cell(met: dict[str, str]) -> str:
    """What an attack met from each place, places that met the same together."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, answer in met.items():
        places[answer or "not sent by the browser"].append(place)
    if len(places) == 1:
        return next(iter(places))
    *most, last = sorted(places.items(), key=lambda item: -len(item[1]))
    return "; ".join([*(answer for answer, _ in most), f"{last[0]} ({', '.join(last[1])})"])


def table(heads: list[str], rows: list[list[str]]) -> list[str]:
    """Lines of a Markdown table."""
    return [f"| {' | '.join(row)} |" for row in [heads, ["---"] * len(heads), *rows]]
