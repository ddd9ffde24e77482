"""Marking in the reader: by mouse and by keyboard, kept, changed, deleted and brought back."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.browser.articles import CLAIM, HIGHLIGHT, QUOTE, article
from tests.browser.house import House
from tools.browsers import Tab, wait_until

NUMBERS = count(1)


@pytest.fixture
def address(house: House) -> str:
    """An article that no other test reads."""
    return house.pages.add(f"/marks-{next(NUMBERS)}.html", article())


@pytest.fixture
def reader(house: House, address: str) -> Iterator[Tab]:
    """The reader on that article."""
    opened = house.read(address)
    yield opened
    opened.close()


def mark(house: House, reader: Tab, words: str, key: str, *, note: str = "", speaker: str = ""):
    """Select `words` by mouse and mark them by `key`; the mark's id, once it is saved."""
    reader.drag_over(words)
    reader.press(key)
    if speaker:
        reader.fill("#mark-speaker", speaker)
    if note:
        reader.fill("#mark-note", note)
    reader.click("#mark-save")
    return house.saved(reader, words)


@pytest.mark.parametrize(
    ("kind_of_mark", "words"), [("claim", CLAIM), ("quote", QUOTE), ("highlight", HIGHLIGHT)]
)
def test_a_selection_by_mouse_offers_the_three_marks(
    house: House, reader: Tab, kind_of_mark: str, words: str
):
    reader.drag_over(words)
    reader.click(f"#mark-{kind_of_mark}")
    reader.click("#mark-save")
    mark_id = house.saved(reader, words)
    kept = house.on_disk()[mark_id]
    assert (kept["kind"], kept["exact"]) == (kind_of_mark, words)


@pytest.mark.parametrize(
    ("key", "kind_of_mark", "words"),
    [("c", "claim", CLAIM), ("q", "quote", QUOTE), ("h", "highlight", HIGHLIGHT)],
)
def test_a_selection_by_keyboard_is_marked_by_one_key(
    house: House, reader: Tab, key: str, kind_of_mark: str, words: str
):
    reader.select_with_keys(words)
    reader.press(key)
    reader.wait_for("(root) => !root.querySelector('#mark-form').hidden", what="the form")
    reader.press("Enter")
    mark_id = house.saved(reader, words)
    assert house.on_disk()[mark_id]["kind"] == kind_of_mark


def test_a_quote_asks_for_its_speaker_and_takes_a_note(house: House, reader: Tab):
    reader.drag_over(QUOTE)
    reader.press("q")
    reader.wait_for(
        "(root) => root.activeElement.id === 'mark-speaker'", what="the speaker to be asked for"
    )
    reader.type("Maja Holm")
    reader.fill("#mark-note", "Ask the railway for the record.")
    reader.click("#mark-save")
    mark_id = house.saved(reader, QUOTE)
    kept = house.on_disk()[mark_id]
    assert kept["speaker"] == "Maja Holm"
    assert kept["note"] == "Ask the railway for the record."
    assert "Maja Holm" in reader.text(f"#mark-{mark_id}")


def test_a_mark_is_painted_over_its_words_and_changes_no_element(house: House, reader: Tab):
    before = reader.evaluate("(root) => root.querySelector('#blocks').outerHTML")
    mark(house, reader, CLAIM, "c")
    assert CLAIM in [words for _, words in house.painted(reader)]
    assert reader.evaluate("(root) => root.querySelector('#blocks').outerHTML") == before


def test_a_mark_keeps_the_words_around_it(house: House, reader: Tab):
    mark_id = mark(house, reader, CLAIM, "c")
    kept = house.on_disk()[mark_id]
    assert kept["prefix"].endswith("Nobody was hurt. ")
    assert kept["suffix"].startswith(", 37 of them schoolchildren.")


def test_a_mark_is_there_again_when_the_page_is_read_again_after_a_restart(
    house: House, reader: Tab, address: str
):
    mark_id = mark(house, reader, QUOTE, "q", speaker="Maja Holm", note="Heard on the radio.")
    house.restart_server()
    again = house.read(address)
    assert house.saved(again, QUOTE) == mark_id
    assert "Heard on the radio." in again.text(f"#mark-{mark_id}")
    wait_until(lambda: QUOTE in [words for _, words in house.painted(again)], "the mark's paint")
    again.close()


def test_a_mark_can_be_changed(house: House, reader: Tab):
    mark_id = mark(house, reader, QUOTE, "q", speaker="Somebody")
    reader.click(f"#mark-{mark_id} [data-action=edit]")
    reader.fill("#mark-speaker", "Maja Holm")
    reader.fill("#mark-note", "Her own words.")
    reader.click("#mark-save")
    wait_until(lambda: house.on_disk()[mark_id]["rev"] == 2, "the second revision on the disk")
    kept = house.on_disk()[mark_id]
    assert (kept["speaker"], kept["note"], kept["exact"]) == ("Maja Holm", "Her own words.", QUOTE)
    reader.wait_for(
        "(root, id) => root.getElementById(id).innerText.includes('Her own words.')",
        f"mark-{mark_id}",
    )


def test_a_deleted_mark_can_be_brought_back_by_the_button_that_appears(house: House, reader: Tab):
    mark_id = delete_a_mark(house, reader)
    reader.click("#toast-undo")
    assert house.saved(reader, CLAIM) == mark_id
    assert house.on_disk()[mark_id]["deleted"] is None
    assert CLAIM in [words for _, words in house.painted(reader)]


def test_a_deleted_mark_can_be_brought_back_by_keyboard(house: House, reader: Tab):
    mark_id = delete_a_mark(house, reader)
    reader.press("Control+z")
    assert house.saved(reader, CLAIM) == mark_id
    assert house.on_disk()[mark_id]["deleted"] is None


def delete_a_mark(house: House, reader: Tab) -> str:
    """Make a mark and delete it again; its id, once the disk knows."""
    mark_id = mark(house, reader, CLAIM, "c")
    reader.click(f"#mark-{mark_id} [data-action=delete]")
    wait_until(lambda: house.on_disk()[mark_id]["deleted"], "the tombstone on the disk")
    reader.wait_for("(root, id) => !root.getElementById(id)", f"mark-{mark_id}")
    assert CLAIM not in [words for _, words in house.painted(reader)]
    return mark_id


def test_escape_leaves_everything_as_it_was(house: House, reader: Tab):
    before = house.on_disk()
    reader.drag_over(CLAIM)
    reader.press("c")
    reader.wait_for("(root) => !root.querySelector('#mark-form').hidden", what="the form")
    reader.press("Escape")
    reader.wait_for("(root) => root.querySelector('#mark-form').hidden", what="no form")
    assert house.painted(reader) == []
    assert house.on_disk() == before


def test_marks_may_overlap(house: House, reader: Tab):
    mark(house, reader, "The railway counted 214 passengers", "c")
    mark(house, reader, "214 passengers, 37 of them", "h")
    painted = [words for _, words in house.painted(reader)]
    assert "The railway counted 214 passengers" in painted
    assert "214 passengers, 37 of them" in painted


def test_a_block_that_was_left_out_can_be_brought_back(house: House):
    teasers = "".join(f'<li><a href="/{n}">Story number {n} of the week</a></li>' for n in range(6))
    page = article(after=f"<section><h2>Related articles</h2><ul>{teasers}</ul></section>")
    reader = house.read(house.pages.add("/left-out.html", page))
    reader.click("#removed > summary")
    story = "(root) => [...root.querySelectorAll('#removed-list > li')].findIndex("
    story += "(left) => left.textContent.includes('Story number')) + 1"
    reader.click(f"#removed-list > li:nth-child({reader.wait_for(story)}) button")
    back = reader.wait_for("(root) => root.querySelector('.brought-back')?.innerText")
    assert "Story number" in back
    reader.close()
