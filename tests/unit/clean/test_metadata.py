"""What a page says about itself, from each kind of source, and which source wins."""

# ruff: noqa: E501 - a row a case

import json

import pytest

from winnow.clean import Hints, Metadata, clean
from winnow.clean.blocks import outline
from winnow.clean.dates import in_path, iso
from winnow.clean.declared import declared
from winnow.clean.document import parse
from winnow.clean.metadata import metadata
from winnow.clean.titles import without_site

URL = "https://www.gazette.example/monde/article.html"


def said(
    head: str = "",
    body: str = "<p>x",
    url: str = URL,
    hints: Hints | None = None,
    attributes: str = "",
) -> Metadata:
    document = parse(f"<html {attributes}><head>{head}</head><body>{body}", url)
    return metadata(document, hints or Hints(), declared(document), outline(document).lines)


def record(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Crue du fleuve - La Gazette</title><meta property=og:site_name content='La Gazette'>", "", "Crue du fleuve"),
        ("<title>La Gazette | Crue du fleuve</title><meta property=og:site_name content='La Gazette'>", "", "Crue du fleuve"),
        ("<title>Flood: what we know | Gazette</title>", "<h1>Flood: what we know</h1>", "Flood: what we know"),
        ("<title>Gazette</title><meta property=og:title content='Flood in the lower town'>", "<h1>Gazette</h1><h2>Flood in the lower town</h2>", "Flood in the lower town"),
        ("<title>SEO words for flood and town 2024</title>", "<h1>The night the river rose</h1>", "The night the river rose"),
        ("<svg><title>Logo</title></svg><title>Das Hochwasser und die Stadt</title>", "", "Das Hochwasser und die Stadt"),
        (record(**{"@type": "NewsArticle", "headline": "Noticias del río"}), "", "Noticias del río"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_without_the_site(head: str, body: str, title: str):
    assert said(head, f"{body}<p>x").title == title


def test_a_hint_names_a_page_that_has_no_title():
    assert said(hints=Hints(title="Crue du fleuve")).title == "Crue du fleuve"


def test_a_title_that_is_not_the_sites_name_keeps_its_dash():
    assert (
        without_site("War and peace - a reader's guide", ["gazette"])
        == "War and peace - a reader's guide"
    )


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (record(**{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Awa Diop"}}), "", "Awa Diop"),
        (record(**{"@type": "Article", "author": [{"name": "Awa Diop"}, {"name": "Jan de Vries"}]}), "", "Awa Diop, Jan de Vries"),
        (record(**{"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Awa Diop"}]}), "", "Awa Diop"),
        ("<meta name=author content='By Awa Diop'>", "", "Awa Diop"),
        ("<meta property=article:author content='https://www.facebook.com/gazette'>", "", ""),
        ("<meta name=dc.creator content='Awa Diop'>", "", "Awa Diop"),
        ("", "<a rel=author href=/awa>Awa Diop</a>", "Awa Diop"),
        ("", "<div class=byline>Par Awa Diop, envoyée spéciale</div>", "Awa Diop"),
        ("", "<span itemprop=author><span itemprop=name>Awa Diop</span> (12)</span>", "Awa Diop"),
        ("<meta name=author content=admin>", "", ""),
        ("<meta name=author content=paulb203>", "", "paulb203"),
    ],
)  # fmt: skip
def test_the_byline_is_a_name(head: str, body: str, byline: str):
    assert said(head, f"{body}<p>x").byline == byline


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        (record(**{"@type": "NewsArticle", "datePublished": "2024-05-17T08:30:00+02:00"}), "", "2024-05-17T08:30:00+02:00"),
        ("<meta property=article:published_time content=2024-05-17>", "", "2024-05-17"),
        ("<meta name=dc.date.issued content='17 May 2024'>", "", "2024-05-17"),
        ("", "<time datetime=2024-05-17T08:30>le 17 mai</time>", "2024-05-17T08:30"),
        ("", "<aside><time datetime=2020-01-01></time></aside><time datetime=2024-05-17></time>", "2024-05-17"),
        ("", "<span itemprop=datePublished content=2024-05-17>hier</span>", "2024-05-17"),
        ("", "<p class=post-date>Publié le 17 mai 2024</p>", "2024-05-17"),
        ("", "<p>In 2024 the river rose.</p>", ""),
    ],
)  # fmt: skip
def test_the_time_of_publishing(head: str, body: str, published: str):
    assert said(head, f"{body}<p>x").published == published


def test_the_address_dates_a_page_that_does_not():
    assert said(url="https://gazette.example/2024/05/17/crue").published == "2024-05-17"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("May 5, 2024", "2024-05-05"),
        ("5 mai 2024", "2024-05-05"),
        ("1er août 2024", "2024-08-01"),
        ("5. März 2024", "2024-03-05"),
        ("5 de marzo de 2024", "2024-03-05"),
        ("5 grudnia 2024", "2024-12-05"),
        ("5 декабря 2024", "2024-12-05"),
        ("2024年5月5日", "2024-05-05"),
        ("Updated Sept. 9, 2024", "2024-09-09"),
        ("20240505", "2024-05-05"),
        ("13/05/2024", "2024-05-13"),
        ("05.03.2024", "2024-03-05"),
        ("2024-05-05T10:00:00.123Z", "2024-05-05T10:00:00Z"),
        ("2024-13-45", ""),
        ("the year 2024", ""),
        ("", ""),
    ],
)
def test_dates_as_pages_write_them(text: str, date: str):
    assert iso(text) == date


def test_an_address_without_a_day_has_no_date():
    assert in_path("/2024/05/flood") == ""


@pytest.mark.parametrize(
    ("attributes", "head", "language", "direction"),
    [
        ("lang=fr", "", "fr", "ltr"),
        ("lang=ar", "", "ar", "rtl"),
        ("lang=he-IL", "", "he-IL", "rtl"),
        ("dir=rtl lang=en", "", "en", "rtl"),
        ("", "<meta property=og:locale content=pt_BR>", "pt-BR", "ltr"),
        ("", "", "", ""),
    ],
)
def test_language_and_direction(attributes: str, head: str, language: str, direction: str):
    found = said(head, attributes=attributes)
    assert (found.language, found.direction) == (language, direction)


def test_addresses_are_absolute_and_of_the_web():
    head = "<link rel=canonical href=/a><meta property=og:image content=/i.jpg><link rel=license href=/by>"
    found = said(head)
    assert found.canonical == "https://www.gazette.example/a"
    assert found.image == "https://www.gazette.example/i.jpg"
    assert found.licence == "https://www.gazette.example/by"
    assert said("<meta property=og:image content='javascript:alert(1)'>").image == ""


def test_a_licence_in_the_footer_is_found():
    body = "<p>x<footer><a href=https://creativecommons.org/licenses/by/4.0/>CC BY</a></footer>"
    assert said(body=body).licence == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    "script",
    ["{", "[]", "null", '{"@type": 3}', '{"@type":"Article","author":7,"headline":[]}', "[" * 5000],
)
def test_a_broken_record_says_nothing_and_harms_nothing(script: str):
    assert said(f'<script type="application/ld+json">{script}</script>').byline == ""


def test_the_view_does_not_say_its_title_twice():
    body = "".join(
        f"<p>The river rose by {n} metres in the night, and the lower town was dark until noon.</p>"
        for n in range(5)
    )
    view = clean(
        f"<html><head><title>Flood in town - Gazette</title></head><body><h1>Flood in town</h1>{body}",
        URL,
    )
    assert view.metadata.title == "Flood in town"
    assert "Flood in town" not in [block.text for block in view.blocks]
