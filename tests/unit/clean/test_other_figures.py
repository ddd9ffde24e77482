"""Words said again with another figure say something else, and stay; a whole text again goes."""

from winnow.clean import CleanPage, clean

CREDIT = (
    "The council has voted a credit of {} million for the repair of the swing bridge over the "
    "channel, which has stood still since the winter of {}."
)
BETWEEN = "Middle words about another thing that happened in the same town on the same day."
DISTRICT = (
    "In district {} the council counted {} households that had no water on the morning of the "
    "storm."
)
STORY = [
    CREDIT.format("2.3", 2015),
    "A company from the next town made the best offer of the four that came in before the summer.",
    "Ships that are too high for the bridge will wait outside the harbour until the work is done.",
    "The harbour master asks their owners to write to her office before the end of the month.",
]


def read(*paragraphs: str) -> CleanPage:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return clean(f"<title>T</title><article>{body}</article>")


def test_a_paragraph_with_another_figure_stays():
    page = read(CREDIT.format("2.3", 2015), BETWEEN, CREDIT.format("3.2", 2015))
    assert page.text.count("The council has voted") == 2
    assert not page.removed


def test_the_same_paragraph_again_goes():
    page = read(CREDIT.format("2.3", 2015), BETWEEN, CREDIT.format("2.3", 2015))
    assert [removed.reason for removed in page.removed] == ["duplicate"]


def test_a_sentence_filled_in_anew_for_each_district_stays():
    said = [DISTRICT.format(number, 7 * number) for number in range(1, 51)]
    assert read(*said).text.split("\n") == said


def test_a_whole_text_again_goes_though_a_figure_of_it_was_brought_up_to_date():
    again = [CREDIT.format("2.4", 2015), *STORY[1:]]
    page = read(*STORY, *again)
    assert page.text.split("\n") == STORY
    assert {removed.reason for removed in page.removed} == {"duplicate"}
