"""Which document a page is, where the library has a say in it."""

from typing import Final

from winnow.annotate.address import keys
from winnow.annotate.mark import Page
from winnow.annotate.sketch import resemblance, rows
from winnow.api.services import services

_OTHER: Final = 0.2
"""Texts that share less are not the same text edited. Chosen."""
_TELLING: Final = 3
"""Words of a title that tell a page from its site's others. Chosen."""


def document_keys(url: str, canonical: str | None, title: str, text: str = "") -> tuple[str, ...]:
    """The keys of a page, its own first.

    A canonical that is another document's is a mistake of the site (often its start page or a
    page that all others were copied from), or a page that would pass for another: it gives no
    key. Whether it is, title and text tell; of a page whose text is not known, its title.
    """
    found = keys(url, canonical)
    store = services().store
    if len(found) == 1 or store.find_page(found[:1]):
        return found
    kept = store.find_page(found[1:])
    return found if kept is None or _may_be(kept, title, text) else found[:1]


def _may_be(kept: Page, title: str, text: str) -> bool:
    if not (kept.title or kept.text):
        return True  # nothing is known of it but its address
    if text and kept.text:
        return _is_title(title, kept) or resemblance(rows(text), rows(kept.text)) >= _OTHER
    return _is_title(title, kept) or _names(title, kept.title)


def _is_title(title: str, kept: Page) -> bool:
    return bool(title) and title == kept.title


def _names(title: str, kept: str) -> bool:
    """Whether a browser's title is a kept one with the name of its site."""
    return len(kept.split()) >= _TELLING and kept in title
