"""What became of marks is told and painted on the live page as it is in the reader."""

from base64 import b64encode
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.browser.articles import CLAIM, STORY, Story, article
from tests.browser.house import House
from tests.browser.live import mark
from tools.browsers import Page, Tab, wait_until

NUMBERS = count(1)
TOLD = """(root, id) => {
  const mark = root.getElementById(`mark-${id}`);
  if (!mark?.dataset.words) return null;
  const all = (selector) => [...mark.querySelectorAll(selector)].map((part) => part.textContent);
  return {
    verdict: `${mark.dataset.words} ${mark.dataset.place}`, exact: all('.exact')[0],
    said: all('.verdict').join(), alerts: all('.alerts li'), now: all('ins'),
  };
}"""
RENDER_ANEW = """(root) => {
  const text = root.querySelector('article');
  text.innerHTML = String(text.innerHTML);
}"""
# What the page does to its own text.
SAY = """(root, [words, others]) => {
  const said = [...root.querySelectorAll('p')].find((p) => p.textContent.includes(words));
  said.textContent = said.textContent.replace(words, others);
}"""
TAIL = tuple(f"The log of day {day} tells of calm and of gulls over the pier." for day in range(3))


def edited(house: House, marked: str, before: Story, after: Story) -> tuple[str, Tab, Page]:
    """A mark on a page that was edited since; its id, the page, and its panel."""
    mark_id, address = house.edited(marked, before, after)
    page = house.browser.open(address)
    return mark_id, page, house.open_panel(page)


def told(panel: Page, mark_id: str) -> dict:
    return wait_until(lambda: panel.evaluate(TOLD, mark_id), "what became of the mark")


def told_alert(panel: Page, mark_id: str, fact: str) -> dict:
    """What became of the mark, once it is told with this fact."""

    def found() -> dict | None:
        shown = panel.evaluate(TOLD, mark_id)
        return shown if shown and fact in shown["alerts"] else None

    return wait_until(found, fact)


def rendered_anew(house: House, page: Tab) -> None:
    """Replace the text by its like; what was painted is painted again."""
    before = house.painted(page)
    page.evaluate(RENDER_ANEW)
    wait_until(lambda: house.painted(page) == before, f"{before} to be painted again")


def replaced(then: str, now: str) -> tuple[str, ...]:
    assert any(then in paragraph for paragraph in STORY)
    return tuple(paragraph.replace(then, now) for paragraph in STORY)


def test_a_changed_figure_is_painted_and_told(house: House):
    mark_id, page, panel = edited(house, CLAIM, STORY, replaced("214", "241"))
    shown = told(panel, mark_id)
    assert (shown["verdict"], shown["exact"]) == ("changed same", CLAIM)
    assert "have changed" in shown["said"]
    assert shown["alerts"] == ["The figure 214 became 241."]
    assert shown["now"] == [" is now: 241"]
    assert ("winnow-live-claim", CLAIM.replace("214", "241")) in house.painted(page)
    rendered_anew(house, page)
    assert told(panel, mark_id) == shown
    page.close()


def test_a_figure_that_changes_on_the_page_later_is_asked_for_again(house: House):
    """Again and again, and back: what is told is so of the text that is shown."""
    page = house.browser.open(house.pages.add(f"/verdict-{next(NUMBERS)}.html", article()))
    panel = house.open_panel(page)
    mark_id = mark(house, page, panel, CLAIM)
    for then, now in (("214", "241"), ("241", "260")):
        page.evaluate(SAY, [f"counted {then}", f"counted {now}"])
        shown = told_alert(panel, mark_id, f"The figure 214 became {now}.")
        assert (shown["verdict"], shown["exact"]) == ("changed same", CLAIM)
        assert ("winnow-live-claim", CLAIM.replace("214", now)) in house.painted(page)
    page.evaluate(SAY, ["counted 260", "counted 214"])
    wait_until(lambda: ("winnow-live-claim", CLAIM) in house.painted(page), "the words again")
    assert told(panel, mark_id)["verdict"] == "same same"
    page.close()


@pytest.mark.parametrize(
    ("then", "now"),
    [("railway counted", "railway\u00a0counted"), ("“We saw", "«We saw")],
    ids=["spaces", "quotation marks"],
)
def test_restyled_words_are_the_same_and_painted(house: House, then: str, now: str):
    marked = CLAIM if then in CLAIM else "“We saw the tree at the last moment"
    mark_id, page, panel = edited(house, marked, STORY, replaced(then, now))
    shown = told(panel, mark_id)
    assert (shown["verdict"], shown["said"]) == ("same same", "")
    assert ("winnow-live-claim", marked.replace(then, now)) in house.painted(page)
    rendered_anew(house, page)
    assert told(panel, mark_id) == shown
    page.close()


def test_words_that_are_gone_are_listed_and_painted_nowhere(house: House):
    after = (*STORY[:2], "Nobody was hurt.", *STORY[3:])
    mark_id, page, panel = edited(house, CLAIM, STORY, after)
    shown = told(panel, mark_id)
    assert (shown["verdict"], shown["exact"]) == ("gone same", CLAIM)
    assert shown["said"] == "Not in this text"
    assert house.painted(page) == []
    page.close()


def test_words_in_several_places_are_painted_faintly_in_all(house: House):
    line = "Rain had softened the ground along the track"
    before = (STORY[0], f"{line} since Monday.", *STORY[1:])
    after = (f"It was known: {line} north of Lund.", *STORY, f"Near the bridge? {line}, as in May.")
    mark_id, page, panel = edited(house, line, before, after)
    shown = told(panel, mark_id)
    assert shown["verdict"] == "same several"
    assert "Open the reader" in shown["said"]
    assert house.painted(page) == [("winnow-live-several", line)] * 2
    rendered_anew(house, page)
    assert told(panel, mark_id) == shown
    page.close()


def test_a_short_mark_is_not_painted_in_other_surroundings(house: House):
    before = ("On Friday evening she saw the yes vote fall in May.", *STORY, *TAIL)
    after = ("In June, as we saw the yes vote counted by hand, it rained.", *TAIL)
    address = house.pages.add(f"/verdict-{next(NUMBERS)}.html", article(before))
    mark_id = str(uuid4())
    mark = {
        "id": mark_id,
        "kind": "claim",
        "exact": "yes vote",
        "prefix": "On Friday evening she saw the ",
        "suffix": " fall in May.\n" + STORY[0][:40],
        "page": {"url": address},
    }
    assert house.server.client().post("/annotations", mark).status < 300
    house.pages.add(urlsplit(address).path, article(after))
    page = house.browser.open(address)
    panel = house.open_panel(page)
    assert told(panel, mark_id)["verdict"] == "gone same"
    assert house.painted(page) == []
    page.close()


# Pixels of a picture that have the ground of a claim's mark, #fbe3a6.
GROUND = """async (root, png) => {
  const bytes = Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  const pen = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  pen.drawImage(picture, 0, 0);
  const {data} = pen.getImageData(0, 0, picture.width, picture.height);
  const isNear = (at) => [251, 227, 166].every((part, of) => Math.abs(data[at + of] - part) < 4);
  return Array.from({length: data.length / 4}, (_, at) => at * 4).filter(isNear).length;
}"""


def test_what_is_painted_is_seen(house: House, tmp_path: Path):
    _, page, _ = edited(house, CLAIM, STORY, replaced("214", "241"))
    wait_until(lambda: house.painted(page), "the mark to be painted")
    picture = tmp_path / "page.png"

    def ground() -> int:
        page.screenshot(picture)
        seen: int = page.evaluate(GROUND, b64encode(picture.read_bytes()).decode())
        return seen

    wait_until(lambda: ground() > 1_000, "the ground of the mark", patience=10)
    page.close()
