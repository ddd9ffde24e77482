"""Drafts of ClaimReviews (https://schema.org/ClaimReview), one a claim, for a fact-checker.

What was said, where, by whom and when is filled in. The verdict is the reviewer's: rating,
reviewer and the review's own address are there and empty. The note is what they wrote so far.
"""

import json
from typing import Any, Final, TextIO

from winnow.annotate.mark import Annotation, Page
from winnow.export import text_fragment
from winnow.export.harmless import IN_SCRIPT, address
from winnow.export.json_format import Pages

CONTEXT: Final = "https://schema.org"


def dump(pages: Pages, stream: TextIO) -> None:
    """Write a draft of each claim that is not deleted, holding one page in memory at a time."""
    stream.write(f'{{\n  "@context": "{CONTEXT}",\n  "@graph": [')
    separator = "\n"
    for page, annotations in pages:
        for mark in annotations:
            if mark.kind == "claim" and not mark.deleted:
                text = json.dumps(_draft(page, mark), ensure_ascii=False, indent=2)
                shown = text.translate(IN_SCRIPT).replace("\n", "\n    ")
                stream.write(f"{separator}    {shown}")
                separator = ",\n"
    stream.write("\n  ]\n}\n" if separator != "\n" else "]\n}\n")


def _draft(page: Page, mark: Annotation) -> dict[str, Any]:
    article = {
        "@type": "WebPage",
        "url": address(page.url),
        "name": page.title,
        "datePublished": page.published,
        "publisher": _named("Organization", page.site),
        "author": _named("Person", page.byline),
    }
    claim = {
        "@type": "Claim",
        "text": mark.exact,
        "inLanguage": mark.language or page.language,
        "author": _named("Person", mark.speaker),
        "datePublished": page.published,
        "appearance": _said(article),
        "url": text_fragment.link(page.url, mark),
    }
    review = {
        "@type": "ClaimReview",
        "@id": f"urn:uuid:{mark.id}",
        "creativeWorkStatus": "Draft",
        "claimReviewed": mark.exact,
        "itemReviewed": _said(claim),
        "dateCreated": mark.created,
        "dateModified": mark.modified,
        "reviewBody": mark.note,
        "keywords": list(mark.tags),
    }
    rating = {
        "@type": "Rating",
        "ratingValue": None,
        "bestRating": None,
        "worstRating": None,
        "alternateName": "",
    }
    blanks = {"url": "", "author": {"@type": "Organization", "name": ""}, "reviewRating": rating}
    return _said(review) | blanks


def _named(kind: str, name: str) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _said(members: dict[str, Any]) -> dict[str, Any]:
    """The members that something is known of."""
    return {name: value for name, value in members.items() if value}
