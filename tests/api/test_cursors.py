"""A list read in parts while others write: what stays is shown once, whatever comes and goes."""

import base64
from urllib.parse import quote
from uuid import uuid4

import pytest

PART = 3


class Marks:
    """Marks on pages of their own, made a day apart."""

    def __init__(self, client, a_mark):
        self.client = client
        self.a_mark = a_mark

    def add(self, day):
        sent = self.a_mark(
            created=f"2020-01-{day:02}T00:00:00.000Z",
            page={"url": f"https://example.org/{uuid4().hex}"},
        )
        return self.client.post("/annotations", sent).json["annotation"]

    def remove(self, mark):
        path = f"/annotations/{mark['id']}"
        assert self.client.delete(path, if_match=f'"{mark["rev"]}"').status == 200

    def shown_as(self, mark):
        return mark["id"]


class WithTheirPages(Marks):
    def remove(self, mark):
        path = f"/pages/{mark['page']}"
        seen = self.client.get(path).headers["ETag"]
        assert self.client.delete(path, if_match=seen).status == 204


class Pages(WithTheirPages):
    def shown_as(self, mark):
        return mark["page"]


class Bin(Marks):
    def add(self, day):
        mark = super().add(day)
        answer = self.client.delete(f"/annotations/{mark['id']}", if_match='"1"')
        return answer.json["annotation"]

    def remove(self, mark):
        path = f"/annotations/{mark['id']}"
        undone = self.client.patch(path, {"deleted": None}, if_match=f'"{mark["rev"]}"')
        assert undone.status == 200


@pytest.fixture
def client(shared_client):
    """A client of an empty library."""
    for page in shared_client.get("/pages?limit=500").json["pages"]:
        path = f"/pages/{page['id']}"
        shared_client.delete(path, if_match=shared_client.get(path).headers["ETag"])
    return shared_client


LISTS = [
    pytest.param("/annotations?", Marks, id="listing"),
    pytest.param("/annotations?deleted=true&", WithTheirPages, id="listing with tombstones"),
    pytest.param("/annotations?q=clear+sky&", Marks, id="search"),
    pytest.param("/annotations?type=quote&since=2020-01-01&", Marks, id="search by type and date"),
    pytest.param("/pages?", Pages, id="pages"),
    pytest.param("/bin?", Bin, id="bin"),
]


@pytest.mark.parametrize(("path", "kind"), LISTS)
@pytest.mark.parametrize("busy", ["behind", "at", "ahead"])
def test_a_list_is_whole_while_others_write(client, a_mark, path, kind, busy):
    marks = kind(client, a_mark)
    entries = {marks.shown_as(mark): mark for mark in (marks.add(day) for day in range(10, 20))}

    def part(cursor):
        answer = client.get(f"{path}limit={PART}&cursor={cursor}").json
        listed = answer.get("pages") or answer.get("annotations")
        return [entry["id"] for entry in listed], answer["cursor"]

    order = []
    cursor = ""
    while cursor is not None:
        shown, cursor = part(cursor)
        order += shown
    assert sorted(order) == sorted(entries)

    begun, cursor = part("")
    gone = order[{"behind": 0, "at": PART - 1, "ahead": PART}[busy]]
    marks.remove(entries[gone])
    came = {marks.shown_as(marks.add(day)) for day in (1, 15, 28)}
    rest = []
    while cursor is not None:
        shown, cursor = part(cursor)
        rest += shown
    assert begun == order[:PART]
    assert [entry for entry in rest if entry not in came] == [
        entry for entry in order[PART:] if entry != gone
    ]
    assert len(set(rest)) == len(rest)


def test_a_list_goes_on_past_a_page_that_was_damaged_where_it_stopped(
    shared_server, client, a_mark
):
    marks = Marks(client, a_mark)
    order = sorted((marks.add(day) for day in range(1, 4)), key=lambda mark: mark["page"])
    first = client.get("/annotations?limit=1").json
    assert [mark["id"] for mark in first["annotations"]] == [order[0]["id"]]
    for damaged in order[:2]:
        (shared_server.data / "pages" / f"{damaged['page']}.json").write_bytes(b"{")
    rest = client.get(f"/annotations?limit=9&cursor={first['cursor']}")
    assert rest.status == 200, rest.body
    assert [mark["id"] for mark in rest.json["annotations"]] == [order[2]["id"]]


def test_a_damaged_page_that_is_asked_for_alone_is_told(shared_server, client, a_mark):
    mark = Marks(client, a_mark).add(1)
    (shared_server.data / "pages" / f"{mark['page']}.json").write_bytes(b"{")
    told = client.get(f"/annotations?page={mark['page']}")
    assert (told.status, told.problem) == (500, "store")


@pytest.mark.parametrize("path", ["/annotations", "/pages", "/bin", "/annotations?q=a"])
@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "%00",
        base64.urlsafe_b64encode(b"[" * 30_000).decode(),
        base64.urlsafe_b64encode(b'["", ""]').decode(),
        base64.urlsafe_b64encode(b'[{"a": []}, 1]').decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        base64.urlsafe_b64encode(b"9" * 5_000).decode(),
    ],
)
def test_a_cursor_that_no_list_gave_is_refused(client, path, cursor):
    refused = client.get(f"{path}{'&' if '?' in path else '?'}cursor={quote(cursor, safe='%')}")
    assert (refused.status, refused.problem) == (422, "invalid")
    assert "is not a cursor of this list" in refused.json["detail"]
