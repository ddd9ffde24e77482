"""The bin: what is deleted can be had back until its owner empties it."""

import json

import pytest

from tests.marks import keep
from winnow.store import begin


def delete(client, mark):
    return client.delete(f"/annotations/{mark['id']}", if_match='"1"').json["annotation"]


@pytest.fixture
def binned(client, a_mark):
    """Two deleted marks, one of them alone on its page, and one that stays."""
    stays = keep(client, a_mark(created="2020-01-01T00:00:00.000Z"))
    beside = delete(client, keep(client, a_mark(created="2020-01-02T00:00:00.000Z")))
    elsewhere = {"url": "https://example.org/elsewhere"}
    alone = keep(client, a_mark(created="2020-01-03T00:00:00.000Z", page=elsewhere))
    return stays, beside, delete(client, alone)


def test_the_bin_is_listed_newest_first_and_its_marks_can_be_had_back(client, binned):
    _, beside, alone = binned
    listed = client.get("/bin")
    assert listed.json == {"annotations": [alone, beside], "cursor": None}
    first = client.get("/bin?limit=1").json
    assert first["annotations"] == [alone]
    assert client.get(f"/bin?cursor={first['cursor']}").json["annotations"] == [beside]
    undone = client.patch(f"/annotations/{beside['id']}", {"deleted": None}, if_match='"2"')
    assert undone.status == 200
    assert client.get("/bin").json["annotations"] == [alone]


def test_the_bin_is_emptied_only_as_it_was_seen_and_takes_empty_pages_with_it(
    server, client, binned, a_mark
):
    stays, beside, alone = binned
    assert client.delete("/bin").problem == "revision-needed"
    seen = client.get("/bin").headers["ETag"]
    later = delete(client, keep(client, a_mark()))
    assert client.delete("/bin", if_match=seen).problem == "stale-revision"
    assert len(client.get("/bin").json["annotations"]) == 3
    assert client.delete("/bin", if_match=client.get("/bin").headers["ETag"]).status == 204
    assert client.get("/bin").json["annotations"] == []
    for gone in (beside, alone, later):
        assert client.get(f"/annotations/{gone['id']}").status == 404
    assert client.get(f"/annotations/{stays['id']}").json["annotation"] == stays
    assert [page["id"] for page in client.get("/pages").json["pages"]] == [stays["page"]]
    assert [file.stem for file in (server.data / "pages").iterdir()] == [stays["page"]]


@pytest.mark.parametrize("served", [True, False])
def test_the_command_lists_gives_back_and_empties(server, binned, winnow, served):
    stays, beside, alone = binned
    if not served:
        server.stop()
    data = ("--data", str(server.data))
    listed = winnow("bin", *data).stdout
    assert listed.index(alone["id"]) < listed.index(beside["id"])
    assert beside["exact"] in listed
    assert winnow("bin", "restore", beside["id"], *data).returncode == 0
    assert beside["id"] not in winnow("bin", "list", *data).stdout
    refused = winnow("bin", "empty", *data, input="")
    assert refused.returncode == 1
    assert "--yes" in refused.stderr
    assert alone["id"] in winnow("bin", *data).stdout
    emptied = winnow("bin", "empty", "--yes", *data)
    assert "1 mark" in emptied.stderr
    assert winnow("bin", *data).stdout == ""
    export = json.loads(winnow("export", *data).stdout)
    assert {mark["id"] for mark in export["annotations"]} == {stays["id"], beside["id"]}
    assert all(mark["deleted"] is None for mark in export["annotations"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["restore"], "needs an ID"),
        (["restore", "x"], "is not the id of a mark"),
        (["restore", "0" * 32], "No mark has this id"),
        (["list", "x"], "takes no ID"),
        (["empty", "x"], "takes no ID"),
    ],
)
def test_the_command_says_what_it_needs(winnow, library, arguments, sentence):
    begin(library)
    done = winnow("bin", *arguments, "--data", str(library))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
