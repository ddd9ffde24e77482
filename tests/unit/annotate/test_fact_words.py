"""Facts that change are told in every language that has a list of its words."""

import json
from pathlib import Path
from time import process_time

import pytest

from winnow.annotate import make_mark, place
from winnow.annotate.language import languages, words_of

DATA = json.loads((Path(__file__).parents[2] / "data/changed-facts.json").read_text("utf-8"))
AROUND = DATA["around"]
EDITS = DATA["edits"]
NO_FACTS = DATA["no_facts"]
OPENINGS = [(language, word) for language, words in DATA["openings"].items() for word in words]


@pytest.mark.parametrize("told", [True, False], ids=["declared", "found out"])
@pytest.mark.parametrize(("language", "then", "now", "kind"), EDITS)
def test_a_changed_fact_is_told(language, then, now, kind, told):
    text = AROUND[language].format(then)
    start = text.index(then)
    mark = make_mark(text, start, start + len(then))
    found = place(mark, AROUND[language].format(now), language=language if told else "")
    assert (found.words, [alert.kind for alert in found.alerts]) == ("changed", [kind])


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(("language", "then", "now"), NO_FACTS)
def test_what_changed_no_fact_is_not_told(language, then, now, backwards):
    then, now = (now, then) if backwards else (then, now)
    text = AROUND[language].format(then)
    start = text.index(then)
    mark = make_mark(text, start, start + len(then))
    found = place(mark, AROUND[language].format(now), language=language)
    assert (found.words, found.alerts) == ("changed", ())


def test_another_date_is_told_however_it_is_set():
    then = "They said that the talks of the two sides began on 5 March in the old hall of the town."
    now = then.replace("5 March", "April 5")
    text = AROUND["en"].format(then)
    mark = make_mark(text, text.index(then), text.index(then) + len(then))
    told = place(mark, AROUND["en"].format(now), language="en").alerts
    assert [(alert.kind, alert.before, alert.after) for alert in told] == [
        ("name", "", "April"),
        ("name", "March", ""),
    ]


@pytest.mark.parametrize(
    ("language", "then", "now"),
    [
        ("ko", "팔지 않았다", "팔았다"),
        ("fi", "hyväksytään", "ei hyväksytä"),
        ("hu", "elfogadják", "nem fogadják el"),
    ],
)
def test_few_words_whose_verb_is_denied_are_changed(language, then, now):
    before, after = AROUND[language].split("{}")
    text = f"{before}«{then}»{after}"
    mark = make_mark(text, text.index(then), text.index(then) + len(then))
    found = place(mark, text.replace(then, now), language=language)
    assert (found.words, [alert.kind for alert in found.alerts]) == ("changed", ["negation"])


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (
            "The council has approved the plan for the old bridge after a long debate.",
            "The council approved the new plan for the old bridge after a long debate.",
        ),
        (
            "At least 40 people were hurt in the crash.",
            "Fewer than 40 people were hurt in the crash.",
        ),
    ],
)
def test_between_unchanged_surroundings_one_word_in_four_may_be_another(then, now):
    text = AROUND["en"].format(then)
    mark = make_mark(text, text.index(then), text.index(then) + len(then))
    assert place(mark, AROUND["en"].format(now), language="en").words == "changed"
    rewritten = " ".join(word if at % 3 else word[::-1] for at, word in enumerate(then.split()))
    assert place(mark, AROUND["en"].format(rewritten), language="en").words == "gone"


@pytest.mark.parametrize(("then", "now"), [("Contact us today", "No comments yet")])
def test_other_words_with_a_negation_are_gone(then, now):
    text = AROUND["en"].format(then)
    mark = make_mark(text, text.index(then), text.index(then) + len(then))
    assert place(mark, AROUND["en"].format(now), language="en").words == "gone"


def test_percent_alone_written_otherwise_is_no_lost_mark():
    text = AROUND["en"].format("It rose by 10 per cent that year.")
    mark = make_mark(text, text.index("10"), text.index(" that year"))
    found = place(mark, text.replace("10 per cent", "10%"), language="en")
    assert (found.words, found.place, found.alerts) == ("changed", "same", ())


@pytest.mark.parametrize(("language", "opening"), OPENINGS)
def test_a_word_is_no_name_since_it_opens_a_sentence(language, opening):
    text = AROUND[language].format("")
    mark = make_mark(text, 0, len(text))
    found = place(mark, f"{opening}, {text[0].lower()}{text[1:]}", language=language)
    assert (found.words, found.alerts) == ("changed", ())


@pytest.mark.parametrize("language", AROUND)
def test_text_that_stays_is_never_called_changed(language):
    then = next(then for name, then, *_ in EDITS if name == language)
    text = AROUND[language].format(then)
    start = text.index(then)
    mark = make_mark(text, start, start + len(then))
    found = place(mark, f"{AROUND[language].format(then)}\n{then[::-1]}", language=language)
    assert (found.words, found.place, found.alerts) == ("same", "same", ())


def test_every_language_with_a_list_is_tried():
    assert set(languages()) == set(AROUND) == {language for language, *_ in EDITS}


@pytest.mark.parametrize(
    ("sample", "language"),
    [("och", "sv"), ("because the", "en"), ("的", "zh"), ("は", "ja"), ("ไม้ แ", "th"), ("", "")],
)
def test_few_words_tell_the_language(sample, language):
    assert words_of("", sample.split()).language == language


def test_a_language_known_by_another_code_has_its_words():
    assert words_of("nb-NO", ()).language == words_of("nn", ()).language == "no"


def test_a_word_of_many_figures_is_soon_read():
    swedish = words_of("sv", ())
    started = process_time()
    assert not swedish.is_figure("femti" * 5_000 + "x")
    assert not swedish.is_figure("femti" * 7 + "x")
    assert swedish.is_figure("femtiofem")
    assert process_time() - started < 0.5
