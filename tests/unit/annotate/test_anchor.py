"""Where a mark stands in today's text, case by case."""

from dataclasses import replace

import pytest

from winnow.annotate.anchor import GONE, MarkTooLongError, Quotation, Range, make_mark, place
from winnow.annotate.mark import CONTEXT, MAX_EXACT

TEXT = (
    "The council met on Monday.\n"
    "Prices rose by 7.4 per cent in March, the office said, and wages did not follow.\n"
    "“We will not wait any longer,” said Anna Kovacs, who leads the union.\n"
    "The council meets again in May."
)


def mark_of(words: str, text: str = TEXT) -> Quotation:
    start = text.index(words)
    return make_mark(text, start, start + len(words))


def placed(mark: Quotation, text: str) -> tuple[str, str, list[str]]:
    placement = place(mark, text)
    return (
        placement.words,
        placement.place,
        [text[found.start : found.end] for found in placement.ranges],
    )


SENTENCE = "Prices rose by 7.4 per cent in March, the office said, and wages did not follow."


# --- making a mark --------------------------------------------------------------------------


def test_a_mark_holds_its_words_and_what_stands_around_them():
    mark = mark_of("7.4 per cent")
    assert TEXT[mark.start : mark.end] == mark.exact == "7.4 per cent"
    assert TEXT.startswith(mark.prefix + mark.exact + mark.suffix, mark.start - len(mark.prefix))
    assert (len(mark.prefix), len(mark.suffix)) == (mark.start, CONTEXT)


def test_offsets_of_a_mark_count_code_points():
    assert make_mark("🐟 fish 🐟 soup", 2, 6).exact == "fish"


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2), (0, 99)])
def test_a_mark_of_nothing_is_refused(start, end):
    with pytest.raises(ValueError, match="nothing"):
        make_mark("few words", start, end)


def test_a_mark_that_is_too_long_is_refused_with_its_limit():
    text = "word " * 20_000
    with pytest.raises(MarkTooLongError, match=f"{MAX_EXACT}"):
        make_mark(text, 0, MAX_EXACT + 1)
    with pytest.raises(MarkTooLongError):
        place(Quotation(text, "", "", 0, len(text)), text)
    assert placed(make_mark(text, 0, MAX_EXACT), text)[0] == "same"


# --- the same words -------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Monday", "7.4 per cent", SENTENCE, "said Anna Kovacs", TEXT])
def test_unchanged_text_is_the_same_in_the_same_place(words):
    assert placed(mark_of(words), TEXT) == ("same", "same", [words])


@pytest.mark.parametrize("words", ["Monday", "7.4 per cent", SENTENCE])
def test_text_before_and_after_does_not_matter(words):
    text = f"A new first paragraph.\n{TEXT}\nA new last one."
    assert placed(mark_of(words), text) == ("same", "same", [words])


def test_a_paragraph_that_moved_takes_its_mark_along():
    lines = TEXT.split("\n")
    text = "\n".join([lines[0], lines[2], lines[3], "New.", lines[1]])
    assert placed(mark_of(SENTENCE), text) == ("same", "moved", [SENTENCE])


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("“We will not wait”", '"We will not wait"'),
        ("l’Insee a publié", "l'Insee a publié"),
        ("10–15 people — at most", "10-15 people - at most"),
        ("12\u00a0000\u202feuros", "12 000 euros"),
        ("a word of great im\u00adportance", "a word of great importance"),
        ("office ﬁles", "office files"),
        ("cafe\u0301", "café"),
        ("two\nparagraphs", "two paragraphs"),
    ],
)
def test_what_a_reader_does_not_see_is_no_change(then, now):
    for one, other in ((then, now), (now, then)):
        mark = mark_of(one, f"It begins here, {one}, and goes on there.")
        text = f"It begins here, {other}, and goes on there."
        assert placed(mark, text) == ("same", "same", [other])


def test_case_is_a_change():
    mark = mark_of("the Office", "This is what the Office said today.")
    assert place(mark, "This is what the office said today.").words == "gone"


def test_words_set_in_capitals_are_changed_and_not_gone():
    start = TEXT.index("said Anna Kovacs")
    mark = make_mark(TEXT, start, start + len("said Anna Kovacs"))
    placement = place(mark, TEXT.replace("said Anna Kovacs", "SAID ANNA KOVACS"))
    assert (placement.words, placement.place) == ("changed", "same")


def test_a_mark_inside_a_word_is_found_inside_that_word():
    mark = make_mark("an unbelievable story", 5, 12)
    assert mark.exact == "believa"
    assert placed(mark, "Here: an unbelievable story") == ("same", "same", ["believa"])


def test_a_point_between_two_digits_is_found_there():
    assert placed(make_mark("0/0", 1, 2), "0/0") == ("same", "same", ["/"])


def test_a_mark_with_more_words_than_the_text_is_gone():
    mark = make_mark("the. the the.", 0, 10)
    assert place(mark, "the.") == GONE


def test_words_inside_other_words_are_not_the_mark():
    mark = mark_of("rose by 1", "Yesterday the price rose by 1 and fell again.")
    placement = place(mark, "Yesterday the price rose by 15 and fell again.")
    assert placement.words == "changed"
    assert [(alert.before, alert.after) for alert in placement.alerts] == [("1", "15")]


# --- the same words more than once ----------------------------------------------------------


def test_the_context_decides_between_equal_words():
    text = "He said yes on Monday. She said no on Tuesday. He said yes on Friday."
    third = make_mark(text, 50, 58)
    assert (third.exact, third.start) == ("said yes", 50)
    assert place(third, "New. " + text).ranges == (Range(55, 63),)


def test_equally_good_places_are_all_told():
    line = "Refrain of the whole long song, sung."
    text = f"{line}\nFirst verse.\n{line}\nSecond verse.\n{line}"
    mark = Quotation(line, "", "", len(text), len(text) + len(line))
    assert placed(mark, text) == ("same", "several", [line, line, line])


@pytest.mark.parametrize("ends", ["ords.", "known.", "said so."])
def test_of_two_copies_a_sign_that_any_sentence_ends_with_tells_none(ends):
    for padding in range(8, 18):  # the context of the mark reaches so far less into the line before
        line = (
            f"The mayor of the small town by the sea promised {'x' * padding} to open the old "
            "bridge again in spring, once the river has gone down and engineers have looked at it."
        )
        text = f"Nobody had asked for it in so many {ends}\n{line}\nThe people of the town waited."
        words, told, places = placed(mark_of("to open the old bridge", text), f"{line}\n{line}")
        assert (words, told, len(places)) == ("same", "several", 2), line


def test_the_copy_that_stands_where_the_mark_stood_wins_over_the_others():
    text = "\n".join(["The same line of a table, word for word."] * 5)
    mark = make_mark(text, 82, 122)
    assert place(mark, text).ranges == (Range(82, 122),)
    assert place(mark, text).place == "same"


# --- gone -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "Nothing of it is here.", SENTENCE[::-1]])
def test_a_mark_whose_words_are_not_there_is_gone(text):
    assert place(mark_of(SENTENCE), text) == GONE


def test_a_short_mark_in_other_surroundings_is_gone():
    mark = mark_of("said Anna")
    assert place(mark, "Nobody knows what they said Anna was doing there.") == GONE


def test_a_sentence_that_only_looks_like_it_is_another_one():
    mark = mark_of(SENTENCE)
    assert place(mark, "Prices for flats rose again in March, wrote the office.") == GONE


# --- changed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "now", "kind", "before", "after"),
    [
        ("7.4", "4.7", "digit", "7.4", "4.7"),
        ("7.4", "7.5", "digit", "7.4", "7.5"),
        ("per cent", "euros", "unit", "per cent", "euros"),
        ("did not follow", "did follow", "negation", "not", ""),
        ("March", "April", "name", "March", "April"),
    ],
)
def test_a_fact_that_changed_is_called_out(then, now, kind, before, after):
    placement = place(mark_of(SENTENCE), TEXT.replace(then, now))
    assert (placement.words, placement.place) == ("changed", "same")
    assert (kind, before, after) in [
        (alert.kind, alert.before, alert.after) for alert in placement.alerts
    ]


BEFORE = "The committee met on Tuesday to discuss the budget for the coming year. "
BEHIND = " Members of the opposition criticised the plan and asked for a second vote."


def fate_of(then, now):
    """What becomes of a sentence between two that stay."""
    text = BEFORE + then + BEHIND
    mark = make_mark(text, len(BEFORE), len(BEFORE) + len(then))
    placement = place(mark, BEFORE + now + BEHIND)
    return placement.words, {alert.kind for alert in placement.alerts}


@pytest.mark.parametrize(
    ("then", "now", "kinds"),
    [
        ("Anna Berg sued Peter Holm over it.", "Peter Holm sued Anna Berg over it.", {"name"}),
        ("It rose from 12 to 15 in that year.", "It rose from 15 to 12 in that year.", {"digit"}),
        ("It was passed on 12/03/2021 there.", "It was passed on 03/12/2021 there.", {"digit"}),
        ("Add ½ cup of sugar and stir it well.", "Add ¼ cup of sugar and stir it well.", {"digit"}),
        ("It was won by J. Johnson last year.", "It was won by K. Johnson last year.", {"name"}),
        ("The rate was ٧٫٤ per cent last year.", "The rate was ٤٫٧ per cent last year.", {"digit"}),
        ("Few of the voters agreed with it.", "Many of the voters agreed with it.", set()),
    ],
)
def test_facts_that_change_places_and_facts_of_any_form_are_told(then, now, kinds):
    assert fate_of(then, now) == ("changed", kinds)


def test_a_changed_name_and_quotation_marks_are_called_out():
    words = "“We will not wait any longer,” said Anna Kovacs, who leads the union."
    mark = mark_of(words)
    other = place(mark, TEXT.replace("Anna Kovacs", "Anna Novak"))
    assert [(alert.kind, alert.before, alert.after) for alert in other.alerts] == [
        ("name", "Kovacs", "Novak")
    ]
    bare = place(mark, TEXT.replace("“", "").replace("”", ""))
    assert bare.words == "changed"
    assert {alert.kind for alert in bare.alerts} == {"quotation"}


def test_of_quotation_marks_that_came_or_went_one_is_told():
    then, now = "Le texte limite l’accord à dix ans.", "Le texte limite l’« accord » à dix ans."
    for before, after, told in ((then, now, ("", "'")), (now, then, ("'", ""))):
        text = f"Le conseil s’est réuni mardi. {before} La séance est levée."
        alerts = place(mark_of(before, text), text.replace(before, after)).alerts
        assert [(alert.kind, alert.before, alert.after) for alert in alerts] == [
            ("quotation", *told)
        ]


def test_a_slip_of_the_pen_is_a_change_without_an_alert():
    placement = place(mark_of(SENTENCE), TEXT.replace("follow", "folow"))
    assert (placement.words, placement.alerts) == ("changed", ())


def test_the_difference_tells_both_texts_whole():
    text = TEXT.replace("7.4", "4.7").replace("did not follow", "followed")
    placement = place(mark_of(SENTENCE), text)
    changed = [(part.then, part.now) for part in placement.difference if part.changed]
    assert changed == [("7.4", "4.7"), ("did not follow", "followed")]
    found = placement.ranges[0]
    assert "".join(part.then for part in placement.difference) == SENTENCE
    assert "".join(part.now for part in placement.difference) == text[found.start : found.end]


def test_two_copies_with_the_same_change_are_both_told():
    now = "\n".join([SENTENCE.replace("7.4", "4.7")] * 2)
    placement = place(replace(mark_of(SENTENCE), prefix="", suffix="", start=0), now)
    assert (placement.words, placement.place, len(placement.ranges)) == ("changed", "several", 2)
