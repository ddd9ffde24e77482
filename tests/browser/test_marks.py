"""Marking in the reader: by mouse and by keyboard, kept, changed, deleted and brought back."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.browser.articles import CLAIM, HIGHLIGHT, QUOTE, STORY, article
from tests.browser.house import FOCUS_ON, House
from tools.browsers import Tab, wait_until

NUMBERS = count(1)
# Letters so large that the text is longer than the window.
LARGE = "(root) => root.documentElement.style.setProperty('--size', 2.5)"
SELECTS = """(root, words) => {
  const {top, bottom} = getSelection().rangeCount
    ? getSelection().getRangeAt(0).getBoundingClientRect() : {};
  return String(getSelection()) === words && top > 40 && bottom <= innerHeight;
}"""


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


def test_marks_are_made_by_keys_alone_in_a_reader_just_opened(house: House, reader: Tab):
    reader.evaluate(LARGE)
    press(reader, "j", selects=STORY[0])
    press(reader, "Shift+j", selects=STORY[1])
    press(reader, "Shift+j", selects=STORY[2])
    assert reader.text("#announce").startswith(STORY[2])
    press(reader, "j", selects=STORY[2].removeprefix("Nobody was hurt. "))
    narrow(reader, CLAIM, "ArrowLeft")
    reader.press("c")
    save_by_keys(house, reader, CLAIM, note="joke or not")

    press(reader, "k", selects="Nobody was hurt.")
    press(reader, "k", selects=STORY[1])
    narrow(reader, STORY[1][1:], "ArrowRight")
    reader.press("o")
    narrow(reader, QUOTE, "ArrowLeft")
    reader.press("q")
    reader.wait_for(FOCUS_ON, "#mark-speaker", what="the speaker to be asked for")
    reader.type("Jokke Holm")
    save_by_keys(house, reader, QUOTE)

    press(reader, "Shift+j", selects=STORY[2])
    press(reader, "Shift+j", selects=STORY[3])
    press(reader, "Shift+j", selects=STORY[3])
    narrow(reader, STORY[3][:-1], "ArrowLeft")
    reader.press("o")
    narrow(reader, HIGHLIGHT, "ArrowRight")
    reader.press("h")
    save_by_keys(house, reader, HIGHLIGHT)

    here = {
        CLAIM: ("claim", "", "joke or not"),
        QUOTE: ("quote", "Jokke Holm", ""),
        HIGHLIGHT: ("highlight", "", ""),
    }
    ids = {words: house.saved(reader, words) for words in here}
    kept = {words: house.on_disk()[mark_id] for words, mark_id in ids.items()}
    assert {w: (m["kind"], m["speaker"], m["note"]) for w, m in kept.items()} == here


def press(reader: Tab, keys: str, *, selects: str) -> None:
    """Press keys and wait until `selects` is selected and in sight."""
    reader.press(keys)
    reader.wait_for(SELECTS, selects, what=f"{keys} to select {selects!r}")


def narrow(reader: Tab, words: str, arrow: str) -> None:
    """Take letters from the end of the selection that moves, until `words` are left."""
    while len(selected := reader.evaluate("() => String(getSelection())")) > len(words):
        spare = len(selected) - len(words)
        reader.press(f"{'Control+' if spare > 9 else ''}Shift+{arrow}")
    assert selected == words


def save_by_keys(house: House, reader: Tab, words: str, note: str = "") -> None:
    """Save the form that opens."""
    reader.wait_for("(root) => !root.querySelector('#mark-form').hidden", what="the form")
    if note:
        reader.type(note)
    reader.press("Enter")
    house.saved(reader, words)


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


def test_what_was_done_is_undone_and_done_again_by_keys(house: House, reader: Tab):
    """Each step reaches the disk: made, changed, deleted, and the way back and forth again."""
    mark_id = mark(house, reader, QUOTE, "q", speaker="Somebody")
    reader.click(f"#mark-{mark_id} [data-action=edit]")
    reader.fill("#mark-speaker", "Maja Holm")
    reader.click("#mark-save")
    on_disk(house, mark_id, speaker="Maja Holm", deleted=False)
    reader.click(f"#mark-{mark_id} [data-action=delete]")
    on_disk(house, mark_id, speaker="Maja Holm", deleted=True)

    reader.press("Control+z")
    on_disk(house, mark_id, speaker="Maja Holm", deleted=False)
    reader.press("Control+z")
    on_disk(house, mark_id, speaker="Somebody", deleted=False)
    reader.press("Control+z")
    on_disk(house, mark_id, speaker="Somebody", deleted=True)
    assert QUOTE not in [words for _, words in house.painted(reader)]
    says(reader, "Undone.")
    reader.press("Control+z")
    says(reader, "Nothing to undo.")

    reader.press("Control+Shift+z")
    on_disk(house, mark_id, speaker="Somebody", deleted=False)
    reader.press("Control+y")
    on_disk(house, mark_id, speaker="Maja Holm", deleted=False)
    reader.press("Control+y")
    on_disk(house, mark_id, speaker="Maja Holm", deleted=True)
    reader.press("Control+y")
    says(reader, "Nothing to do again.")


def test_what_was_changed_elsewhere_is_not_undone_and_told(house: House, reader: Tab):
    mark_id = mark(house, reader, CLAIM, "c", note="Count them.")
    reader.click(f"#mark-{mark_id} [data-action=edit]")
    reader.fill("#mark-note", "Counted.")
    reader.click("#mark-save")
    on_disk(house, mark_id, note="Counted.")
    elsewhere = house.server.client().with_headers(If_Match='"2"')
    elsewhere.call("PATCH", f"/api/v1/annotations/{mark_id}", {"note": "214 it is."})
    notes = "(root, id) => root.getElementById(id).innerText.includes('214 it is.')"
    reader.wait_for(notes, f"mark-{mark_id}", what="what was noted elsewhere")
    reader.press("Control+z")
    says(reader, "was changed or deleted elsewhere meanwhile. It stays as it is now")
    on_disk(house, mark_id, note="214 it is.")
    assert "214 it is." in reader.text(f"#mark-{mark_id}")


def test_two_forms_on_one_mark_lose_no_words(house: House, reader: Tab, address: str):
    mark_id = mark(house, reader, CLAIM, "c", note="Count them.")
    other = house.read(address)
    edit = f"#mark-{mark_id} [data-action=edit]"
    other.click(edit)
    other.fill("#mark-note", "From the second.")
    reader.click(edit)
    reader.fill("#mark-note", "From the first.")
    reader.click("#mark-save")
    on_disk(house, mark_id, note="From the first.")
    note = "(root, id) => root.getElementById(id).innerText.includes('From the first.')"
    other.wait_for(note, f"mark-{mark_id}", what="the other note in the second reader")
    other.click("#mark-save")
    says(other, "Its note is now: From the first.")
    on_disk(house, mark_id, note="From the first.")
    other.click("#mark-save")
    on_disk(house, mark_id, note="From the second.")
    other.close()


def on_disk(house: House, mark_id: str, *, deleted: bool = False, **fields: str) -> None:
    """Wait until the mark is so on the disk."""

    def is_so() -> bool:
        kept = house.on_disk()[mark_id]
        return bool(kept["deleted"]) == deleted and all(
            kept[name] == value for name, value in fields.items()
        )

    wait_until(is_so, f"{mark_id} with {fields}, deleted: {deleted}")


def says(reader: Tab, sentence: str) -> None:
    """Wait until the reader says it."""
    script = "(root, sentence) => root.querySelector('#toast-words').textContent.includes(sentence)"
    reader.wait_for(script, sentence, what=f"the reader to say {sentence!r}")


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
