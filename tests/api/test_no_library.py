"""A folder without a library: who looks refuses it, who brings something may begin one."""

import json
import os
from pathlib import Path

import pytest

from tests.conftest import open_to_others

LOOKING = [
    ["export"],
    ["export", "-o", "marks.json"],
    ["devices"],
    ["devices", "revoke", "Firefox"],
    ["doctor"],
    ["doctor", "--mend"],
    ["bin"],
    ["bin", "empty", "--yes"],
    ["backup", "marks.zip"],
    ["pair", "--no-browser"],
]
EXPORT = '{"format": "winnow", "schema": 1, "pages": [], "annotations": []}'


@pytest.mark.parametrize("command", LOOKING, ids=" ".join)
def test_a_mistyped_folder_is_refused_and_left_as_it_was(winnow, tmp_path, command):
    folder = tmp_path / "used"
    folder.mkdir(mode=0o755)
    (folder / "letter.txt").write_text("")
    other, none = tmp_path / "used", tmp_path / "mistyped"
    for data, told in ((other, "is no Winnow library"), (none, "is not there")):
        done = winnow(*command, "--data", str(data), cwd=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"winnow: {data} {told}")
        assert "--data DIR" in done.stderr
        assert "winnow serve" in done.stderr
    assert list(tmp_path.rglob("*")) == [folder, folder / "letter.txt"]
    assert folder.stat().st_mode & 0o777 == 0o755


def test_the_first_command_of_all_says_how_to_begin(winnow, tmp_path):
    home = {name: text for name, text in os.environ.items() if not name.startswith("WINNOW_")}
    home |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}
    for command in (["export"], ["pair"], ["doctor"]):
        done = winnow(*command, env=home, cwd=tmp_path)
        assert done.returncode == 1
        assert "You have no library yet. `winnow serve` begins one" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_import_begins_a_library_and_a_dry_run_does_not(winnow, library):
    dry = winnow("import", "--dry-run", "-", "--data", str(library), input=EXPORT)
    assert (dry.returncode, library.exists()) == (0, False)
    assert f"There is no library in {library} yet" in dry.stderr
    first, again = (
        winnow("import", "-", "--data", str(library), input=EXPORT).stderr for _ in range(2)
    )
    assert f"This begins a new library in {library}" in first
    assert "new library" not in again
    assert open_to_others(library) == []
    assert json.loads(winnow("export", "--data", str(library)).stdout)["pages"] == []


def test_a_token_begins_a_library_and_a_server_says_that_it_is_new(serve, winnow, library):
    added = winnow("devices", "add", "script", "--data", str(library))
    assert f"This begins a new library in {library}" in added.stderr
    assert "script" in winnow("devices", "--data", str(library)).stdout
    assert f"Library: {library}" in serve().greeting
    other = library.parent / "other"
    assert f"Library: {other} (a new one)" in serve(data=other).greeting


def test_what_cannot_be_done_begins_no_library(winnow, library, tmp_path):
    file = tmp_path / "marks.zip"
    missing = winnow("restore", str(file), "--data", str(library))
    assert missing.returncode == 1
    assert f"There is no file {file}" in missing.stderr
    file.write_bytes(b"no zip")
    assert winnow("restore", str(file), "--data", str(library)).returncode == 1
    assert winnow("devices", "add", " ", "--data", str(library)).returncode == 1
    assert [entry.name for entry in Path(tmp_path).iterdir()] == ["marks.zip"]
