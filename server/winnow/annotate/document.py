"""Whether a page that is visited and one that is kept are the same document.

Their addresses say so first. Where a page only declares an address to be its own (its
canonical), title and text are asked too: sites declare their start page, the page that all
others were copied from, or in an application the view that was opened first.
"""

from typing import Final

from winnow.annotate.address import key
from winnow.annotate.mark import Page
from winnow.annotate.sketch import resemblance, rows

_OTHER: Final = 0.2
"""Texts that share less are not the same text edited. Chosen."""
_PART: Final = 0.2
"""Under one title, the share of the shorter text's rows that the longer has: of a text that went
on, or is shown in part. Chosen."""
_TELLING: Final = 3
"""Words of a title that tell a page from its site's others. Chosen."""


def may_be(kept: Page, title: str, text: str) -> bool:
    """Whether a page with this title and text, which declares an address of `kept`, may be it.

    Of a page whose text is not known its title tells.
    """
    if not (kept.title or kept.text):
        return True  # nothing is known of it but its address
    if text and kept.text:
        one, other = rows(text), rows(kept.text)
        if _is_title(title, kept):  # every page of a thread, or of a series, may have it
            return len(one & other) >= _PART * min(len(one), len(other))
        return resemblance(one, other) >= _OTHER
    return _is_title(title, kept) or _names(title, kept.title)


def is_wrongly_declared(kept: Page, own: str, title: str, text: str) -> bool:
    """Whether `own` is the key of another document, which `kept` declared to be its canonical.

    What is visited there has this title and text. Without both texts or both titles nobody can
    say so.
    """
    declared = kept.canonical is not None and key(kept.canonical) == own != key(kept.url)
    known = (text and kept.text) or (title and kept.title)
    return declared and bool(known) and not may_be(kept, title, text)


def _is_title(title: str, kept: Page) -> bool:
    return bool(title) and title == kept.title


def _names(title: str, kept: str) -> bool:
    """Whether a browser's title is a kept one with the name of its site."""
    return len(kept.split()) >= _TELLING and kept in title
