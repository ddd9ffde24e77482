"""The commands that need no library, as a person runs them: help and cleaning."""

import json
import os
import resource
import subprocess
import sys

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


def test_clean_explains_every_block(winnow, article):
    blocks = winnow("clean", str(article), "--explain").stdout.split("\n\n")[1:]
    verdicts = [block.split()[1] for block in blocks]
    page = json.loads(winnow("clean", str(article), "--format", "json").stdout)
    assert verdicts.count("KEPT") == len(page["text"].split("\n"))
    assert set(verdicts) == {"KEPT", "out:"}
    assert all(block.count("=") >= 3 for block in blocks)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["clean"], "winnow clean FILE"),
        (["clean", "no-such-file.html"], "cannot read no-such-file.html"),
        (["clean", "page.html", "--jsonl"], "winnow clean --jsonl <"),
        (["clean", "--jsonl", "--format", "html"], "--format is for one page"),
        (["clean", "--jsonl", "--url", "https://example.org/a"], "--url is for one page"),
        (["clean", "--jsonl", "--explain"], "--explain is for one page"),
        (["clean", "page.html", "--explain", "--format", "json"], "Leave --format out"),
        (["clean", "page.html", "--url", "javascript:alert(1)"], "no page's address"),
        (["clean", "page.html", "--url", "example.org"], "no page's address"),
    ],
)
def test_clean_says_what_it_needs(winnow, arguments, sentence):
    done = winnow(*arguments)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_clean_says_that_it_kept_nothing(winnow):
    done = winnow("clean", "-", input="<footer><p>© 2024 All rights reserved.</p></footer>")
    assert (done.returncode, done.stdout.strip()) == (0, "")
    assert "--explain says why" in done.stderr


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
        for bad in (
            "",
            "  \t",
            "{",
            "[]",
            "null",
            '{"id": 2}',
            '{"id": 2, "html": 7}',
            "[" * 100_000,
        ):
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


def no_file_may_grow() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_an_output_that_takes_no_more_is_told(article, tmp_path):
    command = [sys.executable, "-B", "-m", "winnow", "clean", str(article)]
    with (tmp_path / "out").open("wb") as full:
        done = subprocess.run(
            command,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            preexec_fn=no_file_may_grow,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("winnow: The answer cannot be written")
