"""The command line: `winnow COMMAND`, each command a module."""

from winnow.cli.main import main

__all__ = ["main"]
