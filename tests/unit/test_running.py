"""A file that does not tell of a running server is taken for none."""

import json

import pytest

from winnow import running

TOLD = {"pid": 1, "host": "127.0.0.1", "port": 1, "secret": "s"}
OTHERS = [
    b"",
    b"\xff\x00",
    b"[" * 100_000,
    b"9" * 5_000,
    b"[]",
    *(
        json.dumps(TOLD | change).encode()
        for change in (
            {"host": None},
            {"host": "a\0b"},
            {"host": "evil.example/"},
            {"host": "é.example"},
            {"port": "80"},
            {"port": 1 << 70},
            {"pid": []},
            {"secret": "é"},
            {"secret": "a\r\nX: y"},
            {"secret": 7},
        )
    ),
]


@pytest.mark.parametrize("text", OTHERS, ids=lambda text: repr(text[:60]))
def test_what_no_server_wrote_is_no_server(tmp_path, text):
    file = tmp_path / "server.json"
    file.write_bytes(text)
    assert running.find(file) is None


def test_a_server_that_is_gone_is_none(tmp_path):
    file = tmp_path / "server.json"
    running.announce(file, running.RunningServer(**TOLD))
    assert running.find(file) is None
    assert running.find(tmp_path / "nowhere") is None
