"""Which document a page is, where the library has a say in it."""

from typing import Final

from winnow.annotate.address import keys
from winnow.annotate.sketch import resemblance, rows
from winnow.api.services import services

_OTHER: Final = 0.2
"""Texts that share less are not the same text edited. Chosen."""


def document_keys(url: str, canonical: str | None, title: str, text: str) -> tuple[str, ...]:
    """The keys of a page, its own first.

    A canonical that is another document's, with other title and text, is a mistake of the site
    (often its start page or a page that all others were copied from) and gives no key.
    """
    found = keys(url, canonical)
    store = services().store
    if len(found) == 1 or not (title and text) or store.find_page(found[:1]):
        return found
    other = store.find_page(found[1:])
    if other is None or not (other.title and other.text) or other.title == title:
        return found
    return found if resemblance(rows(text), rows(other.text)) >= _OTHER else found[:1]
