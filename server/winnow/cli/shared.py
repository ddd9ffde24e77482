"""What the commands have in common: how they fail, and which library they mean."""

import argparse

from winnow.config import Settings, SettingsError, load, prepare_folder


class CommandError(Exception):
    """The command could not do it; the text says why and what to do."""


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Let the command be told which library is meant."""
    parser.add_argument(
        "--data", metavar="DIR", help="the library's folder (else WINNOW_DATA, else the usual one)"
    )


def settings(asked: argparse.Namespace, *, prepared: bool = True) -> Settings:
    """The settings that flags and environment give, with the library's folder made ready."""
    try:
        found = load(
            data=asked.data, port=getattr(asked, "port", None), host=getattr(asked, "host", None)
        )
        if prepared:
            prepare_folder(found.data)
    except SettingsError as error:
        raise CommandError(str(error)) from error
    return found
