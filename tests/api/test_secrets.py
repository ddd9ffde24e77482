"""Where a token may be, and where it never is: disk, log, answers, process list, addresses."""

import ast
import json
import os
import stat
from pathlib import Path

import pytest

from tests.conftest import open_to_others, run_winnow
from winnow import devices, guard, log, pairing, proof

EXTENSION = "moz-extension://0c9b1ad0-37a1-4d0b-8d3c-0a6d2f2f4b9e"


def files_that_hold(folder, secret):
    return {
        path.name
        for path in folder.rglob("*")
        if path.is_file() and secret.encode() in path.read_bytes()
    }


def paired(server):
    """A token got by the code, the code, the cookie of the pairing page and its link's key."""
    link = run_winnow("pair", "--no-browser", "--data", str(server.data)).stdout.strip()
    key = link.partition("#")[2]
    page = server.anyone().with_headers(
        Origin=f"http://127.0.0.1:{server.port}", Sec_Fetch_Site="same-origin"
    )
    cookie = page.call("POST", "/pair/session", {"key": key}).headers["Set-Cookie"].split(";")[0]
    code = page.call("POST", "/pair/code", {}, Cookie=cookie).json["code"]
    answer = server.anyone().post("/pairing", {"code": code, "name": "Firefox"}, Origin=EXTENSION)
    return answer.json["token"], cookie.partition("=")[2], key


def test_no_secret_of_pairing_is_on_the_disk(server, client, a_mark):
    client.post("/annotations", a_mark())
    script = client.headers["Authorization"].removeprefix("Bearer ")
    for secret in (script, *paired(server)):
        assert len(secret) >= 43
        assert files_that_hold(server.data, secret) == set()


def test_only_the_running_server_s_file_holds_its_own_secret_and_it_ends_with_it(server):
    secret = json.loads((server.data / "server.json").read_bytes())["secret"]
    assert files_that_hold(server.data, secret) == {"server.json"}
    assert stat.S_IMODE((server.data / "server.json").stat().st_mode) == 0o600
    server.stop()
    assert files_that_hold(server.data, secret) == set()


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_no_token_is_in_the_list_of_processes_or_an_environment(server, client):
    secret = json.loads((server.data / "server.json").read_bytes())["secret"]
    token = client.headers["Authorization"].removeprefix("Bearer ")
    for told in ("cmdline", "environ"):
        said = Path(f"/proc/{server.process.pid}/{told}").read_bytes()
        assert said
        assert secret.encode() not in said
        assert token.encode() not in said


def test_a_token_in_an_address_opens_nothing_and_no_answer_repeats_it(server, client):
    token = client.headers["Authorization"].removeprefix("Bearer ")
    for name in ("access_token", "token", "authorization"):
        refused = server.anyone().get(f"/annotations?{name}={token}")
        assert refused.problem == "not-paired"
        assert token not in refused.body.decode()
    answers = [
        client.get(f"/annotations?x={token}"),
        client.get(f"/pages/{token}"),
        client.get(f"/{token}"),
        client.post("/annotations", {token: token}),
        client.post("/annotations", b"{" + token.encode()),
        client.post("/annotations", {}, Content_Type=token),
        client.get("/annotations", Host=token),
        client.call("GET", "/api/v1/annotations", Origin=f"https://{token}.example"),
    ]
    for answer in answers:
        assert answer.status >= 400
        said = answer.body.decode() + str(answer.headers)
        assert token not in said.replace(f'"pointer": "/{token}"', "").replace(f"/{token}:", "")


def test_secrets_are_never_compared_by_a_test_that_ends_at_the_first_difference():
    """Tokens, codes, signatures and digests go through hmac.compare_digest, or are keys."""
    secrets = {"token", "digest", "digits", "code", "token_sha256", "secret", "signed", "wanted"}
    compared = []
    for module in (devices, guard, pairing, proof):
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
            match node:
                case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                    sides = {
                        getattr(side, "attr", getattr(side, "id", "")) for side in (left, right)
                    }
                    assert not sides & secrets, f"{module.__name__}:{node.lineno}"
                case ast.Call(func=ast.Attribute(attr="compare_digest")):
                    compared.append(module)
    assert set(compared) == {devices, pairing, proof}


def test_what_winnow_writes_is_closed_to_others_whatever_the_umask(serve, a_mark):
    before = os.umask(0)
    try:
        server = serve()
        server.client().post("/annotations", a_mark())
        paired(server)
        run_winnow("backup", str(server.data / "backup.zip"), "--data", str(server.data))
        run_winnow("export", "-o", str(server.data / "marks.json"), "--data", str(server.data))
    finally:
        os.umask(before)
    assert (server.data / "marks.json").exists()
    assert open_to_others(server.data) == []


def test_the_doctor_names_every_file_that_others_could_read(server, client, a_mark, winnow):
    client.post("/annotations", a_mark())
    files = [path for path in (server.data, *server.data.rglob("*")) if not path.is_symlink()]
    modes = {path: path.stat().st_mode for path in files}
    assert len(files) > 6
    for path in files:
        path.chmod(modes[path] | 0o044)
    told = winnow("doctor", "--data", str(server.data))
    assert told.returncode == 1
    for path in files:
        assert f"{path}: Other users of this machine can read it." in told.stderr
        path.chmod(modes[path])
    assert winnow("doctor", "--data", str(server.data)).returncode == 0


def test_logs_are_rotated_and_stay_closed(tmp_path):
    before = os.umask(0o077)
    file = tmp_path / "logs" / "winnow.log"
    handler = log.to_file(file)
    try:
        for _ in range(6 * log.MAX_BYTES // 1_000):
            handler.emit(log.logging.LogRecord("winnow", 20, "", 0, "x" * 990, (), None))
    finally:
        log.take_off(handler)
        os.umask(before)
    kept = sorted(path.name for path in file.parent.iterdir())
    assert kept == ["winnow.log", *(f"winnow.log.{n}" for n in range(1, log.KEPT_FILES + 1))]
    assert all(path.stat().st_size <= log.MAX_BYTES for path in file.parent.iterdir())
    assert open_to_others(file.parent) == []
