"""Sentences that grew, rows of tables, lines among new neighbours: what is the mark today."""

import random

import pytest

from winnow.annotate.anchor import GONE, Quotation, make_mark, place

BEFORE = "The council met on Monday in the old town hall. "
AFTER = " Nobody else took the floor that evening."
LATER = ", which nobody in the room had wanted to discuss any further"
EARLIER = "As two officials told the paper on the day before, "
SENTENCES = [
    "It works well.",
    "Nobody has batted an eye?",
    "Prices rose by 7.4 per cent in March, and wages did not follow.",
    "„Wir können nicht länger warten“, sagte Anna Boysen nach der Sitzung.",
    "Les salaires n’ont pas suivi, et personne ne s’en est étonné !",
]


def mark_of(words: str, text: str) -> Quotation:
    start = text.index(words)
    return make_mark(text, start, start + len(words))


def placed(mark: Quotation, text: str) -> tuple[str, list[str]]:
    placement = place(mark, text)
    return placement.words, [text[found.start : found.end] for found in placement.ranges]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_goes_on_is_changed_where_its_words_stand(sentence):
    mark = mark_of(sentence, BEFORE + sentence + AFTER)
    words, end = sentence[:-1].rstrip(), sentence[-1]
    assert placed(mark, f"{BEFORE}{words}{LATER}{end}{AFTER}") == ("changed", [f"{words},"])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_begins_later_is_changed_where_its_words_stand(sentence):
    mark = mark_of(sentence, BEFORE + sentence + AFTER)
    now = sentence[0].lower() + sentence[1:]
    assert placed(mark, f"{BEFORE}{EARLIER}{now}{AFTER}")[1] == [now]


CITIES = "Lyon Paris Lille Nantes Turin Cadiz Leeds Bonn Ghent Porto Metz Graz".split()
KINDS = [
    "{0} has {1:,} inhabitants, counted in {2}",
    "{0}: {3} °C, wind {4} km/h, rain {5} mm",
    "In {0} the price of a flat rose by {3} % within a year",
    "{0} の人口は{1}人で、{2}年に数えられたものである",
]


def rows(kind: str, seed: int) -> list[str]:
    order = random.Random(seed)
    return [
        kind.format(
            city,
            order.randrange(10_000, 3_000_000),
            order.randrange(1990, 2024),
            f"{order.randrange(1, 40)}.{order.randrange(10)}",
            order.randrange(5, 90),
            order.randrange(30),
        )
        for city in CITIES
    ]


def with_another_figure(row: str) -> str:
    at = max(at for at, sign in enumerate(row) if sign.isdigit())
    return f"{row[:at]}{(int(row[at]) + 3) % 10}{row[at + 1 :]}"


STRANGERS = ["Nobody knows when they will meet.", "The harbour stays as it is for now."]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["before", "around", "top", "end", "alone"])
@pytest.mark.parametrize("seed", range(4))
def test_a_row_of_a_table_is_known_by_what_only_it_has(kind, where, seed):
    table = rows(kind, seed)
    row, rest = table[5], [*table[:5], *table[6:]]
    now = with_another_figure(row)
    text = "\n".join({
        "before": [*table[:5], STRANGERS[0], now, *table[6:]],
        "around": [*table[:5], STRANGERS[0], now, STRANGERS[1], *table[6:]],
        "top": [now, *rest],
        "end": [*rest, now],
        "alone": [STRANGERS[0], now, STRANGERS[1]],
    }[where])  # fmt: skip
    assert placed(mark_of(row, "\n".join(table)), text) == ("changed", [now])


@pytest.mark.parametrize("kind", KINDS[:3])
@pytest.mark.parametrize("seed", range(4))
def test_a_row_that_is_gone_is_not_the_next_one(kind, seed):
    table = rows(kind, seed)
    rest = "\n".join([*table[:5], *table[6:]])
    assert place(mark_of(table[5], "\n".join(table)), rest) == GONE


OFFERS = [f"Send a message to your readers with {name} in five minutes" for name in ("ruby", "go")]


def test_what_stood_beside_a_mark_is_not_what_became_of_it():
    marked_in = "\n".join([STRANGERS[0], *OFFERS, STRANGERS[1]])
    mark = mark_of(OFFERS[0], marked_in)
    today = "\n".join([STRANGERS[0], OFFERS[1], STRANGERS[1]])
    assert placed(mark, today) == ("changed", [OFFERS[1]])
    assert place(mark, today, marked_in=marked_in) == GONE


def test_what_was_changed_when_another_was_marked_is_still_the_mark():
    mark = mark_of(OFFERS[0], "\n".join([STRANGERS[0], OFFERS[0], STRANGERS[1]]))
    since = "\n".join([OFFERS[1], STRANGERS[1], STRANGERS[0]])
    assert placed(mark, since) == ("changed", [OFFERS[1]])
    assert place(mark, since, marked_in=since).words == "changed"


# --- short marks in lines of their own ------------------------------------------------------

LINES = ["Open from nine to five", "Tickets: 14 euros a head", "Closed on Mondays", "Way in: north"]


def test_a_short_mark_stands_where_its_line_does_whatever_stands_around_it():
    mark = mark_of("14 euros", "\n".join(LINES))
    text = "\n".join([STRANGERS[0], LINES[1], STRANGERS[1], "Shoes: 14 euros a pair"])
    placement = place(mark, text)
    assert placement.words == "same"
    assert [text[: found.start].endswith("Tickets: ") for found in placement.ranges] == [True]


def test_a_line_of_a_word_or_two_tells_no_place():
    mark = mark_of("in", "\n".join(LINES))
    assert place(mark, "\n".join([STRANGERS[0], LINES[3], STRANGERS[1]])) == GONE


def test_a_line_that_is_not_whole_tells_no_place():
    mark = mark_of("14 euros", "\n".join(LINES))
    for line in (
        "Hats: 14 euros a head",
        "Tickets: 14 euros a pair",
        "No tickets: 14 euros a head",
    ):
        assert place(mark, "\n".join([STRANGERS[0], line, STRANGERS[1]])) == GONE


# --- lines of one kind ----------------------------------------------------------------------

TABLED = "Der Rat tagte bis spät in die Nacht hinein und vertagte sich dann."
RESUMED = "Am Morgen ging die Sitzung weiter, und die Presse war wieder dabei."


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("MINISTER RESIGNS AFTER INQUIRY", "STORM CLOSES SCHOOLS IN COAST TOWNS"),
        ("Comprehensive Program Management", "Cybersecurity Conference"),
        ("Klimaschutz und Energiewende", "Kindergeld und Rentenpaket"),
        ("London, Paris and New York", "Tokyo, Cairo and Buenos Aires"),
        ("Fundamentals of Financial Planning", "Fundamentals of Power BI"),
    ],
)
def test_one_headline_is_not_what_became_of_another(then, now):
    mark = mark_of(then, f"{TABLED}\n{then}\n{RESUMED}")
    assert place(mark, f"{TABLED}\n{now}\n{RESUMED}") == GONE
    assert place(mark, f"{RESUMED}\n{now}\n{TABLED}") == GONE


def test_a_name_in_a_sentence_may_make_room_for_another():
    before, after = "The vote was close, and it was ", " who had asked for it to be counted again."
    mark = mark_of("Katrin Boysen", f"{before}Katrin Boysen{after}")
    assert placed(mark, f"{before}Anna Weber{after}") == ("changed", ["Anna Weber"])


def catalogue(order: random.Random) -> list[str]:
    return [
        line
        for _ in range(12)
        for line in (
            f"{order.choice(['Aura', 'Kyte', 'Volt'])} {order.choice([45, 55, 65])} Pack",
            f"{order.randrange(2, 99)} reviews with an average rating of 4.{order.randrange(9)}",
            "Trip length and capacity: weekend, several days",
            f"Gear capacity: {order.choice([45, 55, 65])} litres",
            f"Weight: {order.randrange(30, 50) / 10} kilograms",
        )
    ]


@pytest.mark.parametrize("behind", [True, False])
@pytest.mark.parametrize("seed", range(12))
def test_one_side_that_stands_whole_tells_a_line_from_its_equals(behind, seed):
    lines = catalogue(random.Random(seed))
    at = 5 * random.Random(seed + 100).randrange(1, 11) + 2
    text = "\n".join(lines)
    start = len("\n".join(lines[:at])) + 1
    mark = make_mark(text, start, start + len(lines[at]))
    now = "\n".join([*lines[: at + behind], "Sale ends on Sunday", *lines[at + behind :]])
    there = start if behind else start + len("Sale ends on Sunday\n")
    assert there in [found.start for found in place(mark, now).ranges]


# --- sentences of scripts without spaces ----------------------------------------------------

UNSPACED = {
    "zh": (
        "市长昨天在会上谈到了桥梁的修复和费用，并回答了记者的提问。",
        "渔民们说夜里的暴风雨把渔网撕破了，码头上到处都是绳子。",
        "晚上大家都回家去了，谁也没有再提起会议上的任何一句话。",
    ),
    "ja": (
        "市長は昨日の会議で橋の修理とその費用について話した。",
        "漁師たちは夜の嵐で網が破れたと言い、港には縄が散らばっていた。",
        "夜には皆が家に帰り、会議のことを口にする者はいなかった。",
    ),
}


@pytest.mark.parametrize("language", UNSPACED)
@pytest.mark.parametrize("change", ["，", "「」", "（）", " "])
def test_a_sign_within_a_clause_is_a_change_of_the_mark(language, change):
    before, sentence, after = UNSPACED[language]
    mark = mark_of(sentence, before + sentence + after)
    now = f"{sentence[:4]}{change[0]}{sentence[4:8]}{change[1:]}{sentence[8:]}"
    assert placed(mark, before + now + after) == ("changed", [now])


@pytest.mark.parametrize("more", [" on Monday", " in the autumn of that year", " because of it"])
@pytest.mark.parametrize("sentence", ["Your business stage matters even more.", *SENTENCES[2:3]])
def test_a_sentence_that_goes_on_without_a_comma_is_changed(sentence, more):
    mark = mark_of(sentence, BEFORE + sentence + AFTER)
    words, there = placed(mark, f"{BEFORE}{sentence[:-1]}{more}.{AFTER}")
    assert words == "changed"
    assert there[0].startswith(sentence[:-1])
