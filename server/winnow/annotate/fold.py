"""A text in comparison form, at little cost where the form is the text sign for sign.

Most texts are such: what they hold of quotation marks, dashes and spaces changes one for one.
Only a text with signs that come or go in comparison form (soft hyphens, ligatures, spaces in
a row, accents apart from their letters) needs the map between the two.
"""

import unicodedata
from functools import lru_cache
from typing import Protocol

from winnow.canonical import comparison_form


class Folded(Protocol):
    """A text in comparison form, `form`, with the way back (winnow.canonical.ComparisonForm)."""

    form: str

    def start(self, index: int) -> int:
        """Where in the text the form's character `index` begins."""
        ...

    def end(self, index: int) -> int:
        """Where in the text the stretch ends that ends before the form's character `index`."""
        ...

    def index(self, offset: int) -> int:
        """Where in the form the text's code point `offset` stands, or what follows it."""
        ...


class _Even:
    """A comparison form with as many signs as its text, each in its place."""

    __slots__ = ("form",)

    def __init__(self, form: str) -> None:
        self.form = form

    def start(self, index: int) -> int:
        return index

    def end(self, index: int) -> int:
        return index

    def index(self, offset: int) -> int:
        return offset


def folded(value: str) -> Folded:
    """The same as `comparison_form(value)`, but faster where it can be."""
    form = _even(value)
    return comparison_form(value) if form is None else _Even(form)


def form_of(value: str) -> str:
    """The comparison form alone."""
    form = _even(value)
    return comparison_form(value).form if form is None else form


def _even(value: str) -> str | None:
    if not unicodedata.is_normalized("NFC", value):
        return None
    form = value
    for sign in set(value):
        other = _of_sign(sign)
        if other != sign:
            if len(other) != 1:
                return None
            form = form.replace(sign, other)
    return None if "  " in form else form


@lru_cache(maxsize=4096)
def _of_sign(sign: str) -> str:
    return comparison_form(sign).form
