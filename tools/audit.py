"""What Winnow is built of, held against known advisories: `make check`, and `make audit`.

What decides in `make check` needs no network: every locked package is pinned by a hash, and
none is older than a fix in advisories.toml. Then PyPI and npm are asked; what they say, or that
they cannot be asked, is printed. Only `make audit` fails on it (1 for a known fault, 2 for no
answer), so that the same sources pass or fail alike everywhere and on every day.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from packaging.version import Version

ROOT: Final = Path(__file__).resolve().parent.parent
LOCKS: Final = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
RECORDED: Final = Path(__file__).with_name("advisories.toml")
SECONDS: Final = 300
_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)")


@dataclass(frozen=True, slots=True)
class Locked:
    """A package of a lock file; `hashed` if only these very bytes can be installed."""

    name: str
    version: str
    hashed: bool


def of_python(lock: Path) -> list[Locked]:
    """The packages that pip-compile locked."""
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8"))
    found = ((_PIN.match(entry), "--hash=sha256:" in entry) for entry in entries)
    return [Locked(pin[1].lower(), pin[2], hashed) for pin, hashed in found if pin]


def of_npm(lock: Path) -> list[Locked]:
    """The packages that npm locked."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return [
        Locked(path.rpartition("node_modules/")[2], entry["version"], "integrity" in entry)
        for path, entry in packages.items()
        if path
    ]


def faults(packages: list[Locked], fixed: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """What is wrong with these packages. `fixed` is name → version of a fix → what it fixed."""
    for package in packages:
        if not package.hashed:
            yield f"{package.name} is not pinned by a hash. Run `make lock`."
        for version, advisories in fixed.get(package.name, {}).items():
            if Version(package.version) < Version(version):
                said = ", ".join(advisories)
                yield f"{package.name} {package.version} has {said}, fixed in {version}."


def ask_pypi(lock: Path) -> list[str] | None:
    """What PyPI knows against the packages of `lock`; None if it cannot be asked."""
    first = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8"))[0]
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder, "probe.lock")
        probe.write_text(f"{first}\n", encoding="utf-8")
        answered = _pip_audit(probe)
    if not answered or any("skip_reason" in entry for entry in answered):
        return None
    answered = _pip_audit(lock)
    if answered is None:
        return None
    return [
        f"{entry['name']} {entry['version']}: {known['id']}"
        for entry in answered
        for known in entry.get("vulns", ())
    ]


def _pip_audit(lock: Path) -> list[dict[str, Any]] | None:
    options = ("--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json")
    said = _json(sys.executable, "-m", "pip_audit", "--requirement", str(lock), *options)
    return said.get("dependencies")


def ask_npm(root: Path) -> list[str] | None:
    """What npm knows against the packages of package-lock.json; None if it cannot be asked."""
    said = _json("npm", "audit", "--json", "--fetch-retries=0", "--prefix", str(root))
    if "vulnerabilities" not in said:
        return None
    return [f"{name}: {known['severity']}" for name, known in said["vulnerabilities"].items()]


def _json(*command: str) -> dict[str, Any]:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=ROOT
        )
        said = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return {}
    return said if isinstance(said, dict) else {}


def main() -> int:
    """Audit; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ask", action="store_true", help="fail on what PyPI and npm say")
    asked = parser.parse_args()
    recorded = tomllib.loads(RECORDED.read_text(encoding="utf-8"))
    python = [package for lock in LOCKS for package in of_python(ROOT / lock)]
    npm = of_npm(ROOT / "package-lock.json")
    wrong = [*faults(python, recorded["python"]), *faults(npm, recorded["npm"])]
    for sentence in dict.fromkeys(wrong):
        print(f"Wrong: {sentence}")
    count = len({package.name for package in python}), len({package.name for package in npm})
    print(f"Audit: {count[0]} Python and {count[1]} npm packages, pinned by hash.")
    with ThreadPoolExecutor(2) as threads:
        answers = {
            "PyPI": threads.submit(ask_pypi, ROOT / "requirements-dev.lock"),
            "npm": threads.submit(ask_npm, ROOT),
        }
    told = {source: answer.result() for source, answer in answers.items()}
    for source, known in told.items():
        print(_sentence(source, known))
    if wrong or (asked.ask and any(told.values())):
        return 1
    return 2 if asked.ask and None in told.values() else 0


def _sentence(source: str, known: list[str] | None) -> str:
    if known is None:
        return (
            f"Audit: {source}'s advisories cannot be asked for from here; only recorded ones were."
        )
    if not known:
        return f"Audit: {source} knows of no fault."
    return f"Audit: {source} knows of {'; '.join(known)}. Run `make lock`, then record the fixes."


if __name__ == "__main__":
    sys.exit(main())
