"""What stands in the way of reading is said in its own words, and nothing is lost by it."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from tests.browser.articles import CLAIM, STORY, article
from tests.browser.house import READER, House
from tools.browsers import Tab

LOCALES = Path(__file__).parents[2] / "_locales"
NUMBERS = count(1)
OVER_THE_LIMIT = "<p>A line of a list that goes on and on, with nothing to stop it.</p>" * 120_000
BROWSERS_OWN = {
    "chromium": ("about:blank", "chrome://version/"),
    "firefox": ("about:addons", "about:config"),
}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><text y="20">Rain</text></svg>'
PDF = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>> endobj
trailer <</Root 1 0 R>>
"""
LANGUAGE = "() => (globalThis.browser ?? globalThis.chrome).i18n.getUILanguage().slice(0, 2)"

Press = Callable[[str], Tab]


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def house(kind: str, language: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A paired house whose browser speaks `language`."""
    built = House(kind, tmp_path_factory.mktemp(f"{kind}-{language}"), language=language)
    built.use_port()
    built.pair().close()
    options = built.browser.extension_page("extension/options/options.html")
    spoken = options.evaluate(LANGUAGE)
    options.close()
    if spoken == language:
        yield built
    built.close()
    if spoken != language:
        pytest.skip(f"this {kind} has no {language} (Debian: chromium-l10n)")


@pytest.fixture
def press(house: House) -> Iterator[Press]:
    """Opens an address and presses the button there; the reader. Both tabs end with the test."""
    tabs: list[Tab] = []

    def pressing(address: str) -> Tab:
        tabs.append(house.browser.open(address))
        with house.new_reader() as opened:
            house.browser.press_toolbar_button(tabs[-1])
        tabs.append(opened[0])
        return opened[0]

    yield pressing
    for tab in reversed(tabs):
        if tab in house.browser.tabs():
            tab.close()


def serve(house: House, page: str | bytes, *kind: str) -> str:
    """An address for `page` that no other test uses."""
    return house.pages.add(f"/problem-{next(NUMBERS)}", page, *kind)


def said(reader: Tab) -> tuple[str | None, str | None]:
    """What a reader says happened, and what to do."""
    return reader.text("#problem-title"), reader.text("#problem-help")


def words(language: str, name: str) -> tuple[str, str]:
    """What a problem is to say."""
    messages = json.loads((LOCALES / language / "messages.json").read_text(encoding="utf-8"))
    return messages[f"problem_{name}"]["message"], messages[f"problem_{name}_help"]["message"]


def test_every_problem_has_words_of_its_own_in_both_languages():
    names = [
        *("restricted_page", "no_web_page", "empty_page", "page_too_large", "capture_gone"),
        *("server_away", "other_program", "unpaired"),
    ]
    sentences = [part for name in names for tongue in ("en", "fr") for part in words(tongue, name)]
    assert len(set(sentences)) == len(names) * 2 * 2


@pytest.mark.parametrize("which", [0, 1])
def test_a_page_of_the_browser_itself(press: Press, language: str, kind: str, which: int):
    assert said(press(BROWSERS_OWN[kind][which])) == words(language, "restricted_page")


def test_a_pdf(house: House, press: Press, language: str):
    address = serve(house, PDF, "application/pdf")
    assert said(press(address)) == words(language, "restricted_page")


@pytest.mark.parametrize("media_type", ["image/svg+xml", "application/xml"])
def test_a_file_that_is_no_web_page(house: House, press: Press, language: str, media_type: str):
    assert said(press(serve(house, SVG, media_type))) == words(language, "no_web_page")


@pytest.mark.parametrize(
    "body", ["", '<img src="/none.png" alt="">', "<p hidden>Not yet.</p><script>1</script>"]
)
def test_an_empty_page(house: House, press: Press, language: str, body: str):
    reader = press(serve(house, f"<!doctype html><title>Soon</title><body>{body}</body>"))
    assert said(reader) == words(language, "empty_page")


def test_a_page_of_which_nothing_is_kept(house: House, press: Press, language: str):
    reader = press(serve(house, "<!doctype html><title>Soon</title><h1>Soon</h1>"))
    assert said(reader) == words(language, "empty_page")


def test_an_empty_page_can_be_read_once_its_text_is_there(house: House):
    page = house.browser.open(serve(house, "<!doctype html><title>Soon</title><body></body>"))
    house.read_tab(page).close()
    page.evaluate("(root, text) => { root.body.innerHTML = text; }", f"<p>{'</p><p>'.join(STORY)}")
    reader = house.read_tab(page)
    assert house.blocks(reader) == list(STORY)
    reader.close()
    page.close()


def test_a_page_over_the_limit(house: House, press: Press, language: str):
    reader = press(
        serve(house, f"<!doctype html><title>A list</title><main>{OVER_THE_LIMIT}</main>")
    )
    assert said(reader) == words(language, "page_too_large")


def test_the_readable_part_of_a_page_over_the_limit(house: House, press: Press, language: str):
    reader = press(serve(house, article(after=f"<div>{OVER_THE_LIMIT}</div>")))
    assert house.blocks(reader) == list(STORY)
    messages = json.loads((LOCALES / language / "messages.json").read_text(encoding="utf-8"))
    assert reader.text("#partial") == messages["reader_partial"]["message"]


def test_a_server_that_is_away_and_comes_back(house: House, press: Press, language: str):
    house.server.stop()
    reader = press(serve(house, article()))
    assert said(reader) == words(language, "server_away")
    assert not reader.shows("#article")
    house.start_server()
    reader.click("#problem-actions button")
    reader.wait_for("(root) => root.querySelector('#blocks > *') !== null", what="the text")
    assert house.blocks(reader) == list(STORY)
    assert not reader.shows("#problem")


def test_a_reader_whose_page_is_gone(house: House, language: str):
    reader = house.browser.extension_page(f"{READER.lstrip('/')}?capture={uuid4()}")
    house.wait_for_answer(reader)
    assert said(reader) == words(language, "capture_gone")
    assert not reader.shows("#problem-actions button")
    reader.close()


def test_a_browser_that_is_not_known_any_more(house: House, press: Press, language: str):
    address = serve(house, article())
    reader = press(address)
    reader.drag_over(CLAIM)
    reader.press("c")
    reader.click("#mark-save")
    mark = house.saved(reader, CLAIM)

    reader.close()  # it asks for news, and once it hears of this the button leads to pairing
    house.winnow("devices", "revoke", house.browser.kind.capitalize())
    waiting = press(address)
    assert said(waiting) == words(language, "unpaired")

    page = house.browser.open(address)
    house.browser.press_toolbar_button(page)
    popup = house.browser.popup()
    popup.wait_for("(root) => root.querySelector('#pairing').checkVisibility()", what="pairing")
    popup.press("Escape")
    page.close()

    house.pair().close()
    waiting.wait_for("(root) => root.querySelector('#blocks > *') !== null", what="the text")
    assert house.blocks(waiting) == list(STORY)
    assert house.saved(waiting, CLAIM) == mark
