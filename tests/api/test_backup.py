"""A backup is made beside a running server, and replaces a library only if it is whole."""

import hashlib
import json
import os
import subprocess
import sys
import threading
import zipfile

import pytest

from tests.conftest import open_to_others
from tests.unit.library import a_mark as a_mark_on
from tests.unit.library import a_page
from winnow.store import backup, open_store


def exported(winnow, folder):
    return json.loads(winnow("export", "--data", str(folder)).stdout) | {"exported": ""}


@pytest.fixture
def filled(client, a_mark):
    for number in range(6):
        client.post("/annotations", a_mark(page={"url": f"https://example.org/{number % 3}"}))


@pytest.mark.usefixtures("filled")
def test_a_backup_made_while_marks_are_made_restores_to_an_equal_library(
    server, client, winnow, a_mark, tmp_path
):
    file, elsewhere = tmp_path / "marks.zip", tmp_path / "elsewhere"
    stop = threading.Event()
    made = []

    def go_on():
        while not stop.is_set():
            made.append(client.post("/annotations", a_mark()).json["annotation"])

    before = exported(winnow, server.data)
    writing = threading.Thread(target=go_on)
    writing.start()
    during = winnow("backup", str(file), "--data", str(server.data))
    stop.set()
    writing.join()
    assert during.returncode == 0, during.stderr
    assert winnow("restore", str(file), "--data", str(elsewhere)).returncode == 0
    restored = {mark["id"]: mark for mark in exported(winnow, elsewhere)["annotations"]}
    known = {mark["id"]: mark for mark in (*before["annotations"], *made)}
    assert restored.items() >= {mark["id"]: mark for mark in before["annotations"]}.items()
    assert restored.items() <= known.items()

    assert winnow("backup", str(file), "--data", str(server.data)).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    now = exported(winnow, server.data)
    again = winnow("restore", str(file), "--data", str(elsewhere))
    assert again.returncode == 0, again.stderr
    assert exported(winnow, elsewhere) == now
    assert open_to_others(elsewhere) == []


@pytest.mark.usefixtures("filled")
def test_a_backup_takes_the_place_of_no_device_or_pipe(server, winnow, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = winnow("backup", str(pipe), "--data", str(server.data))
    assert done.returncode == 1
    assert "is a device or a pipe. Name a file" in done.stderr
    assert pipe.is_fifo()


def test_a_restore_replaces_and_can_be_undone(serve, winnow, a_mark, tmp_path):
    server = serve()
    client, data = server.client(), ("--data", str(server.data))
    for number in range(3):
        client.post("/annotations", a_mark(page={"url": f"https://example.org/{number}"}))
    file = tmp_path / "marks.zip"
    winnow("backup", str(file), *data)
    first = exported(winnow, server.data)
    client.post("/annotations", a_mark(page={"url": "https://example.org/new"}))
    second = exported(winnow, server.data)
    refused = winnow("restore", str(file), *data)
    assert refused.returncode == 1
    assert "Stop it first" in refused.stderr
    server.stop()
    done = winnow("restore", str(file), *data)
    assert done.returncode == 0, done.stderr
    assert exported(winnow, server.data) == first
    assert winnow("doctor", *data).returncode == 0
    [replaced] = (server.data / "before-restore").iterdir()
    assert str(replaced) in done.stderr
    assert winnow("restore", str(replaced), *data).returncode == 0
    assert exported(winnow, server.data) == second
    found = serve().client("again").get("/annotations?q=clear").json["annotations"]
    assert len(found) == 4


def remade(file, change):
    """The backup with its files changed by `change`, which gets and gives them by name."""
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in change(files).items():
            archive.writestr(name, data)


def page_of(files):
    return next(name for name in files if name.startswith("pages/"))


LIST = "winnow-backup.json"
DAMAGES = {
    "no zip": lambda file: file.write_bytes(b"hello"),
    "empty": lambda file: file.write_bytes(b""),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-300]),
    "a flipped byte": lambda file: file.write_bytes(
        file.read_bytes()[:200] + bytes([file.read_bytes()[200] ^ 1]) + file.read_bytes()[201:]
    ),
    "no list": lambda file: remade(file, lambda files: {page_of(files): files[page_of(files)]}),
    "a damaged list": lambda file: remade(file, lambda files: files | {LIST: b"{"}),
    "another program's": lambda file: remade(file, lambda files: files | {LIST: b"[]"}),
    "a newer one": lambda file: remade(
        file, lambda files: files | {LIST: files[LIST].replace(b'"schema": 1', b'"schema": 9')}
    ),
    "of schema 0": lambda file: remade(
        file, lambda files: files | {LIST: files[LIST].replace(b'"schema": 1', b'"schema": 0')}
    ),
    "of no schema": lambda file: remade(
        file, lambda files: files | {LIST: files[LIST].replace(b'"schema": 1', b'"schema": true')}
    ),
    "a page missing": lambda file: remade(
        file, lambda files: {name: files[name] for name in files if name != page_of(files)}
    ),
    "a page too many": lambda file: remade(file, lambda files: files | {"pages/x.json": b"{}"}),
    "a page changed": lambda file: remade(
        file, lambda files: files | {page_of(files): files[page_of(files)] + b" "}
    ),
    "a way out": lambda file: remade(
        file,
        lambda files: {
            name.replace("pages/", "pages/../"): data.replace(
                b'"pages": {\n  "', b'"pages": {\n  "../'
            )
            for name, data in files.items()
        },
    ),
}


def edited(now):
    """A backup, its list right, of a page that was changed by hand as `now` changes its tables."""

    def edit(files):
        name = page_of(files)
        tables = json.loads(files[name])
        now(tables)
        listed = json.loads(files[LIST])
        data = json.dumps(tables).encode()
        listed["pages"] = {name.removeprefix("pages/"): hashlib.sha256(data).hexdigest()}
        return {name: data, LIST: json.dumps(listed).encode()}

    return lambda file: remade(file, edit)


DAMAGES |= {
    "a time of no calendar": edited(
        lambda tables: tables["page"]["1"].update(created="2026-13-01T00:00:00.000Z")
    ),
    "a script's address": edited(lambda tables: tables["page"]["1"].update(url="javascript:0")),
    "words with a NUL": edited(lambda tables: tables["page"]["1"].update(title="a\0b")),
}


def renamed(name):
    """A backup whose page has this name, in the list as in the archive."""

    def rename(files):
        page = page_of(files)
        listed = files[LIST].replace(page.removeprefix("pages/").encode(), name.encode())
        return {f"pages/{name}": files[page], LIST: listed}

    return lambda file: remade(file, rename)


DAMAGES |= {
    f"a page named {name!r}": renamed(name)
    for name in ("", "..", "a/../b.json", f"{7:032x}.txt", f"{7:031x}A.json")
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_backup_that_is_not_whole_changes_nothing(tmp_path, damage):
    library, file = tmp_path / "library", tmp_path / "marks.zip"
    store = open_store(library)
    store.add(a_page(1), a_mark_on(a_page(1)))
    store.close()
    backup.write(library, file)
    damage(file)
    before = {path: path.read_bytes() for path in (library / "pages").iterdir()}
    with pytest.raises(backup.BackupError, match="Nothing was changed"):
        backup.restore(library, file)
    assert {path: path.read_bytes() for path in (library / "pages").iterdir()} == before
    assert not (library / "before-restore").exists()
    assert list(library.glob(".restore.*")) == []


@pytest.mark.skipif(os.name == "nt", reason="the shell's limit of memory is POSIX's")
def test_a_backup_that_unpacks_to_more_than_the_memory_is_refused(tmp_path):
    library, file = tmp_path / "library", tmp_path / "marks.zip"
    store = open_store(library)
    store.add(a_page(1), a_mark_on(a_page(1)))
    store.close()
    before = {path: path.read_bytes() for path in (library / "pages").iterdir()}
    data = b'{"page": {"1": [' + b"[]," * 20_000_000 + b"0]}}"
    name = f"{a_page(1).id}.json"
    listed = {"format": "winnow-backup", "schema": 1, "made": "", "marks": 1}
    listed["pages"] = {name: hashlib.sha256(data).hexdigest()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"pages/{name}", data)
        archive.writestr(LIST, json.dumps(listed))
    command = 'ulimit -v 700000; exec "$@"'
    restore = [sys.executable, "-m", "winnow", "restore", str(file), "--data", str(library)]
    done = subprocess.run(
        ["sh", "-c", command, "sh", *restore], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("winnow: This is not a whole backup of Winnow: a page in it")
    assert "Nothing was changed" in done.stderr
    assert {path: path.read_bytes() for path in (library / "pages").iterdir()} == before


def test_a_backup_with_any_byte_changed_is_refused_or_restores_the_same(tmp_path):
    library, file = tmp_path / "library", tmp_path / "marks.zip"
    store = open_store(library)
    store.add(a_page(1), a_mark_on(a_page(1)))
    store.close()
    backup.write(library, file)
    whole = file.read_bytes()
    before = {path: path.read_bytes() for path in (library / "pages").iterdir()}
    refused = 0
    for at in range(0, len(whole), 11):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
        try:
            backup.restore(library, file)
        except backup.BackupError:
            refused += 1
        assert {path: path.read_bytes() for path in (library / "pages").iterdir()} == before, at
    assert refused > len(whole) // 22


def test_a_damaged_page_is_named_and_the_backup_holds_the_others(winnow, tmp_path):
    library, file = tmp_path / "library", tmp_path / "marks.zip"
    store = open_store(library)
    for number in (1, 2):
        store.add(a_page(number), a_mark_on(a_page(number)))
    store.close()
    (library / "pages" / f"{a_page(1).id}.json").write_bytes(b"{")
    done = winnow("backup", str(file), "--data", str(library))
    assert done.returncode == 1
    assert f"Not in this backup: {a_page(1).id}.json" in done.stderr
    contents, _ = backup.restore(tmp_path / "elsewhere", file)
    assert (contents.pages, contents.marks) == (1, 1)
