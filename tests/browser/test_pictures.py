"""Pictures of everything a person sees, in both browsers; `make screenshots` keeps them."""

from pathlib import Path

from tests.browser.articles import CLAIM as CHANGED
from tests.browser.articles import STORY, article
from tests.browser.house import House
from tests.browser.shapes import whole_news_page
from tools.browsers import Page, Tab

QUOTE = "contre les terroristes et les groupes extrémistes"
CLAIM = "Depuis le 4 avril, il peine toujours à entrer dans la capitale."
# What shows a new mark scrolls smoothly, and goes on after the mark is saved.
AT_REST = """async () => {
  const before = scrollY;
  await new Promise((done) => setTimeout(done, 300));
  return scrollY === before;
}"""
AT_THE_TOP = "() => { scrollTo({top: 0, behavior: 'instant'}); return scrollY === 0; }"
SMALLEST = 4_000  # bytes; a picture of nothing is smaller


def take(page: Page, picture: Path) -> None:
    """Take a picture and see that something is on it."""
    page.screenshot(picture)
    assert picture.stat().st_size > SMALLEST, picture.name


def mark(house: House, reader: Tab, words: str, key: str, speaker: str = "") -> None:
    """Mark `words` and wait until they are saved."""
    reader.drag_over(words)
    reader.press(key)
    if speaker:
        reader.fill("#mark-speaker", speaker)
    reader.click("#mark-save")
    house.saved(reader, words)


def test_the_reader_its_marks_and_what_was_left_out(house: House, kind: str, pictures: Path):
    address = house.pages.add("/le-marechal-au-caire.html", whole_news_page())
    reader = house.read(address)
    mark(house, reader, CLAIM, "c")
    mark(house, reader, QUOTE, "q", speaker="L'Egypte")
    reader.wait_for(AT_REST, what="the reader to be scrolled no more")
    reader.wait_for(AT_THE_TOP, what="the reader at its top")
    take(reader, pictures / f"reader-{kind}.png")
    reader.click("#removed > summary")
    reader.evaluate(
        "(root) => root.querySelector('#removed').scrollIntoView({behavior: 'instant'})"
    )
    take(reader, pictures / f"left-out-{kind}.png")
    reader.close()


def test_marks_of_a_page_that_was_edited(house: House, kind: str, pictures: Path):
    """One mark each whose words changed, moved, stand several times, and are gone."""
    before = (
        STORY[0],
        STORY[1],
        "Rain had softened the ground along the track since Monday.",
        STORY[2],
        STORY[3],
        "The next train reached Malmö on time.",
    )
    address = house.pages.add("/edited-and-read-again.html", article(before))
    reader = house.read(address)
    moved = "foresters had worked through the morning"
    lost, several = (
        "The next train reached Malmö on time",
        "Rain had softened the ground along the track",
    )
    for words in (CHANGED, moved, lost, several):
        mark(house, reader, words, "c")
    reader.close()
    after = (
        "After a night of clearing we hear: foresters had worked through the morning, in rain.",
        "It was known before: Rain had softened the ground along the track north of Lund.",
        STORY[0],
        STORY[1],
        "Near the bridge, too? Rain had softened the ground along the track, as every May.",
        STORY[2].replace("214", "241"),
    )
    house.pages.add("/edited-and-read-again.html", article(after))
    reader = house.read(address)
    verdicts = reader.evaluate(
        "(root) => [...root.querySelectorAll('.mark')].map("
        "({dataset}) => `${dataset.words} ${dataset.place}`)"
    )
    assert set(verdicts) == {"same moved", "same several", "changed same", "gone same"}
    reader.wait_for(AT_THE_TOP, what="the reader at its top")
    take(reader, pictures / f"edited-{kind}.png")
    reader.evaluate(
        "(root) => root.querySelector('#marks-lost').scrollIntoView({behavior: 'instant'})"
    )
    take(reader, pictures / f"lost-{kind}.png")
    reader.click("[data-place=several] [data-action=edit]")
    reader.wait_for(
        "(root) => root.querySelector('#mark-places').checkVisibility()", what="the places"
    )
    take(reader, pictures / f"several-{kind}.png")
    reader.close()


def test_the_popup(house: House, kind: str, pictures: Path):
    address = house.pages.add("/popup.html", whole_news_page())
    reader = house.read(address)
    mark(house, reader, CLAIM, "c")
    house.browser.press_toolbar_button(reader)
    popup = house.browser.popup()
    popup.wait_for(
        "(root) => root.querySelectorAll('#marks-list li').length", what="the mark in the popup"
    )
    take(popup, pictures / f"popup-{kind}.png")
    popup.press("Escape")
    reader.close()


def test_the_panel_on_the_page_itself(house: House, kind: str, pictures: Path):
    page = house.browser.open(house.pages.add("/panel.html", whole_news_page()))
    house.browser.press_shortcut(page, "Alt+Shift+M")
    page.wait_for("(root) => root.querySelectorAll('html > div[popover]').length", what="the panel")
    page.drag_over(CLAIM)
    take(page, pictures / f"panel-{kind}.png")
    page.close()


def test_the_pairing_page(house: House, kind: str, pictures: Path):
    page = house.browser.open(house.pairing_link())
    page.wait_for(
        "(root) => /^[0-9]{6}$/.test(root.querySelector('#winnow-pair-code').textContent)",
        what="a code on the pairing page",
    )
    take(page, pictures / f"pairing-{kind}.png")
    page.close()
