"""The command line: `winnow COMMAND`, each command a function in a module of its group."""

from winnow.cli.main import main

__all__ = ["main"]
