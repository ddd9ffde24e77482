"""Another extension that may visit this machine, as the person allowed it to visit every site."""

import json
from dataclasses import dataclass
from typing import Any

from tools.browsers import Browser

ASK = """async (root, requests) => Promise.all(requests.map(async ([address, init]) => {
  const answer = await fetch(address, init);
  return [answer.status, await answer.text()];
}))"""


@dataclass(frozen=True)
class Heard:
    """What it heard."""

    status: int
    text: str

    @property
    def problem(self) -> str | None:
        """The stable name of the problem, if it is one."""
        said = json.loads(self.text)
        return said.get("type", "").removeprefix("urn:winnow:problem:") or None


class OtherExtension:
    """Asks from a page of its own, which is all that an extension needs."""

    def __init__(self, browser: Browser) -> None:
        self.origin = browser.other_origins[0]
        self._tab = browser.open(f"{self.origin}/page.html")

    def ask(
        self,
        port: int,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        body: Any = None,
        times: int = 1,
    ) -> list[Heard]:
        """Send a request, `times` at once; with a body, as JSON."""
        typed = {} if body is None else {"Content-Type": "application/json"}
        init = {"method": method, "headers": typed | (headers or {})}
        if body is not None:
            init["body"] = json.dumps(body)
        asked = [f"http://127.0.0.1:{port}{path}", init]
        return [Heard(*heard) for heard in self._tab.evaluate(ASK, [asked] * times)]
