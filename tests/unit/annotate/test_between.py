"""What becomes of a short mark between its own surroundings, and what never does."""

import pytest

from winnow.annotate.anchor import GONE, make_mark, place
from winnow.annotate.between import TELLING

BEFORE = "The council put off the vote for a third time on Monday, and "
AFTER = " is what the members of its committee wrote to the mayor."
NEIGHBOURS = ("A first paragraph of the page.", "A last paragraph of the page.")


def page_of(words: str, before: str = BEFORE, after: str = AFTER) -> str:
    return "\n".join([NEIGHBOURS[0], f"{before}{words}{after}", NEIGHBOURS[1]])


def mark_of(words: str, before: str = BEFORE, after: str = AFTER):
    start = len(NEIGHBOURS[0]) + 1 + len(before)
    return make_mark(page_of(words, before, after), start, start + len(words))


def said(then: str, now: str) -> tuple[str, str, list[str], list[tuple[str, str, str]]]:
    text = page_of(now)
    placed = place(mark_of(then), text)
    return (
        placed.words,
        placed.place,
        [text[found.start : found.end] for found in placed.ranges],
        [(alert.kind, alert.before, alert.after) for alert in placed.alerts],
    )


@pytest.mark.parametrize(
    ("then", "now", "alerts"),
    [
        ("the harbour", "the harbor", []),  # a slip of the pen
        ("prices rose", "prices fell", []),  # one word, when as many letters stand
        ("7.4 per cent", "4.7 per cent", [("digit", "7.4", "4.7")]),
        ("Monday", "Friday", [("name", "Monday", "Friday")]),
        ("Anna Berg", "Maria Novak", [("name", "Anna Berg", "Maria Novak")]),
        ("280 million", "280 billion", [("unit", "million", "billion")]),
        ("it was not legal", "it was legal", [("negation", "not", "")]),
        ("a great day", "a “great” day", [("quotation", "", "'")] * 2),
    ],
)
def test_a_short_mark_is_changed_where_it_stood(then, now, alerts):
    assert len(then) < 30
    assert said(then, now) == ("changed", "same", [now], alerts)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("the harbour", "the economy"),  # less stands than went
        ("returned", "exploded"),
        ("ferry vote", "nothing of the kind"),
        ("Monday", "yesterday"),  # no fact of its kind
        ("7.4", "few"),
        ("the vote", ""),
        ("a vote", "a council vote and twelve others which nobody had asked for"),
    ],
)
def test_other_words_are_not_what_became_of_a_short_mark(then, now):
    assert said(then, now) == ("gone", "same", [], [])


def test_surroundings_must_stand_on_both_sides():
    mark = mark_of("7.4 per cent")
    other = "Nobody knows when they will meet again in this house, but "
    assert place(mark, page_of("4.7 per cent", before=other)) == GONE
    assert place(mark, page_of("4.7 per cent", after=" was said by nobody who knows it.")) == GONE


def test_the_whole_context_need_not_stand():
    before = "for a third time on Monday, and "
    assert TELLING <= len(before.replace(" ", "")) < TELLING + len("for")
    mark = mark_of("7.4 per cent")
    assert place(mark, page_of("4.7 per cent", before=f"So {before}")).words == "changed"
    assert place(mark, page_of("4.7 per cent", before=f"So {before[4:]}")) == GONE


def test_at_the_border_of_a_block_the_border_must_stand():
    mark = mark_of("7.4 per cent", before="")
    moved = f"New.\n{NEIGHBOURS[0]}\nNew too.\n4.7 per cent{AFTER}"
    assert place(mark, moved).words == "changed"
    assert place(mark, f"New.\nElsewhere it was nothing{AFTER}") == GONE


def test_what_came_in_between_the_surroundings_is_not_the_mark_s():
    mark = mark_of("7.4 per cent", before="")
    text = f"New.\nElsewhere 4.7 per cent{AFTER}"
    placed = place(mark, text)
    assert [text[found.start : found.end] for found in placed.ranges] == ["4.7 per cent"]
    assert [alert.kind for alert in placed.alerts] == ["digit"]


def test_a_block_of_few_words_is_told_by_the_blocks_beside_it():
    mark = mark_of("7.4 per cent", before="Rate: ", after=".")
    changed = page_of("4.7 per cent", before="Rate: ", after=".")
    assert place(mark, changed).words == "changed"
    assert place(mark, "Other.\nRate: 4.7 per cent.\nAnother.") == GONE


def test_equally_good_surroundings_are_all_told():
    line = f"{BEFORE}7.4 per cent{AFTER}"
    text = f"{line}\n{line}"
    mark = make_mark(line, len(BEFORE), len(BEFORE) + len("7.4 per cent"))
    placed = place(mark, f"Top.\n{text.replace('7.4', '4.7')}\nBottom.")
    assert (placed.words, placed.place, len(placed.ranges)) == ("changed", "several", 2)


def test_a_mark_that_cut_a_word_is_cut_the_same():
    mark = mark_of("41 000 house", after="holds and the harbour are to pay for it.")
    text = page_of("41 200 house", after="holds and the harbour are to pay for it.")
    [found] = place(mark, text).ranges
    assert text[found.start : found.end] == "41 200 house"


def test_the_next_sentence_of_the_same_build_is_not_the_mark():
    words = "The first is to buy both vessels"
    text = f"It offers ways. {words} and to charge them slowly. The second is to buy one and wait."
    mark = make_mark(text, 16, 16 + len(words))
    assert place(mark, "It offers ways. The second is to buy one and wait.") == GONE


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ("thirty million people", "thirty milion people", False),
        ("thirty million people", "thirty billion people", True),
        ("and nothing came of it", "and nothhing came of it", False),
        ("it is a typical case", "it is an atypical case", True),
    ],
)
def test_a_misspelled_fact_is_the_same_fact(then, now, told):
    assert bool(said(then, now)[3]) == told


LONG = "the keeper of the old light wrote to the mayor about the wind"
CAME = ", whose letters fill four shelves of the town's archive and were read by nobody,"


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (LONG, LONG.replace(" wrote", f"{CAME} wrote")),
        (LONG.replace(" wrote", "\nwrote"), LONG.replace(" wrote", f"\nHe is old.{CAME}\nwrote")),
        (LONG, LONG.replace(" wrote", f"{CAME * 6} wrote")),
    ],
    ids=["a clause", "a block", "blocks that are folded away"],
)
def test_words_between_which_others_came_are_changed(then: str, now: str):
    placed = place(mark_of(then), page_of(now))
    assert (placed.words, placed.place) == ("changed", "same")
    came = [passage for passage in placed.difference if passage.changed]
    assert [passage.then for passage in came] == [""]
    assert "".join(passage.then for passage in placed.difference) == then


def test_words_of_which_some_went_where_many_came_are_gone():
    now = LONG.replace(" of the old light wrote to the mayor", f"{CAME * 2} who told us")
    assert said(LONG, now) == ("gone", "same", [], [])
