"""Headlines in the page's own language that name nobody, link nowhere and stand in any make."""

import pytest

from tests.unit.clean.rye import TEXT, keeps_its_text, page
from winnow.clean import clean

HEADLINES = (
    "Airport workers call off strike at the last minute",
    "Why beekeepers are moving hives onto office roofs",
    "Researchers map a coral reef larger than expected",
    "Court throws out appeal over disputed quarry licence",
)
STEPS = (
    "Driving in traffic that stops and goes for hours",
    "Driving in extremely hot or cold temperatures",
    "Driving at prolonged higher engine speeds uphill",
    "Driving with heavy trailers in mountainous terrain",
)


def _each(tag: str, lines: tuple[str, ...] = HEADLINES) -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


@pytest.mark.parametrize(
    "html",
    [
        f"<div><ul>{_each('li')}</ul></div>",
        f"<section><div>{_each('p')}</div></section>",
        f"<div><p>{'<br>'.join(HEADLINES)}</p></div>",
        f"<div><p>Elsewhere in this section</p>{_each('p')}</div>",
    ],
)
def test_they_are_left_out_behind_the_text(html: str):
    cleaned = page(after=html)
    assert keeps_its_text(cleaned)
    assert not [line for line in HEADLINES if line in cleaned.text]
    assert "Elsewhere" not in cleaned.text


def test_a_list_of_the_page_whose_entries_are_made_alike_stays():
    assert all(line in page(f"<ul>{_each('li', STEPS)}</ul>").text for line in STEPS)


def test_verse_without_stops_stays_between_the_paragraphs():
    verse = (
        "Down by the ferry where lanterns hang low tonight",
        "Somebody whistles a tune that nobody ever wrote",
        "And every window is closed against the wind",
        "The boats lie upside down like sleeping cattle",
    )
    cleaned = page(f"<div><p>{'<br>'.join(verse)}</p></div>")
    assert all(line in cleaned.text for line in verse)


def test_a_page_of_many_lists_loses_the_lines_that_say_to_read_another_article():
    things = "".join(f"<li>Sieve of width {number} and a box of oak</li>" for number in range(24))
    also = "<p>Read also: Researchers map a coral reef larger than expected</p>"
    told = "".join(f"<p>{text}</p>" for text in TEXT)
    cleaned = clean(
        "<html lang=en><title>Sieves</title><body><main><article><h1>Sieves</h1>"
        f"{told}{also}<ul>{things}</ul><p>{TEXT[0][:90]} and so on.</p></article></main>",
        "https://news.example/sieves",
    )
    assert "Sieve of width 23" in cleaned.text
    assert "coral reef" not in cleaned.text


def test_dutch_headlines_of_four_words_are_left_out():
    lines = (
        "Kasseienrit verdeelt het peloton",
        "Vijf recepten voor een restje kaas",
        "Burgemeester wil steps uit de binnenstad weren",
        "Pensioen: dit verandert er met het besluit van dinsdag",
    )
    cleaned = page(after=f"<div><h3>Lees ook</h3><p>{'<br>'.join(lines)}</p></div>")
    assert not [line for line in lines if line in cleaned.text]
