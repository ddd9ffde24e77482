"""Cards, lists and lines that announce other articles, in shapes that no label names."""

import pytest

from tests.unit.clean.rye import TEXT, keeps_its_text, page
from winnow.clean import clean

CARDS = [
    ("Ferry to the outer islands cancelled until Monday", "Repairs to the engine take ten days."),
    ("Goalkeeper Mensah signs for three seasons", "The club paid less than it had offered."),
    ("Church bells stolen in Norfolk", "Police ask who saw a white van at night."),
    ("How a postman mapped every well in Devon", "His notebooks go to the county archive."),
]
KARTEN = [
    ("Hochwasser an der Oder", "Die Dörfer bereiten sich auf die Nacht vor."),
    ("Zoll findet Kaffee im Kofferraum", "Der Fahrer schweigt zu den Vorwürfen."),
    ("Museum zeigt verschollene Karten", "Die Blätter lagen in einem Keller."),
]


FORMS = {
    "titled": "<div><h3>{}</h3><p>{}</p></div>",
    "entries": "<li><b>{}</b><p>{}</p></li>",
    "loose paragraphs": "<p><b>{}</b></p><p>{}</p>",
    "one paragraph": "<p><strong>{}</strong><br>{}</p>",
    "linked": '<div><h4><a href="/a">{}</a></h4><p>{}</p></div>',
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("cards", [CARDS, KARTEN], ids=["its language", "another language"])
def test_cards_of_a_headline_and_a_sentence_are_left_out(form: str, cards):
    cleaned = page("".join(form.format(*card) for card in cards))
    assert keeps_its_text(cleaned)
    for title, sentence in cards:
        assert title not in cleaned.text
        assert sentence not in cleaned.text


OWN = {
    "answers": [
        ("Where can I buy a loaf of rye?", "Ask at the bridge and bring your own bag."),
        ("Who owns the stone of the mill?", "Ask at the bridge and bring your own bag."),
        ("How is the harvest stored in winter?", "Ask at the bridge and bring your own bag."),
    ],
    "steps": [
        ("Step 1 - Open the cover of the machine", "Loosen all four screws at its back."),
        ("Step 2 - Lift the board out", "Set it on a dry cloth beside the lamp."),
        ("Step 3 - Fit the new fuse", "Check that both of its ends are firm."),
    ],
    "its topic": [
        ("How the mill ground rye for farms", "The wheel was broken by ice."),
        ("Why the communal oven fell in", "Families drew lots on Fridays."),
        ("What the sisters sell on the bridge", "Loaves of rye from their field."),
    ],
}


@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
def test_short_sections_of_the_page_stay(own):
    cleaned = page("".join(f"<h3>{title}</h3><p>{sentence}</p>" for title, sentence in own))
    assert keeps_its_text(cleaned)
    for title, sentence in own:
        assert title in cleaned.text
        assert cleaned.text.count(sentence) >= sum(said == sentence for _, said in own)


def test_a_list_goes_without_the_pages_own_headings_laid_out_alike():
    foreign = "".join(f"<p><strong>{title}</strong></p>" for title, _ in KARTEN)
    cleaned = page(foreign, "<p><strong>The communal oven of the farms</strong></p>")
    assert keeps_its_text(cleaned)
    assert "The communal oven of the farms" in cleaned.text
    assert not any(title in cleaned.text for title, _ in KARTEN)


def test_a_line_that_opens_a_list_is_none_of_its_headlines():
    dated = "".join(
        f"<p>{day}.03.2026 {title}</p>"
        for day, title in enumerate(
            ("離島フェリー終日欠航", "古墳から金の耳飾り", "町の銭湯に幕"), 1
        )
    )
    cleaned = page("<p>The farmers of the valley sowed three kinds of it:</p>", dated)
    assert "The farmers of the valley sowed three kinds of it:" in cleaned.text
    assert "欠航" not in cleaned.text


@pytest.mark.parametrize(
    "line",
    [
        "» Goalkeeper Mensah signs for three seasons",
        "➜ Hochwasser an der Oder",
        "Church bells stolen in Norfolk (read more here)",
        "Unbekanntes Wort: Zoll findet Kaffee im Kofferraum der Fähre",
    ],
)
def test_a_line_that_points_to_another_article_is_left_out(line: str):
    cleaned = page(f"<p>{line}</p>")
    assert keeps_its_text(cleaned)
    assert line not in cleaned.text


@pytest.mark.parametrize(
    "line",
    [
        "» The mill ground rye for the families",
        "— Goalkeeper Mensah has signed",
        "Rye and wheat (see above)",
    ],
)
def test_a_line_of_the_text_with_such_signs_stays(line: str):
    assert line in page(f"<p>{line}</p>").text


def test_headlines_in_a_layouts_cell_are_no_data():
    texts = "".join(f"<p>{text}</p>" for text in TEXT)
    links = "".join(f'<p><a href="/{at}">{title}</a></p>' for at, (title, _) in enumerate(KARTEN))
    cleaned = clean(
        "<html lang=en><body><table><tr><td>Left</td><td>Right</td></tr><tr><td>"
        f"{texts}{links}</td></tr></table></body></html>",
        "https://news.example/rye",
    )
    assert keeps_its_text(cleaned)
    assert not any(title in cleaned.text for title, _ in KARTEN)


def test_the_heading_of_what_went_goes_with_it():
    items = "".join(f'<li><a href="/{at}">{title}</a></li>' for at, (title, _) in enumerate(CARDS))
    cleaned = page(f"<div><p>From our other desks</p><ul>{items}</ul></div>")
    assert keeps_its_text(cleaned)
    assert "From our other desks" not in cleaned.text
