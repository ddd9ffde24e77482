"""`winnow doctor`: what there is, what is wrong with it, and what can be done."""

import argparse
import sys

from winnow import __version__, running
from winnow.cli.library import told
from winnow.cli.shared import add_data_option, of_library
from winnow.config import Settings
from winnow.devices import Devices, DevicesError
from winnow.store import doctor

HELP = """\
Looking changes nothing. Mending closes files to other users of this machine, sets damaged
pages aside, removes what a crash left and joins files of one page; it deletes no mark. Stop the
server before.

The exit status is 1 if something is wrong.

examples:
  winnow doctor                        look at the usual library
  winnow doctor --data ~/work/marks    look at another one
  winnow doctor --mend                 put right what can be
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument("--mend", action="store_true", help="put right what can be")


def run(asked: argparse.Namespace) -> int:
    """Tell where things are, mend if asked to, and name what is wrong."""
    chosen = of_library(asked)
    print(f"Winnow {__version__}")
    print(f"Library: {chosen.data}")
    print(f"Log: {chosen.log_file}")
    print(f"Server: {_server(chosen)}")
    with told():
        mended = doctor.mend(chosen.data) if asked.mend else []
        for finding in mended:
            print(f"Mended: {finding.path}: {finding.sentence}")
        wrong = [f"{finding.path}: {finding.sentence}" for finding in doctor.examine(chosen.data)]
    wrong += _of_devices(chosen)
    for sentence in wrong:
        print(f"Wrong: {sentence}", file=sys.stderr)
    if not wrong:
        print("Nothing is wrong.")
    return 1 if wrong else 0


def _server(chosen: Settings) -> str:
    server = running.find(chosen.running_file)
    if server is None:
        return "not running. `winnow serve` starts it."
    return f"listening on http://{server.host}:{server.port}, process {server.pid}."


def _of_devices(chosen: Settings) -> list[str]:
    try:
        Devices(chosen.devices_file).all()
    except DevicesError as error:
        return [str(error)]
    return []
