"""`winnow serve`: the server, from its socket to its last request."""

import argparse
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from types import FrameType

from winnow import __version__, listen, log, running
from winnow.api.clean import warm_up
from winnow.app import create_app
from winnow.cli.browser import open_link
from winnow.cli.library import opened, told
from winnow.cli.shared import CommandError, add_data_option, prepare, settings
from winnow.config import EVERYWHERE, LOOPBACK, Settings
from winnow.devices import Devices, DevicesError
from winnow.pairing import Pairing
from winnow.store import is_library

STOPPING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)

_log_of_serve = logging.getLogger("winnow.serve")

HELP = """\
The server answers on 127.0.0.1 only: no other machine can reach it. The first time, it
opens its pairing page in your browser. Stop it with Ctrl-C.

examples:
  winnow serve                       the usual library on port 8377
  winnow serve --port 8400           another port (also WINNOW_PORT)
  winnow serve --data ~/work/marks   another library (also WINNOW_DATA)
  winnow serve --no-browser          print the pairing link, open nothing
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    parser.add_argument(
        "--port", metavar="N", help="the port (8377 unless told); 0 takes any that is free"
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="do not open the pairing page by itself"
    )
    parser.add_argument(
        "--i-know-this-exposes-my-library-on",
        dest="host",
        metavar="ADDRESS",
        help="listen on this address of the machine instead of 127.0.0.1; everyone who "
        "reaches it can try to get in, and what is sent can be read on the way",
    )


def run(asked: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM."""
    chosen = settings(asked)
    if not is_library(chosen.data):
        _listener(chosen).close()  # a server that cannot start begins no library
    is_new = prepare(chosen)
    with opened(chosen, "serve") as store, _listener(chosen) as listener:
        chosen = replace(chosen, port=listener.getsockname()[1])
        devices = Devices(chosen.devices_file)
        pairing = Pairing(code_seconds=chosen.pairing_seconds, link_seconds=chosen.link_seconds)
        app = create_app(chosen, store, devices, pairing)
        server = listen.waitress(app, listener, chosen, devices)
        secret = devices.lend("this machine")
        with _log(chosen), _announced(chosen, secret):
            for wanted in STOPPING_SIGNALS:
                signal.signal(wanted, _stop)
            _greet(asked, chosen, devices, pairing, is_new=is_new)
            threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
            server.run()
            server.close()
    print("Winnow has stopped.", flush=True)
    return 0


def _listener(chosen: Settings) -> socket.socket:
    try:
        return listen.bind(chosen)
    except listen.ListenError as error:
        raise CommandError(str(error)) from error


@contextmanager
def _log(chosen: Settings) -> Iterator[None]:
    try:
        handler = log.to_file(chosen.log_file)
    except OSError as error:
        raise CommandError(
            f"Winnow cannot write its log, {chosen.log_file} ({error.strerror}). "
            "Make that folder writable for yourself."
        ) from error
    _log_of_serve.info("started, version %s", __version__)
    try:
        yield
    finally:
        _log_of_serve.info("stopped")
        log.take_off(handler)


@contextmanager
def _announced(chosen: Settings, secret: str) -> Iterator[None]:
    """Let other commands find this server for as long as the block runs."""
    host = LOOPBACK if chosen.host == EVERYWHERE else chosen.host
    server = running.RunningServer(os.getpid(), host, chosen.port, secret)
    with told():
        running.announce(chosen.running_file, server)
    try:
        yield
    finally:
        with suppress(OSError):  # the disk is gone or read-only: it is as if we had been killed
            chosen.running_file.unlink(missing_ok=True)


def _greet(
    asked: argparse.Namespace,
    chosen: Settings,
    devices: Devices,
    pairing: Pairing,
    *,
    is_new: bool,
) -> None:
    """Say where the server is, and open the pairing page when no browser is paired."""
    print(f"Winnow is listening on {chosen.origin}")
    print(f"Library: {chosen.data}{' (a new one)' if is_new else ''}")
    if chosen.host != LOOPBACK:
        print(
            f"WARNING: your library is reachable on {chosen.host} by other machines, without "
            "encryption. Only the pairing keeps them out.",
            file=sys.stderr,
        )
    try:
        paired = devices.origins()
    except DevicesError as error:
        print(f"winnow: {error}", file=sys.stderr)
        paired = frozenset()
    if not paired:
        link = f"{chosen.origin}/pair#{pairing.link_key()}"
        print("No browser is paired yet. Open this in the one that has the Winnow extension;")
        print(f"it works once, for {chosen.link_seconds / 60:.0f} minutes:")
        print(f"  {link}")
        if not asked.no_browser:
            open_link(link)
    print("Stop it with Ctrl-C.", flush=True)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)  # waitress ends its threads, then run() goes on
