"""What a mark is, where it belongs in a text, and which document a page is."""

from winnow.annotate.anchor import (
    MarkTooLongError,
    Placement,
    Quotation,
    Range,
    make_mark,
    place,
)

__all__ = ["MarkTooLongError", "Placement", "Quotation", "Range", "make_mark", "place"]
