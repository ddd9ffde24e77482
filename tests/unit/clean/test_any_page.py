"""Whatever comes in, a clean view or one of the documented errors comes out.

Documents are stored pages, mutated, and trees of elements put together at random. The number is
bounded here; WINNOW_EXAMPLES asks for more, and `make soak` for 20,000.
"""

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bench.clean.coverage import account
from tests.hostile_pages import vectors
from tests.unit.clean.test_hostile import beyond, told
from winnow import canonical
from winnow.clean import CleanPage, Hints, PageError, PageTooDeepError, clean
from winnow.clean.page import Reason
from winnow.clean.tokens import tokens

EXAMPLES = int(os.environ.get("WINNOW_EXAMPLES", "100"))
many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PAGES = [
    path.read_bytes() for path in sorted((Path(__file__).parents[2] / "data/pages").glob("*.html"))
]
URLS = st.sampled_from(
    ["", "https://pages.example/a", "http://[", "x" * 3000, "\ud800", "javascript:x", "//", "a\0b"]
)
TAGS = (
    "p div span a b i br img h1 h2 h3 ul ol li dl dt dd table tr td th caption thead blockquote pre"
    " code figure figcaption section article aside nav header footer main form select option"
    " textarea noscript script style template svg math iframe object embed video title base meta"
    " ruby rt q font center details summary button amp-img x-y picture source hr html body head"
).split()
NASTY = st.sampled_from(
    [
        *(
            b"\0",
            b"\x1a",
            b"\xff\xfe",
            b"\xed\xa0\x80",
            b"\xc0\xaf",
            b"\xef\xbb\xbf",
            b"\xf4\x90\x80\x80",
        ),
        *(
            b"&#xD800;",
            b"&#0;",
            b"&#x110000;",
            b"&#99999999999999999999;",
            b"&am",
            b"&notit;",
            b"&#x;",
        ),
        *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='utf-16'?>", b"<!"),
        *(b"<!DOCTYPE a [<!ENTITY b '&b;&b;'>]>&b;", b"</p></div></body></html>", b"<body><html>"),
        *(
            b"<script>",
            b"</script>",
            b"<textarea>",
            b"<title>",
            b"<plaintext>",
            b"<noscript>",
            b"<svg>",
        ),
        *(
            b"<table><tr><td>",
            b"<select><option>",
            b"<br><br>",
            b"<br>" * 50,
            b"<pre>",
            b"<a href='",
        ),
        *(b"<meta charset=utf-16>", b"<meta charset=iso-2022-jp>\x1b$B", b"<base href='http://['>"),
        *(b" hidden ", b" data-winnow-n='-1' ", b" data-winnow-n='9' ", b" data-winnow-hidden "),
        *(
            b"<div>" * 300,
            b"<b>" * 300,
            b"<ul><li>" * 100,
            b"<table><td>" * 60,
            b"<blockquote>" * 90,
        ),
        *(b"<p>again and again and again the same words and the same again</p>" * 12, b"a" * 5000),
        *(
            b"<img src=" + b"/" * 300 + b">",
            b"<p " + b"a=b " * 200 + b">",
            "👩‍🚀\u202e\u0301é\u00ad".encode(),
        ),
    ]
)
HOSTILE = st.sampled_from([vector.html.encode() for vector in vectors("https://x.example")])


@st.composite
def mutated(draw) -> bytes:
    """A stored page, cut, doubled, mixed with another, with something nasty put in."""
    data = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([1, 7, 60, 500, 4000])))
        way = draw(
            st.sampled_from(["cut", "drop", "double", "put", "put", "hostile", "mix", "flip"])
        )
        if way == "cut":
            data = data[:start]
        elif way == "drop":
            data = data[:start] + data[end:]
        elif way == "double":
            data = data[:end] + data[start:]
        elif way == "put":
            data = data[:start] + draw(NASTY) + data[start:]
        elif way == "hostile":
            data = data[:start] + draw(HOSTILE) + data[start:]
        elif way == "mix":
            other = draw(st.sampled_from(PAGES))
            data = data[:start] + other[draw(st.integers(0, len(other))) :]
        elif start < len(data):
            data = data[:start] + bytes([data[start] ^ 1 << draw(st.integers(0, 7))]) + data[end:]
    return data


WORDS = st.one_of(
    st.sampled_from(["One ship came in before dawn and two went out again at noon.", "Reply", "…"]),
    st.text(max_size=30),
    st.sampled_from(
        ["海は静かだった。", "قال الرجل إن البحر هادئ", "\xa0", "\u2028", "\x0b", "\x85", " \n\t"]
    ),
)
ATTRIBUTES = st.sampled_from(
    ["", "", "", " hidden", " class='comments'", " id=nav", " href=/a", " src=b.png", " dir=rtl"]
)


@st.composite
def grown(draw) -> str:
    """A tree of elements, or what is left of one where end tags are missing."""
    parts = []
    for _ in range(draw(st.integers(1, 40))):
        tag = draw(st.sampled_from(TAGS))
        kind = draw(st.integers(0, 5))
        parts.append(
            f"</{tag}>" if kind == 0 else f"<{tag}{draw(ATTRIBUTES)}>" if kind < 4 else draw(WORDS)
        )
    return "".join(parts)


DOCUMENTS = st.one_of(mutated(), mutated(), grown(), grown(), st.text(), st.binary())


def view_of(document: str | bytes, url: str = "") -> CleanPage | None:
    """The clean view, or None after one of the documented errors, which says what to do."""
    try:
        return clean(document, url, Hints(canonical=url, title="\ud800 title"))
    except PageError as error:
        said = str(error)
    assert said.endswith(".")
    return None


@many
@given(DOCUMENTS, URLS)
@example(b"", "")
@example("\ud800", "")
@example("<p>&#xD800;\ud800</p>", "\ud800")
@example("<embed>" * 50 + "words", "")
@example("<p><embed>some\x01 words</embed>\x02 and\x1f more \ufffe\f words</p>", "")
def test_any_document_gives_a_view_or_a_documented_error(document: str | bytes, url: str):
    view = view_of(document, url)
    if view is None:
        return
    assert [block.id for block in view.blocks] == [f"b{at + 1}" for at in range(len(view.blocks))]
    for block in view.blocks:
        assert view.text[block.start : block.end] == block.text
        assert canonical.of_html(block.html) == block.text
    assert all(two.start >= one.end for one, two in pairwise(view.blocks))
    ids = {block.id for block in view.blocks}
    for removal in view.removed:
        assert removal.reason in Reason.__args__
        if removal.reason == "duplicate" and removal.of is None:  # the view's headline says it
            assert tokens(removal.text)[0] in tokens(view.metadata.title)
        else:
            assert (removal.of in ids) is (removal.reason == "duplicate")
        assert 0 <= removal.at <= len(view.blocks)
    assert list(beyond(told(view))) == []
    view.text.encode()  # no lone surrogate


@many
@given(DOCUMENTS)
@example("0<p hidden></p>0")
@example("0<a hidden>0<p>000")
@example("0<A HIDDEN>0<P>0")
def test_any_document_is_accounted_for(document: str | bytes):
    try:
        made = account(document)
    except PageError:
        return
    assert (made.missing, made.invented, made.unlike) == ({}, {}, [])


@pytest.mark.parametrize(
    ("tag", "depth"),
    [(tag, depth) for tag in ("div", "b", "blockquote", "x-y", "font") for depth in (300, 1_900)]
    + [("ul><li", 400), ("table><tr><td", 300), ("a", 10_000), ("p", 10_000)],
)
def test_nesting_that_a_browser_shows_is_read(tag: str, depth: int):
    page = f"<{tag}>" * depth + "<p>The words at the bottom of it all are read all the same.</p>"
    assert "at the bottom" in clean(page).text


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "x-y", "font", "ul><li", "svg><g"])
def test_nesting_beyond_that_ends_with_a_clear_error(tag: str):
    with pytest.raises(PageTooDeepError, match="no browser shows"):
        clean(f"<{tag}>" * 10_000 + "<p>The words at the bottom of it all.</p>")
