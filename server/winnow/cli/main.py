"""Reads the command line and runs the command; its errors become one sentence each."""

import argparse
import os
import sys
from collections.abc import Sequence

from winnow import __version__
from winnow.cli import clean, devices, library, pair, serve
from winnow.cli.shared import CommandError

DESCRIPTION = "Read the web without the chaff and keep what matters, on your own machine."

FIRST_STEPS = """\
first steps:
  winnow serve                  start the server, and pair a browser the first time
  winnow pair                   pair one more browser
  winnow clean page.html        print what a page says, without its chaff
  winnow export -o marks.json   take all your marks along

`winnow COMMAND --help` shows each command with examples.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status: 0, 1 for an error that was told, 130 for Ctrl-C."""
    os.umask(0o077)  # what Winnow writes is for its owner's eyes
    asked = _parser().parse_args(arguments)
    status = 0
    try:
        status = asked.run(asked)
        sys.stdout.flush()
    except CommandError as error:
        print(f"winnow: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="winnow",
        description=DESCRIPTION,
        epilog=FIRST_STEPS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"winnow {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in (serve, pair, devices, clean, library):
        group.add_to(commands)
    return parser
