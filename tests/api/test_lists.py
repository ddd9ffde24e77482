"""Lists of marks and pages: read in parts, narrowed, searched."""

from uuid import uuid4

import pytest

from tests.marks import keep


def through(client, path):
    """Every entry of a list, a few at a time."""
    entries, cursor = [], ""
    name = path.partition("?")[0].strip("/")
    joint = "&" if "?" in path else "?"
    while cursor is not None:
        answer = client.get(f"{path}{joint}limit=2&cursor={cursor}").json
        entries += answer[name]
        cursor = answer["cursor"]
    return entries


def test_a_list_is_read_to_its_end_in_parts(serve, a_mark):
    client = serve().client()
    assert client.get("/annotations").json == {"annotations": [], "cursor": None}
    assert client.get("/pages").json == {"pages": [], "cursor": None}
    for page in range(3):
        for _ in range(3):
            keep(client, a_mark(page={"url": f"https://example.org/{page}"}))
    whole = client.get("/annotations").json["annotations"]
    assert len(whole) == 9
    assert through(client, "/annotations") == whole
    pages = client.get("/pages").json["pages"]
    assert {page["url"] for page in pages} == {f"https://example.org/{n}" for n in range(3)}
    assert through(client, "/pages") == pages
    assert "text" not in pages[0]


@pytest.mark.parametrize("query", ["", "q=words&", "deleted=true&"])
def test_a_list_of_long_marks_ends_sooner_and_goes_on(serve, a_mark, query):
    client = serve().client()
    kept = {keep(client, a_mark(exact="words", note="n" * 200_000))["id"] for _ in range(25)}
    found, cursor, parts = [], "", 0
    while cursor is not None:
        answer = client.get(f"/annotations?{query}limit=500&cursor={cursor}")
        assert len(answer.body) < 3_000_000
        found += [mark["id"] for mark in answer.json["annotations"]]
        cursor = answer.json["cursor"]
        parts += 1
    assert (set(found), len(found), parts) == (kept, 25, 3)


@pytest.mark.parametrize("path", ["/annotations", "/pages", "/bin", "/export"])
def test_a_parameter_that_is_given_twice_is_refused(client, path):
    refused = client.get(f"{path}?limit=1&limit=2")
    assert (refused.status, refused.problem) == (422, "invalid")
    assert refused.json["errors"] == [{"pointer": "/limit", "detail": "is given more than once"}]


def test_marks_made_meanwhile_shift_nothing(serve, a_mark):
    client = serve().client()
    first = [keep(client, a_mark(created=f"2020-01-01T00:00:0{n}.000Z")) for n in range(4)]
    begun = client.get("/annotations?limit=2").json
    early = keep(client, a_mark(created="2019-01-01T00:00:00.000Z"))
    client.delete(f"/annotations/{first[0]['id']}", if_match='"1"')
    rest = client.get(f"/annotations?cursor={begun['cursor']}").json["annotations"]
    assert [mark["id"] for mark in begun["annotations"]] == [mark["id"] for mark in first[:2]]
    assert [mark["id"] for mark in rest] == [mark["id"] for mark in first[2:]]
    assert early["id"] not in {mark["id"] for mark in rest}


def test_a_list_is_narrowed(client, a_mark, somewhere):
    page = {"url": somewhere}
    quote = keep(client, a_mark(page=page, kind="quote", speaker="Ada", tags=["x"]))
    claim = keep(client, a_mark(page=page, kind="claim", note="Über alles"))

    def found(query):
        answer = client.get(f"/annotations?url={somewhere}&{query}")
        return {mark["id"] for mark in answer.json["annotations"]}

    assert found("") == {quote["id"], claim["id"]}
    assert found("type=quote") == {quote["id"]}
    assert found("tag=x") == {quote["id"]}
    assert found("q=ADA") == {quote["id"]}
    assert found("q=%C3%BCber") == {claim["id"]}
    assert found("q=nowhere") == set()
    assert found(f"page={quote['page']}") == {quote["id"], claim["id"]}
    assert found(f"page={uuid4().hex}") == set()
    assert len(client.get(f"/annotations?page={quote['page']}").json["annotations"]) == 2
    assert client.get(f"/annotations?page={uuid4().hex}").json["annotations"] == []
    assert client.get(f"/annotations?url={somewhere}/other").json["annotations"] == []


def test_a_search_is_read_to_its_end_in_parts_newest_first(serve, a_mark):
    client = serve().client()
    kept = [
        keep(client, a_mark(page={"url": f"https://example.org/{n % 3}"}, tags=["été"] * (n % 2)))
        for n in range(9)
    ]
    newest_first = [mark["id"] for mark in sorted(kept, key=lambda m: m["created"], reverse=True)]
    whole = through(client, "/annotations?q=CLEAR+sk")
    assert sorted(mark["id"] for mark in whole) == sorted(newest_first)
    assert [mark["created"] for mark in whole] == sorted(
        (mark["created"] for mark in kept), reverse=True
    )
    assert {mark["id"] for mark in through(client, "/annotations?tag=%C3%A9t%C3%A9")} == {
        mark["id"] for mark in kept if mark["tags"]
    }
    day = kept[0]["created"][:10]
    assert len(client.get(f"/annotations?since={day}").json["annotations"]) == 9
    assert client.get("/annotations?until=2020-01-01").json["annotations"] == []
    found = client.get("/annotations?q=sky&limit=1")
    assert client.get(f"/annotations?cursor={found.json['cursor']}").problem == "invalid"
    listed = client.get("/annotations?limit=1")
    assert client.get(f"/annotations?q=sky&cursor={listed.json['cursor']}").problem == "invalid"


@pytest.mark.parametrize("asked", ["since=9999-99-99", "until=2026-02-30", "since=0000-01-01"])
def test_a_day_that_no_calendar_has_is_refused(client, asked):
    refused = client.get(f"/annotations?{asked}")
    assert (refused.status, refused.problem) == (422, "invalid")
    assert "is a time that no calendar has" in refused.json["detail"]
