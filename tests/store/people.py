"""People who mark pages while their server may die, and what they know to be kept."""

import http.client
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

from tests.conftest import Answer, Client

PAGES = 6
AWAY = (ConnectionError, http.client.HTTPException, TimeoutError)


@dataclass(frozen=True)
class Request:
    """A change that is asked for; `rev` is the revision it changes."""

    doing: str  # writing, editing, deleting, restoring, importing
    mark: dict
    rev: int = 0


@dataclass
class Person:
    """Marks pages, and remembers what the server acknowledged and what it never answered."""

    number: int
    random: random.Random
    kept: dict[str, dict] = field(default_factory=dict)
    asked: Request | None = None
    acknowledged: int = 0
    surprises: list[str] = field(default_factory=list)

    def work(self, client: Client) -> None:
        """Send what was never answered again, then new requests, until the server is away."""
        try:
            while True:
                self.asked = self.asked or self._idea()
                self.send(client)
        except AWAY:
            return

    def send(self, client: Client) -> None:
        """Send what is asked for; it is not any longer once it is answered."""
        if self.asked is None:
            return
        match self.asked.doing:
            case "importing":
                self._import(client, self.asked.mark["page"])
            case "writing":
                self._keep(client.post("/annotations", self.asked.mark), {200, 201})
            case _:
                self._change(client, self.asked)
        self.acknowledged += 1
        self.asked = None

    def _idea(self) -> Request:
        chance = self.random.random()
        if not self.kept or chance < 0.4:
            return Request("writing", self._mark())
        mark = self.kept[self.random.choice(list(self.kept))]
        if chance < 0.55:
            return Request("importing", mark)
        if mark["deleted"]:
            return Request("restoring", {"id": mark["id"], "deleted": None}, mark["rev"])
        if chance < 0.85:
            note = f"note {self.random.random()}"
            return Request("editing", {"id": mark["id"], "note": note}, mark["rev"])
        return Request("deleting", {"id": mark["id"]}, mark["rev"])

    def _mark(self) -> dict:
        page = self.random.randrange(PAGES)
        return {
            "id": str(uuid4()),
            "kind": "quote",
            "exact": f"words {self.random.random()} of {self.number}",
            "page": {"url": f"https://example.org/{page}", "text": "word " * 500},
        }

    def _import(self, client: Client, page: str) -> None:
        whole = self.random.random() < 0.3
        path = "/export" if whole else f"/export?page={page}"
        while (answer := client.get(path)).status == 503:  # others export, and Winnow says wait
            time.sleep(0.05)
        changed = self._expect(answer, {200}).json
        if whole:
            for each in changed["pages"]:  # so that each page is written anew
                each["keys"][1:] = [f"https://example.org/also/{self.random.random()}"]
        self._expect(client.post("/import", changed), {200})

    def _change(self, client: Client, asked: Request) -> None:
        path, match = f"/annotations/{asked.mark['id']}", f'"{asked.rev}"'
        if asked.doing == "deleting":
            answer = client.delete(path, if_match=match)
        else:
            fields = {name: value for name, value in asked.mark.items() if name != "id"}
            answer = client.patch(path, fields, if_match=match)
        if answer.status != 412:
            self._keep(answer, {200})
            return
        current = answer.json["current"]  # the first try was kept, its answer was lost
        self.kept[current["id"]] = current
        if current["rev"] != asked.rev + 1:
            self.surprises.append(f"{current['id']} was changed twice")

    def _keep(self, answer: Answer, statuses: set[int]) -> None:
        mark = self._expect(answer, statuses).json["annotation"]
        self.kept[mark["id"]] = mark

    def _expect(self, answer: Answer, statuses: set[int]) -> Answer:
        if answer.status not in statuses:
            self.surprises.append(f"{answer.status}: {answer.body[:300]!r}")
        assert answer.status in statuses, answer.body
        return answer

    def missed(self, there: dict[str, dict]) -> Iterator[str]:
        """What was acknowledged and is not `there`, or is there otherwise than asked for."""
        for mark_id, kept in self.kept.items():
            found = there.get(mark_id)
            if found is None:
                yield f"{mark_id} is lost"
            elif found != kept and not self._asked_for(found, kept):
                yield f"{mark_id} is otherwise: {found}, and acknowledged was {kept}"

    def _asked_for(self, found: dict, kept: dict) -> bool:
        """Whether `found` is `kept` with the change that was never answered."""
        return (
            self.asked is not None
            and self.asked.mark["id"] == kept["id"]
            and found["rev"] == kept["rev"] + 1
        )
