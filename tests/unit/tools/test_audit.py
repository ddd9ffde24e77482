"""The audit: what is not pinned or too old is named; what cannot be asked is said to be so."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.audit import Locked, faults, of_npm, of_python

ROOT = Path(__file__).parents[3]
FIXED = {"waitress": {"3.0.1": ["CVE-2024-49768"]}}


def test_every_package_of_ours_is_seen_and_pinned():
    python = of_python(ROOT / "requirements.lock")
    npm = of_npm(ROOT / "package-lock.json")
    assert {"flask", "waitress", "tinydb"} <= {package.name for package in python}
    assert {"typescript", "eslint"} <= {package.name for package in npm}
    assert all(package.hashed and package.version for package in (*python, *npm))


@pytest.mark.parametrize(
    ("package", "told"),
    [
        (Locked("waitress", "3.0.1", hashed=True), []),
        (Locked("waitress", "3.0.10", hashed=True), []),
        (Locked("waitress", "3.0.0", hashed=True), ["CVE-2024-49768"]),
        (Locked("flask", "0.1", hashed=False), ["not pinned by a hash"]),
    ],
    ids=str,
)
def test_what_is_too_old_or_not_pinned_is_named(package, told):
    found = list(faults([package], FIXED))
    assert len(found) == len(told)
    assert all(words in sentence for words, sentence in zip(told, found, strict=True))


def test_lock_files_without_hashes_are_seen_through(tmp_path):
    python = tmp_path / "requirements.lock"
    python.write_text("flask==3.1.3 \\\n    --hash=sha256:00\n    # via x\nevil==1\n    # via y\n")
    assert [package.hashed for package in of_python(python)] == [True, False]
    npm = tmp_path / "package-lock.json"
    entries = {"": {}, "node_modules/a/node_modules/@b/c": {"version": "1.0.0"}}
    npm.write_text(json.dumps({"packages": entries}))
    assert of_npm(npm) == [Locked("@b/c", "1.0.0", hashed=False)]


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--ask",), 2)])
def test_without_a_network_it_says_so_and_decides_by_what_is_recorded(options, status):
    nowhere = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "-m", "tools.audit", *options],
        env=os.environ | nowhere,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert "PyPI's advisories cannot be asked" in done.stdout
    assert "npm's advisories cannot be asked" in done.stdout
