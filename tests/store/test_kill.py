"""A server killed at a random moment loses no mark that it had acknowledged.

Real requests from several clients at once; SIGKILL; the same folder served again; the
requests that were never answered sent once more. WINNOW_KILLS says how often.
"""

import os
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import Client
from tests.store.nursery import Nursery
from tests.store.people import Person
from winnow.store import doctor

KILLS = int(os.environ.get("WINNOW_KILLS", "200"))
KILLS_A_LIBRARY = 25
"""Then a new one: what a check reads grows with the marks."""
CLIENTS = 4
LIVES = (0, 16)
"""Requests answered before the server is killed."""
LIFE_SECONDS = 5
"""What it has at most to answer them."""
LAST_SECONDS = (0.0, 0.03)
"""What it has then for the next requests, so that any moment of one may be its last."""
STARTS = (0.0, 0.15)
"""Seconds after which a server is killed that is only starting."""


@dataclass
class Tally:
    """What became of the kills."""

    kills: int = 0
    acknowledged: int = 0
    during: Counter = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)

    def table(self, seed: int) -> str:
        counted = ", ".join(f"{doing} {number}" for doing, number in self.during.most_common())
        return (
            f"kills {self.kills}, acknowledged {self.acknowledged}, lost {len(self.lost)}, "
            f"unreadable {len(self.unreadable)}, doubled {len(self.doubled)} (seed {seed})\n"
            f"unanswered when killed: {counted}"
        )


def test_no_acknowledged_mark_is_lost_to_a_kill(tmp_path):
    seed = int(os.environ.get("WINNOW_SEED", time.time_ns()))
    nursery, chance, tally = Nursery(), random.Random(seed), Tally()
    for number in range(0, KILLS, KILLS_A_LIBRARY):
        folder = tmp_path / str(number)
        folder.mkdir()
        kill_often(nursery, folder / "library", min(KILLS_A_LIBRARY, KILLS - number), chance, tally)
    print(f"\n{tally.table(seed)}")
    assert (tally.lost, tally.doubled, tally.unreadable, tally.surprises) == ([], [], [], []), seed
    assert tally.kills == KILLS
    assert tally.acknowledged > KILLS


def kill_often(
    nursery: Nursery, library: Path, kills: int, chance: random.Random, tally: Tally
) -> None:
    """Let people work in one library whose server is killed again and again."""
    people = [Person(number, random.Random(chance.random())) for number in range(CLIENTS)]
    for _ in range(kills):
        without_index = chance.random() < 0.3
        if without_index:
            (library / "search.sqlite").unlink(missing_ok=True)
        server = nursery.start(library)
        if chance.random() < 0.25:
            time.sleep(chance.uniform(*STARTS))
            answered = server.kill()
            tally.during["re-indexing" if without_index and not answered else "starting"] += 1
        else:
            client = server.client()
            check(client, people, tally)
            threads = [threading.Thread(target=person.work, args=(client,)) for person in people]
            for thread in threads:
                thread.start()
            wait_for(people, chance.randint(*LIVES))
            time.sleep(chance.uniform(*LAST_SECONDS))
            server.kill()
            for thread in threads:
                thread.join()
            tally.during.update(person.asked.doing for person in people if person.asked)
        tally.kills += 1
    server = nursery.start(library)
    client = server.client()
    check(client, people, tally)
    for person in people:
        person.send(client)
    check(client, people, tally)
    server.kill()
    tally.acknowledged += sum(person.acknowledged for person in people)
    tally.unreadable += [str(path) for path in library.glob("quarantine/*")]
    found = doctor.examine(library)
    tally.unreadable += [each.sentence for each in found if each.path.suffix == ".json"]


def wait_for(people: list[Person], answers: int) -> None:
    """Wait until so many more requests are answered."""
    before = sum(person.acknowledged for person in people)
    until = time.monotonic() + LIFE_SECONDS
    while sum(person.acknowledged for person in people) < before + answers:
        if time.monotonic() > until:
            break
        time.sleep(0.001)


def check(client: Client, people: list[Person], tally: Tally) -> None:
    """Everything acknowledged is there, in that revision or the one asked for and not answered."""
    export = client.get("/export").json
    there = {mark["id"]: mark for mark in export["annotations"]}
    ids = Counter(mark["id"] for mark in export["annotations"])
    urls = Counter(page["url"] for page in export["pages"])
    tally.doubled += [each for each, times in (ids + urls).items() if times > 1]
    for person in people:
        tally.surprises += person.surprises
        tally.lost += person.missed(there)
    found, cursor = [], ""
    while cursor is not None:
        part = client.get(f"/annotations?since=1970-01-01&deleted=true&limit=500&cursor={cursor}")
        found += part.json["annotations"]
        cursor = part.json["cursor"]
    if sorted(found, key=_id) != sorted(export["annotations"], key=_id):
        tally.surprises.append("the index tells otherwise than the files")


def _id(mark: dict) -> str:
    return mark["id"]
