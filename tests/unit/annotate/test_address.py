"""Which addresses name one document, and which never do."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from winnow.annotate.address import is_address, key, keys, registrable_domain
from winnow.annotate.mark import Page

ADDRESSES = json.loads(
    (Path(__file__).parents[2] / "data" / "addresses.json").read_text(encoding="utf-8")
)
"""Pairs: `same` says whether they name one document, `canonical` what the first one declares."""

EXAMPLES = int(os.environ.get("WINNOW_EXAMPLES", "500"))
PARTS = (
    "https:// http:// HTTPS:\\\\ file:/// urn: user@ example.org EX.com. 0x7f.1 127.1 1.2.3.4.5"
    " [2001:DB8::1] bücher.de faß.de ☃.net １２７.１ 。 : :443 :80 :0443 :8080 / // \\ /./ /../ ."
    " .. /a /é ? & = + ; # #! #/ :~: % %2 %25 %34 %41 %e4 %2e %2F %3a %27 %23 %0A ' ! ( ) * | \n \t"
    " id=1 utm_source=x page ~ @ $ ,"
).split(" ")
ADDRESSES_OF_ANY_SHAPE = st.one_of(
    st.text(max_size=40),
    st.lists(st.one_of(st.sampled_from([*PARTS, " "]), st.text(max_size=2)), max_size=12).map(
        "".join
    ),
    st.lists(st.sampled_from(PARTS), max_size=10).map(lambda parts: f"http://{''.join(parts)}"),
    st.lists(st.sampled_from(PARTS), max_size=10).map(
        lambda parts: f"http://e.org/{''.join(parts)}"
    ),
)


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


@settings(max_examples=EXAMPLES, deadline=None)
@example("http://example.org:443/a")
@example("https://example.org/%%341")
@given(ADDRESSES_OF_ANY_SHAPE)
def test_the_key_of_a_key_is_that_key(url):
    assert key(key(url)) == key(url)


def test_a_page_that_was_kept_by_other_rules_is_found_by_those_of_today():
    url = "https://example.org/it's?u=https://b.example"
    kept = ("https://example.org/it%27s?u=https%3A%2F%2Fb.example", "https://example.org/it's")
    at = "2026-01-02T03:04:05.678Z"
    page = Page(id="0" * 32, keys=(*kept, key(url)), url=url, created=at, modified=at)
    assert page.keys == (key(url), "https://example.org/it's")


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/",
        "HTTP://a.example?q",
        "file:///a b.html",
        "urn:x-pdf:1",
        "https:\\\\a.example",
    ],
)
def test_a_page_can_stand_at_an_address(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *("https:javascript", "https:", "https://", "https:///a", "http:// a", "file:a", "urn:"),
        *("javascript:alert(1)", "https://a.example/\nb", "https://a.example/\n", "file:///a\tb"),
        *("urn:a\nb", "https://a.example/\x7f", " https://a.example/", "//a.example"),
    ],
)
def test_no_page_can_stand_at_what_names_no_place(text):
    assert not is_address(text)


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
