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
        ("<title>How the town fared in the flood | Gazette</title>", "<h1>Read us for a euro a month</h1>", "How the town fared in the flood"),
        ("", "<h1>The night the river rose</h1>", "The night the river rose"),
        ("<title>Flood in town / News / The Gazette's Forum</title>", "", "Flood in town / News"),
        ("<title>Gazette</title><meta property=og:title content='Floods &amp;amp; &lt;b&gt;fires&lt;/b&gt;'>", "", "Floods & fires"),
        ("<title>Flood in the lower town</title>", "<h1>Flood in the<br>lower town</h1>", "Flood in the lower town"),
        ("<title>&lt;table&gt;: The Table element</title>", "", "<table>: The Table element"),
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
        ("<meta name=author content='Diop, Awa M.'>", "", "Awa M. Diop"),
        ("<meta name=author content='Awa Diop, Jan de Vries and Zoë Lang'>", "", "Awa Diop, Jan de Vries, Zoë Lang"),
        ("<meta name=author content='Awa Diop, Ph.D., MD'>", "", "Awa Diop, Ph.D., MD"),
        ("<meta name=author content='Awa Diop, Senior Staff Writer'>", "", "Awa Diop"),
        ("<meta name=author content='page.head.extra.author'>", "", ""),
        ("<meta name=twitter:label1 content='Écrit par'><meta name=twitter:data1 content='Awa Diop'>", "", "Awa Diop"),
        ("<meta name=twitter:label1 content='Reading time'><meta name=twitter:data1 content='5 minutes'>", "", ""),
        (record(**{"@type": "Article", "author": {"@type": "Organization", "name": "Gazette"}}), "<a rel=author href=/awa>Awa Diop</a>", "Awa Diop"),
        (record(**{"@type": "Article", "author": {"@type": "Organization", "name": "Gazette"}}), "", "Gazette"),
        (record(**{"@type": "Product", "name": "Boots"}), "<div class=review><span itemprop=author>Awa Diop</span></div>", ""),
        ("", "<div class=comment><a rel=author href=/jan>Jan de Vries</a></div><a rel=author href=/awa>Awa Diop</a>", "Awa Diop"),
        ("", "<span itemprop=author itemscope><meta itemprop=name content='Awa Diop'><a href=/awa>profile</a></span>", "Awa Diop"),
        ("", "<div class=author><div>Awa Diop</div><div>Our woman in Dakar</div></div>", "Awa Diop"),
        ("", "<div class=authorization>Awa Diop</div>", ""),
        ("", "<div class=byline>Von Käthe Öhl und Jan de Vries</div>", "Käthe Öhl, Jan de Vries"),
        ("", "<div class=byline>Por María Núñez y Ana Gil</div>", "María Núñez, Ana Gil"),
        ("", "<div class=byline>Di Ugo Bianchi</div>", "Ugo Bianchi"),
        ("", "<div class=byline>Door Jan de Vries en Sanne Bos</div>", "Jan de Vries, Sanne Bos"),
        ("", "<div class=byline>Автор: Анна Петрова</div>", "Анна Петрова"),
        ("", "<h1>Crue du fleuve</h1><p>Par Awa Diop, le 17 mai 2024</p>", "Awa Diop"),
        ("", "<h1>Hochwasser</h1><p>17. Mai 2024</p><p>Von Käthe Öhl</p>", "Käthe Öhl"),
        ("", "<h1>Flood</h1><p>By the end of the night the river had risen by two metres.</p>", ""),
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
        ("", "<h1>Crue du fleuve</h1><p>Par Awa Diop, le 17 mai 2024</p>", "2024-05-17"),
        ("", "<p>17. Mai 2024</p><h1>Hochwasser</h1>", "2024-05-17"),
        ("", "<h1>Flood</h1><p>On 17 May 2024 the river rose by two metres in the night, and the whole of the lower town was dark until noon.</p>", ""),
        ("", "<article><aside><time datetime=2024-05-17></time></aside><h1>Flood</h1></article>", "2024-05-17"),
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


@pytest.mark.parametrize(
    ("attributes", "url", "date"),
    [
        ("lang=en-US", URL, "2024-03-04"),
        ("lang=en-GB", URL, "2024-04-03"),
        ("lang=fr", URL, "2024-04-03"),
        ("lang=en", "https://www.gazette.co.uk/a", "2024-04-03"),
    ],
)
def test_a_day_in_figures_is_read_as_the_pages_country_writes_it(
    attributes: str, url: str, date: str
):
    body = "<span class=post-date>03/04/2024</span>"
    assert said(body=body, url=url, attributes=attributes).published == date


def test_overlong_values_are_cut_and_said_to_be():
    head = f"<title>{'flood ' * 5000}</title><meta name=author content='{'a' * 9000}'>"
    found = said(f"{head}<meta property=og:site_name content='{'Gazette ' * 900}'>")
    assert len(found.title) <= 300
    assert found.site.endswith("…")
    assert len(found.site) == 300
    assert found.byline == ""


def test_no_field_turns_the_direction_of_what_follows_it():
    head = "<title>Flood \u202etxt.exe</title><meta name=author content='Awa\u2066 Diop'>"
    found = said(head)
    assert (found.title, found.byline) == ("Flood txt.exe", "Awa Diop")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "http://[bad",
        "https://gazette.example/" + "a" * 5000,
    ],
)
def test_an_address_that_is_not_of_the_web_is_no_address(address: str):
    head = (
        f'<link rel=canonical href="{address}"><link rel=license href="{address}">'
        f'<meta property=og:image content="{address}">'
        + record(**{"@type": "Article", "image": {"url": address}, "license": address})
    )
    found = said(head)
    assert (found.canonical, found.image, found.licence) == ("", "", "")


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
