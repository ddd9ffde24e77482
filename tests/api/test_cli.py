"""The commands as a person runs them, each in its own process."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>Threshing</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Threshing</h1>
<p>The grain was beaten on the floor of the barn until the husks came loose from it, which
took two people with flails the better part of a long winter, &amp; more.</p>
<p>Then it was thrown into the wind, which carried the chaff away and let the heavier grain
fall back into the basket; this is what winnowing means, and it needs a steady breeze.</p>
</article></body></html>"""
SENTENCE = "Then it was thrown into the wind"


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "article.html"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def modes(folder: Path):
    """Every file and folder that another user could reach into."""
    return [
        (path.name, oct(stat.S_IMODE(path.stat().st_mode)))
        for path in (folder, *folder.rglob("*"))
        if path.stat().st_mode & 0o077
    ]


# --- help ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["serve", "pair", "devices", "clean", "export", "import", "doctor"]
)
def test_each_command_teaches_by_example(winnow, command):
    helped = winnow(command, "--help")
    assert helped.returncode == 0
    assert f"  winnow {command}" in helped.stdout.partition("examples:")[2]


def test_a_command_that_is_none_is_a_usage_error(winnow):
    assert winnow().returncode == 2
    assert winnow("thresh").returncode == 2


# --- clean -----------------------------------------------------------------------------


def test_clean_prints_the_text_without_server_or_library(winnow, article, tmp_path):
    done = winnow("clean", str(article), env={**os.environ, "WINNOW_DATA": str(tmp_path / "no")})
    assert done.returncode == 0, done.stderr
    assert SENTENCE in done.stdout
    assert "Home" not in done.stdout
    assert not (tmp_path / "no").exists()


def test_clean_reads_its_input_and_makes_links_absolute(winnow):
    page = ARTICLE.replace("winnowing", '<a href="/w">winnowing</a>')
    done = winnow("clean", "-", "--url", "https://example.org/a", "--format", "html", input=page)
    assert 'href="https://example.org/w"' in done.stdout
    assert "<title>Threshing</title>" in done.stdout
    assert '<html lang="en"' in done.stdout


def test_clean_tells_all_it_knows_as_json(winnow, article):
    page = json.loads(winnow("clean", str(article), "--format", "json").stdout)
    assert SENTENCE in page["text"]
    assert page["metadata"]["title"] == "Threshing"
    assert [block["text"] for block in page["blocks"] if block["text"]] == page["text"].split("\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["clean"], "winnow clean FILE"),
        (["clean", "no-such-file.html"], "cannot read no-such-file.html"),
        (["clean", "page.html", "--jsonl"], "winnow clean --jsonl <"),
    ],
)
def test_clean_says_what_it_needs(winnow, arguments, sentence):
    done = winnow(*arguments)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_clean_says_that_a_page_is_empty(winnow):
    done = winnow("clean", "-", input="<html><body></body></html>")
    assert done.returncode == 1
    assert done.stderr.startswith("winnow: ")


def test_jsonl_answers_each_line_before_the_next_is_read():
    with subprocess.Popen(
        [sys.executable, "-m", "winnow", "clean", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:

        def ask(line: str):
            process.stdin.write(line + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        page = {"url": "https://example.org/", "html": ARTICLE}
        first = ask(json.dumps({"id": 1} | page))
        assert first["id"] == 1
        assert SENTENCE in first["text"]
        for bad in ("{", "[]", "null", '{"id": 2}', '{"id": 2, "html": 7}', "[" * 100_000):
            answer = ask(bad)
            assert set(answer) == {"id", "error"}
            assert answer["id"] in {None, 2}
        empty = ask(json.dumps({"id": "e", "url": "", "html": ""}))
        assert set(empty) == {"id", "error"}
        assert empty["id"] == "e"
        last = ask(json.dumps({"id": {"any": "id"}} | page))
        assert last == {"id": {"any": "id"}, "text": first["text"]}
        process.stdin.close()
        assert process.wait(10) == 0


@pytest.mark.parametrize("number", ["NaN", "-Infinity"])
def test_jsonl_never_answers_with_what_is_no_json(winnow, number):
    done = winnow("clean", "--jsonl", input=f'{{"id": {number}, "html": "<p>words</p>"}}\n')
    assert json.loads(done.stdout)["id"] is None
    assert number not in done.stdout


# --- serve -----------------------------------------------------------------------------


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serve_ends_cleanly(serve, how):
    server = serve()
    assert server.anyone().get("/health").status == 200
    assert server.stop(how) == (0, "")
    assert not (server.data / "server.json").exists()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", server.port)) != 0
    serve()  # the folder is free again


def test_serve_listens_on_loopback_only(server):
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("127.0.0.1", server.port)) == 0
    table = Path("/proc/net/tcp").read_text()
    wanted = f"0100007F:{server.port:04X} 00000000:0000 0A"
    assert wanted in table
    assert f"00000000:{server.port:04X} 00000000:0000 0A" not in table


def test_a_library_is_closed_to_other_users(server, client, a_mark):
    assert client.post("/annotations", a_mark()).status == 201
    assert modes(server.data) == []


def test_a_second_server_over_a_library_names_the_first(server, winnow):
    done = winnow("serve", "--no-browser", "--port", "0", "--data", str(server.data))
    assert done.returncode == 1
    assert f"winnow serve, process {server.process.pid}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_says_who_does_what(server, winnow, tmp_path):
    other = str(tmp_path / "other")
    port = str(server.port)
    done = winnow("serve", "--no-browser", "--port", port, "--data", other)
    assert done.returncode == 1
    assert f"Another Winnow, with another library, is listening on port {port}." in done.stderr
    assert f"winnow serve --port {server.port + 1}" in done.stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = winnow("serve", "--no-browser", "--port", port, "--data", other)
    assert done.returncode == 1
    assert f"Port {port} is taken by another program. Stop that program, or" in done.stderr


def test_a_folder_that_cannot_be_is_told(winnow, tmp_path):
    (tmp_path / "file").write_text("")
    done = winnow("serve", "--no-browser", "--data", str(tmp_path / "file"))
    assert done.returncode == 1
    assert "--data DIR" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_environment_names_the_library_and_a_flag_overrules_it(winnow, tmp_path):
    named = {**os.environ, "WINNOW_DATA": str(tmp_path / "named")}
    assert winnow("devices", "add", "script", env=named).returncode == 0
    assert "script" in winnow("devices", "--data", str(tmp_path / "named")).stdout
    assert winnow("devices", "--data", str(tmp_path / "flag"), env=named).stdout == ""


@pytest.fixture
def browser(tmp_path):
    """An environment whose browser writes down what it is asked to open, and what it wrote."""
    script, opened = tmp_path / "browser", tmp_path / "opened"
    script.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    script.chmod(0o700)
    env = {**os.environ, "BROWSER": str(script), "DISPLAY": ":99"}
    return env, lambda: opened.read_text().split() if opened.exists() else []


def test_the_first_start_opens_the_pairing_page(serve, browser):
    env, opened = browser
    server = serve(env=env)
    [link] = [line for line in server.greeting if "/pair#" in line]
    assert opened() == [link]


def test_a_start_without_a_browser_opens_nothing(serve, winnow, browser):
    env, opened = browser
    server = serve("--no-browser", env=env)
    assert [line for line in server.greeting if "/pair#" in line]
    winnow("pair", "--no-browser", "--data", str(server.data), env=env)
    assert opened() == []


def test_pair_opens_its_link_or_says_where_to(server, winnow, browser):
    env, opened = browser
    data = ("--data", str(server.data))
    link = winnow("pair", *data, env=env).stdout.strip()
    assert opened() == [link]
    unseen = winnow("pair", *data, env=env | {"BROWSER": "none"})
    assert "Open this link in the browser" in unseen.stderr
    assert opened() == [link]


# --- pair and devices ------------------------------------------------------------------


def test_pair_needs_a_server_and_says_so(winnow, library):
    done = winnow("pair", "--no-browser", "--data", str(library))
    assert done.returncode == 1
    assert "winnow serve" in done.stderr


def test_the_file_of_a_killed_server_deceives_nobody(serve, winnow, library):
    server = serve()
    server.stop(signal.SIGKILL)
    assert (library / "server.json").exists()
    assert "winnow serve" in winnow("pair", "--data", str(library)).stderr
    other = serve("--data", str(library.parent / "other"))
    left = json.loads((library / "server.json").read_text())
    (library / "server.json").write_text(json.dumps(left | {"port": other.port}))
    assert "winnow serve" in winnow("pair", "--data", str(library)).stderr
    assert winnow("export", "--data", str(library)).returncode == 0


def test_devices_are_added_listed_and_revoked_while_the_server_runs(server, winnow):
    data = ("--data", str(server.data))
    assert "winnow pair" in winnow("devices", *data).stderr
    added = winnow("devices", "add", "backup", *data)
    token = added.stdout.strip()
    assert token not in added.stderr
    script = server.anyone().with_headers(Authorization=f"Bearer {token}")
    assert script.get("/annotations").status == 200
    listed = winnow("devices", "list", *data).stdout
    assert "backup" in listed
    assert token not in listed
    assert winnow("devices", "revoke", "backup", *data).returncode == 0
    assert script.get("/annotations").status == 401
    assert winnow("devices", *data).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["revoke"], "needs a NAME"),
        (["add"], "needs a NAME"),
        (["list", "x"], "takes no NAME"),
        (["revoke", "nobody"], "winnow devices list"),
        (["add", "a\nb"], "1 to 60 characters"),
    ],
)
def test_devices_says_what_it_needs(winnow, library, arguments, sentence):
    done = winnow("devices", *arguments, "--data", str(library))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


# --- export and import -----------------------------------------------------------------


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
def test_a_page_that_is_not_there_is_not_exported(serve, winnow, library, served):
    if served:
        serve()
    done = winnow("export", "--page", "0" * 32, "--data", str(library))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr) > 30
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": "other"}',
        '{"format": "winnow", "schema": 99}',
        '{"format": "winnow", "schema": 1}',
    ],
)
@pytest.mark.parametrize("served", [True, False])
def test_an_import_that_cannot_be_read_changes_nothing(serve, winnow, library, text, served):
    if served:
        serve()
    done = winnow("import", "-", "--data", str(library), input=text)
    assert done.returncode == 1
    assert len(done.stderr) > 30
    assert "Traceback" not in done.stderr
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
    assert winnow("import", str(file), "--data", str(other)).returncode == 1
    assert json.loads(winnow("export", "--data", str(other)).stdout)["annotations"] == []
    before = client.get("/export").json
    assert client.post("/import", export).status == 422
    assert client.get("/export").json | {"exported": ""} == before | {"exported": ""}


def test_an_export_tells_which_pages_it_lacks(serve, winnow, a_mark):
    server = serve()
    page = server.client().post("/annotations", a_mark()).json["page"]["id"]
    server.stop()
    (server.data / "pages" / f"{page}.json").write_bytes(b"{")
    done = winnow("export", "--data", str(server.data))
    assert json.loads(done.stdout)["annotations"] == []
    assert "1 damaged pages are not in this export" in done.stderr


def test_an_export_to_a_device_leaves_the_device(winnow, library):
    assert winnow("export", "-o", os.devnull, "--data", str(library)).returncode == 0
    assert Path(os.devnull).is_char_device()


def test_an_import_that_is_not_there_is_told(winnow, library):
    done = winnow("import", "no-such-file.json", "--data", str(library))
    assert done.returncode == 1
    assert "no-such-file.json" in done.stderr
    assert "Traceback" not in done.stderr


# --- doctor ----------------------------------------------------------------------------


def test_the_doctor_finds_nothing_wrong_with_a_library_in_use(server, client, winnow, a_mark):
    client.post("/annotations", a_mark())
    done = winnow("doctor", "--data", str(server.data))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Library: {server.data}" in done.stdout
    assert f"Log: {server.data / 'logs' / 'winnow.log'}" in done.stdout
    assert f"http://127.0.0.1:{server.port}, process {server.process.pid}" in done.stdout


def test_the_doctor_names_what_is_wrong_and_mends_it_when_asked(serve, winnow, a_mark):
    server = serve()
    page = server.client().post("/annotations", a_mark()).json["page"]["id"]
    data = ("--data", str(server.data))
    assert "Stop it first" in winnow("doctor", "--mend", *data).stderr
    server.stop()
    damaged = server.data / "pages" / f"{page}.json"
    damaged.write_bytes(b"{")
    (server.data / "devices.json").chmod(0o644)

    looked = winnow("doctor", *data)
    assert looked.returncode == 1
    assert f"Wrong: {damaged}: This page cannot be read" in looked.stderr
    assert f"Wrong: {server.data / 'devices.json'}: Other users" in looked.stderr
    assert damaged.exists()

    assert "Mended" in winnow("doctor", "--mend", *data).stdout
    assert (server.data / "quarantine" / damaged.name).read_bytes() == b"{"
    assert modes(server.data) == []
    (server.data / "quarantine" / damaged.name).unlink()
    assert winnow("doctor", *data).returncode == 0


def test_the_doctor_makes_no_library(winnow, library):
    done = winnow("doctor", "--data", str(library))
    assert done.returncode == 1
    assert "winnow serve" in done.stderr
    assert not library.exists()


def test_the_doctor_names_a_damaged_list_of_devices(winnow, library):
    winnow("devices", "add", "script", "--data", str(library))
    (library / "devices.json").write_text("{")
    assert "pair your browsers again" in winnow("doctor", "--data", str(library)).stderr
