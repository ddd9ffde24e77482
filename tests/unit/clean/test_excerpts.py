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


@pytest.mark.parametrize("by", ["<cite>Anna Lund</cite>", "<p>— Anna Lund</p>"])
@pytest.mark.parametrize("words", [PULLED, OWN])
def test_the_name_under_a_quotation_set_apart_makes_it_no_other(by: str, words: str):
    quote = f"<blockquote class=pull><span>“{words}.”</span>{by}</blockquote>"
    parts = "".join(f"<p>{text}</p>" for text in STORY)
    view = clean(f"<title>The bridge</title><article>{quote}{parts}</article>")
    assert (words in view.text.removesuffix("\n".join(STORY))) is (words == OWN)


@pytest.mark.parametrize(
    "layout", ["<div><p>{}</p></div>", "<section><div><p>{}</p></div></section>"]
)
def test_paragraphs_that_a_layout_wraps_one_by_one_are_company_too(layout: str):
    parts = [layout.format(text) for text in STORY]
    parts.insert(3, f"<aside>{PULLED}.</aside>")
    view = clean(f"<title>The bridge</title><article>{''.join(parts)}</article>")
    assert view.text.split("\n") == STORY


LEAD = "The old bridge turns again, and its bell rings once more over the quay and the ships."


@pytest.mark.parametrize("over", [LEAD, " ".join(LEAD.split()[:9]) + "…"])
@pytest.mark.parametrize("tag", ["h2", "p"])
def test_a_short_lead_right_over_itself_is_said_once(tag: str, over: str):
    parts = "".join(f"<p>{text}</p>" for text in (LEAD, *STORY))
    lead = f"<header><{tag}>{over}</{tag}></header>"
    view = clean(f"<title>The bridge</title><article>{lead}<div>{parts}</div></article>")
    assert view.text.split("\n") == [LEAD, *STORY]


def test_a_sentence_that_returns_later_in_the_text_is_a_style():
    parts = [f"<div><p>{text}</p></div>" for text in STORY]
    parts.insert(2, f"<p>{LEAD}</p>")
    parts.insert(3, f"<div><p>{LEAD}</p></div>")
    view = clean(f"<title>The bridge</title><article>{''.join(parts)}</article>")
    assert view.text.split("\n").count(LEAD) == 2
