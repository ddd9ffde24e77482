"""Where a benchmark's figures are kept, and what made them."""

import json
import subprocess
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from bench.clean.dataset import ROOT

RESULTS = ROOT / "bench/results"
FOLDER = Path(__file__).parent / "peers"
"""The peers on node, with their lock file."""
ON_NODE = {"readability": "@mozilla/readability", "defuddle": "defuddle"}
IN_PYTHON = ("trafilatura", "readability-lxml", "resiliparse")


def versions() -> dict[str, str]:
    """Which version of each program was measured."""
    locked = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {
        "winnow": version("winnow-reader"),
        **{name: version(name) for name in IN_PYTHON},
        **{name: locked[f"node_modules/{package}"]["version"] for name, package in ON_NODE.items()},
        "python": python_version(),
    }


def commit() -> str:
    """The commit that was measured, with "+" if the files differ from it; "" outside git."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no", "--", "server", "bench")
    except (OSError, subprocess.CalledProcessError):
        return ""
    kept = [line for line in changed.splitlines() if "bench/results/" not in line]
    return f"{head}+" if kept else head


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.rstrip("\n")


def write(path: Path, told: dict[str, Any]) -> None:
    """Keep figures, headed by the commit and the versions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {"commit": commit(), "versions": versions(), **told}
    path.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
