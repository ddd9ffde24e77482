"""`winnow bin`: deleted marks, listed, given back, or forgotten for good."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any, Final, Protocol
from uuid import UUID

from winnow import running
from winnow.annotate.mark import Annotation
from winnow.api.answers import now
from winnow.cli.library import opened, told
from winnow.cli.shared import CommandError, add_data_option, of_library, printable
from winnow.store.base import Search, Store

HELP = """\
A deleted mark stays in the bin until you empty it; nothing else does. It works while the
server runs, and without.

examples:
  winnow bin                  list what was deleted
  winnow bin restore ID       undo a deletion
  winnow bin empty            forget all of it for good
"""

_BINNED: Final = Search(living=False, deleted=True)
_WORDS_SHOWN: Final = 60


class _Bin(Protocol):
    def marks(self) -> Sequence[dict[str, Any]]:
        """All deleted marks, newest first."""
        ...

    def restore(self, mark: UUID) -> None:
        """Undo a deletion."""
        ...

    def empty(self) -> None:
        """Forget what `marks` gave."""
        ...


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument(
        "action", nargs="?", choices=("list", "restore", "empty"), default="list", help="what to do"
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="the mark to give back")
    parser.add_argument("--yes", action="store_true", help="empty the bin without asking")


def run(asked: argparse.Namespace) -> int:
    """Do what `action` says."""
    if (asked.action == "restore") != (asked.id is not None):
        raise CommandError(
            "`winnow bin restore` needs an ID. `winnow bin` lists them."
            if asked.id is None
            else f"`winnow bin {asked.action}` takes no ID."
        )
    chosen = of_library(asked)
    with told():
        server = running.find(chosen.running_file)
        if server:
            _do(asked, _Served(server))
        else:
            with opened(chosen, "bin") as store:
                _do(asked, _Unserved(store))
    return 0


def _do(asked: argparse.Namespace, of: _Bin) -> None:
    match asked.action:
        case "list":
            for mark in of.marks():
                words = " ".join(str(mark["exact"]).split())
                shown = words if len(words) <= _WORDS_SHOWN else f"{words[:_WORDS_SHOWN]}…"
                print(f"{mark['id']}  {mark['deleted']}  {printable(shown)}")
        case "restore":
            of.restore(_mark_id(asked.id))
            print("The mark is back.", file=sys.stderr)
        case "empty":
            marks = len(of.marks())
            if marks and _sure(marks, asked):
                of.empty()
                print(f"{_count(marks)} forgotten.", file=sys.stderr)


def _sure(marks: int, asked: argparse.Namespace) -> bool:
    if asked.yes:
        return True
    if not sys.stdin.isatty():
        raise CommandError(f"This would forget {_count(marks)} for good. Say so with --yes.")
    return input(f"Forget {_count(marks)} for good? [y/N] ").strip().lower() in {"y", "yes"}


def _count(marks: int) -> str:
    return "1 mark" if marks == 1 else f"{marks} marks"


def _mark_id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise CommandError(
            f"{given} is not the id of a mark. `winnow bin` lists the ids."
        ) from None


class _Served:
    """The bin of the running server."""

    def __init__(self, server: running.RunningServer) -> None:
        self._server = server
        self._etag = ""

    def marks(self) -> Sequence[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            with self._server.open("GET", f"/bin?limit=500&cursor={cursor}") as answer:
                self._etag = answer.headers["ETag"]
                part = json.loads(answer.read())
            found += part["annotations"]
            cursor = part["cursor"]
        return found

    def restore(self, mark: UUID) -> None:
        path = f"/annotations/{mark}"
        rev = json.loads(self._server.call("GET", path))["annotation"]["rev"]
        self._server.call("PATCH", path, b'{"deleted": null}', if_match=f'"{rev}"')

    def empty(self) -> None:
        self._server.call("DELETE", "/bin", if_match=self._etag)


class _Unserved:
    """The bin of a library that no server has."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def marks(self) -> Sequence[dict[str, Any]]:
        found: list[Annotation] = []
        while part := self._store.search(_BINNED, after=_place(found), limit=500):
            found += part
        return [mark.model_dump(mode="json") for mark in found]

    def restore(self, mark: UUID) -> None:
        current = self._store.annotation(mark)
        if current.deleted:
            self._store.change(mark, current.rev, {"deleted": None}, now=now())

    def empty(self) -> None:
        self._store.empty_bin(lambda _marks: None)


def _place(found: Sequence[Annotation]) -> tuple[str, UUID] | None:
    return (found[-1].created, found[-1].id) if found else None
