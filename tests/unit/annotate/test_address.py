"""Which addresses name one document, and which never do."""

import json
from pathlib import Path

import pytest

from winnow.annotate.address import keys, registrable_domain

ADDRESSES = json.loads(
    (Path(__file__).parents[2] / "data" / "addresses.json").read_text(encoding="utf-8")
)
"""Pairs: `same` says whether they name one document, `canonical` what the first one declares."""


def name(pair: dict[str, str]) -> str:
    return f"{pair['group']}: {pair['one']}"


@pytest.mark.parametrize("pair", ADDRESSES, ids=name)
def test_addresses_name_one_document_or_never_do(pair):
    both = {*keys(pair["one"], pair.get("canonical"))} & {*keys(pair["other"])}
    assert bool(both) == pair["same"]


def test_the_table_is_large_and_says_each_thing_once():
    asked = [(pair["one"], pair["other"], pair.get("canonical")) for pair in ADDRESSES]
    assert len(asked) == len({*asked}) >= 150


@pytest.mark.parametrize("url", ["about:blank", "file:///a/b.html", "", "nonsense", "http://[bad"])
def test_an_address_that_is_not_the_webs_is_its_own_key(url):
    assert keys(url) == (url,)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.example.org", "example.org"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("one.github.io", "one.github.io"),
        ("a.b.unheard-of", "b.unheard-of"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("co.uk", "co.uk"),
    ],
)
def test_what_an_owner_registered_is_told_by_the_public_suffixes(host, domain):
    assert registrable_domain(host) == domain


def test_a_canonical_that_counts_is_a_second_key():
    assert keys("https://m.example.org/a?amp=1", "https://www.example.org/a") == (
        "https://m.example.org/a?amp=1",
        "https://www.example.org/a",
    )


def test_a_canonical_equal_to_the_address_adds_no_key():
    assert keys("https://example.org/a?utm_source=x", "https://example.org/a") == (
        "https://example.org/a",
    )


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://example.org/a/b", "https://example.org/?utm_source=x"),
        ("https://example.org/a/b", "https://example.org/a?fbclid=1"),
        ("https://example.org/%7Ea/b", "https://example.org/~a/"),
        ("https://example.org/#!/p/1", "https://example.org/"),
        ("https://example.org/app#/p/1", "https://example.org/app"),
    ],
)
def test_a_canonical_of_more_than_this_document_gives_no_key(url, canonical):
    assert keys(url, canonical) == keys(url)


def test_a_canonical_of_the_same_view_counts():
    assert len(keys("https://example.org/#!/p/1?x", "https://example.org/en#!/p/1")) == 2
