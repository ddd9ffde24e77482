"""Facts that change are told in every language that has a list of its words."""

import json
from pathlib import Path

import pytest

from winnow.annotate import make_mark, place
from winnow.annotate.language import languages

DATA = json.loads((Path(__file__).parents[2] / "data/changed-facts.json").read_text("utf-8"))
AROUND = DATA["around"]
EDITS = DATA["edits"]


@pytest.mark.parametrize("told", [True, False], ids=["declared", "found out"])
@pytest.mark.parametrize(("language", "then", "now", "kind"), EDITS)
def test_a_changed_fact_is_told(language, then, now, kind, told):
    text = AROUND[language].format(then)
    start = text.index(then)
    mark = make_mark(text, start, start + len(then))
    found = place(mark, AROUND[language].format(now), language=language if told else "")
    assert (found.words, [alert.kind for alert in found.alerts]) == ("changed", [kind])


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
