"""What is left out beside repeats, and what looks like it and stays."""

import numpy as np
import pytest

from winnow.clean import CleanPage, clean
from winnow.clean.blocks import outline
from winnow.clean.context import Context
from winnow.clean.document import parse
from winnow.clean.notes import notes
from winnow.clean.threads import threads
from winnow.clean.tokens import tokens

TEXT = [
    (
        "The ferry to the islands has run since 1911, when the harbour board bought a second-hand"
        " steamer and painted it white. It was never on time, and nobody seems to have minded."
    ),
    (
        "In winter the crossing takes two hours, because the captain goes round by the north of the"
        " skerries, where the swell is lower. Horses were carried on deck until the war."
    ),
    (
        "The present ship was built in Gdansk and has room for forty cars. Its engineer, who has"
        " worked below deck for thirty years, says that he knows each of its noises by name."
    ),
    (
        "Next year the board wants to sell it. The islanders have written a letter, and three"
        " hundred of them have signed it, among them the captain, his wife and the engineer."
    ),
    (
        "What comes after is not known. A bridge was drawn in the sixties and forgotten again, and"
        " the drawing hangs in the waiting room, beside a timetable of the old steamer."
    ),
    (
        "Until then the ship leaves at seven in the morning and at four in the afternoon, and on"
        " Sundays once, after church. Dogs travel free, and so do children under the age of six."
    ),
    (
        "The harbour master keeps a book in which each crossing stands with its wind and its"
        " passengers. He reads from it gladly, and his favourite entry is a piano that nobody met."
    ),
]


def page(*inside: str, title: str = "The white ferry", after: str = "") -> CleanPage:
    """The text, with `inside` between its third and fourth paragraph and `after` behind it."""
    texts = [f"<p>{text}</p>" for text in TEXT]
    texts[3:3] = inside
    return clean(
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><main>"
        f"<h1>{title}</h1><article>{''.join(texts)}</article>{after}</main></body></html>",
        "https://news.example/ferry",
    )


BOXES = {
    "named": '<div class="newsletter"><h3>Post from the coast</h3><p>Every morning at seven, what'
    " happened between the skerries, told by those who were there.</p></div>",
    "with a field": "<div><p>Every morning at seven, what happened overnight, told by those who"
    " were there.</p><form><input type=email><button>Go</button></form></div>",
    "asking in other words": "<p>We have no shareholders. If this was worth your time, chip in: any"
    " amount, monthly or once, keeps us independent.</p>",
    "asking of nothing else": "<p>We depend on donations: please become a supporter, even a small"
    " amount each month helps us.</p>",
}


@pytest.mark.parametrize("box", BOXES)
def test_a_box_between_paragraphs_is_left_out_and_named(box: str):
    view = page(BOXES[box])
    assert [block.text for block in view.blocks] == TEXT
    assert any(removal.reason == "unrelated" for removal in view.removed)


HEADLINE = "Rare orchid flowers near Lindmark"
LABELLED = {
    "of the lists' words": f"<p>Read this as well: {HEADLINE}</p>",
    "of another language": f"<p>Meer hierover: {HEADLINE}</p>",
    "without spaces": f"<div>こちらも読む：{HEADLINE}</div>",
    "in words of its own": f"<p><b>From the archive:</b> <a href=/orchid>{HEADLINE}</a></p>",
}
LABELLED_BY_THE_TEXT = {
    "what it speaks of": "<p>Read this: The captain, his wife and the engineer</p>",
    "data": "<p>Length overall: Forty metres and a half</p>",
    "a source that it names": "<p>Timetable: <a href=/t>Harbour board, the islanders</a></p>",
}


@pytest.mark.parametrize("label", LABELLED)
def test_a_foreign_headline_behind_a_label_between_paragraphs_is_left_out(label: str):
    view = page(LABELLED[label])
    assert view.text.split("\n") == TEXT
    assert [left.reason for left in view.removed if HEADLINE in left.text] == ["unrelated"]


@pytest.mark.parametrize("label", LABELLED_BY_THE_TEXT)
def test_a_label_of_the_text_itself_stays(label: str):
    assert len(page(LABELLED_BY_THE_TEXT[label]).text.split("\n")) == len(TEXT) + 1


def test_a_paywalls_name_around_the_text_takes_nothing_of_it():
    texts = "".join(f"<p>{text}</p>" for text in TEXT)
    view = clean(f"<body><main><div class=subscriber-only>{texts}</div></main>")
    assert [block.text for block in view.blocks] == TEXT


STAYS = {
    "table": "<table><tr><th>Day</th><th>Leaves</th></tr><tr><td>Monday</td><td>seven</td></tr>"
    "<tr><td>Tuesday</td><td>seven</td></tr></table>",
    "verse": "<div>White ship, white ship,<br>the tide is going out,<br>white ship, white ship,<br>"
    "and no one is about.</div>",
    "caption": "<figure><img src=/a.jpg><figcaption>The steamer, about 1920.</figcaption></figure>",
    "listing": "<pre>leave harbour\nround skerries\nleave harbour</pre>",
}


@pytest.mark.parametrize("shape", STAYS)
def test_what_stands_between_two_paragraphs_of_the_text_stays(shape: str):
    said = [block.text for block in page(STAYS[shape]).blocks]
    assert [text for text in said if text in TEXT] == TEXT
    assert len(said) > len(TEXT)


ROWS = ("Monday Gdansk to Visby", "Tuesday Oslo to Bergen", "Friday Narva to Tallinn")
DATA = {
    "rows and columns": "<table>"
    + "".join(f"<tr><td>{row}</td><td>Captain of {row[-6:]} Harbour</td></tr>" for row in ROWS)
    + "</table>",
    "named entries": "<dl>"
    + "".join(f"<dt>{row}</dt><dd>Via {row}</dd>" for row in ROWS)
    + "</dl>",
    "a listing": "<pre>" + "\n".join(ROWS) + "</pre>",
}


@pytest.mark.parametrize("shape", DATA)
def test_data_in_words_of_its_own_is_no_list_of_headlines(shape: str):
    view = page(DATA[shape])
    assert [block.text for block in view.blocks if block.text in TEXT] == TEXT
    assert all(row in view.text for row in ROWS)


def test_elements_named_as_comments_are_left_out_even_where_they_are_longer_than_the_text():
    comment = (
        "<div class=comment-body><p>{} I sailed on her as a boy, and my father before me.</p></div>"
    )
    view = page(
        after="".join(
            comment.format(f"Number {n}:") + f"<p class=comment-meta>{n} May</p>" for n in range(60)
        )
    )
    assert [block.text for block in view.blocks] == TEXT
    assert "comments" in {removal.reason for removal in view.removed}


def test_on_a_page_that_calls_itself_a_discussion_what_readers_wrote_is_the_text():
    posts = "".join(f"<div class=comment-body><p>{text}</p></div>" for text in TEXT)
    forum = '{"@type": "DiscussionForumPosting", "headline": "The white ferry"}'
    view = clean(
        f"<head><script type=application/ld+json>{forum}</script></head><body><main>"
        f"<h1>The white ferry</h1>{posts}</main>"
    )
    assert [text for text in TEXT if text in view.text] == TEXT


def test_the_headlines_copy_is_told_as_a_repeat_of_no_block():
    told = [removal for removal in page().removed if removal.text == "The white ferry"]
    assert [(removal.reason, removal.of) for removal in told] == [("duplicate", None)]


def test_an_imprint_after_the_text_is_left_out():
    view = page(after="<p>Copyright 2024 The Island Post. All rights reserved.</p>")
    assert [block.text for block in view.blocks] == TEXT


WRAPPED = {
    "in boxes of their own": lambda texts: "".join(f"<div><p>{text}</p></div>" for text in texts),
    "in sections": lambda texts: "".join(f"<section><p>{text}</p></section>" for text in texts),
    "between line breaks": lambda texts: f"<div>{'<br><br>'.join(texts)}</div>",
}
AMID = {
    "caption": (
        "<figure><img src=/p.jpg><figcaption>The harbour at dawn, by day</figcaption></figure>",
        "The harbour at dawn",
    ),
    "table": (
        "<table><tr><td>1911</td><td>steam</td></tr><tr><td>1974</td><td>diesel</td></tr></table>",
        "diesel",
    ),
    "dialogue": ("<p>“Is it late?”</p><p>“Yes.”</p><p>“Again?”</p>", "“Is it late?”"),
}


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
@pytest.mark.parametrize(("inside", "words"), AMID.values(), ids=AMID)
def test_what_stands_amid_paragraphs_stays_however_these_are_wrapped(wrapped, inside, words):
    cleaned = clean(
        "<!DOCTYPE html><html lang=en><title>The white ferry</title><article>"
        f"<h1>The white ferry</h1>{wrapped(TEXT[:3])}{inside}{wrapped(TEXT[3:])}</article>"
    )
    assert words in cleaned.text
    assert all(text in cleaned.text for text in TEXT)


@pytest.mark.parametrize("sign", ["1.", "[1]", "*", "†", "²"])
def test_footnotes_stay(sign):
    note = f"{sign} See the annual report of the harbour board for 1974, page 42."
    texts = "".join(f"<p>{text}</p>" for text in TEXT)
    cleaned = clean(
        f"<title>The white ferry</title><article><h1>The white ferry</h1>{texts}<hr>"
        f"<p>{note}</p></article>"
    )
    assert note in cleaned.text


HEADLINES = {
    "fr": [
        "La mairie ferme la piscine après un long débat",
        "Les boulangers et la farine du moulin",
        "Un attaquant absent pour des semaines",
    ],
    "pl": [
        "Rada zamyka stary basen po długiej debacie",
        "Piekarze wracają do dawnych zbóż i młynów",
        "Napastnik pauzuje i nie zagra w niedzielę",
    ],
    "es": [
        "El ayuntamiento cierra la piscina tras el debate",
        "Los panaderos y la harina del molino",
        "El delantero no juega en la copa por lesión",
    ],
}


@pytest.mark.parametrize("language", HEADLINES)
@pytest.mark.parametrize("form", ["<p>{}</p>", "<li>{}</li>", "<div><span>{}</span></div>"])
def test_bare_headlines_in_another_language_are_left_out(language, form):
    listed = "".join(form.format(text) for text in HEADLINES[language])
    cleaned = page(f"<div>{listed}</div>")
    assert all(text not in cleaned.text for text in HEADLINES[language])
    assert all(text in cleaned.text for text in TEXT)


def test_verse_of_the_pages_own_language_stays():
    lines = (
        "The swell is low and the light is long",
        "And nobody waits at the end of the quay",
        "For the ship that sang an older song",
    )
    verse = "".join(f"<p>{line}</p>" for line in lines)
    assert "And nobody waits at the end of the quay" in page(f"<div>{verse}</div>").text


NOTES = {
    "signs": "<p>* Fares are those of 1911.</p><p>† Horses not counted.</p>",
    "numbers": "<section><p>1. Harbour book, folio 12.</p><p>2. The same, folio 13.</p></section>",
    "breaks": "<div>[1] Harbour book, folio 12.<br>[2] Told by the engineer.</div>",
    "ways back": "<ol><li>[1] Harbour book, folio 12. <a href=#a>↩</a></li>"
    "<li>[2] Told by the engineer. <a href=#b>↩</a></li>"
    "<li>* Fares are those of 1911. <a href=#c>↩</a></li></ol>",
}


@pytest.mark.parametrize("said", NOTES.values(), ids=NOTES)
def test_notes_behind_the_text_stay(said: str):
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT)
    menu = "<p>1. Latest headlines</p><p>Read on.</p>"
    lines = outline(parse(f"<article>{paragraphs}{said}{menu}</article>")).lines
    kept = list(range(len(TEXT)))
    doubtful = np.full(len(lines), 0.3, dtype=np.float32)
    assert notes(lines, kept, doubtful) == list(range(len(lines) - 2))
    assert notes(lines, kept, doubtful / 100) == kept
    assert notes(lines, [], doubtful) == []


def test_notes_with_ways_back_are_no_headlines():
    assert "Told by the engineer" in page(after=NOTES["ways back"]).text


def test_rules_with_numbers_are_the_texts_own_whatever_they_speak_of():
    rules = "<p>1. Check the forecast the night before</p><p>2. Pack wool in two separate bags</p>"
    rules += "<p>3. Tell a neighbour when you mean to return</p>"
    assert "neighbour" in page(rules).text


def test_loose_words_that_ask_take_no_paragraph_along():
    paragraphs = [f"<p>{text}</p>" for text in TEXT]
    paragraphs[3:3] = ["We rely on our readers. Please make a donation to keep us independent."]
    view = clean(f"<title>The white ferry</title><article>{''.join(paragraphs)}</article>")
    assert view.text.split("\n") == TEXT


ADVERTISED = {
    "labelled box": "<div><span>Werbung</span><div>{}</div></div>",
    "label between paragraphs": "<div>Advertisement</div><p>{}</p>",
    "label with a heading": "<aside><h4>Contenido patrocinado</h4><p>{}</p></aside>",
}


@pytest.mark.parametrize("form", ADVERTISED.values(), ids=ADVERTISED)
def test_what_a_label_calls_an_advertisement_is_left_out_but_no_paragraph(form: str):
    said = "Save a third on garden chairs and parasols this weekend."
    assert page(form.format(said)).text.split("\n") == TEXT
    assert page(form.format("")).text.split("\n") == TEXT


def test_a_label_opens_no_element_that_holds_the_text():
    words = "The steamer of 1911 was sold to a museum, where the captain shows it."
    label = "<div><header><b>The steamer</b> <i>Sponsored</i></header>"
    assert words in page(f"{label}<p>{words}</p></div>").text


@pytest.mark.parametrize(
    "said",
    [
        "This article is free for registered users. Create an account to continue reading.",
        "Pour poursuivre la lecture, créez un compte gratuit.",
        "If you enjoyed this, consider buying me a coffee.",
    ],
)
def test_a_line_that_asks_to_register_or_to_pay_is_left_out(said: str):
    assert page(f"<p>{said}</p>").text.split("\n") == TEXT


@pytest.mark.parametrize("head", ["Have your say", "Qu'en pensez-vous ?", "7 responses"])
def test_what_stands_under_a_heading_for_readers_is_a_thread(head: str):
    text = "".join(f"<p>{said}</p>" for said in TEXT)
    said = "<p>My father took us there each summer, and it rained each time.</p>"
    thread = f"<section><h3>{head}</h3><b>harbourlad</b>{said}</section>"
    lines = outline(parse(f"<article>{text}</article>{thread}")).lines
    context = Context(lines, range(len(lines)), [tokens(line.text) for line in lines])
    assert threads(context) == set(range(len(TEXT), len(lines)))
