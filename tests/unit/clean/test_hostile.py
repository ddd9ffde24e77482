"""Nothing leaves the engine but what its list names, whatever a page tries."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.hostile_pages import SWALLOWS, Vector, page, paragraph, vectors, whole
from winnow.clean import CleanPage, clean

SITE = "https://site.example"
URL = f"{SITE}/coast/lamps.html"
VECTORS = list(vectors(SITE))
TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1"
    " h2 h3 h4 h5 h6 i img ins kbd li mark ol p pre q s samp small span strong sub sup table tbody"
    " td tfoot th thead time tr u ul var".split()
)
ATTRIBUTES = {
    "a": {"href", "rel"},
    "img": {"alt", "width", "height", "data-winnow-src", "data-winnow-srcset"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "time": {"datetime"},
    "abbr": {"title"},
    "dfn": {"title"},
    "code": {"class"},
    "pre": {"class"},
}
ADDRESSES = ("href", "data-winnow-src")


def told(view: CleanPage) -> str:
    return "".join(part.html for part in (*view.blocks, *view.removed))


def beyond(html: str) -> Iterator[str]:
    """What in `html` no list of ours names."""
    tree = etree.fromstring(f"<body>{html}</body>", etree.HTMLParser(remove_comments=False))
    for element in tree.find("body").iterdescendants():
        if element.tag not in TAGS:
            yield f"<{element.tag}>"
            continue
        for name, value in element.items():
            if name not in ATTRIBUTES.get(element.tag, set()) | {"lang", "dir"}:
                yield f"<{element.tag} {name}>"
            if name in ADDRESSES and urlsplit(value).scheme not in ("http", "https", "mailto"):
                yield f"{name}={value}"
            if name in ADDRESSES and any(
                sign in value for sign in "\u202a\u202b\u202d\u202e\u2066"
            ):
                yield f"{name} turns its direction"
            if name == "data-winnow-srcset" and any(
                urlsplit(part.split()[0]).scheme not in ("http", "https")
                for part in value.split(", ")
            ):
                yield f"{name}={value}"


def test_the_look_for_what_is_beyond_the_list_sees_it():
    html = "<p onclick=x><a href='javascript:x'>y</a><script></script><svg></svg></p><!-- c -->"
    assert len(list(beyond(html))) == 5


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector.kind} {vector.number}")
def test_each_attempt_alone_comes_to_nothing(vector: Vector):
    calm = [Vector(-1, "", ""), vector, Vector(-2, "", "")]
    view = clean(page("".join(map(paragraph, calm))), URL)
    assert list(beyond(told(view))) == []
    said = "\n".join(part.text for part in (*view.blocks, *view.removed))
    assert f"lamp {vector.number} wrote in his book" in said
    if vector.kind != SWALLOWS:
        assert f"nobody on lamp {vector.number} spoke" in said
        assert "lamp -2 wrote in his book" in said


def test_all_attempts_together_come_to_nothing():
    view = clean(whole(SITE), URL)
    assert list(beyond(told(view))) == []
    assert view.text.count("wrote in his book") > 100


def test_there_are_attempts_of_every_class():
    assert len({vector.kind for vector in VECTORS}) == 12
    assert len(VECTORS) == len({vector.html for vector in VECTORS}) > 130


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(VECTORS), min_size=2, max_size=5), st.data())
def test_attempts_cut_and_mixed_come_to_nothing(chosen: list[Vector], data: st.DataObject):
    cut = [
        vector.html[data.draw(st.integers(0, 9)) : data.draw(st.integers(10, 90))]
        for vector in chosen
    ]
    body = "".join(paragraph(Vector(-at, "", html)) for at, html in enumerate(cut))
    assert list(beyond(told(clean(page(body), URL)))) == []


@pytest.mark.parametrize("field", ["title", "byline", "site", "image", "licence", "canonical"])
def test_metadata_is_plain_text_and_leads_nowhere_else(field: str):
    evil = "javascript:alert(1)//&quot;><img onerror=alert(1)>"
    head = (
        f"<meta property='og:title' content='{evil}'><meta name=author content='{evil}'>"
        f"<meta property='og:site_name' content='{evil}'>"
        f"<meta property='og:image' content='{evil}'>"
        f"<link rel=license href='{evil}'><link rel=canonical href='{evil}'>"
    )
    value = getattr(clean(page(paragraph(Vector(1, "", "")) * 3, head), URL).metadata, field)
    if field in ("image", "licence", "canonical"):
        assert not value or urlsplit(value).scheme in ("http", "https")
