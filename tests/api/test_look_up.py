"""Whether a page has marks: asked without the token, by a signature good for nothing else."""

import json
import re
import statistics
from itertools import count

import pytest

from tests.api.test_guard import EXTENSION, paired
from winnow.devices import digest
from winnow.proof import answered, look_up, name_of

PAGE = {"url": "https://example.org/nobody-marked-this", "canonical": None, "title": "A page"}
TOOK = re.compile(r"winnow\.request POST /api/v1/look-up 200 ([0-9.]+) ms")
NUMBERS = count(10**20)


@pytest.fixture
def server(shared_server):
    return shared_server


@pytest.fixture(scope="module")
def extension(shared_server):
    return paired(shared_server, EXTENSION)


def token_of(client):
    return client.headers["Authorization"].removeprefix("Bearer ")


def run_of(server, client):
    """The run that the server tells who may ask for its proof."""
    asked = {"Winnow_Device": name_of(digest(token_of(client))), "Winnow_Challenge": "A" * 16}
    return server.anyone().get("/health", **asked).headers["Winnow-Run"]


def signed(server, client, said, **others):
    """The header by which a device signs `said`, and the number it used once."""
    known = digest(token_of(client))
    of_now = {"port": server.port, "challenge": str(next(NUMBERS)), "body": said}
    made = of_now | others
    made["run"] = others.get("run") or run_of(server, client)
    challenge, signature = made["challenge"], look_up(known, **made)
    return (
        f"Winnow device={name_of(known)}, challenge={challenge}, signature={signature}",
        challenge,
    )


def ask(server, client, page=PAGE, path="/look-up", method="POST", **others):
    """Look up a page by a signature; the answer, and the number used once."""
    body = json.dumps(page).encode()
    header, challenge = signed(server, client, body, **others)
    asking = client.with_headers(Authorization=header)
    return asking.call(method, f"/api/v1{path}", body), challenge


def test_it_tells_how_many_marks_a_page_has_deleted_ones_not(server, extension, a_mark, somewhere):
    page = {"url": somewhere, "title": "An article"}
    assert ask(server, extension, page)[0].json == {"marks": 0}
    made = [extension.post("/annotations", a_mark(page=page)).json["annotation"] for _ in "ab"]
    assert ask(server, extension, page)[0].json == {"marks": 2}
    extension.delete(f"/annotations/{made[0]['id']}", if_match='"1"')
    assert ask(server, extension, page)[0].json == {"marks": 1}
    elsewhere = page | {"url": f"{somewhere}?print=1", "canonical": somewhere}
    assert ask(server, extension, elsewhere)[0].json == {"marks": 1}


def test_the_answer_is_signed_and_a_token_s_is_not(server, extension):
    answer, challenge = ask(server, extension)
    wanted = answered(digest(token_of(extension)), server.port, challenge, answer.body)
    assert answer.headers["Winnow-Proof"] == wanted
    by_token = extension.post("/look-up", PAGE)
    assert by_token.json == {"marks": 0}
    assert "Winnow-Proof" not in by_token.headers


@pytest.mark.parametrize(
    "wrong",
    [
        {"run": "0" * 32},
        {"port": 1},
        {"body": b"{}"},
        {"challenge": "short"},
        {"challenge": "A" * 201},
    ],
    ids=lambda wrong: str(*wrong),
)
def test_what_was_signed_for_another_run_port_or_page_is_refused(server, extension, wrong):
    refused, _ = ask(server, extension, **wrong)
    assert (refused.status, refused.problem) == (401, "stale-signature")
    assert "/api/v1/health" in refused.json["detail"]
    assert "Winnow-Proof" not in refused.headers


def test_what_another_device_signed_in_this_one_s_name_is_refused(server, extension):
    other = server.client("another")
    names = [name_of(digest(token_of(client))) for client in (other, extension)]
    header, _ = signed(server, other, json.dumps(PAGE).encode())
    forged = extension.with_headers(Authorization=header.replace(*names))
    assert forged.post("/look-up", PAGE).problem == "stale-signature"


def test_what_was_heard_before_a_restart_cannot_be_said_again(serve, library):
    server = serve()
    extension = paired(server, EXTENSION)
    body = json.dumps(PAGE).encode()
    header, _ = signed(server, extension, body)
    heard = extension.with_headers(Authorization=header)
    assert heard.post("/look-up", body).status == 200
    server.stop()
    again = serve("--port", str(server.port), data=library)
    refused = heard.post("/look-up", body)
    assert (refused.status, refused.problem) == (401, "stale-signature")
    assert ask(again, extension)[0].status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/annotations"),
        ("POST", "/annotations"),
        ("POST", "/clean"),
        ("POST", "/import"),
        ("GET", "/export"),
        ("GET", "/look-up"),
        ("DELETE", "/bin"),
        ("GET", "/openapi.json"),
    ],
)
def test_it_opens_no_other_door(server, extension, method, path, kept):
    refused, _ = ask(server, extension, path=path, method=method)
    assert (refused.status, refused.problem) == (401, "not-paired")
    assert not kept()


@pytest.mark.parametrize(
    "said",
    [
        "Winnow",
        "Winnow ",
        "Winnow x",
        "Winnow device=, challenge=, signature=",
        "Winnow device, challenge, signature",
        "Winnow device=é, challenge=é, signature=é",
        "Winnow device*=UTF-8''%ff, signature*=x",
        'Winnow device="',
    ],
)
def test_what_is_no_signature_is_refused(extension, said):
    asking = extension.with_headers(Authorization=said)
    refused = asking.post("/look-up", PAGE)
    assert (refused.status, refused.problem) == (401, "not-paired")


@pytest.mark.parametrize("left_out", ["challenge", "signature"])
def test_half_a_signature_is_none(server, extension, left_out):
    header, _ = signed(server, extension, json.dumps(PAGE).encode())
    half = re.sub(rf"{left_out}=\w+(, )?", "", header)
    refused = extension.with_headers(Authorization=half).post("/look-up", PAGE)
    assert (refused.status, refused.problem) == (401, "stale-signature")


def test_a_signature_is_bound_to_the_origin_of_its_token(server, extension):
    for origin in ("chrome-extension://another", None):
        refused, _ = ask(server, extension.with_headers(Origin=origin))
        assert (refused.status, refused.problem) == (403, "wrong-origin")


def test_a_device_that_was_revoked_signs_nothing(server, winnow):
    doomed = server.client("signs")
    assert ask(server, doomed)[0].status == 200
    run = run_of(server, doomed)
    assert winnow("devices", "revoke", "signs", "--data", str(server.data)).returncode == 0
    refused, _ = ask(server, doomed, run=run)
    assert (refused.status, refused.problem) == (401, "not-paired")


@pytest.mark.parametrize("page", [{}, {"url": "no address"}, {"url": "https://x.example", "x": 1}])
def test_what_is_no_page_is_refused(server, extension, page):
    refused, _ = ask(server, extension, page)
    assert (refused.status, refused.problem) == (422, "invalid")


def test_what_it_costs_the_server_is_printed(server, extension, a_mark):
    """In a library of some marks, for pages without any."""
    for number in range(50):
        page = {"url": f"https://example.org/marked/{number}"}
        assert extension.post("/annotations", a_mark(page=page)).status == 201
    run = run_of(server, extension)
    log = server.data / "logs" / "winnow.log"
    before = len(TOOK.findall(log.read_text(encoding="utf-8")))
    for number in range(500):
        page = {"url": f"https://example.org/unmarked/{number}", "canonical": None}
        assert ask(server, extension, page, run=run)[0].json == {"marks": 0}
    took = [float(ms) for ms in TOOK.findall(log.read_text(encoding="utf-8"))[before:]]
    assert len(took) == 500
    percentiles = statistics.quantiles(took, n=20)
    print(f"\na look-up at the server: median {statistics.median(took):.1f} ms, ", end="")
    print(f"p95 {percentiles[-1]:.1f} ms, of {len(took)}")
