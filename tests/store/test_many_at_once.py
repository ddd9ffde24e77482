"""Eight programs of four threads each at one page and at many: nothing acknowledged is lost."""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from itertools import chain
from uuid import uuid4

from tests.conftest import Client

PROCESSES = 8
THREADS_EACH = 4
THREADS = PROCESSES * THREADS_EACH
STEPS = 5


def at_once(clients: list[Client], work: Callable[[Client, int], list]) -> list:
    """What `work` gives in every thread of every program."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        return list(chain(*pool.map(partial(_program, work), clients, range(PROCESSES))))


def _program(work: Callable[[Client, int], list], client: Client, number: int) -> list:
    threads = range(number * THREADS_EACH, (number + 1) * THREADS_EACH)
    with ThreadPoolExecutor(THREADS_EACH) as pool:
        return list(chain(*pool.map(partial(work, client), threads)))


def mark_pages(client: Client, thread: int) -> list[dict]:
    """Mark one page of all, and one of this thread's own, in turn; each request sent twice."""
    made = []
    for step in range(STEPS):
        url = f"https://example.org/{'all' if step % 2 else thread}"
        mark = {"id": str(uuid4()), "kind": "claim", "exact": "words", "page": {"url": url}}
        answer = client.post("/annotations", mark)
        assert answer.status == 201, answer.body
        assert client.post("/annotations", mark).status == 200
        made.append(answer.json["annotation"])
    return made


def edit(mark_id: str, client: Client, thread: int) -> list[tuple[int, str]]:
    """Edit what was read a moment ago; the notes acknowledged, each with its revision."""
    kept, path = [], f"/annotations/{mark_id}"
    for step in range(STEPS):
        seen = client.get(path)
        note = f"{thread}/{step}"
        answer = client.patch(path, {"note": note}, if_match=seen.headers["ETag"])
        if answer.status == 200:
            kept.append((answer.json["annotation"]["rev"], note))
        else:
            assert (answer.status, answer.problem) == (412, "stale-revision")
            assert answer.json["current"]["rev"] > seen.json["annotation"]["rev"]
    return kept


def a_client_each(server) -> list[Client]:
    return [server.client(f"client {number}") for number in range(PROCESSES)]


def test_marks_made_at_once_are_all_there(server):
    clients = a_client_each(server)
    made = at_once(clients, mark_pages)
    assert len(made) == THREADS * STEPS
    export = clients[0].get("/export").json
    assert Counter(page["url"] for page in export["pages"]).most_common(1)[0][1] == 1
    assert len(export["pages"]) == THREADS + 1
    assert sorted(export["annotations"], key=by_id) == sorted(made, key=by_id)
    by_author = Counter(mark["author"] for mark in made)
    assert by_author == {f"client {number}": THREADS_EACH * STEPS for number in range(PROCESSES)}


def test_of_edits_of_one_revision_one_is_kept_and_the_others_are_told(server, a_mark):
    clients = a_client_each(server)
    mark = clients[0].post("/annotations", a_mark()).json["annotation"]
    kept = sorted(at_once(clients, partial(edit, mark["id"])))
    assert [rev for rev, _ in kept] == list(range(2, len(kept) + 2))
    last = clients[0].get(f"/annotations/{mark['id']}").json["annotation"]
    assert (last["rev"], last["note"]) == kept[-1]


def by_id(mark: dict) -> str:
    return mark["id"]
