"""A running server whose disk refuses, vanishes or is damaged: told, and the rest works."""

import json
import os
import resource
import shutil
import subprocess
from contextlib import contextmanager, suppress

import pytest

from tests.marks import ids, keep

SMALL_DISK = "256k"


@pytest.fixture
def small_disk():
    """Puts a small disk in a folder's place; only root may, as in a container of CI."""
    mounted = []

    def put(folder):
        folder.mkdir(parents=True)
        options = f"size={SMALL_DISK},mode=700"
        command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
        if not shutil.which("mount") or subprocess.run(command, check=False).returncode:
            pytest.skip("this user may not mount a disk")
        mounted.append(folder)
        return folder

    yield put
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def file_size_limit(server, size):
    """Let the kernel refuse the server's writes past `size` bytes of a file."""
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, hard))


@pytest.fixture
def elsewhere():
    return {"url": "https://example.org/elsewhere"}


@pytest.mark.parametrize("size", [0, 100, 1500])
def test_a_write_the_kernel_refuses_is_507_and_the_old_file_stands(server, client, a_mark, size):
    kept = keep(client, a_mark())
    file = next((server.data / "pages").glob("*.json"))
    before = file.read_bytes()
    refused = a_mark(note="n" * 5000)
    with file_size_limit(server, size):
        answer = client.post("/annotations", refused)
        assert (answer.status, answer.problem) == (507, "disk")
        assert "try again" in answer.json["detail"]
        changed = client.patch(f"/annotations/{kept['id']}", {"note": "n" * 5000}, if_match='"1"')
        assert changed.status == 507
        assert client.get(f"/annotations/{kept['id']}").json["annotation"] == kept
        assert file.read_bytes() == before
    keep(client, refused)
    assert ids(client) == {kept["id"], refused["id"]}
    assert list((server.data / "pages").glob(".*")) == []


def test_a_pairing_the_disk_refuses_is_told_and_a_new_code_pairs(server):
    page = server.pairing_page()
    extension = server.anyone().with_headers(
        Origin="moz-extension://0c9b1ad0", Sec_Fetch_Site="none"
    )

    def pair():
        code = page.call("POST", "/pair/code", {}).json["code"]
        return extension.post("/pairing", {"code": code, "name": "Firefox"})

    with file_size_limit(server, 0):
        refused = pair()
    assert (refused.status, refused.problem) == (503, "devices-unreadable")
    assert "Free some space" in refused.json["detail"]
    assert pair().status == 201


def test_a_damaged_list_of_devices_lets_nobody_in_and_says_what_to_do(server, client):
    whole = (server.data / "devices.json").read_bytes()
    (server.data / "devices.json").write_bytes(whole[:40])
    refused = client.get("/annotations")
    assert (refused.status, refused.problem) == (503, "devices-unreadable")
    assert "winnow pair" in refused.json["detail"]
    (server.data / "devices.json").write_bytes(whole)
    assert client.get("/annotations").status == 200


def test_temporary_files_that_find_no_room_are_told(server, client, a_mark):
    for _ in range(30):
        keep(client, a_mark(note="n" * 190_000))
    large = client.get("/export").json
    with file_size_limit(server, 100_000):
        for answer in (
            client.post("/import", large),
            client.get("/export"),
            client.get("/export?format=csv"),
        ):
            assert (answer.status, answer.problem) == (507, "disk")
            assert "TMPDIR" in answer.json["detail"]
        listed = client.get("/annotations?limit=100")  # larger, and made in memory
        assert (listed.status, len(listed.body) > 1_000_000) == (200, True)
    assert client.get("/export").json | {"exported": ""} == large | {"exported": ""}


@pytest.mark.parametrize("what", ["gone", "a file", "a link to nowhere"])
def test_pages_that_are_gone_before_a_start_are_told_and_begun_anew_by_nobody(
    serve, winnow, library, a_mark, what
):
    server, marks = serve(), str(library.parent / "marks.zip")
    kept = keep(server.client(), a_mark())
    at = ("--data", str(library))
    assert winnow("backup", marks, *at).returncode == 0
    server.stop()
    pages = library / "pages"
    pages.rename(library / "away")
    match what:
        case "a file":
            pages.write_text("mine")
        case "a link to nowhere":
            pages.symlink_to(library / "nowhere")
    for words in (["serve", "--port", "0"], ["export"], ["devices", "add", "x"], ["doctor"]):
        done = winnow(*words, *at)
        assert done.returncode == 1
        assert f"{pages}, which holds the pages of your library, is " in done.stderr
        assert "winnow restore" in done.stderr
    assert not pages.is_dir()
    restored = winnow("restore", marks, *at)
    assert restored.returncode == 0, restored.stderr
    assert ids(serve().client("again")) == {kept["id"]}
    if what == "a file":
        assert (library / "pages-aside").read_text() == "mine"


def test_a_lock_that_was_deleted_by_hand_lets_nobody_else_in(server, winnow):
    (server.data / "writer.lock").unlink()
    second = winnow("serve", "--port", "0", "--data", str(server.data))
    assert second.returncode == 1
    assert f"serve, process {server.process.pid}" in second.stderr


def test_what_has_a_name_of_ours_is_put_aside(serve, library, a_mark):
    server = serve()
    kept = keep(server.client(), a_mark())
    server.stop()
    strange = [b"\xff\xfe.json", "été.json".encode(), b"copy.json"]
    for name in strange:
        (library / "pages" / os.fsdecode(name)).write_bytes(b"mine")
    (library / "changing").write_text("mine")
    client = serve().client("again")
    another = keep(client, a_mark())
    assert ids(client) == {kept["id"], another["id"]}
    aside = {os.fsencode(path.name) for path in (library / "quarantine").glob("*.json")}
    assert aside == set(strange)
    assert (library / "changing-aside").read_text() == "mine"
    assert client.get("/export").headers["Winnow-Missing-Pages"] == "3"


def test_a_folder_that_vanishes_is_told_and_works_again_when_it_is_back(server, client, a_mark):
    kept = keep(client, a_mark())
    pages = server.data / "pages"
    pages.rename(server.data / "away")
    answer = client.post("/annotations", a_mark())
    assert (answer.status, answer.problem) == (507, "disk")
    assert "put it back" in answer.json["detail"]
    (server.data / "away").rename(pages)
    another = keep(client, a_mark())
    assert ids(client) == {kept["id"], another["id"]}


@pytest.mark.parametrize("garbage", [b"", b"\x00\xff", b"{}", b'{"page": {"1": {}}}', b"[" * 9999])
def test_a_page_that_turns_to_garbage_is_set_aside_and_the_rest_works(
    server, client, a_mark, elsewhere, garbage
):
    lost = client.post("/annotations", a_mark()).json
    kept = keep(client, a_mark(page=elsewhere))
    file = server.data / "pages" / f"{lost['page']['id']}.json"
    file.write_bytes(garbage)
    answer = client.get(f"/annotations/{lost['annotation']['id']}")
    assert (answer.status, answer.problem) == (500, "store")
    assert "winnow doctor" in answer.json["detail"]
    assert ids(client) == {kept["id"]}
    assert (server.data / "quarantine" / file.name).read_bytes() == garbage
    again = keep(client, a_mark())
    assert ids(client) == {kept["id"], again["id"]}


def test_pages_damaged_while_the_server_was_away_do_not_keep_it_from_starting(
    serve, a_mark, elsewhere
):
    server = serve()
    client = server.client()
    damaged = client.post("/annotations", a_mark()).json["page"]["id"]
    kept = keep(client, a_mark(page=elsewhere))
    server.stop()
    whole = (server.data / "pages" / f"{damaged}.json").read_bytes()
    (server.data / "pages" / f"{damaged}.json").write_bytes(whole[: len(whole) // 2])
    (server.data / "pages" / "folder.json").mkdir()
    (server.data / "pages" / "link.json").symlink_to("nowhere")
    again = serve()
    assert ids(again.client("again")) == {kept["id"]}
    assert {file.name for file in (again.data / "quarantine").iterdir()} >= {
        f"{damaged}.json",
        "folder.json",
        "link.json",
    }


def test_a_file_holds_what_was_acknowledged_before_the_answer_is_read(server, client, a_mark):
    for number in range(20):
        mark = keep(client, a_mark(note=str(number)))
        tables = json.loads((server.data / "pages" / f"{mark['page']}.json").read_bytes())
        assert mark in tables["annotations"].values()


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_a_library_that_is_away_is_told_and_unpairs_nobody(server, client, a_mark, left):
    """As of a disk that is not mounted; an empty folder is where it was."""
    kept = keep(client, a_mark())
    away = server.data.with_name("away")
    server.data.rename(away)
    if left == "an empty folder":
        server.data.mkdir()
    for answer in (
        client.get("/pages?limit=1"),
        client.get(f"/annotations/{kept['id']}"),
        client.post("/annotations", a_mark()),
        server.anyone().get("/pages"),
    ):
        assert (answer.status, answer.problem) == (503, "devices-unreadable")
        assert f"folder {server.data} is gone" in answer.json["detail"]
        assert "pair" not in answer.json["detail"].replace("no pairing was taken back", "")
    assert server.anyone().get("/health").status == 200
    if left == "an empty folder":
        assert list(server.data.iterdir()) == []
        server.data.rmdir()
    away.rename(server.data)
    assert client.get("/pages?limit=1").status == 200
    another = keep(client, a_mark())
    assert ids(client) == {kept["id"], another["id"]}
    assert server.stop() == (0, "")


def test_a_library_begun_in_the_place_of_one_that_is_away_is_not_written_to(
    server, client, winnow, a_mark
):
    """As when a disk goes, and a command begins a library where it was mounted."""
    kept = keep(client, a_mark())
    away = server.data.with_name("away")
    server.data.rename(away)
    begun = winnow("devices", "add", "another", "--data", str(server.data))
    assert begun.returncode == 0
    token = begun.stdout.split()[-1]
    stranger = server.anyone().with_headers(Authorization=f"Bearer {token}")
    for answer in (
        stranger.post("/annotations", a_mark()),
        stranger.get(f"/pages/{kept['page']}"),
    ):
        assert (answer.status, answer.problem) == (507, "disk")
        assert "is not the library that this Winnow opened" in answer.json["detail"]
    assert list((server.data / "pages").iterdir()) == []
    server.data.rename(server.data.with_name("begun"))
    away.rename(server.data)
    another = keep(client, a_mark())
    assert ids(client) == {kept["id"], another["id"]}


def test_a_log_that_the_disk_refuses_is_told_in_one_line(serve, library, small_disk, a_mark):
    small_disk(library / "logs")
    server = serve()
    client = server.client()
    with (library / "logs" / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"x" * 1024)
    for _ in range(200):
        keep(client, a_mark(exact="Whistleblower"))
    ended, said = server.stop()
    assert (ended, said) == (0, "winnow: the log cannot be written (No space left on device).\n")


def test_a_full_disk_is_told_and_what_was_kept_stays_and_can_be_deleted(
    serve, library, small_disk, a_mark
):
    small_disk(library)
    server = serve()
    client = server.client()
    kept = []
    while True:
        page = {"url": f"https://example.org/{len(kept)}", "text": "word " * 2000}
        answer = client.post("/annotations", a_mark(page=page))
        if answer.status != 201:
            break
        kept.append(answer.json["annotation"])
    assert (answer.status, answer.problem) == (507, "disk")
    assert "The disk is full. Free some space" in answer.json["detail"]
    assert kept
    assert ids(client) == {mark["id"] for mark in kept}
    found = client.get("/annotations?q=clear&limit=500").json["annotations"]
    assert {mark["id"] for mark in found} == ids(client)
    gone = client.get(f"/pages/{kept[0]['page']}")
    assert client.delete(f"/pages/{kept[0]['page']}", if_match=gone.headers["ETag"]).status == 204
    again = client.post("/annotations", a_mark(page={"url": "https://example.org/small"}))
    assert again.status == 201
    ended, said = server.stop()
    assert (ended, said) == (0, "")
    survivors = {mark["id"] for mark in kept[1:]} | {again.json["annotation"]["id"]}
    assert ids(serve().client("again")) == survivors


def test_a_disk_that_turns_read_only_is_told_and_still_read(
    serve, winnow, library, small_disk, a_mark
):
    disk = small_disk(library / "pages")
    client = serve().client()
    kept = keep(client, a_mark())
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        answer = client.post("/annotations", a_mark())
        assert (answer.status, answer.problem) == (507, "disk")
        assert "read-only" in answer.json["detail"]
        assert ids(client) == {kept["id"]}
        found = client.get("/annotations?q=sky").json["annotations"]
        assert [mark["id"] for mark in found] == [kept["id"]]
        looked = winnow("doctor", "--data", str(library))
        assert looked.returncode == 1
        assert f"{disk}: Winnow may not write in it" in looked.stderr
        assert "damaged" not in looked.stderr
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    another = keep(client, a_mark())
    assert ids(client) == {kept["id"], another["id"]}
