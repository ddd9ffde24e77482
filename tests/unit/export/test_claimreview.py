"""Drafts that a fact-checker completes: all but the verdict."""

import io
import json
import re

import pytest
from hypothesis import given

from tests.unit.export.hostile import HOSTILE, text
from tests.unit.library import LATER, NOW, a_mark, a_page
from winnow.export import claimreview


def dumped(library):
    stream = io.StringIO()
    claimreview.dump(library, stream)
    return stream.getvalue()


def drafts(library):
    whole = json.loads(dumped(library))
    assert whole["@context"] == "https://schema.org"
    return whole["@graph"]


def test_a_claim_is_a_draft_with_an_empty_rating():
    page = a_page(
        title="On tides", site="The Bay", byline="B. Ay", published="2026-02-01", language="en"
    )
    mark = a_mark(page, "Tides turn twice.", kind="claim", note="Check *this*.", tags=("sea",))
    (draft,) = drafts([(page, [mark])])
    assert draft["@type"] == "ClaimReview"
    assert draft["creativeWorkStatus"] == "Draft"
    assert draft["claimReviewed"] == draft["itemReviewed"]["text"] == "Tides turn twice."
    assert draft["itemReviewed"]["author"] == {"@type": "Person", "name": "Ada"}
    assert draft["itemReviewed"]["appearance"] == {
        "@type": "WebPage",
        "url": "https://example.org/1",
        "name": "On tides",
        "datePublished": "2026-02-01",
        "publisher": {"@type": "Organization", "name": "The Bay"},
        "author": {"@type": "Person", "name": "B. Ay"},
    }
    assert draft["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": None,
        "bestRating": None,
        "worstRating": None,
        "alternateName": "",
    }
    assert draft["author"]["name"] == draft["url"] == ""
    assert (draft["dateCreated"], draft["reviewBody"]) == (NOW, "Check *this*.")
    assert draft["keywords"] == ["sea"]


def test_only_claims_that_are_not_deleted_are_drafted():
    page = a_page()
    marks = [
        a_mark(page, "claimed", kind="claim"),
        a_mark(page, "quoted", kind="quote"),
        a_mark(page, "lit", kind="highlight"),
        a_mark(page, "gone", kind="claim", deleted=LATER),
    ]
    assert [draft["claimReviewed"] for draft in drafts([(page, marks)])] == ["claimed"]
    assert drafts([]) == []


def test_what_is_not_known_is_not_said():
    page = a_page()
    (draft,) = drafts([(page, [a_mark(page, "bare", kind="claim", speaker="")])])
    assert "author" not in draft["itemReviewed"]
    assert set(draft["itemReviewed"]["appearance"]) == {"@type", "url"}
    assert not {"reviewBody", "keywords"} & set(draft)


def arrives(words):
    page = a_page(title=words, site=words, byline=words, url=f"https://e.org/?{words}")
    mark = a_mark(page, words, kind="claim", note=words, speaker=words[:500], tags=(words[:100],))
    text = dumped([(page, [mark])])
    assert not set("<>&\u2028\u2029") & set(text)
    (draft,) = json.loads(text)["@graph"]
    assert draft["claimReviewed"] == draft["reviewBody"] == words
    assert draft["keywords"] == [words[:100]]
    claim = draft["itemReviewed"]
    assert (claim["text"], claim["author"]["name"]) == (words, words[:500])
    article = claim["appearance"]
    assert article["name"] == article["publisher"]["name"] == article["author"]["name"] == words
    for address in (claim["url"], article["url"]):
        assert re.fullmatch(r"https://e\.org/\?[!-~]*", address)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_arrive_unchanged_and_end_no_script_element(words):
    arrives(words)


@given(text)
def test_any_words_do(words):
    arrives(words)
