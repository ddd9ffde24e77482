"""`winnow place --jsonl`, as somebody who measures it would run it."""

import json
import subprocess
import sys

import pytest

from winnow.annotate import make_mark

TEXT = "Le chômage a reculé à 7,4 % en mars. « C'est peu », dit la ministre Claire Nadal."


def case(text: str, words: str = "reculé à 7,4 % en mars. « C'est peu »", **more: object) -> str:
    start = TEXT.index(words)
    mark = make_mark(TEXT, start, start + len(words))
    fields = {name: getattr(mark, name) for name in ("exact", "prefix", "suffix", "start", "end")}
    return json.dumps({"id": "a", "mark": fields, "text": text} | more)


def placed(*lines: str) -> list[dict]:
    done = subprocess.run(
        [sys.executable, "-m", "winnow", "place", "--jsonl"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_mark_is_the_same_moved_changed_or_gone():
    before = "Paris, lundi. "
    changed = TEXT.replace("7,4", "4,7")
    same, moved, other, gone = placed(
        case(TEXT), case(before + TEXT), case(changed), case("Rien de tout cela n'est vrai.")
    )
    start = TEXT.index("reculé")
    assert same == {
        "id": "a",
        "words": "same",
        "place": "same",
        "ranges": [{"start": start, "end": start + 37}],
        "alerts": [],
    }
    assert (moved["words"], moved["ranges"][0]["start"]) == ("same", start + len(before))
    assert (other["words"], other["alerts"]) == (
        "changed",
        [{"kind": "digit", "before": "7,4", "after": "4,7"}],
    )
    assert (gone["words"], gone["ranges"]) == ("gone", [])


def test_it_answers_each_line_before_the_next_is_read():
    with subprocess.Popen(
        [sys.executable, "-m", "winnow", "place", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        for _ in range(2):
            process.stdin.write(case(TEXT) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["words"] == "same"
        process.stdin.close()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "{",
        "[]",
        '{"id": 1}',
        '{"id": 1, "mark": {"exact": ""}, "text": ""}',
        '{"id": 1, "mark": {"exact": "a", "start": 3, "end": 1}, "text": "a"}',
        '{"id": 1, "mark": {"exact": "a", "start": 0, "end": 1, "prefix": 7}, "text": "a"}',
        '{"id": 1, "mark": {"exact": "a", "start": 0, "end": true}, "text": "a"}',
        '{"id": 1, "mark": {"exact": "a", "start": 1e999, "end": 1}, "text": "a"}',
        json.dumps(
            {"id": 1, "mark": {"exact": "a" * 50_001, "start": 0, "end": 50_001}, "text": ""}
        ),
    ],
)
def test_a_bad_line_is_told_and_the_next_is_read(line: str):
    bad, good = placed(line, case(TEXT))
    assert set(bad) == {"id", "error"}
    assert good["words"] == "same"
