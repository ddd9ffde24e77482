"""Marks over HTTP: made once, changed by revision, deleted with a way back, listed whole."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.marks import keep

LATER = "2999-01-01T00:00:00.000Z"
EARLIER = "2020-05-04T03:02:01.000Z"


@pytest.fixture
def server(shared_server):
    return shared_server


@pytest.fixture
def client(shared_client):
    return shared_client


def test_a_mark_comes_back_as_it_was_sent(client, a_mark, somewhere):
    text = "Before. The sky was clear that day.\nAfter."
    sent = a_mark(
        prefix="Before. ",
        suffix="\nAfter.",
        start=8,
        end=35,
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
        speaker="Élodie \U0001f33e",
        note="**bold** <script>\u202e",
        tags=["sky", "wéather"],
        colour="amber",
        language="en",
        created=EARLIER,
        page={"url": somewhere, "title": "A title", "text": text},
    )
    answer = client.post("/annotations", sent)
    assert answer.status == 201
    kept = answer.json["annotation"]
    client_s = {name: value for name, value in sent.items() if name != "page"}
    assert kept | client_s == kept
    assert (kept["rev"], kept["deleted"], kept["author"]) == (1, None, "test")
    assert answer.headers["ETag"] == '"1"'
    assert answer.json["page"]["id"] == kept["page"]
    assert answer.json["page"]["text"] == text
    assert answer.headers["Location"] == f"/api/v1/annotations/{sent['id']}"

    read = client.call("GET", answer.headers["Location"])
    assert read.json["annotation"] == kept
    assert read.headers["ETag"] == '"1"'
    assert client.get(f"/pages/{kept['page']}").json["page"]["title"] == "A title"


def test_a_mark_sent_twice_is_kept_once(client, a_mark, somewhere):
    sent = a_mark(page={"url": somewhere})
    first = client.post("/annotations", sent)
    again = client.post("/annotations", sent)
    assert (first.status, again.status) == (201, 200)
    assert again.json["annotation"] == first.json["annotation"]
    assert len(client.get(f"/annotations?url={somewhere}").json["annotations"]) == 1


def test_many_retries_at_once_keep_one(client, a_mark, somewhere):
    sent = a_mark(page={"url": somewhere})
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda _: client.post("/annotations", sent).status, range(16)))
    assert sorted(statuses) == [200] * 15 + [201]
    assert len(client.get(f"/annotations?url={somewhere}").json["annotations"]) == 1


def test_an_id_cannot_be_given_to_other_words(client, a_mark):
    sent = a_mark()
    keep(client, sent)
    refused = client.post("/annotations", sent | {"exact": "Other words."})
    assert (refused.status, refused.problem) == (409, "conflict")
    kept = client.get(f"/annotations/{sent['id']}").json["annotation"]
    assert kept["exact"] == sent["exact"]


def test_a_mark_from_the_future_is_made_now(client, a_mark):
    kept = keep(client, a_mark(created=LATER))
    assert kept["created"] == kept["modified"]
    assert kept["created"] < LATER


def test_two_marks_of_one_address_stand_on_one_page(client, a_mark, somewhere):
    first = keep(client, a_mark(page={"url": somewhere}))
    second = keep(client, a_mark(page={"url": somewhere + "?utm_source=feed#top"}))
    assert first["page"] == second["page"]


# --- changes ---------------------------------------------------------------------------


def test_a_change_makes_a_revision(client, a_mark):
    mark = keep(client, a_mark(kind="highlight"))
    path = f"/annotations/{mark['id']}"
    fields = {"kind": "claim", "note": "n", "tags": ["a", "b"], "speaker": "s", "colour": "c"}
    changed = client.patch(path, fields, if_match='"1"')
    assert changed.status == 200
    assert changed.headers["ETag"] == '"2"'
    assert changed.json["annotation"] == mark | fields | {
        "rev": 2,
        "modified": changed.json["annotation"]["modified"],
    }
    assert client.get(path).json == changed.json


def test_a_field_that_is_not_named_stays(client, a_mark):
    mark = keep(client, a_mark(note="keep me", tags=["t"]))
    changed = client.patch(f"/annotations/{mark['id']}", {"speaker": "S"}, if_match='"1"')
    assert changed.json["annotation"]["note"] == "keep me"
    assert changed.json["annotation"]["tags"] == ["t"]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_change_names_its_revision(client, a_mark, method):
    mark = keep(client, a_mark())
    path = f"/api/v1/annotations/{mark['id']}"
    body = {"note": "n"} if method == "PATCH" else None
    unnamed = client.call(method, path, body)
    assert (unnamed.status, unnamed.problem) == (428, "revision-needed")
    for old in ('"7"', '"0"', "1", "*", 'W/"1"', ""):
        stale = client.call(method, path, body, if_match=old)
        assert (stale.status, stale.problem) == (412, "stale-revision")
    assert client.call("GET", path).json["annotation"] == mark


def test_who_comes_second_is_shown_what_stands(client, a_mark):
    mark = keep(client, a_mark())
    path = f"/annotations/{mark['id']}"
    client.patch(path, {"note": "first"}, if_match='"1"')
    second = client.patch(path, {"note": "second"}, if_match='"1"')
    assert second.problem == "stale-revision"
    assert second.json["current"] == client.get(path).json["annotation"]
    assert second.json["current"]["note"] == "first"


def test_of_many_changes_of_one_revision_one_holds(client, a_mark):
    mark = keep(client, a_mark())
    path = f"/annotations/{mark['id']}"
    with ThreadPoolExecutor(8) as threads:
        answers = list(
            threads.map(lambda n: client.patch(path, {"note": str(n)}, if_match='"1"'), range(16))
        )
    assert sorted(answer.status for answer in answers) == [200] + [412] * 15
    winner = next(answer for answer in answers if answer.status == 200)
    assert client.get(path).json == winner.json


def test_a_deletion_leaves_a_tombstone_and_can_be_undone(client, a_mark, somewhere):
    mark = keep(client, a_mark(page={"url": somewhere}, note="n"))
    path = f"/annotations/{mark['id']}"
    deleted = client.delete(path, if_match='"1"')
    assert deleted.status == 200
    assert deleted.json["annotation"]["deleted"] is not None
    assert client.get(f"/annotations?url={somewhere}").json["annotations"] == []
    listed = client.get(f"/annotations?url={somewhere}&deleted=true").json["annotations"]
    assert listed == [deleted.json["annotation"]]

    refused = client.patch(path, {"note": "m"}, if_match=deleted.headers["ETag"])
    assert (refused.status, refused.problem) == (409, "deleted")

    undone = client.patch(path, {"deleted": None}, if_match=deleted.headers["ETag"])
    assert undone.status == 200
    changed = {"rev", "modified"}
    assert {
        name: value for name, value in undone.json["annotation"].items() if name not in changed
    } == {name: value for name, value in mark.items() if name not in changed}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/annotations/{id}"),
        ("PATCH", "/annotations/{id}"),
        ("DELETE", "/annotations/{id}"),
        ("GET", "/pages/{page}"),
        ("DELETE", "/pages/{page}"),
        ("GET", "/export?page={page}"),
        ("GET", "/nothing"),
    ],
)
def test_what_is_not_there_is_told(client, method, path):
    path = path.format(id=uuid4(), page=uuid4().hex)
    body = {"note": "n"} if method == "PATCH" else None
    answer = client.call(method, f"/api/v1{path}", body, if_match='"1"')
    assert (answer.status, answer.problem) == (404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/annotations", "GET, HEAD, OPTIONS, POST"),
        ("POST", "/health", None),
        ("DELETE", "/clean", "OPTIONS, POST"),
        ("GET", "/clean", "OPTIONS, POST"),
    ],
)
def test_a_method_that_does_not_fit_is_told(client, method, path, allowed):
    body = {} if method in {"PUT", "POST"} else None
    answer = client.call(method, f"/api/v1{path}", body)
    assert (answer.status, answer.problem) == (405, "method-not-allowed")
    assert allowed is None or answer.headers["Allow"] == allowed


# --- fields ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"exact": ""}, "/exact"),
        ({"exact": "x" * 50_001}, "/exact"),
        ({"exact": None}, "/exact"),
        ({"kind": "opinion"}, "/kind"),
        ({"id": "1"}, "/id"),
        ({"prefix": "x" * 65}, "/prefix"),
        ({"start": -1, "end": 4}, "/start"),
        ({"start": "0", "end": 4}, "/start"),
        ({"start": 1.5, "end": 4}, "/start"),
        ({"start": 1, "end": 2**53}, "/end"),
        ({"start": 1, "end": 1e300}, "/end"),
        ({"start": True, "end": 4}, "/start"),
        ({"start": 4}, ""),
        ({"start": 4, "end": 4}, ""),
        ({"text_hash": "x"}, "/text_hash"),
        ({"tags": [""]}, "/tags/0"),
        ({"tags": ["t"] * 1001}, "/tags"),
        ({"tags": "t"}, "/tags"),
        ({"note": "x" * 200_001}, "/note"),
        ({"created": "yesterday"}, "/created"),
        ({"created": "2020-13-41T00:00:00.000Z"}, "/created"),
        ({"rev": 1}, "/rev"),
        ({"author": "me"}, "/author"),
        ({"a/b~c": 1}, "/a~1b~0c"),
        ({"page": {}}, "/page/url"),
        ({"page": {"url": "https://example.org/", "id": "x"}}, "/page/id"),
        ({"page": {"url": "javascript:alert(1)"}}, "/page/url"),
        ({"page": {"url": "data:text/html,x"}}, "/page/url"),
        ({"page": {"url": ""}}, "/page/url"),
        ({"page": "https://example.org/"}, "/page"),
    ],
    ids=str,
)
def test_a_field_that_cannot_be_used_is_named(client, a_mark, fields, pointer):
    mark = a_mark(**fields)
    refused = client.post("/annotations", mark)
    assert (refused.status, refused.problem) == (422, "invalid")
    assert pointer in [error["pointer"] for error in refused.json["errors"]]
    if "id" not in fields:
        assert client.get(f"/annotations/{mark['id']}").status == 404


@pytest.mark.parametrize(
    "fields",
    [{}, {"exact": "x"}, {"deleted": "2020-01-01T00:00:00.000Z"}, {"rev": 3}, {"kind": None}],
)
def test_a_change_of_what_never_changes_is_refused(client, a_mark, fields):
    mark = keep(client, a_mark())
    refused = client.patch(f"/annotations/{mark['id']}", fields, if_match='"1"')
    assert (refused.status, refused.problem) == (422, "invalid")
    assert client.get(f"/annotations/{mark['id']}").json["annotation"] == mark


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=501",
        "limit=x",
        "cursor=@",
        "cursor=AAAA",
        "type=x",
        "offset=3",
        "since=yesterday",
        "until=2020",
        "page=1",
        "url=x",
    ],
)
def test_a_query_that_means_nothing_is_refused(client, query):
    assert client.get(f"/annotations?{query}").problem == "invalid"


# --- pages -----------------------------------------------------------------------------


def test_a_page_at_its_limit_says_what_to_do(client, a_mark, somewhere):
    first = client.post("/annotations", a_mark(page={"url": somewhere})).json
    marks = [first["annotation"] | {"id": str(uuid4())} for _ in range(4_999)]
    export = {"format": "winnow", "schema": 1, "pages": [first["page"]], "annotations": marks}
    assert client.post("/import", export).status == 200
    full = client.post("/annotations", a_mark(page={"url": somewhere}))
    assert (full.status, full.problem) == (409, "page-full")
    assert "up to 5,000 marks" in full.json["detail"]
    more = export | {"annotations": [first["annotation"] | {"id": str(uuid4())}]}
    assert client.post("/import", more).problem == "page-full"
    seen = client.get(f"/pages/{first['page']['id']}").headers["ETag"]
    assert client.delete(f"/pages/{first['page']['id']}", if_match=seen).status == 204


def test_a_page_is_deleted_only_as_it_was_seen(client, a_mark, somewhere):
    mark = keep(client, a_mark(page={"url": somewhere}))
    path = f"/pages/{mark['page']}"
    seen = client.get(path).headers["ETag"]
    assert client.delete(path).problem == "revision-needed"
    another = keep(client, a_mark(page={"url": somewhere}))
    assert client.delete(path, if_match=seen).problem == "stale-revision"
    assert client.get(f"/annotations/{another['id']}").status == 200
    assert client.delete(path, if_match=client.get(path).headers["ETag"]).status == 204
    assert client.get(path).status == 404
    assert client.get(f"/annotations/{mark['id']}").status == 404
