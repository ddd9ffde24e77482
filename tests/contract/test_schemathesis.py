"""Schemathesis over every operation of a running server: its cases are drawn from the contract.

All its checks are on. CI draws a few cases by a fixed seed; WINNOW_EXAMPLES (`make soak`) asks
for more, by a new seed that the summary prints.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ORIGIN = "moz-extension://0c9b1ad0-37a1-4d0b-8d3c-0a6d2f2f4b9e"
FEW = ("--max-examples", "5", "--seed", "1")


def asked_for():
    """How many cases an operation and a phase; a case is worth a score of a property's."""
    examples = os.environ.get("WINNOW_EXAMPLES")
    return ("--max-examples", str(int(examples) // 20)) if examples else FEW


def a_paired_extension(server):
    page = server.pairing_page()
    code = page.call("POST", "/pair/code", {}).json["code"]
    extension = server.anyone().with_headers(Origin=ORIGIN, Sec_Fetch_Site="none")
    token = extension.post("/pairing", {"code": code, "name": "Firefox"}).json["token"]
    return extension.with_headers(Authorization=f"Bearer {token}")


def test_every_operation_keeps_its_contract(server, tmp_path):
    extension = a_paired_extension(server)
    contract = extension.get("/openapi.json")
    operations = sum(len(path) for path in contract.json["paths"].values())
    file = tmp_path / "openapi.json"  # from an address, it would leave that address out
    file.write_bytes(contract.body)
    headers = [f"--header={name}: {value}" for name, value in extension.headers.items()]
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")),
            f"--config-file={HERE / 'schemathesis.toml'}",
            "run",
            str(file),
            f"--url=http://127.0.0.1:{server.port}",
            "--checks=all",
            "--no-color",
            *asked_for(),
            *headers,
        ],
        env=os.environ | {"SCHEMATHESIS_HOOKS": str(HERE / "hooks.py")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout[done.stdout.find("= SUMMARY =") :])
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Tested: {operations}" in done.stdout
    assert int(re.search(r"(\d+) generated", done.stdout)[1]) > 30 * operations
