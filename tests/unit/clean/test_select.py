"""Which lines stay, given how likely each is."""

import numpy as np
import pytest

from winnow.clean import clean
from winnow.clean.blocks import outline
from winnow.clean.document import parse
from winnow.clean.groups import groups
from winnow.clean.select import best_set, by_readability, lists, select, together
from winnow.clean.tokens import tokens

SENTENCE = (
    "The river rose by two metres in the night, and the lower town was without light until noon."
)


def lines_of(html: str):
    page = outline(parse(f"<html><body>{html}"))
    return page, [tokens(line.text) for line in page.lines]


def expected_f(chance: np.ndarray, count: np.ndarray, kept: np.ndarray, beta: float) -> float:
    hit = float((chance * count)[kept].sum())
    return (1 + beta**2) * hit / (count[kept].sum() + beta**2 * float((chance * count).sum()))


def test_the_set_chosen_is_the_best_of_all_sets():
    rng = np.random.default_rng(5)
    for _ in range(50):
        chance = rng.random(9).astype(np.float32)
        count = rng.integers(1, 30, 9).astype(float)
        best = max(
            expected_f(chance, count, np.array([bool(bits >> at & 1) for at in range(9)]), 0.7)
            for bits in range(1, 512)
        )
        chosen = best_set(chance, count, 0.7)
        assert expected_f(chance, count, chosen, 0.7) == pytest.approx(best)


def test_doubtful_lines_go_beside_sure_ones_and_stay_where_all_are_doubtful():
    count = np.full(10, 20.0)
    doubt = np.float32(0.35)
    beside = best_set(np.array([0.99] * 9 + [doubt], np.float32), count, 0.7)
    alone = best_set(np.full(10, doubt, np.float32), count, 0.7)
    assert not beside[-1]
    assert alone.all()


def test_an_empty_page_has_no_best_set():
    assert not best_set(np.zeros(0, np.float32), np.zeros(0), 0.7).any()
    assert not best_set(np.zeros(3, np.float32), np.ones(3), 0.7).any()


def test_a_list_is_drawn_together():
    chance = together(np.array([0.9, 0.9, 0.1, 0.5], np.float32), np.full(4, 5.0), [0, 0, 0, -1])
    assert chance[2] > 0.5
    assert chance[3] == np.float32(0.5)


@pytest.mark.parametrize(
    ("html", "runs"),
    [
        ("<ul><li>one<li>two</ul><p>three", 1),
        ("<div><p>Rain in Mali<p>Snow in Oslo<p>Wind in Rome</div>", 1),
        (f"<div><p>{SENTENCE}<p>{SENTENCE}<p>{SENTENCE}</div>", 0),
        ("<div><p>Rain in Mali<p>Snow in Oslo</div>", 0),
        ("<div><p>-<p>“It rained.”<p>-<p>Snow in Oslo</div>", 1),
    ],
)
def test_short_lines_side_by_side_are_a_list(html: str, runs: int):
    page, words = lines_of(html)
    numbers = lists(page.lines, words, groups(page))
    assert len({number for number in numbers if number >= 0}) == runs


def test_hidden_lines_are_never_kept():
    page, words = lines_of(
        f"<p data-winnow-n=4>{SENTENCE}<p data-winnow-n=5 data-winnow-hidden>{SENTENCE}"
    )
    chance = np.full(len(page.lines), 0.9, np.float32)
    kept = select(page.lines, words, chance, groups(page), frozenset)
    assert kept == [0]


def test_where_little_is_kept_the_next_likely_lines_come_back():
    page, words = lines_of(f"<p>Short.<div>{SENTENCE} {SENTENCE}</div>")
    chance = np.array([0.9, 0.1], np.float32)
    assert select(page.lines, words, chance, groups(page), frozenset) == [0, 1]


def test_where_nothing_is_likely_another_judge_is_asked():
    page, words = lines_of(f"<p>{SENTENCE}<p>Menu")
    chance = np.zeros(2, np.float32)
    kept = select(page.lines, words, chance, groups(page), lambda: frozenset([" ".join(words[0])]))
    assert kept == [0]


def test_readability_finds_the_text_of_a_plain_page():
    text = "".join(
        f"<p>{SENTENCE} Part {part}, as told by those who were there.</p>" for part in "abcdef"
    )
    found = by_readability(parse(f"<html><body><div>{text}</div><nav>Home</nav>"))
    assert any("river rose" in line for line in found)


def test_an_image_between_kept_lines_stays():
    html = f"<article><p>{SENTENCE} One.</p><p><img src=/a.jpg></p><p>{SENTENCE} Two.</p></article>"
    page = clean(f"<html><body>{html}" + f"<p>{SENTENCE} Three.</p>", "https://a.example/")
    assert any("data-winnow-src" in block.html for block in page.blocks)
