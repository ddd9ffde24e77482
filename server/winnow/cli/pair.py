"""`winnow pair`: a single-use link to the running server's pairing page."""

import argparse
import json
import sys

from winnow import running
from winnow.cli.browser import open_link
from winnow.cli.shared import CommandError, add_data_option, of_library

HELP = """\
The server must be running. The page shows a code that the Winnow extension asks you to
confirm; the link works once.

examples:
  winnow pair                open the pairing page in the default browser
  winnow pair --no-browser   print the link, to open in another browser of this machine
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument("--no-browser", action="store_true", help="only print the link")


def run(asked: argparse.Namespace) -> int:
    """Ask the running server for a link, print it and open it."""
    chosen = of_library(asked)
    server = running.find(chosen.running_file)
    if server is None:
        raise CommandError(
            "Winnow is not running over this library. Start it with `winnow serve`, "
            "then run `winnow pair` again."
        )
    try:
        link = str(json.loads(server.call("POST", "/pairing/link", b"{}"))["url"])
    except (OSError, running.RefusedError) as error:
        raise CommandError(f"The running server gave no link: {error}") from error
    print(link, flush=True)
    if not asked.no_browser and not open_link(link):
        print("Open this link in the browser that has the Winnow extension.", file=sys.stderr)
    return 0
