"""Marking on the live page: the panel, and the paint over every copy of the words."""

import json
from collections.abc import Callable
from itertools import count

import pytest

from tests.browser.articles import CLAIM, GO_ON, HIGHLIGHT, QUOTE, STORY, article
from tests.browser.house import PANEL, House
from tests.browser.live import (
    FOCUS_IS,
    NO_PANEL,
    click,
    delete,
    mark,
    sees,
    select,
    wait_for_paint,
)
from tools.browsers import Tab, wait_until

NUMBERS = count(1)
SHOWS = "(root, id) => !root.getElementById(id).hidden"
EDITS = """(root, id) => root.activeElement?.matches(`#mark-${id} [data-action=edit]`)"""

# A clock that ticks faster than marks are painted, and a text that is replaced by its like.
RESTLESS = """(root) => {
  const clock = root.body.appendChild(root.createElement('p'));
  setInterval(() => { clock.textContent = String(performance.now()); }, 50);
  const text = root.querySelector('article');
  text.innerHTML = String(text.innerHTML);
}"""
# Text that comes as one reads on, a paragraph from above among it; and a shadow root for all.
SCROLL_ON = """(root) => {
  const text = root.querySelector('article');
  const again = text.querySelectorAll('p')[2].cloneNode(true);
  const more = Array.from({length: 20}, (_, day) => `<p>The log of day ${day} tells of calm.</p>`);
  text.insertAdjacentHTML('beforeend', more.join(''));
  text.append(again);
}"""
SHELTER = """(root) => {
  const box = root.createElement('div');
  box.attachShadow({mode: 'open'}).append(...root.querySelectorAll('article > p'));
  root.querySelector('article').append(box);
}"""
PAINTED_IN_PAGE = """() => [...CSS.highlights.values()].flatMap((painted) => [...painted])
  .filter((part) => part.startContainer.isConnected).map(String).filter(Boolean)"""


EDITED = """(root) => {
  for (const paragraph of root.querySelectorAll('article p')) {
    const {textContent} = paragraph;
    paragraph.textContent = textContent.replace('legal', 'illegal').replace('by 1', 'by 15');
  }
}"""


def test_the_shortcut_opens_a_panel_that_asks_for_words(house: House, page: Tab):
    panel = house.open_panel(page)
    assert panel.text("h1") == "Mark on this page"
    assert panel.text("#hint") == "Select words on the page to mark them."
    assert not panel.shows("#kinds")


@pytest.mark.parametrize(
    ("kind_of_mark", "words"), [("claim", CLAIM), ("quote", QUOTE), ("highlight", HIGHLIGHT)]
)
def test_words_of_the_page_are_marked_by_mouse(
    house: House, page: Tab, kind_of_mark: str, words: str
):
    mark_id = mark(house, page, house.open_panel(page), words, kind_of_mark)
    kept = house.on_disk()[mark_id]
    assert (kept["kind"], kept["exact"]) == (kind_of_mark, words)


@pytest.mark.parametrize(
    ("key", "kind_of_mark", "words"),
    [("c", "claim", CLAIM), ("q", "quote", QUOTE), ("h", "highlight", HIGHLIGHT)],
)
def test_words_of_the_page_are_marked_by_keys_alone(
    house: House, page: Tab, key: str, kind_of_mark: str, words: str
):
    page.select_with_keys(words)
    panel = house.open_panel(page)
    sees(panel, words)
    panel.press(key)
    panel.wait_for(SHOWS, "form", what="the form")
    panel.press("Enter")
    mark_id = house.saved(panel, words)
    assert house.on_disk()[mark_id]["kind"] == kind_of_mark


def test_a_quote_asks_for_its_speaker_and_takes_a_note(house: House, page: Tab):
    panel = house.open_panel(page)
    select(page, panel, QUOTE)
    click(panel, "[data-kind=quote]")
    panel.wait_for(FOCUS_IS, "speaker", what="the speaker to be asked for")
    panel.type("Maja Holm")
    panel.press("Tab")
    panel.type("Ask the railway for the record.")
    click(panel, "#save")
    mark_id = house.saved(panel, QUOTE)
    kept = house.on_disk()[mark_id]
    assert (kept["speaker"], kept["note"]) == ("Maja Holm", "Ask the railway for the record.")


def test_tags_and_a_colour_are_given_and_changed_by_keys_alone(house: House, page: Tab):
    panel = house.open_panel(page)
    select(page, panel, CLAIM)
    house.open_panel(page)
    panel.press("c")
    panel.wait_for(FOCUS_IS, "note", what="the note's field")
    panel.press("Tab")
    panel.type(" flood, #river ,flood")
    panel.press("Tab")
    for _ in ("yellow", "green", "blue"):
        panel.press("ArrowRight")
    assert panel.text("#colours > span") == "Blue"
    panel.press("Enter")
    mark_id = house.saved(panel, CLAIM)
    kept = house.on_disk()[mark_id]
    assert (kept["tags"], kept["colour"]) == (["flood", "river"], "blue")
    assert "Blue Tags: flood, river" in (panel.text(f"#mark-{mark_id}") or "")
    assert ("winnow-live-blue", CLAIM) in house.painted(page)

    select(page, panel, QUOTE)
    click(panel, f"#mark-{mark_id} [data-action=edit]")
    panel.wait_for(FOCUS_IS, "note", what="the note's field, of the mark")
    sees(panel, CLAIM)
    assert panel.evaluate("(root) => root.getElementById('tags').value") == "flood, river"
    panel.type("Ask the town.")
    panel.press("Tab")
    panel.press("End")
    panel.type(", " + "x" * 101)
    panel.press("Enter")
    assert panel.evaluate(SHOWS, "form")  # the field says what is too long
    panel.fill("#tags", "town")
    panel.press("Enter")
    panel.wait_for(EDITS, mark_id, what="the focus where the change began")
    sees(panel, QUOTE)
    wait_until(lambda: house.on_disk()[mark_id]["tags"] == ["town"], "the change on the disk")
    kept = house.on_disk()[mark_id]
    assert (kept["rev"], kept["note"], kept["colour"]) == (2, "Ask the town.", "blue")


def test_a_mark_of_the_page_keeps_its_place_in_the_clean_text(house: House, page: Tab):
    mark_id = mark(house, page, house.open_panel(page), CLAIM)
    kept = house.on_disk()[mark_id]
    text = "\n".join(STORY)
    assert kept["end"] - kept["start"] == len(CLAIM)
    assert kept["prefix"].endswith("Nobody was hurt. ")
    assert kept["suffix"] == text.partition(CLAIM)[2][:64]


def test_a_mark_is_painted_over_its_words(house: House, page: Tab):
    mark(house, page, house.open_panel(page), CLAIM)
    assert house.painted(page) == [("winnow-live-claim", CLAIM)]


def test_a_mark_is_painted_over_every_copy_of_a_repeated_paragraph(
    house: House, opens: Callable[..., Tab]
):
    repeated = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    page = opens(article(after=f"<section>{repeated}</section>"))
    panel = house.open_panel(page)
    mark_id = mark(house, page, panel, CLAIM)
    wait_for_paint(house, page, CLAIM, times=2)
    assert panel.evaluate("(root) => root.querySelectorAll('.mark').length") == 1
    delete(panel, mark_id)
    wait_for_paint(house, page, CLAIM, times=0)


def test_copies_that_the_page_adds_are_painted_wherever_they_stand(
    house: House, opens: Callable[..., Tab]
):
    page = opens(article())
    mark(house, page, house.open_panel(page), CLAIM)
    wait_for_paint(house, page, CLAIM)
    page.evaluate(SCROLL_ON)
    wait_for_paint(house, page, CLAIM, times=2)
    page.evaluate(SHELTER)
    wait_for_paint(house, page, CLAIM, times=2)


def test_a_mark_appears_in_a_reader_that_is_open_and_in_one_opened_later(house: House, page: Tab):
    reader = house.read_tab(page)
    mark_id = mark(house, page, house.open_panel(page), CLAIM)
    assert house.saved(reader, CLAIM) == mark_id
    wait_for_paint(house, reader, CLAIM)
    reader.close()
    later = house.read_tab(page)
    assert house.saved(later, CLAIM) == mark_id
    wait_for_paint(house, later, CLAIM)
    later.close()


def test_a_mark_of_the_reader_appears_on_the_page(house: House, page: Tab):
    reader = house.read_tab(page)
    panel = house.open_panel(page)
    reader.show()
    reader.drag_over(HIGHLIGHT)
    reader.press("h")
    reader.click("#mark-save")
    mark_id = house.saved(reader, HIGHLIGHT)
    assert house.saved(panel, HIGHLIGHT) == mark_id
    wait_for_paint(house, page, HIGHLIGHT)
    reader.close()


def test_marks_made_before_are_there_when_the_panel_opens(house: House, page: Tab):
    mark_id = mark(house, page, house.open_panel(page), CLAIM)
    page.reload()
    panel = house.open_panel(page)
    assert house.saved(panel, CLAIM) == mark_id
    wait_for_paint(house, page, CLAIM)


def test_a_mark_is_deleted_and_brought_back_in_the_panel(house: House, page: Tab):
    panel = house.open_panel(page)
    mark_id = mark(house, page, panel, CLAIM)
    click(panel, f"#mark-{mark_id} [data-action=delete]")
    panel.wait_for(FOCUS_IS, "undo", what="the way back")
    assert house.on_disk()[mark_id]["deleted"]
    wait_for_paint(house, page, CLAIM, times=0)
    panel.press("Enter")
    assert house.saved(panel, CLAIM) == mark_id
    assert house.on_disk()[mark_id]["deleted"] is None
    wait_for_paint(house, page, CLAIM)


def test_escape_leaves_the_form_and_then_the_panel(house: House, page: Tab):
    panel = house.open_panel(page)
    select(page, panel, CLAIM)
    click(panel, "[data-kind=claim]")
    panel.wait_for(FOCUS_IS, "note", what="the form")
    panel.press("Escape")
    panel.wait_for("(root) => root.getElementById('form').hidden", what="no form")
    house.browser.press_shortcut(page, "Escape")  # a driver waits for ever for a key's frame
    page.wait_for(NO_PANEL, PANEL, what="the panel to go")


def test_the_shortcut_brings_the_keys_back_to_an_open_panel(house: House, page: Tab):
    panel = house.open_panel(page)
    select(page, panel, CLAIM)
    house.open_panel(page).press("c")
    panel.wait_for(FOCUS_IS, "note", what="the form")


def test_a_mark_comes_back_when_a_page_that_never_rests_renders_its_text_anew(
    house: House, page: Tab
):
    mark(house, page, house.open_panel(page), CLAIM)
    wait_for_paint(house, page, CLAIM)
    page.evaluate(RESTLESS)
    wait_until(lambda: page.evaluate(PAINTED_IN_PAGE) == [CLAIM], "the mark on the new words")


def test_a_mark_made_after_an_application_went_on_belongs_to_what_it_shows(
    house: House, opens: Callable[..., Tab]
):
    other = (
        "The council met again on Monday.",
        "Nobody from the road users was asked.",
        *STORY[2:],
    )
    address = house.pages.add(f"/live-next-{next(NUMBERS)}.html", article(other))
    page = opens()
    panel = house.open_panel(page)
    page.evaluate(GO_ON, [address, list(other)])
    made = mark(house, page, panel, other[1])
    (owner,) = [file for file in (house.server.data / "pages").glob("*.json")
                if made in file.read_text(encoding="utf-8")]  # fmt: skip
    (kept,) = json.loads(owner.read_text(encoding="utf-8"))["page"].values()
    assert kept["url"] == address
    assert house.on_disk()[made]["exact"] == other[1]


def test_words_within_other_words_are_not_painted(house: House, opens: Callable[..., Tab]):
    page = opens(article(("It is legal to sell the plants here.", "It rose by 1 in May.", *STORY)))
    panel = house.open_panel(page)
    for words in ("legal to sell the plants here", "rose by 1"):
        mark(house, page, panel, words)
    page.evaluate(EDITED)
    page.wait_for(
        "(root) => ![...CSS.highlights.values()].some((painted) => [...painted].some((part) => "
        "/legal|rose by/u.test(String(part))))",
        what="neither to be painted",
    )
