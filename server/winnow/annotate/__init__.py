"""What a mark is, where it belongs in a text, and which document a page is.

Placing stands on rapidfuzz; a library that is only read and written does not wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from winnow.annotate.placement import Placement, Range
from winnow.annotate.text import Text

if TYPE_CHECKING:
    from winnow.annotate.anchor import MarkTooLongError, Quotation, make_mark, place

__all__ = ["MarkTooLongError", "Placement", "Quotation", "Range", "Text", "make_mark", "place"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("winnow.annotate.anchor"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
