"""Pages and folders that may not be read or moved: told, and the rest of the library works."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.marks import ids, keep

ELSEWHERE = {"url": "https://example.org/elsewhere"}


@pytest.fixture
def without_root():
    """A command under which even root may not open what its mode forbids."""
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root may open every file")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")


def command(under, *words):
    done = [*under, sys.executable, "-m", "winnow", *words]
    return subprocess.run(done, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("starts", [0, 1, 2])
def test_a_page_that_may_not_be_read_is_told_and_the_rest_works(
    serve, a_mark, without_root, tmp_path, starts
):
    server = serve(under=without_root)
    client = server.client()
    closed, kept = keep(client, a_mark()), keep(client, a_mark(page=ELSEWHERE))
    file = server.data / "pages" / f"{closed['page']}.json"
    file.chmod(0)
    for start in range(starts):
        server.stop()
        server = serve(under=without_root)
        client = server.client(f"again {start}")
    answer = client.get(f"/pages/{closed['page']}")
    assert (answer.status, answer.problem) == (507, "disk")
    assert f"Winnow may not use {file}. Give it the right to" in answer.json["detail"]
    assert client.get(f"/annotations/{kept['id']}").json["annotation"] == kept
    assert client.post("/annotations", a_mark()).problem == "disk"  # and begins no second page
    later = keep(client, a_mark(page=ELSEWHERE))
    readable = {kept["id"], later["id"]}
    assert ids(client) == readable
    assert [page["id"] for page in client.get("/pages").json["pages"]] == [kept["page"]]
    exported = client.get("/export")
    assert {mark["id"] for mark in exported.json["annotations"]} == readable
    assert exported.headers["Winnow-Missing-Pages"] == "1"

    at = ("--data", str(server.data))
    served = command(without_root, "export", *at)
    backed_up = command(without_root, "backup", str(tmp_path / "marks.zip"), *at)
    looked = command(without_root, "doctor", *at)
    assert (served.returncode, backed_up.returncode, looked.returncode) == (1, 1, 1)
    assert "1 unreadable page is not in this export" in served.stderr
    assert f"Not in this backup: {file.name}" in backed_up.stderr
    assert f"{file}: This page cannot be read" in looked.stderr

    file.chmod(0o600)
    every = {closed["id"], *readable}
    assert client.get(f"/pages/{closed['page']}").status == 200
    assert {mark["id"] for mark in client.get("/export").json["annotations"]} == every
    assert "Winnow-Missing-Pages" not in client.get("/export").headers
    assert ids(client) == every


def test_a_mark_sent_again_while_its_page_may_not_be_read_is_kept_once_in_the_end(
    serve, a_mark, without_root
):
    """The index being lost, nothing says any more that the closed page has it."""
    here, other = "https://example.org/here", "https://example.org/other"
    server = serve(under=without_root)
    client = server.client()
    first = keep(client, a_mark(page={"url": other, "canonical": here}))
    sent = a_mark(page={"url": here}, exact="sent twice")
    second = keep(client, sent)
    assert second["page"] == first["page"]
    file = server.data / "pages" / f"{first['page']}.json"
    server.stop()
    (server.data / "search.sqlite").unlink()
    file.chmod(0)
    server = serve(under=without_root)
    client = server.client("again")
    assert client.post("/annotations", sent).status == 201
    file.chmod(0o600)
    every = {first["id"], second["id"]}
    exported = client.get("/export")
    assert sorted(mark["id"] for mark in exported.json["annotations"]) == sorted(every)
    assert ids(client) == every
    for url in (here, other):
        every.add(keep(client, a_mark(page={"url": url}))["id"])
    assert ids(client) == every
    server.stop()
    server = serve()
    assert ids(server.client("in the end")) == every
    server.stop()
    assert command(without_root, "doctor", "--data", str(server.data)).returncode == 0


@pytest.mark.parametrize("what", ["a file", "a link to nowhere", "closed"])
def test_a_damaged_page_that_cannot_be_set_aside_as_usual_is_told_and_the_rest_works(
    serve, a_mark, without_root, what
):
    server = serve(under=without_root)
    client = server.client()
    kept = keep(client, a_mark(page=ELSEWHERE))
    damaged = server.data / "pages" / f"{keep(client, a_mark())['page']}.json"
    quarantine = server.data / "quarantine"
    match what:
        case "a file":
            quarantine.write_text("mine")
        case "a link to nowhere":
            quarantine.symlink_to(server.data / "nowhere")
        case "closed":
            quarantine.mkdir(mode=0)
    damaged.write_bytes(b"{")
    told = client.get(f"/pages/{damaged.stem}")
    assert "is not whole" in told.json["detail"]
    assert told.status == (507 if what == "closed" else 500)
    assert ids(client) == {kept["id"]}
    exported = client.get("/export")
    assert exported.headers["Winnow-Missing-Pages"] == "1"
    assert [page["id"] for page in exported.json["pages"]] == [kept["page"]]
    if what == "a file":
        assert (server.data / "quarantine-aside").read_text() == "mine"
    server.stop()
    mended = command(without_root, "doctor", "--mend", "--data", str(server.data))
    assert mended.returncode == 1  # the page that was set aside is named
    assert "This damaged page was set aside" in mended.stderr
    assert (quarantine / damaged.name).read_bytes() == b"{"


def test_the_doctor_opens_a_page_that_its_owner_may_not_read(serve, library, a_mark, without_root):
    server = serve()
    kept = keep(server.client(), a_mark())
    server.stop()
    file = library / "pages" / f"{kept['page']}.json"
    file.chmod(0)
    looked = command(without_root, "doctor", "--data", str(library))
    assert looked.returncode == 1
    assert f"{file}: This page cannot be read" in looked.stderr
    assert command(without_root, "doctor", "--mend", "--data", str(library)).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert ids(serve().client("again")) == {kept["id"]}
