"""Which addresses name one document, and which never do."""

import pytest

from winnow.annotate.address import canonical_counts, key, keys

ONE_DOCUMENT = [
    ("http://example.org/a", "https://example.org/a"),
    ("https://EXAMPLE.org/a", "https://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:80/a", "https://example.org/a"),
    ("https://example.org/a/", "https://example.org/a"),
    ("https://example.org", "https://example.org/"),
    ("https://example.org/a#part", "https://example.org/a"),
    ("https://user:secret@example.org/a", "https://example.org/a"),
    ("https://example.org/%7Ea", "https://example.org/~a"),
    ("https://example.org/%c3%a9", "https://example.org/é"),
    ("https://müller.example/", "https://xn--mller-kva.example/"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1"),
    ("https://example.org/a?x=a+b", "https://example.org/a?x=a%20b"),
    ("https://example.org/a?", "https://example.org/a"),
    ("https://example.org/a?id=1&&", "https://example.org/a?id=1"),
    *(
        (f"https://example.org/a?id=1&{tracker}", "https://example.org/a?id=1")
        for tracker in (
            "utm_source=x", "UTM_Campaign=x", "gclid=x", "dclid=x", "gbraid=x", "wbraid=x",
            "fbclid=x", "msclkid=x", "twclid=x", "yclid=x", "igshid=x", "mc_cid=x", "mc_eid=x",
            "_ga=x", "_gl=x", "at_medium=x", "xtor=RSS-1", "WT.mc_id=x",
        )
    ),
]  # fmt: skip
NEVER_ONE = [
    ("https://example.org/a", "https://www.example.org/a"),
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a", "https://example.org:8443/a"),
    ("https://example.org/#!/a", "https://example.org/#!/b"),
    ("https://example.org/#/a", "https://example.org/"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/a?x=1&x=2", "https://example.org/a?x=2&x=1"),
    *(
        (f"https://example.org/a?{name}=1", f"https://example.org/a?{name}=2")
        for name in ("id", "p", "page", "q", "t", "ref", "source", "src", "v")
    ),
]


@pytest.mark.parametrize(("one", "other"), ONE_DOCUMENT)
def test_these_addresses_name_one_document(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), NEVER_ONE)
def test_these_addresses_never_name_one_document(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize("url", ["about:blank", "file:///a/b.html", "", "nonsense", "http://[bad"])
def test_an_address_that_is_not_the_webs_is_its_own_key(url):
    assert keys(url) == (url,)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://example.org/a/b?c", "https://example.org/"),
        ("https://example.org/a/b", "https://example.org/a"),
        ("https://example.org/a/b", "https://other.example.com/a/b"),
        ("https://one.github.io/a", "https://two.github.io/a"),
        ("https://one.co.uk/a", "https://two.co.uk/a"),
        ("https://example.org/a", "/a"),
        ("https://example.org/a", "ftp://example.org/a"),
        ("https://example.org/a", "javascript:alert(1)"),
    ],
)
def test_a_canonical_that_cannot_be_meant_does_not_count(url, canonical):
    assert not canonical_counts(url, canonical)
    assert keys(url, canonical) == (key(url),)


def test_a_canonical_that_counts_is_a_second_key():
    assert keys("https://m.example.org/a?amp=1", "https://www.example.org/a") == (
        "https://m.example.org/a?amp=1",
        "https://www.example.org/a",
    )


def test_a_canonical_equal_to_the_address_adds_no_key():
    assert keys("https://example.org/a?utm_source=x", "https://example.org/a") == (
        "https://example.org/a",
    )
