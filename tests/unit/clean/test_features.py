"""What the model is told of a line."""

# ruff: noqa: E501 - a row a case

import time

import numpy as np
import pytest

from winnow.clean.about import FLAGS, about
from winnow.clean.blocks import outline
from winnow.clean.classes import kinds, says
from winnow.clean.declared import declared
from winnow.clean.document import parse
from winnow.clean.features import features, names
from winnow.clean.tokens import tokens

TEXT = "Le fleuve a monté de deux mètres dans la nuit, et la ville basse est restée sans lumière."


def told(body: str, head: str = "", url: str = "https://a.example/x"):
    document = parse(f"<html><head>{head}</head><body>{body}", url)
    page = outline(document)
    rows = features(
        page, [tokens(line.text) for line in page.lines], about(document, declared(document))
    )
    column = {name: at for at, name in enumerate(names())}
    return lambda line, name: float(rows[line, column[name]])


def test_there_is_one_name_a_column_and_none_twice():
    document = parse("<html><body><p>one")
    page = outline(document)
    rows = features(
        page, [tokens(line.text) for line in page.lines], about(document, declared(document))
    )
    assert rows.shape == (1, len(names()))
    assert len(set(names())) == len(names())
    assert np.isfinite(rows).all()


@pytest.mark.parametrize(
    ("name", "value"),
    [("words", 18), ("link_density", 0), ("ends_sentence", 1), ("first_upper", 1), ("own_p", 1),
     ("in_article", 1), ("in_nav", 0), ("digit", 0)],
)  # fmt: skip
def test_a_line_is_told_its_own_words_and_place(name: str, value: float):
    see = told(f"<article><p>{TEXT}</p></article>")
    assert see(0, {"digit": "sign_digit"}.get(name, name)) == value


def test_links_are_told_by_their_share_of_the_line():
    see = told("<p><a href=/a>half</a> full</p>")
    assert see(0, "link_density") == pytest.approx(4 / 9)


def test_a_link_without_words_is_of_no_line():
    line = told(f"<p>{TEXT}</p> <a name=below></a><p>{TEXT}</p>")
    assert [line(at, "links") for at in (0, 1)] == [0, 0]


def test_the_phrases_of_boxes_are_known_in_several_languages():
    for phrase in ("Lire aussi", "Related articles", "Mehr zum Thema", "Te puede interesar"):
        see = told(f"<h3>{phrase}</h3><p>{TEXT}</p>")
        assert see(0, "whole_teaser") + see(0, "whole_inline") >= 1


def test_a_line_is_told_its_neighbours_and_the_edge_of_the_page():
    see = told(f"<p>one</p><p>{TEXT}</p>")
    assert see(0, "words+1") == 18
    assert see(0, "words-1") == -1


def test_words_without_spaces_between_them_are_counted():
    see = told("<p>昨夜、川の水位が二メートル上がり、下町は正午まで停電した。</p>")
    assert see(0, "words") > 20
    assert see(0, "ends_sentence") == 1


def test_the_declared_body_of_an_article_is_compared():
    body = " ".join([TEXT] * 3)
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{body}"}}</script>'
    see = told(f"<p>{TEXT}</p><p>Autre chose qui ne figure pas dans le corps déclaré.</p>", head)
    assert see(0, "body_share") == 1
    assert see(1, "body_share") == 0
    assert told(f"<p>{TEXT}</p>")(0, "body_share") == -1


def test_the_page_is_told_by_its_address_and_types():
    document = parse("<html><body><p>x", "https://a.example/forum/viewtopic?t=1")
    flags = dict(zip(FLAGS, about(document, declared(document)).flags, strict=True))
    assert flags["url_forum"]
    assert not flags["url_product"]


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<div class=relatedPosts>", "related"),
        ("<div id=site_footer>", "footer"),
        ("<div class='c-comment-list'>", "comments"),
        ("<div role=navigation>", "navigation"),
        ("<div itemprop=articleBody>", "content"),
        ("<div style='display: none'>", "marked_hidden"),
        ("<div aria-hidden=true>", "marked_hidden"),
    ],
)
def test_names_say_what_an_element_is_for(html: str, kind: str):
    element = parse(f"<html><body>{html}x").root.find(".//div")
    assert element is not None
    assert says(element) >> kinds().index(kind) & 1


def test_a_name_that_only_contains_a_word_says_nothing():
    element = parse("<html><body><div class=canvas>x").root.find(".//div")
    assert element is not None
    assert not says(element) >> kinds().index("navigation") & 1


def test_the_work_grows_with_the_page_not_with_its_square():
    def cost(size: int) -> float:
        document = parse("<html><body>" + f"<div class=a><p>{TEXT}</p></div>" * size)
        page = outline(document)
        words = [tokens(line.text) for line in page.lines]
        facts = about(document, declared(document))
        best = []
        for _ in range(3):
            began = time.process_time()
            features(page, words, facts)
            best.append(time.process_time() - began)
        return min(best)

    cost(50)
    assert cost(4000) < 40 * max(cost(400), 0.002)
