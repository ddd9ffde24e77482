"""What a reader may want to mark in a text: quotations with their speakers, and claims.

Proposals, never marks: a person decides. What is not said plainly is left open, since a wrong
speaker is worse than none.
"""

from winnow.suggest.claims import claims
from winnow.suggest.quotations import quotations
from winnow.suggest.spans import Quotation, Span, Suggestions
from winnow.suggest.speakers import speaker_of

__all__ = ["MOST", "Quotation", "Span", "Suggestions", "suggest"]

MOST = 1_000
"""Quotations, and claims, that are told of one text: its first."""


def suggest(text: str, language: str = "") -> Suggestions:
    """The quotations and claims of a canonical text, each in the text's order.

    `language` (BCP 47) chooses the words of speech; without one that is known all are looked
    for. The time grows with the length of the text.
    """
    found = quotations(text)
    spoken = tuple(Quotation(span, speaker_of(text, span, language)) for span in found[:MOST])
    return Suggestions(spoken, tuple(claims(text, found)[:MOST]))
