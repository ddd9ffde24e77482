"""The cleaning engine: pure functions from a page to its clean view."""

from winnow.clean.errors import (
    EmptyPageError,
    PageError,
    PageTooDeepError,
    PageTooLargeError,
)
from winnow.clean.page import Block, CleanPage, Hints, Metadata, Removal, Source
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
