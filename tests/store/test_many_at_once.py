"""Many clients at one page and at many: every acknowledged revision is there, in order."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

THREADS = 32
CLIENTS = 8
MARKS_EACH = 5


def test_marks_made_by_many_clients_at_once_are_all_there(server, a_mark):
    clients = [server.client(f"client {number}") for number in range(CLIENTS)]

    def work(thread: int) -> list[str]:
        client = clients[thread % CLIENTS]
        made = []
        for step in range(MARKS_EACH):
            page = {"url": f"https://example.org/{0 if step % 2 else thread}", "text": "words"}
            mark = a_mark(page=page)
            assert client.post("/annotations", mark).status == 201
            assert client.post("/annotations", mark).status == 200
            made.append(mark["id"])
        return made

    with ThreadPoolExecutor(THREADS) as pool:
        made = [mark for marks in pool.map(work, range(THREADS)) for mark in marks]
    export = clients[0].get("/export").json
    assert Counter(mark["id"] for mark in export["annotations"]) == Counter(made)
    assert len(export["pages"]) == THREADS


def test_of_edits_of_one_revision_one_is_kept_and_the_others_are_told(server, a_mark):
    clients = [server.client(f"client {number}") for number in range(CLIENTS)]
    mark = clients[0].post("/annotations", a_mark()).json["annotation"]

    def edit(thread: int) -> list[tuple[int, str]]:
        """Notes acknowledged, each with its revision."""
        client, path = clients[thread % CLIENTS], f"/annotations/{mark['id']}"
        kept = []
        for step in range(MARKS_EACH):
            seen = client.get(path)
            note = f"{thread}/{step}"
            answer = client.patch(path, {"note": note}, if_match=seen.headers["ETag"])
            if answer.status == 200:
                kept.append((answer.json["annotation"]["rev"], note))
            else:
                assert (answer.status, answer.problem) == (412, "stale-revision")
                assert answer.json["current"]["rev"] > seen.json["annotation"]["rev"]
        return kept

    with ThreadPoolExecutor(THREADS) as pool:
        kept = sorted(pair for pairs in pool.map(edit, range(THREADS)) for pair in pairs)
    assert [rev for rev, _ in kept] == list(range(2, len(kept) + 2))
    last = clients[0].get(f"/annotations/{mark['id']}").json["annotation"]
    assert (last["rev"], last["note"]) == kept[-1]
