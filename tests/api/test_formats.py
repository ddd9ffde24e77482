"""Other programs' formats, over HTTP and by command: out, in, and what would happen."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"


def without_time(text):
    return json.loads(text) | {"exported": ""}


def library_of(client):
    return without_time(client.get("/export").body)


@pytest.fixture
def marked(client, a_mark):
    """A client whose library has a claim, a quote and a deleted mark, on two pages."""
    page = {"url": "https://example.org/one", "title": "=1+1"}
    client.post("/annotations", a_mark(kind="claim", note="<b> =1+1", page=page))
    client.post("/annotations", a_mark(kind="quote", page={"url": "https://example.org/two"}))
    gone = client.post("/annotations", a_mark(page=page)).json["annotation"]["id"]
    assert client.delete(f"/annotations/{gone}", if_match='"1"').status == 200
    return client


def test_each_format_leaves_as_a_download_and_served_as_unserved(marked, server, winnow, tmp_path):
    types = {
        "jsonld": ("application/ld+json", ".jsonld"),
        "markdown": ("application/zip", ".zip"),
        "csv": ("text/csv; charset=utf-8", ".csv"),
        "claimreview": ("application/ld+json", ".claims.jsonld"),
    }
    served = {}
    for name, (media_type, suffix) in types.items():
        answer = marked.get(f"/export?format={name}")
        assert answer.headers["Content-Type"] == media_type
        assert suffix in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        served[name] = answer.body
        file = tmp_path / name
        done = winnow("export", "--format", name, "-o", str(file), "--data", str(server.data))
        assert done.returncode == 0, done.stderr
        assert file.read_bytes() == served[name]
    server.stop()
    for name, body in served.items():
        file = tmp_path / f"{name} again"
        winnow("export", "--format", name, "-o", str(file), "--data", str(server.data))
        assert file.read_bytes() == body
    assert json.loads(served["jsonld"])["total"] == 2
    assert len(json.loads(served["claimreview"])["@graph"]) == 1
    rows = list(csv.DictReader(io.StringIO(served["csv"].decode("utf-8-sig"), newline="")))
    assert {row["page"] for row in rows} == {"", "'=1+1"}
    with zipfile.ZipFile(io.BytesIO(served["markdown"])) as notes:
        assert len(notes.namelist()) == 2


def test_one_page_leaves_as_one_note(marked, winnow, server):
    page = marked.get("/pages").json["pages"][0]["id"]
    answer = marked.get(f"/export?format=markdown&page={page}")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    note = answer.body.decode()
    assert note.startswith("---\n")
    command = winnow("export", "--format", "markdown", "--page", page, "--data", str(server.data))
    assert command.stdout == note


@pytest.mark.parametrize("query", ["/export?format=pdf", "/import?format=csv"])
def test_a_format_that_is_none_is_refused(client, query):
    answer = client.post(query, {}) if "import" in query else client.get(query)
    assert (answer.status, answer.problem) == (422, "invalid")
    assert answer.json["errors"][0]["pointer"] == "/format"


SOURCES = [
    ("hypothesis", "hypothesis-client.json", 2),
    ("hypothesis", "hypothesis-api.json", 2),
    ("readwise", "readwise.csv", 3),
    ("jsonld", "w3c/samples/correct/collection1.json", 2),
]


def body_of(file):
    text = (DATA / file).read_text(encoding="utf-8")
    return {"text": text} if file.endswith("csv") else json.loads(text)


def test_each_source_is_read_over_http_once(client):
    for name, file, marks in SOURCES:
        before = library_of(client)
        dry = client.post(f"/import?format={name}&dry_run=true", body_of(file))
        assert dry.status == 200
        assert dry.json["annotations"] == marks
        assert library_of(client) == before
        real = client.post(f"/import?format={name}", body_of(file))
        assert real.status == 200
        assert all(row["outcome"] == "left-out" for row in real.json["rows"])
        after = library_of(client)
        assert client.post(f"/import?format={name}", body_of(file)).status == 200
        assert library_of(client) == after
        again = client.post(f"/import?format={name}&dry_run=true", body_of(file)).json["rows"]
        assert {row["outcome"] for row in again} <= {"same", "left-out"}


def test_our_web_annotations_come_back_as_the_marks_they_were(marked, serve, tmp_path):
    collection = marked.get("/export?format=jsonld").json
    again = marked.post("/import?format=jsonld&dry_run=true", collection).json["rows"]
    assert [row["outcome"] for row in again] == ["same", "same"]
    other = serve(data=tmp_path / "other").client()
    assert other.post("/import?format=jsonld", collection).json["annotations"] == 2
    assert {m["id"] for m in other.get("/annotations").json["annotations"]} == {
        m["id"] for m in marked.get("/annotations").json["annotations"]
    }


def test_one_row_keeps_all_out_unless_the_rest_is_asked_for(client):
    whole = body_of("hypothesis-client.json")
    whole["annotations"][3]["uri"] = "javascript:alert(1)"
    refused = client.post("/import?format=hypothesis", whole)
    assert (refused.status, refused.problem) == (422, "invalid")
    assert refused.json["errors"][0]["pointer"] == "/annotations/3/url"
    assert library_of(client)["pages"] == []
    dry = client.post("/import?format=hypothesis&dry_run=true", whole).json
    assert [row["outcome"] for row in dry["rows"]] == ["new", "left-out", "left-out", "refused"]
    assert library_of(client)["pages"] == []
    partial = client.post("/import?format=hypothesis&partial=true", whole).json
    assert (partial["annotations"], len(partial["rows"])) == (1, 3)
    assert len(library_of(client)["annotations"]) == 1


def test_an_import_is_refused_in_any_media_type_a_web_page_could_send(client):
    text = (DATA / "readwise.csv").read_bytes()
    for media_type in ("text/csv", "text/plain", "multipart/form-data; boundary=x"):
        answer = client.post("/import?format=readwise", text, content_type=media_type)
        assert (answer.status, answer.problem) == (415, "not-json")


@pytest.mark.parametrize("served", [True, False])
def test_the_command_reads_each_source_by_looking_at_it(serve, winnow, library, served):
    if served:
        serve()
    data = ("--data", str(library))
    for _, file, marks in SOURCES:
        dry = winnow("import", "--dry-run", str(DATA / file), *data)
        assert dry.returncode == 0, dry.stderr
        assert dry.stdout.count("new ") + dry.stdout.count("same ") == marks
        assert "Nothing was changed" in dry.stderr
        for _ in range(2):
            done = winnow("import", str(DATA / file), *data)
            assert done.returncode == 0, done.stderr
            assert f"Read {marks} marks on" in done.stderr
        assert f" ({marks} here already)." in done.stderr
    assert len(json.loads(winnow("export", *data).stdout)["annotations"]) == 7


@pytest.mark.parametrize("served", [True, False])
def test_the_command_says_row_by_row_and_keeps_the_rest_only_if_asked(
    serve, winnow, library, tmp_path, served
):
    if served:
        serve()
    rows = body_of("hypothesis-client.json")["annotations"]
    rows[3]["created"] = "soon"
    file = tmp_path / "list.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    data = ("--data", str(library))
    dry = winnow("import", "--dry-run", str(file), *data)
    assert dry.returncode == 1
    assert [line.split()[:2] for line in dry.stdout.splitlines()] == [
        ["new", "/0"],
        ["left-out", "/1"],
        ["left-out", "/2"],
        ["refused", "/3"],
    ]
    refused = winnow("import", str(file), *data)
    assert refused.returncode == 1
    assert "Nothing was imported" in refused.stderr
    assert library.exists() == served
    partial = winnow("import", "--partial", str(file), *data)
    assert partial.returncode == 0, partial.stderr
    assert "Read 1 mark on 1 page." in partial.stderr
    assert "/3: refused" in partial.stderr
    assert len(json.loads(winnow("export", *data).stdout)["annotations"]) == 1


@pytest.mark.parametrize("served", [True, False])
def test_the_command_counts_what_it_does_not_name(serve, winnow, library, tmp_path, served):
    if served:
        serve()
    file = tmp_path / "list.json"
    file.write_text(json.dumps({"total": 1, "rows": [{}] * 2500}), encoding="utf-8")
    data = ("--data", str(library))
    dry = winnow("import", "--dry-run", str(file), *data)
    assert dry.returncode == 0, dry.stderr
    assert dry.stdout.splitlines()[-1] == "left-out  and 1,500 more rows"
    assert "2500 left-out. Nothing was changed" in dry.stderr
    done = winnow("import", str(file), *data)
    assert "Left out: 2,500 rows." in done.stderr
    assert "and 2,490 more; a dry run names the first of them." in done.stderr


@pytest.mark.parametrize("served", [True, False])
def test_nothing_in_a_file_commands_the_terminal(serve, winnow, library, tmp_path, served):
    if served:
        serve()
    commands = "\x1b]0;mine\x07\x9b31m\u202e\nNothing is wrong."
    time = "2026-03-01T10:00:00.000Z"
    times = {"created": time, "modified": time}
    keys = ["https://example.org/", commands, f"https://a{commands}.example/"]
    page = {"id": "1" * 32, "keys": keys, "url": keys[0], **times}
    mark = {"id": "0" * 32, "page": page["id"], "rev": 1, "kind": "claim", "exact": "x", **times}
    whole = {"format": "winnow", "schema": 1, "exported": time, "pages": [page]}
    file = tmp_path / "marks.json"
    for marks in ([mark], [mark, mark | {"id": "2" * 32, commands: 1}]):
        file.write_text(json.dumps(whole | {"annotations": marks}), encoding="utf-8")
        for flags in (["--dry-run"], [], ["--partial"]):
            done = winnow("import", *flags, str(file), "--data", str(library))
            told = (done.stdout + done.stderr).splitlines()
            assert all(line.isprintable() for line in told)
            assert "Nothing is wrong." not in told
            assert done.returncode == (1 if len(marks) > 1 and flags != ["--partial"] else 0)
