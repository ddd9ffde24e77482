"""The server from its start to its end, and who is paired with it, as a person runs it."""

import json
import os
import signal
import socket
from pathlib import Path

import pytest

from tests.conftest import open_to_others
from winnow.store import begin

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
    assert open_to_others(server.data) == []


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
    assert not Path(other).exists(), "no library is begun by a server that did not start"


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
    assert "script" not in winnow("devices", "--data", str(tmp_path / "flag"), env=named).stdout


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
    winnow("devices", "add", "script", "--data", str(library))
    done = winnow("pair", "--no-browser", "--data", str(library))
    assert done.returncode == 1
    assert "Winnow is not running" in done.stderr


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
    begin(library)
    done = winnow("devices", *arguments, "--data", str(library))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
