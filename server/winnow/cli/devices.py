"""`winnow devices`: who is paired; take a pairing back; make a token for a script."""

import argparse
import sys

from winnow.cli.shared import (
    CommandError,
    add_data_option,
    of_library,
    prepare_and_tell,
    settings,
)
from winnow.devices import Devices, DevicesError, check_name

HELP = """\
A change holds at once, also for a server that is running.

examples:
  winnow devices                     list what is paired
  winnow devices revoke "Firefox"    take its token back, by name or id
  winnow devices add backup-script   print a new token, once:
      curl -H "Authorization: Bearer TOKEN" http://127.0.0.1:8377/api/v1/annotations
"""

NAMES = {
    "list": "`winnow devices list` takes no NAME.",
    "revoke": "`winnow devices revoke` needs a NAME or an id. `winnow devices` lists them.",
    "add": "`winnow devices add` needs a NAME for what will use the token, such as backup-script.",
}


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument(
        "action", nargs="?", choices=("list", "revoke", "add"), default="list", help="what to do"
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="a device's name or id")


def run(asked: argparse.Namespace) -> int:
    """Do what `action` says."""
    if (asked.action == "list") != (asked.name is None):
        raise CommandError(NAMES[asked.action])
    try:
        if asked.action == "add":
            check_name(asked.name)
            chosen = settings(asked)
            prepare_and_tell(chosen)
        else:
            chosen = of_library(asked)
        devices = Devices(chosen.devices_file)
        match asked.action:
            case "list":
                _list(devices)
            case "revoke":
                _revoke(devices, asked.name)
            case "add":
                _add(devices, asked.name)
    except DevicesError as error:
        raise CommandError(str(error)) from error
    return 0


def _list(devices: Devices) -> None:
    known = devices.all()
    if not known:
        print("Nothing is paired yet. `winnow pair` pairs a browser.", file=sys.stderr)
    for device in known:
        print(f"{device.id}  {device.created}  {device.name}  {device.origin or '(script)'}")


def _revoke(devices: Devices, name: str) -> None:
    device = devices.revoke(name)
    print(f"{device.name} ({device.id}) may no longer speak to Winnow.")


def _add(devices: Devices, name: str) -> None:
    device, token = devices.add(name)
    print(f"The token of {device.name}, shown this once; keep it secret:", file=sys.stderr)
    print(token)
