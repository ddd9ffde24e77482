"""A server killed at a random moment loses no mark that it had acknowledged.

Real requests from several clients at once; SIGKILL; the same folder served again; the
requests that were never answered sent once more. WINNOW_KILLS says how often.
"""

import http.client
import os
import random
import signal
import threading
import time
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from tests.conftest import Client, Server
from winnow.store import doctor

KILLS = int(os.environ.get("WINNOW_KILLS", "20"))
CLIENTS = 4
PAGES = 6
LIVES = (0.02, 0.5)
"""Seconds a server gets before it is killed."""
AWAY = (ConnectionError, http.client.HTTPException, TimeoutError)


@dataclass
class Person:
    """Marks pages, and remembers what the server acknowledged and what it never answered."""

    number: int
    random: random.Random
    kept: dict[str, dict] = field(default_factory=dict)
    asked: list[tuple[str, str, dict | None, int | None]] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)

    def work(self, client: Client) -> None:
        """Send what was never answered again, then new requests, until the server is away."""
        try:
            while True:
                if not self.asked:
                    self.asked.append(self._idea())
                self._send(client, *self.asked[0])
                self.asked.pop()
        except AWAY:
            return

    def _idea(self) -> tuple[str, str, dict | None, int | None]:
        ids = list(self.kept)
        chance = self.random.random()
        if not ids or chance < 0.5:
            return "POST", "", self._mark(), None
        mark = self.kept[self.random.choice(ids)]
        if chance < 0.6:
            return "IMPORT", mark["id"], None, None
        if mark["deleted"]:
            return "PATCH", mark["id"], {"deleted": None}, mark["rev"]
        if chance < 0.9:
            return "PATCH", mark["id"], {"note": f"note {self.random.random()}"}, mark["rev"]
        return "DELETE", mark["id"], None, mark["rev"]

    def _mark(self) -> dict:
        page = self.random.randrange(PAGES)
        return {
            "id": str(uuid4()),
            "kind": "quote",
            "exact": f"words {self.random.random()} of {self.number}",
            "page": {"url": f"https://example.org/{page}", "text": "word " * 500},
        }

    def _send(self, client: Client, method: str, mark_id: str, body: dict | None, rev) -> None:
        if method == "IMPORT":
            whole = self.random.random() < 0.3
            export = client.get(
                "/export" if whole else f"/export?page={self.kept[mark_id]['page']}"
            )
            changed = self._expect(export, {200}).json
            if whole:
                for page in changed["pages"]:  # so that each page is written anew
                    page["keys"].append(f"https://example.org/also/{self.random.random()}")
            self._expect(client.post("/import", changed), {200})
            return
        if method == "POST":
            answer = self._expect(client.post("/annotations", body), {200, 201})
        else:
            path = f"/api/v1/annotations/{mark_id}"
            answer = client.call(method, path, body, if_match=f'"{rev}"')
            if answer.status == 412:  # the first try was kept, its answer was lost
                self.kept[mark_id] = answer.json["current"]
                if answer.json["current"]["rev"] != rev + 1:
                    self.surprises.append(f"{mark_id} was changed twice")
                return
            self._expect(answer, {200})
        self.kept[answer.json["annotation"]["id"]] = answer.json["annotation"]

    def _expect(self, answer, statuses: set[int]):
        if answer.status not in statuses:
            self.surprises.append(f"{answer.status}: {answer.body[:300]!r}")
        assert answer.status in statuses, answer.body
        return answer


def test_no_acknowledged_mark_is_lost_to_a_kill(serve, library):
    seed = int(os.environ.get("WINNOW_SEED", time.time_ns()))
    chance = random.Random(seed)
    people = [Person(number, random.Random(seed + number)) for number in range(CLIENTS)]
    serve().stop()
    token = None
    for trial in range(KILLS):
        if chance.random() < 0.2:
            (library / "search.sqlite").unlink(missing_ok=True)
        server: Server = serve()
        token = token or server.client().headers["Authorization"]
        client = server.anyone().with_headers(Authorization=token)
        check(client, people, f"seed {seed}, kill {trial}")
        threads = [threading.Thread(target=person.work, args=(client,)) for person in people]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(*LIVES))
        server.stop(signal.SIGKILL)
        for thread in threads:
            thread.join()
    server = serve()
    client = server.anyone().with_headers(Authorization=token)
    check(client, people, f"seed {seed}, end")
    for person in people:
        if person.asked:
            person._send(client, *person.asked[0])
    check(client, people, f"seed {seed}, retried")
    server.stop()
    kept = sum(len(person.kept) for person in people)
    print(f"{KILLS} kills, {kept} marks acknowledged, 0 lost, 0 doubled (seed {seed})")
    assert kept > KILLS
    damaged = [finding for finding in doctor.examine(library) if "pages" in finding.path.parts]
    assert damaged == []
    assert not (library / "quarantine").exists()


def check(client: Client, people: list[Person], when: str) -> None:
    """Everything acknowledged is there, in that revision or the one asked for and not answered."""
    export = client.get("/export").json
    there = {mark["id"]: mark for mark in export["annotations"]}
    assert len(there) == len(export["annotations"]), f"{when}: a mark stands twice"
    assert len({page["url"] for page in export["pages"]}) == len(export["pages"]), when
    found, cursor = [], ""
    while cursor is not None:
        part = client.get(f"/annotations?since=1970-01-01&deleted=true&limit=500&cursor={cursor}")
        found += part.json["annotations"]
        cursor = part.json["cursor"]
    assert {mark["id"]: mark for mark in found} == there, f"{when}: the index tells otherwise"
    assert len(found) == len(there), when
    for person in people:
        assert person.surprises == [], when
        waiting = {mark_id for _, mark_id, _, _ in person.asked}
        for mark_id, kept in person.kept.items():
            assert mark_id in there, f"{when}: {UUID(mark_id)} is lost"
            if mark_id in waiting and there[mark_id]["rev"] == kept["rev"] + 1:
                continue
            assert there[mark_id] == kept, when
