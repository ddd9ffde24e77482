"""A sentence of the text set apart goes, wherever a site sets it; one of its own stays."""

import pytest

from winnow.clean import clean

STORY = """\
The council has voted a credit for the repair of the swing bridge. A barge ran against its \
eastern pier nine winters ago, and nobody has seen it turn since that night.
Before the summer four companies sent their offers in. The cheapest of them came from the next \
town, whose yard has built two bridges of the same kind and still has the drawings.
Ships that are too high will wait outside the harbour until the work is done. After the summer \
the cheapest of them pays no dues, and the dearest pays half of what it paid before.
When the bridge turns again, the old bell will ring before it does. Children ran down to the quay \
to see it open, and the keeper let the first of them turn the wheel.""".split("\n")
PULLED = (
    "The cheapest of them came from the next town, whose yard has built two bridges of the same"
)
OWN = "We never thought that we would hear the bell of the old bridge in our lives"
FORMS = {
    "blockquote": "<blockquote><p>“{}”</p></blockquote>",
    "named element": "<div class=c-pullquote>{}</div>",
    "named inline element": "<span class=pull-quote>«{}»</span>",
    "bold": "<p><strong>{}</strong></p>",
    "figure": "<figure><blockquote>{}</blockquote></figure>",
}


def page(form: str, words: str, before: int) -> str:
    parts = [f"<p>{text}</p>" for text in STORY]
    parts.insert(before, FORMS[form].format(words))
    return f"<title>The bridge</title><article><h2>What was said</h2>{''.join(parts)}</article>"


@pytest.mark.parametrize("before", [0, 1, 2, 3])
@pytest.mark.parametrize("form", FORMS)
def test_a_sentence_of_the_text_that_is_set_apart_is_said_once(form: str, before: int):
    view = clean(page(form, PULLED, before))
    assert view.text.split("\n")[-4:] == STORY
    assert [removed.reason for removed in view.removed if PULLED in removed.text] == ["duplicate"]


@pytest.mark.parametrize("before", [0, 1, 2, 3])
@pytest.mark.parametrize("form", FORMS)
def test_words_that_are_set_apart_and_stand_nowhere_else_stay(form: str, before: int):
    assert OWN in clean(page(form, OWN, before)).text


def test_words_that_a_match_begun_before_took_along_are_found_all_the_same():
    # “after the summer” is matched first and takes “the cheapest of them” along
    story = [STORY[0], "After the summer the cheapest of them won.", *STORY[1:]]
    parts = "".join(f"<p>{text}</p>" for text in story)
    said = "The cheapest of them pays no dues, and the dearest pays half"
    quote = f"<blockquote><p>{said}</p></blockquote>"
    view = clean(f"<title>The bridge</title><article><h1>The bridge</h1>{quote}{parts}</article>")
    assert view.text.split("\n") == story
