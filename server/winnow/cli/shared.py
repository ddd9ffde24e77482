"""What the commands have in common: how they are declared, and which library they mean."""

import argparse
from collections.abc import Callable
from typing import Any, Protocol

from winnow.config import Settings, SettingsError, load, prepare_folder
from winnow.store import open_store
from winnow.store.base import Store, StoreError


class CommandError(Exception):
    """The command could not do it; the text says why and what to do."""


class Commands(Protocol):
    """Where commands are added: argparse's subparsers."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser:
        """A parser for the command `name`."""
        ...


def command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    summary: str,
    more: str,
) -> argparse.ArgumentParser:
    """Declare a command. `more` follows the options in its help: what it does, by example."""
    parser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Let the command be told which library is meant."""
    parser.add_argument(
        "--data", metavar="DIR", help="the library's folder (else WINNOW_DATA, else the usual one)"
    )


def settings(asked: argparse.Namespace) -> Settings:
    """The settings that flags and environment give, with the library's folder ready."""
    try:
        found = load(
            data=asked.data, port=getattr(asked, "port", None), host=getattr(asked, "host", None)
        )
        prepare_folder(found.data)
    except SettingsError as error:
        raise CommandError(str(error)) from error
    return found


def library(chosen: Settings) -> Store:
    """The library of these settings, for this process alone."""
    try:
        return open_store(chosen.data)
    except StoreError as error:
        raise CommandError(str(error)) from error
