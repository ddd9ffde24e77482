"""The server proves to a device that it knows its token, to nobody else, and is told no token."""

import json
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.api.test_guard import EXTENSION, paired
from winnow import running
from winnow.config import LOOPBACK
from winnow.devices import digest
from winnow.proof import answered, look_up, name_of, proof

CHALLENGE = "A" * 43
VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "proof.json").read_text())


@pytest.fixture
def server(shared_server):
    return shared_server


def token_of(client):
    return client.headers["Authorization"].removeprefix("Bearer ")


def ask(server, token, **others):
    """What anyone answers who asks for the proof of a token, which is not sent."""
    asked = {"Winnow_Device": name_of(digest(token)), "Winnow_Challenge": CHALLENGE}
    return server.anyone().get("/health", **(asked | others))


@pytest.mark.parametrize("made", VECTORS, ids=lambda made: str(made["port"]))
def test_it_is_made_as_the_extension_checks_it(made):
    known = digest(made["token"])
    assert name_of(known) == made["device"]
    asked = (known, made["port"], made["run"], made["challenge"])
    assert proof(*asked) == made["proof"]
    assert look_up(*asked, made["body"].encode()) == made["signature"]
    answer = made["answer"].encode()
    assert answered(known, made["port"], made["challenge"], answer) == made["answered"]


def test_a_device_is_answered_the_proof_of_its_own_token_and_of_this_port(server):
    tokens = [token_of(server.client(name)) for name in ("one", "two")]
    answers = [ask(server, token).headers for token in tokens]
    run = answers[0]["Winnow-Run"]
    assert [answer["Winnow-Run"] for answer in answers] == [run, run]
    proofs = [answer["Winnow-Proof"] for answer in answers]
    assert proofs == [proof(digest(token), server.port, run, CHALLENGE) for token in tokens]
    others = {
        proof(digest(tokens[0]), server.port + more, f"{run}{more}", CHALLENGE) for more in (0, 1)
    }
    assert len({*proofs, *others}) == 4
    other = ask(server, tokens[0], Winnow_Challenge="B" * 43)
    assert other.headers["Winnow-Proof"] not in proofs
    assert other.json == {"name": "winnow", "api": 1}


def test_a_device_that_was_revoked_is_led_to_a_new_pairing(server, winnow):
    token = token_of(server.client("revoked"))
    assert ask(server, token).status == 200
    assert winnow("devices", "revoke", "revoked", "--data", str(server.data)).returncode == 0
    refused = ask(server, token)
    assert (refused.status, refused.problem) == (401, "not-paired")
    assert "Winnow-Proof" not in refused.headers


@pytest.mark.parametrize("left_out", ["Winnow_Device", "Winnow_Challenge"])
def test_who_asks_by_half_learns_what_anyone_does(server, left_out):
    answer = ask(server, token_of(server.client()), **{left_out: None})
    assert answer.json == {"name": "winnow", "api": 1}
    assert "Winnow-Proof" not in answer.headers


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Winnow_Device", "0" * 63),
        ("Winnow_Device", "0" * 65),
        ("Winnow_Device", "é" * 64),
        ("Winnow_Challenge", "short"),
        ("Winnow_Challenge", "A" * 201),
        ("Winnow_Challenge", "A A" * 10),
    ],
)
def test_what_no_device_asks_is_refused(server, header, value):
    answer = ask(server, token_of(server.client()), **{header: value})
    assert (answer.status, answer.problem) == (422, "invalid")


def test_a_web_page_cannot_ask(server):
    token = token_of(server.client())
    for page in (
        {"Origin": "https://evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Host": f"evil.example:{server.port}"},
    ):
        answer = ask(server, token, **page)
        assert answer.problem in {"foreign-origin", "bad-host"}
        assert "Winnow-Proof" not in answer.headers


def test_a_proof_is_readable_by_a_paired_origin_and_no_other(server):
    token = token_of(paired(server, EXTENSION, "Asks for a proof"))
    answer = ask(server, token, Origin=EXTENSION)
    assert answer.headers["Access-Control-Allow-Origin"] == EXTENSION
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"Winnow-Proof", "Winnow-Run"} <= {*exposed}
    wanted = "winnow-challenge, winnow-device"
    allowed = server.anyone().call(
        "OPTIONS",
        "/api/v1/health",
        Origin=EXTENSION,
        Access_Control_Request_Method="GET",
        Access_Control_Request_Headers=wanted,
    )
    assert allowed.headers["Access-Control-Allow-Headers"] == wanted
    other = ask(server, token, Origin="chrome-extension://nobody")
    assert "Access-Control-Allow-Origin" not in other.headers


def test_whoever_passes_the_question_on_to_another_port_proves_nothing(server):
    told = running.find(server.data / "server.json")
    heard = []

    def pass_on(listener):
        with (
            listener.accept()[0] as asking,
            socket.create_connection((LOOPBACK, server.port)) as to,
        ):
            while asked := asking.recv(65536):
                heard.append(asked)
                to.sendall(asked.replace(f":{port}".encode(), f":{server.port}".encode()))
                answer = b""
                while not answer.endswith(b"}"):
                    answer += to.recv(65536)
                asking.sendall(answer)

    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
        threading.Thread(target=pass_on, args=[listener], daemon=True).start()
        with pytest.raises(ConnectionError, match="another program"):
            replace(told, port=port).call("GET", "/pages")
    assert len(heard) == 1
    assert told.secret.encode() not in heard[0]
