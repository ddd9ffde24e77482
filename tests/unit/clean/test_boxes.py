"""Boxes beside the paragraphs, known by where they stand and what they are laid out with."""

import pytest

from tests.unit.clean.rye import TEXT, page

LEFT_OUT = {
    "a sentence as a heading": "<div><h3>This website uses cookies to make sure it works as"
    " intended. By continuing to browse you agree to our policy.</h3><button>OK</button></div>",
    "a label of two words and a line": "<section><h4>Get the app</h4><p>Scan this square with"
    " whatever lies in your pocket.</p></section>",
    "another language and a button": "<div><h4>صوت القرية</h4><p>نعيش بفضل من يقرأ كل صباح.</p>"
    "<button>تبرع</button></div>",
    "the rest of what went": "<aside><p>Votre vie privée nous importe</p><div>Nos partenaires et"
    " nous déposons des cookies afin de mesurer l’audience et de personnaliser la publicité."
    "</div><button>Tout accepter</button><button>Tout refuser</button></aside>",
}


@pytest.mark.parametrize("box", LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_box_that_stands_apart_is_left_out_whole(box: str):
    cleaned = page(box)
    assert [block.text for block in cleaned.blocks] == TEXT


OWN = {
    "a contact": "<div><p>Write to the sisters at 178453 or rye@valley.example.</p></div>",
    "a quotation in another language": "<blockquote><p>Wer den Roggen nicht ehrt, ist des Brotes"
    " nicht wert.</p></blockquote>",
    "a verse in another language": "<div><p>Der Mond ist aufgegangen</p><p>die goldnen Sternlein"
    " prangen</p><p>am Himmel hell und klar</p></div>",
}


@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
def test_what_the_text_sets_apart_stays(own: str):
    cleaned = page(own)
    assert len(cleaned.blocks) > len(TEXT)


AFTER = {
    "an author": "<p>Femke Drost is verslaggever en schrijft over landbouw en natuur.</p>",
    "an author in another script": "<p>ليلى ناصر صحفية تكتب عن البيئة وتعيش في عمان.</p>",
    "an author's name elsewhere": "<p>Follow her on Twitter @martaquill</p>",
    "subjects behind a label": "<p>Filed under food, North Sea, Scotland</p>",
    "subjects behind a label, apart": "<div><span>Filed under</span> <span>local government</span>"
    " <span>North Sea</span></div>",
    "subjects between bars": "<p>климат | экономика | культура</p>",
}


@pytest.mark.parametrize("line", AFTER.values(), ids=AFTER)
def test_who_wrote_the_text_and_what_it_is_filed_under_are_left_out(line: str):
    cleaned = page(after=line)
    assert [block.text for block in cleaned.blocks] == TEXT


BEHIND = {
    "a person of the text": "<p>The sisters Anna and Maria say that rye needs no railway.</p>",
    "a verse in another language": "<p>Sous le pont coule la rivière,<br>la nuit descend sur les"
    " toits,<br>une lampe, une prière,<br>et la chanson d’autrefois.</p>",
    "a source": "<p>Harbottle, Tides and Trades, page 112.</p>",
    "a date and a price": "<p>Fridays | from nine | at the lower bridge | for four pounds</p>",
}


@pytest.mark.parametrize("line", BEHIND.values(), ids=BEHIND)
def test_the_texts_own_last_line_stays(line: str):
    assert len(page(after=line).blocks) == len(TEXT) + 1


def test_a_sentence_of_the_text_set_as_a_heading_is_a_repeat():
    cleaned = page("<h3>Its wheel was broken twice by ice.</h3>")
    assert [block.text for block in cleaned.blocks] == TEXT
