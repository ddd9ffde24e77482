"""The card of a mark: all that was said of it, copied, changed, moved and deleted."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.browser.articles import QUOTE, article
from tests.browser.house import FOCUS_ON, House
from tools.browsers import Tab, wait_until
from winnow.annotate.mark import Annotation
from winnow.export import text_fragment

NUMBERS = count(1)
CARD = "(root) => root.querySelector('#mark-form').checkVisibility()"
NO_CARD = "(root) => root.querySelector('#mark-form').hidden"
SAID = "(root) => root.querySelector('#mark-exact').textContent"
COPIED = "(root) => root.querySelector('#toast-words').textContent === 'Copied.'"
MIDDLE_OF_WORD = """(root, word) => {
  const walker = document.createTreeWalker(root.querySelector('#blocks'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(word);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + word.length);
    const {left, right, top, bottom} = range.getBoundingClientRect();
    return [left, right, (top + bottom) / 2];
  }
}"""
STAYS = """(root) => root.querySelector('#blocks').addEventListener(
  'click', (event) => event.preventDefault())"""
WAITS = """(root, words) => [...root.querySelectorAll('.mark')].some((mark) =>
  mark.dataset.state === 'waiting' && mark.querySelector('.exact').textContent === words)"""
HANDLE = """(root, which) => {
  const {left, right, top, bottom} = root.querySelector(`#handle-${which}`).getBoundingClientRect();
  return [(left + right) / 2, (top + bottom) / 2];
}"""


@pytest.fixture
def address(house: House) -> str:
    """An article that no other test reads."""
    return house.pages.add(f"/card-{next(NUMBERS)}.html", article())


@pytest.fixture
def reader(house: House, address: str) -> Iterator[Tab]:
    """The reader on that article."""
    opened = house.read(address)
    yield opened
    opened.close()


@pytest.fixture
def quote(house: House, reader: Tab) -> str:
    """A quote with its speaker; its id."""
    reader.drag_over(QUOTE)
    reader.press("q")
    reader.fill("#mark-speaker", "Maja Holm")
    reader.click("#mark-save")
    return house.saved(reader, QUOTE)


def open_card(reader: Tab, mark_id: str) -> None:
    reader.click(f"#mark-{mark_id} [data-action=edit]")
    reader.wait_for(CARD, what="the card")


def pasted(reader: Tab) -> str:
    """What a paste puts into the note's field."""
    reader.fill("#mark-note", "")
    reader.press("Control+v")
    return reader.evaluate("(root) => root.querySelector('#mark-note').value")


def living(house: House, *ids: str) -> dict[str, bool]:
    """Which marks are on the disk and not deleted."""
    kept = house.on_disk()
    return {mark_id: not kept[mark_id]["deleted"] for mark_id in ids}


def test_a_click_on_a_mark_opens_its_card_and_a_key_does(house: House, reader: Tab, quote: str):
    left, right, middle = reader.evaluate(MIDDLE_OF_WORD, QUOTE[:12])
    reader.click_at((left + right) / 2, middle)
    reader.wait_for(CARD, what="the card")
    assert reader.evaluate(SAID) == QUOTE
    assert reader.evaluate("(root) => root.querySelector('#mark-speaker').value") == "Maja Holm"
    reader.press("Escape")
    reader.wait_for(NO_CARD, what="no card")
    reader.press("n")
    reader.press("Enter")
    reader.wait_for(CARD, what="the card, by keys")
    reader.press("Escape")
    reader.wait_for(NO_CARD, what="no card")
    assert reader.evaluate(FOCUS_ON, "#article")
    assert living(house, quote) == {quote: True}


def test_a_link_within_a_mark_is_followed_and_opens_no_card(house: House):
    words = "The driver stopped in time at the old mill"
    linked = words.replace("old mill", "<a href='#driver'>old mill</a>")
    told = f"<p id=driver>{linked}, as he had done before.</p></article>"
    page = article().replace("</article>", told)
    reader = house.read(house.pages.add(f"/card-{next(NUMBERS)}.html", page))
    reader.drag_over(words)
    reader.press("h")
    reader.press("Enter")
    house.saved(reader, words)
    reader.evaluate(STAYS)
    reader.click("#blocks a")
    assert reader.evaluate(NO_CARD)
    reader.click_at(*reader.words("The driver stopped")[0].middle)
    reader.wait_for(CARD, what="the card beside the link")
    reader.close()


def test_tags_and_a_colour_are_kept_shown_and_painted(house: House, reader: Tab, quote: str):
    open_card(reader, quote)
    reader.fill("#mark-tags", " flood, #river ,flood, Île d’Yeu")
    reader.click("#mark-colours [value=pink]")
    reader.click("#mark-save")
    wait_until(lambda: house.on_disk()[quote]["colour"] == "pink", "the colour on the disk")
    assert house.on_disk()[quote]["tags"] == ["flood", "river", "Île d’Yeu"]
    assert "flood, river, Île d’Yeu" in (reader.text(f"#mark-{quote}") or "")
    assert ("winnow-pink", QUOTE) in house.painted(reader)
    open_card(reader, quote)
    reader.fill("#mark-tags", "x" * 101)
    reader.click("#mark-save")
    assert reader.evaluate(CARD)  # the field says what is too long
    reader.press("Escape")
    reader.wait_for(NO_CARD, what="no card")
    reader.press("Control+z")
    wait_until(lambda: house.on_disk()[quote]["tags"] == [], "the tags to be undone")
    assert house.on_disk()[quote]["colour"] == ""


def test_a_mark_is_copied_word_for_word_with_its_source(
    house: House, reader: Tab, quote: str, address: str
):
    open_card(reader, quote)
    reader.click("#mark-copy")
    reader.wait_for(COPIED, what="the words to be copied")
    cited = pasted(reader)
    reader.click("#mark-link")
    wait_until(lambda: (link := pasted(reader)) != cited and link, "the link to be copied")
    link = pasted(reader)
    words, source, place = cited.split("\n")
    assert words.strip("“”") == f"{QUOTE}” — Maja Holm"
    title = reader.text("#title")
    assert f"“{title}”" in source
    assert place == link
    assert link == text_fragment.link(address, Annotation(**house.on_disk()[quote]))
    assert "#:~:text=" in link


def test_the_end_of_a_mark_is_dragged_and_that_is_undone_as_one_step(
    house: House, reader: Tab, quote: str
):
    open_card(reader, quote)
    word = QUOTE.split()[-2]
    _, right, middle = reader.evaluate(MIDDLE_OF_WORD, word)
    x, y = reader.evaluate(HANDLE, "end")
    reader.move(x, y)
    reader.button("down")
    reader.move((x + right) / 2, y)
    # the knob hangs below its line: it is carried to as far below the other word
    reader.move(right, middle + (y - reader.evaluate(MIDDLE_OF_WORD, QUOTE.split()[-1])[2]))
    reader.button("up")
    shorter = QUOTE[: QUOTE.index(word) + len(word)]
    wait_until(lambda: reader.evaluate(SAID) == shorter, "fewer words")
    reader.click("#mark-save")
    new = house.saved(reader, shorter)
    wait_until(lambda: living(house, new, quote) == {new: True, quote: False}, "the old one to go")
    kept = house.on_disk()[new]
    assert (kept["exact"], kept["speaker"], kept["kind"]) == (shorter, "Maja Holm", "quote")
    assert house.on_disk()[quote]["exact"] == QUOTE
    reader.press("Control+z")
    wait_until(lambda: living(house, new, quote) == {new: False, quote: True}, "one step back")
    reader.press("Control+Shift+z")
    wait_until(lambda: living(house, new, quote) == {new: True, quote: False}, "and done again")


def test_the_ends_of_a_mark_are_moved_by_keys_alone(house: House, reader: Tab, quote: str):
    reader.press("n")
    reader.press("Enter")
    reader.wait_for(CARD, what="the card")
    while not reader.evaluate(FOCUS_ON, "#handle-start"):
        reader.press("Tab")
    first = QUOTE.split()[0]
    reader.press("Control+ArrowRight")
    shorter = QUOTE[len(first) :].lstrip()
    wait_until(lambda: reader.evaluate(SAID) == shorter, "a word less at the beginning")
    said = "(root) => root.querySelector('#handle-start').getAttribute('aria-valuetext')"
    assert shorter.startswith(reader.evaluate(said))
    reader.press("Tab")
    reader.press("ArrowLeft")
    wait_until(lambda: reader.evaluate(SAID) == shorter[:-1].rstrip(), "a letter less at the end")
    reader.press("ArrowRight")
    wait_until(lambda: reader.evaluate(SAID) == shorter, "the letter back")
    reader.press("Enter")
    new = house.saved(reader, shorter)
    wait_until(lambda: living(house, new, quote) == {new: True, quote: False}, "the old one to go")


def test_a_mark_keeps_its_words_while_the_server_is_away(house: House, reader: Tab, quote: str):
    house.server.stop()
    open_card(reader, quote)
    reader.evaluate("(root) => root.querySelector('#handle-end').focus()")
    reader.press("Control+ArrowLeft")
    wait_until(lambda: reader.evaluate(SAID) != QUOTE, "fewer words")
    shorter = reader.evaluate(SAID)
    reader.press("Enter")
    reader.wait_for(WAITS, shorter, what="the new mark to wait")
    house.start_server()
    new = house.saved(reader, shorter)
    wait_until(lambda: living(house, new, quote) == {new: True, quote: False}, "both to be sent")


def test_the_card_deletes_and_the_deletion_is_undone(house: House, reader: Tab, quote: str):
    open_card(reader, quote)
    reader.click("#mark-delete")
    wait_until(lambda: living(house, quote) == {quote: False}, "the mark to be deleted")
    reader.press("Control+z")
    wait_until(lambda: living(house, quote) == {quote: True}, "the mark to be back")
