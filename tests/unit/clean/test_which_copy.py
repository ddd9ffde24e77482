"""Which copy stays: the one among the rest of its text, so that the paragraphs keep their order."""

from itertools import pairwise

import pytest

from winnow.clean import clean

STORY = """\
The council has voted a credit for the repair of the swing bridge, which has stood still \
for nine winters since a barge ran against its eastern pier.
A company from the next town made the best offer of the four that came in before the \
summer, and promised to keep one lane open for carts.
Ships that are too high for the bridge will wait outside the harbour until the work is \
done, and pay no dues for the days of waiting.
The harbour master asks their owners to write to her office before the end of the month, \
with the height of the mast and the day they hope to come.
When the bridge turns again, the old bell will ring before it does, as it did when \
children ran down to the quay to see it open.""".split("\n")


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(("first", "last"), [(2, 5), (1, 4), (3, 5)])
@pytest.mark.parametrize(
    "page",
    [
        "<div>{copy}</div><article>{story}</article>",
        "<article><div>{copy}</div>{story}</article>",
        "<article>{story}</article><div>{copy}</div>",
    ],
    ids=["before", "inside", "after"],
)
def test_a_part_that_stands_apart_again_leaves_the_order(page: str, first: int, last: int):
    copy = paragraphs(STORY[first:last])
    view = clean(f"<title>T</title>{page.format(copy=copy, story=paragraphs(STORY))}")
    assert view.text.split("\n") == STORY
    assert [removed.reason for removed in view.removed] == ["duplicate"] * (last - first)


def test_a_paragraph_of_a_copy_that_stands_alone_as_well_is_no_refrain():
    alone = f"<div><p>{STORY[0]}</p></div>"
    page = f"<div>{paragraphs(STORY[:2])}</div><article>{paragraphs(STORY)}</article>{alone}{alone}"
    assert clean(f"<title>T</title>{page}").text.split("\n") == STORY


def test_a_headline_said_in_two_headings_is_left_to_the_view_s_own():
    heads = "<h1>The bridge turns again</h1><h2>The bridge turns again</h2>"
    view = clean(f"<title>The bridge turns again</title>{heads}{paragraphs(STORY)}")
    assert view.metadata.title == "The bridge turns again"
    assert view.text.split("\n") == STORY


@pytest.mark.parametrize("joined", [(2,), (3,), (1, 2), (1, 4), (2, 3), (2, 4), (1, 2, 3)])
@pytest.mark.parametrize("page", ["{story}<div>{copy}</div>", "<div>{copy}</div>{story}"])
@pytest.mark.parametrize("layout", ["<p>{}</p>", "<section><p>{}</p></section>"])
def test_a_copy_whose_paragraphs_are_joined_is_said_once(joined: tuple, page: str, layout: str):
    ends = (0, *joined, len(STORY))
    copy = paragraphs([" ".join(STORY[one:two]) for one, two in pairwise(ends)])
    story = f"<div>{''.join(map(layout.format, STORY))}</div>"
    view = clean(f"<title>T</title><main>{page.format(story=story, copy=copy)}</main>")
    assert [view.text.count(text) for text in STORY] == [1] * len(STORY)
