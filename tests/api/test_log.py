"""The log tells what happened and nothing of what it happened to."""

import logging
import re
import sys
from pathlib import Path

import pytest

from winnow.log import ContentFreeFormatter

SECRET = "Whistleblower"


def test_no_word_address_or_token_is_ever_logged(serve, a_mark):
    server = serve()
    client = server.client()
    token = client.headers["Authorization"].removeprefix("Bearer ")
    mark = a_mark(
        exact=SECRET,
        note=SECRET,
        page={"url": f"https://{SECRET}.example/{SECRET}", "text": SECRET},
    )
    kept = client.post("/annotations", mark).json["annotation"]
    client.post("/clean", {"url": f"https://{SECRET}.example/", "html": f"<p>{SECRET} a b</p>"})
    client.post("/annotations", mark | {"exact": f"{SECRET} again"})
    client.post("/annotations", mark | {SECRET: SECRET})
    client.post("/annotations", b"{" + SECRET.encode())
    client.get(f"/annotations?q={SECRET}&url=https://{SECRET}.example/{SECRET}")
    client.get(f"/{SECRET}")
    client.call(SECRET.upper(), "/api/v1/annotations")
    client.get("/annotations", Host=f"{SECRET}.example")
    server.anyone().get("/annotations", Authorization=f"Bearer {SECRET}")
    (server.data / "pages" / f"{kept['page']}.json").write_text(SECRET)
    assert client.get(f"/annotations/{kept['id']}").problem == "store"
    server.stop()

    log = (server.data / "logs" / "winnow.log").read_text()
    assert "POST /api/v1/annotations 201" in log
    assert "GET (no such path) 404" in log
    assert "(other method)" in log
    assert f"page {kept['page']} is damaged" in log
    assert SECRET.lower() not in log.lower()
    assert token not in log
    assert not re.search(r"[A-Za-z0-9_-]{43}", log)


def test_an_error_is_logged_by_its_type_and_lines_only():
    try:
        int(SECRET)
    except ValueError:
        record = logging.LogRecord(
            "winnow.errors", logging.ERROR, "x", 1, "unforeseen", (), sys.exc_info()
        )
    said = ContentFreeFormatter("%(message)s").format(record)
    assert SECRET not in said
    assert said.splitlines()[:2] == ["unforeseen", "ValueError"]
    assert f"{Path(__file__).name}:" in said


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [("failed on %s", (SECRET,), "failed on %s"), (f"failed on {SECRET}", (), "at channel.py:7")],
)
def test_what_another_library_logs_loses_its_words(words, given, said):
    record = logging.LogRecord(
        "waitress.queue", logging.WARNING, "waitress/channel.py", 7, words, given, None
    )
    assert ContentFreeFormatter("%(message)s").format(record) == said
