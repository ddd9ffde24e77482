"""Everything leaves as JSON and comes back the same, served or not."""

import json
import os
import stat
from pathlib import Path

import pytest

from winnow.store import begin


def without_time(text: str):
    return json.loads(text) | {"exported": ""}


def test_a_library_leaves_and_comes_back_the_same(serve, winnow, a_mark, tmp_path):
    server = serve()
    client = server.client()
    marks = [
        client.post(
            "/annotations", a_mark(note="n\u202e\n=1+1", page={"url": f"https://e.org/{n % 3}"})
        )
        for n in range(7)
    ]
    gone = marks[0].json["annotation"]["id"]
    assert client.delete(f"/annotations/{gone}", if_match='"1"').status == 200

    served = winnow("export", "--data", str(server.data)).stdout
    over_http = client.get("/export")
    assert "attachment" in over_http.headers["Content-Disposition"]
    assert without_time(over_http.body) == without_time(served)
    server.stop()
    unserved = winnow("export", "--data", str(server.data))
    assert without_time(unserved.stdout) == without_time(served)
    assert len(without_time(served)["annotations"]) == 7

    file = tmp_path / "marks.json"
    assert winnow("export", "-o", str(file), "--data", str(server.data)).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []

    for copy, over_server in ((tmp_path / "one", False), (tmp_path / "two", True)):
        if over_server:
            serve(data=copy)
        for _ in range(2):  # the second import changes nothing
            done = winnow("import", str(file), "--data", str(copy))
            assert done.returncode == 0, done.stderr
            assert "7 marks on 3 pages" in done.stderr
            again = winnow("export", "--data", str(copy)).stdout
            assert without_time(again) == without_time(served)


def test_one_page_is_exported_alone(server, client, winnow, a_mark):
    page = client.post("/annotations", a_mark()).json["page"]["id"]
    client.post("/annotations", a_mark(page={"url": "https://example.org/other"}))
    over_http = client.get(f"/export?page={page}").json
    assert [entry["id"] for entry in over_http["pages"]] == [page]
    served = winnow("export", "--page", page, "--data", str(server.data)).stdout
    server.stop()
    unserved = winnow("export", "--page", page, "--data", str(server.data)).stdout
    assert without_time(served) == without_time(unserved) == over_http | {"exported": ""}


@pytest.mark.parametrize("served", [True, False])
def test_what_a_search_finds_is_exported_alone(server, client, winnow, a_mark, served):
    other = {"url": "https://example.org/other"}
    found = [client.post("/annotations", mark).json for mark in (a_mark(page=other), a_mark())]
    client.post("/annotations", a_mark(exact="Rain fell."))
    gone = client.post("/annotations", a_mark()).json["annotation"]
    client.delete(f"/annotations/{gone['id']}", if_match='"1"')
    one = found[0]["page"]["id"]
    data = ("--data", str(server.data))
    over_http = client.get(f"/export?q=SKY&page={one}").json["annotations"]
    if not served:
        server.stop()
    exported = json.loads(winnow("export", "--search", "clear sk", *data).stdout)
    wanted = sorted((entry["annotation"] for entry in found), key=lambda mark: mark["page"])
    assert exported["annotations"] == wanted
    assert [page["id"] for page in exported["pages"]] == [mark["page"] for mark in wanted]
    of_one = winnow("export", "--search", "sky", "--page", one, *data).stdout
    assert json.loads(of_one)["annotations"] == [found[0]["annotation"]] == over_http
    assert json.loads(winnow("export", "--search", "snow", *data).stdout)["pages"] == []
    assert winnow("export", "--search", "sky", "--page", "0" * 32, *data).returncode == 1


@pytest.mark.parametrize("served", [True, False])
@pytest.mark.parametrize("page", ["0" * 32, "nonsense", ""])
def test_a_page_that_is_not_there_is_not_exported(serve, winnow, library, served, page):
    if served:
        serve()
    else:
        begin(library)
    done = winnow("export", "--page", page, "--data", str(library))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr) > 30
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "served"),
    [
        ("", False),
        ("{", False),
        ("[]", False),
        ('{"format": "other"}', False),
        ('{"format": "winnow", "schema": 99}', False),
        ('{"format": "winnow", "schema": 1}', False),
        ('{"format": "winnow", "schema": 1}', True),
    ],
)
def test_an_import_that_cannot_be_read_changes_nothing(serve, winnow, library, text, served):
    if served:
        serve()
    done = winnow("import", "-", "--data", str(library), input=text)
    assert done.returncode == 1
    assert len(done.stderr) > 30
    assert "Traceback" not in done.stderr
    assert library.exists() == served
    if served:
        exported = json.loads(winnow("export", "--data", str(library)).stdout)
        assert exported["pages"] == exported["annotations"] == []


def test_one_bad_mark_keeps_the_whole_import_out(client, winnow, a_mark, tmp_path):
    client.post("/annotations", a_mark())
    client.post("/annotations", a_mark())
    export = client.get("/export").json
    export["annotations"][1]["kind"] = "opinion"
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(export))
    other = tmp_path / "other"
    refused = winnow("import", str(file), "--data", str(other))
    assert refused.returncode == 1
    assert "/annotations/1/kind (row 2): is not 'claim', 'quote' or" in refused.stderr
    assert "--partial" in refused.stderr
    assert not other.exists()
    before = client.get("/export").json
    assert client.post("/import", export).status == 422
    assert client.get("/export").json | {"exported": ""} == before | {"exported": ""}


def test_an_export_that_lacks_damaged_pages_says_so_and_fails(serve, winnow, a_mark):
    server = serve()
    client, data = server.client(), ("--data", str(server.data))
    pages = [
        client.post("/annotations", a_mark(page={"url": f"https://e.org/{n}"})).json["page"]["id"]
        for n in range(3)
    ]
    assert winnow("export", *data).returncode == 0
    assert "Winnow-Missing-Pages" not in client.get("/export").headers
    (server.data / "pages" / f"{pages[0]}.json").write_bytes(b"{")
    served = winnow("export", *data)
    assert client.get("/export").headers["Winnow-Missing-Pages"] == "1"
    assert "Winnow-Missing-Pages" not in client.get(f"/export?page={pages[2]}").headers
    assert "1 unreadable page is not in this export" in served.stderr
    server.stop()
    (server.data / "pages" / f"{pages[1]}.json").write_bytes(b"{")
    unserved = winnow("export", *data)
    assert "2 unreadable pages are not in this export" in unserved.stderr
    assert (served.returncode, unserved.returncode) == (1, 1)
    assert [page["id"] for page in json.loads(unserved.stdout)["pages"]] == pages[2:]
    alone = winnow("export", "--page", pages[2], *data)
    assert (alone.returncode, alone.stderr) == (0, "")


@pytest.mark.parametrize("served", [True, False])
@pytest.mark.parametrize("asked", ["--search", "--page"])
def test_an_argument_that_is_no_text_is_answered(serve, winnow, library, served, asked):
    server = serve()
    if not served:
        server.stop()
    done = winnow("export", asked, os.fsdecode(b"\xff"), "--data", str(library))
    assert "Traceback" not in done.stderr
    assert done.returncode == (0 if asked == "--search" else 1)


def test_an_export_to_a_device_leaves_the_device(winnow, library):
    begin(library)
    assert winnow("export", "-o", os.devnull, "--data", str(library)).returncode == 0
    assert Path(os.devnull).is_char_device()


def test_an_import_that_is_not_there_is_told(winnow, library):
    done = winnow("import", "no-such-file.json", "--data", str(library))
    assert done.returncode == 1
    assert "cannot read no-such-file.json" in done.stderr
    assert "Check the file's name" in done.stderr
    assert not library.exists()


@pytest.mark.parametrize("command", [["export", "-o"], ["backup"]])
def test_a_file_that_cannot_be_written_is_named_as_it_was_asked_for(
    winnow, library, tmp_path, command
):
    begin(library)
    missing = winnow(*command, str(tmp_path / "no" / "marks"), "--data", str(library))
    folder = winnow(*command, str(tmp_path), "--data", str(library))
    assert (missing.returncode, folder.returncode) == (1, 1)
    assert f"There is no folder {tmp_path / 'no'} to write marks in." in missing.stderr
    assert f"{tmp_path} is a folder." in folder.stderr


@pytest.mark.parametrize("served", [True, False])
def test_an_import_counts_what_it_read_and_says_what_stays_as_it_is(
    serve, winnow, a_mark, tmp_path, served
):
    server = serve()
    client, data = server.client(), ("--data", str(server.data))
    marks = [client.post("/annotations", a_mark()).json["annotation"] for _ in range(4)]
    export = json.loads(winnow("export", *data).stdout)
    for mark, note in zip(export["annotations"], ("other words", "other words"), strict=False):
        mark["note"] = note
    gone = export["annotations"][2]["id"]
    assert client.delete(f"/annotations/{gone}", if_match='"1"').status == 200
    before = json.loads(winnow("export", *data).stdout)["annotations"]
    if not served:
        server.stop()
    file = tmp_path / "marks.json"
    file.write_text(json.dumps(export))
    done = winnow("import", str(file), *data)
    assert done.returncode == 0
    assert len(marks) == 4
    assert "Read 1 mark on 1 page (1 here already)." in done.stderr
    assert "Not read: 3 marks that stay as they are here." in done.stderr
    assert "/annotations/0: kept, is here with other content, revision 1" in done.stderr
    assert "/annotations/2: kept, is in the bin here" in done.stderr
    assert json.loads(winnow("export", *data).stdout)["annotations"] == before


def test_an_import_with_an_id_that_is_taken_names_the_row(client, a_mark):
    here = client.post("/annotations", a_mark()).json["annotation"]
    export = client.get("/export").json
    export["pages"][0] |= {"id": f"{7:032x}", "url": "https://e.org/7", "keys": ["https://e.org/7"]}
    export["annotations"][0] |= {"page": f"{7:032x}", "exact": "Other words."}
    refused = client.post("/import", export)
    assert (refused.status, refused.problem) == (409, "conflict")
    assert "/annotations/0 (row 1): is the id of a mark on another page" in refused.json["detail"]
    partial = client.post("/import?partial=true", export).json
    assert (partial["pages"], partial["annotations"]) == (0, 0)
    assert [page["id"] for page in client.get("/pages").json["pages"]] == [here["page"]]


def test_a_mark_of_any_revision_that_came_in_can_be_changed(client, a_mark):
    mark = client.post("/annotations", a_mark()).json["annotation"]
    export = client.get("/export").json
    export["annotations"][0]["rev"] = 10**15
    assert client.post("/import", export).status == 200
    changed = client.patch(f"/annotations/{mark['id']}", {"note": "n"}, if_match=f'"{10**15}"')
    assert changed.json["annotation"]["rev"] == 10**15 + 1
    deleted = client.delete(f"/annotations/{mark['id']}", if_match=changed.headers["ETag"])
    assert deleted.status == 200
