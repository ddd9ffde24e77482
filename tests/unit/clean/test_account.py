"""Nothing is hidden from the reader: every word shown is kept or named, where it stands."""

from pathlib import Path

import pytest

from bench.clean.coverage import account
from tests.unit.clean.test_shapes import BODY, SHAPES, URL, paragraphs
from winnow import canonical
from winnow.clean import CleanPage, clean
from winnow.clean.blocks import outline
from winnow.clean.copies import said_again
from winnow.clean.document import parse
from winnow.clean.tokens import tokens

PAGES = sorted((Path(__file__).parents[2] / "data/pages").glob("*.html"))


def sources(html: str, view: CleanPage) -> dict[str, list[str]]:
    """For each kept block's text what the page says at its sources."""
    elements = list(parse(html, URL).root.iter())
    return {
        block.text: [
            canonical.of_element(elements[place.element])[place.start : place.end]
            for place in block.sources
        ]
        for block in view.blocks
    }


def page(body: str) -> str:
    return f"<!DOCTYPE html><html lang=fr><head><title>Libye</title></head><body>{body}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_each_stored_page_is_accounted_for(path: Path):
    made = account(path.read_bytes(), "https://pages.example/a/page.html")
    assert made.places["same"] >= 4
    assert (made.missing, made.invented, made.others, made.unlike) == ({}, {}, [], [])


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_of_the_reference_article_is_accounted_for(shape: str):
    made = account(page(SHAPES[shape]), URL)
    assert made.shown > 300
    assert (made.missing, made.invented, made.others, made.unlike) == ({}, {}, [], [])


def test_a_word_alone_between_paragraphs_is_named():
    view = clean(page(paragraphs(BODY[:2]) + "<div><b>Partager</b></div>" + paragraphs(BODY[2:])))
    assert [block.text for block in view.blocks] == BODY
    assert [(removal.text, removal.at) for removal in view.removed] == [("Partager", 2)]


def test_short_words_go_with_the_block_that_they_touch():
    links = "".join(f"<div><a href=/{word}>{word}</a></div>" for word in ("Une", "Monde", "Sports"))
    view = clean(page(f"<nav>{links}</nav><main>{paragraphs(BODY)}</main>"))
    assert [removal.text for removal in view.removed] == ["Une\nMonde\nSports"]


def test_a_copy_cut_in_two_is_one_source():
    first, _, second = BODY[2].partition(". ")
    again = [*BODY[:2], f"{first}.", second, *BODY[3:]]
    html = page(f"<article>{paragraphs(BODY)}</article><aside>{paragraphs(again)}</aside>")
    told = sources(html, clean(html, URL))
    assert told[BODY[2]] == [BODY[2], f"{first}.\n{second}"]


def test_two_paragraphs_run_together_are_a_source_of_each():
    again = [BODY[0], f"{BODY[1]} {BODY[2]}", *BODY[3:]]
    html = page(f"<article>{paragraphs(BODY)}</article><aside>{paragraphs(again)}</aside>")
    told = sources(html, clean(html, URL))
    assert [told[text] for text in BODY] == [[text, text] for text in BODY]


def test_a_list_again_as_paragraphs_is_a_source_of_the_list():
    steps = "".join(f"<li>{text}</li>" for text in BODY)
    html = page(f"<article><ol>{steps}</ol></article><div><div>{paragraphs(BODY)}</div></div>")
    whole = "\n".join(BODY)
    assert sources(html, clean(html, URL)).get(whole) == [whole, whole]


def test_a_copy_that_looks_like_no_text_is_named_as_one_all_the_same():
    again = paragraphs(BODY[:2])
    html = page(f"<article>{paragraphs(BODY)}</article><footer class=nav>{again}</footer>")
    view = clean(html, URL)
    assert [(r.reason, r.of, r.text) for r in view.removed] == [
        ("duplicate", "b1", BODY[0]),
        ("duplicate", "b2", BODY[1]),
    ]
    assert [len(block.sources) for block in view.blocks] == [2, 2, 1, 1, 1]


def test_a_near_copy_is_a_source_and_a_teaser_is_not():
    near = BODY[1].replace("le 4 avril", "le 6 avril")
    longer = f"{BODY[3]} Mis à jour."
    teaser = f"{BODY[2][:80].rpartition(' ')[0]}…"
    html = page(
        f"<div class=teaser><p>{teaser}</p></div><article>{paragraphs(BODY)}</article>"
        f"<div>{paragraphs([BODY[0], near, longer])}</div>"
    )
    view = clean(html, URL)
    told = sources(html, view)
    assert told[BODY[1]] == [BODY[1], near]
    assert told[BODY[2]] == [BODY[2]]
    assert told[BODY[3]] == [BODY[3], BODY[3]]
    assert [removal.of for removal in view.removed if removal.text == teaser] == ["b3"]


def test_a_source_says_what_the_page_says_though_a_part_of_it_is_hidden():
    html = page(f"<p>{BODY[0]} <span hidden>Lire</span> {BODY[1]}</p>{paragraphs(BODY[2:])}")
    made = account(html, URL)
    assert (made.missing, made.invented, made.others) == ({}, {}, [])
    assert "Lire" not in clean(html, URL).text


def test_a_repeat_of_what_is_left_out_itself_repeats_nothing():
    lines = outline(parse("".join(f"<p>{text}</p>" for text in (BODY[0], BODY[1], BODY[1])))).lines
    words = [tokens(line.text) for line in lines]
    assert said_again(lines, words, [0, 1], {2: 1}) == {2: 1}
    assert said_again(lines, words, [0], {2: 1}) == {}
