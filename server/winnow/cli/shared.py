"""What the commands have in common: how they fail, and which library they mean.

A folder is mistyped sooner or later. So only a command that brings something into a library
may begin one, and says so; the others refuse a folder that holds none, and leave it alone.
"""

import argparse
import os
import sys

from winnow.config import Settings, SettingsError, load, prepare_folder
from winnow.store import begin, is_library
from winnow.store.base import StoreError


class CommandError(Exception):
    """The command could not do it; the text says why and what to do."""


def printable(text: str) -> str:
    """`text`, which may be a stranger's, without signs that would command the terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Let the command be told which library is meant."""
    parser.add_argument(
        "--data", metavar="DIR", help="the library's folder (else WINNOW_DATA, else the usual one)"
    )


def settings(asked: argparse.Namespace) -> Settings:
    """The settings that flags and environment give; whether there is a library is not asked."""
    try:
        return load(
            data=asked.data, port=getattr(asked, "port", None), host=getattr(asked, "host", None)
        )
    except SettingsError as error:
        raise CommandError(str(error)) from error


def of_library(asked: argparse.Namespace) -> Settings:
    """The settings of a library that is there. Raises CommandError; makes nothing."""
    chosen = settings(asked)
    if is_library(chosen.data):
        return chosen
    if not (asked.data or os.environ.get("WINNOW_DATA")):
        raise CommandError(
            f"You have no library yet. `winnow serve` begins one, in {chosen.data}. "
            "If you keep one elsewhere, name its folder with --data DIR or WINNOW_DATA."
        )
    what = "is no Winnow library" if chosen.data.exists() else "is not there"
    raise CommandError(
        f"{chosen.data} {what}. Look at the folder's name (--data DIR or WINNOW_DATA); "
        "`winnow serve` begins a library in a new one."
    )


def prepare(chosen: Settings) -> bool:
    """Make the library's folder ready; whether a library was begun in it. Raises CommandError."""
    is_new = not is_library(chosen.data)
    try:
        prepare_folder(chosen.data)
        begin(chosen.data)
    except (SettingsError, StoreError) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(
            f"Winnow cannot begin a library in {chosen.data} ({error.strerror}). "
            "Choose another folder with --data DIR or WINNOW_DATA."
        ) from error
    return is_new


def prepare_and_tell(chosen: Settings) -> None:
    """The same, for a command that is not known for beginning libraries."""
    if prepare(chosen):
        print(f"This begins a new library in {chosen.data}", file=sys.stderr)
