"""What a page says about itself."""

from winnow.clean.document import Document
from winnow.clean.page import Hints, Metadata


def metadata(document: Document, hints: Hints) -> Metadata:
    """Title, byline, dates and the rest, from the most explicit source that has them."""
    title = hints.title or (document.root.findtext(".//title") or "").strip()
    language = hints.lang or document.root.get("lang") or ""
    return Metadata(title=title, language=language, canonical=hints.canonical or "")
