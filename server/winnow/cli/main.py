"""Reads the command line and runs the command; its errors become one sentence each.

Each command is a module of this package with `HELP`, `declare` and `run`; only the one that
is asked for is loaded, so that none waits for what another needs.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from winnow import __version__
from winnow.cli.shared import CommandError, printable

DESCRIPTION: Final = "Read the web without the chaff and keep what matters, on your own machine."

FIRST_STEPS: Final = """\
first steps:
  winnow serve                  start the server, and pair a browser the first time
  winnow pair                   pair one more browser
  winnow clean page.html        print what a page says, without its chaff
  winnow export -o marks.json   take all your marks along

`winnow COMMAND --help` shows each command with examples.
"""

COMMANDS: Final = {
    "serve": ("serve", "start the server"),
    "pair": ("pair", "pair a browser with Winnow"),
    "devices": ("devices", "list, revoke and add paired devices"),
    "clean": ("clean", "print a page without its chaff"),
    "place": ("place", "say where marks stand in texts, and whether their words do"),
    "export": ("export", "write your marks as JSON"),
    "import": ("import_", "read an export back"),
    "backup": ("backup", "write the whole library to one file"),
    "restore": ("restore", "put a backup in the library's place"),
    "bin": ("bin", "list, give back or forget deleted marks"),
    "doctor": ("doctor", "say how your library is, and mend it"),
}
"""Each command's module and what it does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status: 0, 1 for an error that was told, 130 for Ctrl-C."""
    os.umask(0o077)  # what Winnow writes is for its owner's eyes
    given = sys.argv[1:] if arguments is None else arguments
    asked = _parser(given[0] if given else "").parse_args(given)
    status = 0
    try:
        status = asked.run(asked)
        sys.stdout.flush()
    except CommandError as error:
        print("winnow:", "\n".join(map(printable, str(error).split("\n"))), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _parser(chosen: str) -> argparse.ArgumentParser:
    """The parser of the command `chosen`, which knows the others by name."""
    parser = argparse.ArgumentParser(
        prog="winnow",
        description=DESCRIPTION,
        epilog=FIRST_STEPS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"winnow {__version__}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True
    )
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name == chosen:
            loaded = import_module(f"winnow.cli.{module}")
            command.epilog = loaded.HELP
            command.set_defaults(run=loaded.run)
            loaded.declare(command)
    return parser
