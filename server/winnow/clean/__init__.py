"""The cleaning engine: pure functions from a page to its clean view.

The engine is loaded when it is first asked for; what it answers can be spoken of before.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from winnow.clean.errors import (
    EmptyPageError,
    PageError,
    PageTooDeepError,
    PageTooLargeError,
)
from winnow.clean.page import Block, CleanPage, Hints, Metadata, Removal, Source

if TYPE_CHECKING:
    from winnow.clean.pipeline import clean

__all__ = [
    "Block",
    "CleanPage",
    "EmptyPageError",
    "Hints",
    "Metadata",
    "PageError",
    "PageTooDeepError",
    "PageTooLargeError",
    "Removal",
    "Source",
    "clean",
]


def __getattr__(name: str) -> Any:
    if name == "clean":
        return import_module("winnow.clean.pipeline").clean
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
