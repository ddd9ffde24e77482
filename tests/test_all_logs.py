"""Runs last: no log that any test of this session made holds a word of what it was about."""

import re

PLANTED = (
    "sky was clear",  # every `a_mark` has these words, this title and an address there
    "an article",
    "example.org",
    "example.com",
    "whistleblower",
    "evil.example",
)
TOKEN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
"""256 bits in base64, as tokens, keys and sessions are written."""


def leaks(text):
    """What a log may not hold, of `text`."""
    low = text.lower()
    return [word for word in PLANTED if word in low] + TOKEN.findall(text)


def test_a_leak_would_be_seen():
    assert leaks("2026 INFO winnow GET /annotations?q=Sky+was 200") == []
    assert leaks("failed on https://example.org/a") == ["example.org"]
    assert leaks("Bearer " + "aZ-9" * 10 + "abc") == ["aZ-9" * 10 + "abc"]


def test_no_log_of_this_session_holds_a_word_of_a_mark(client, a_mark, tmp_path_factory):
    assert client.post("/annotations", a_mark()).status == 201  # one log at least, run alone too
    logs = sorted(tmp_path_factory.getbasetemp().rglob("winnow.log*"))
    assert logs
    lines = 0
    for file in logs:
        text = file.read_text(encoding="utf-8")
        lines += text.count("\n")
        assert leaks(text) == [], file
    print(f"{len(logs)} logs, {lines} lines: no planted word, address or token")
    assert lines > len(logs)
