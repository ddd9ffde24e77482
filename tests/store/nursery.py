"""Servers that start at once: forked from a process that has loaded `winnow serve` already.

A thousand kills would else spend most of their time on Python's imports. What is forked runs
the command a person runs, on a socket, over a data folder; only its imports are done before.
"""

import json
import multiprocessing
import os
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.conftest import START_SECONDS, Client
from winnow.cli import main

_LOADED = ["winnow.cli.serve", "winnow.clean.pipeline", "winnow.annotate.anchor", "tldextract"]


@dataclass(frozen=True)
class Newborn:
    """A server that was just started and may not answer yet."""

    data: Path
    process: BaseProcess

    def running(self) -> dict | None:
        """What the server says of itself; None while it does not answer yet."""
        try:
            said = json.loads((self.data / "server.json").read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return said if said["pid"] == self.process.pid else None

    def client(self) -> Client:
        """An authorised client, once the server answers."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.is_alive():
            if said := self.running():
                return Client(said["port"], {"Authorization": f"Bearer {said['secret']}"})
            time.sleep(0.005)
        raise AssertionError(
            f"the server did not start:\n{(self.data.parent / 'said').read_text()}"
        )

    def kill(self) -> bool:
        """SIGKILL; whether the server had come so far as to answer."""
        self.process.kill()
        self.process.join()
        return self.running() is not None


class Nursery:
    """Starts servers."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(_LOADED)

    def start(self, data: Path) -> Newborn:
        """Start a server over `data`; does not wait for it."""
        process = self._context.Process(target=_serve, args=(str(data),), daemon=True)
        process.start()
        return Newborn(data, process)


def _serve(data: str) -> None:
    said = os.open(Path(data).parent / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    main(["serve", "--data", data, "--port", "0", "--no-browser"])
