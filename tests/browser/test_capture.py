"""The capture takes the page as it stands in the browser, and changes nothing in it."""

import random
from collections.abc import Iterator
from itertools import count

import pytest
from lxml import html

from tests.browser.articles import STORY, article
from tests.browser.house import House
from tools.browsers import Tab

NUMBERS = count(1)
VOCABULARY = """the a night slow old river station harbour miller carried brought lost found between
under after before seven many cold bread lamp letters window garden winter morning neighbour
quietly often never towards bridge captain weather orchard market silver wooden""".split()
TINY_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
DEEP = 5_000
LONG_PAGE = 3_000_000

HIDDEN = {
    "display": '<p id="display" style="display:none">{}</p>',
    "visibility": '<p id="visibility" style="visibility:hidden">{}</p>',
    "collapsed": '<p id="collapsed" style="visibility:collapse">{}</p>',
    "by-a-sheet": '<style>.gone {{display: none}}</style><p id="by-a-sheet" class="gone">{}</p>',
    "attribute": '<p id="attribute" hidden>{}</p>',
    "aria-hidden": '<p id="aria-hidden" aria-hidden="true">{}</p>',
    "no-height": '<div id="no-height" style="height:0; overflow:hidden"><p>{}</p></div>',
    "no-width": '<div id="no-width" style="width:0; overflow:hidden"><p>{}</p></div>',
    "for-screen-readers": '<p id="for-screen-readers" style="position:absolute; '
    'width:1px; height:1px; overflow:hidden; clip:rect(0,0,0,0)">{}</p>',
}
SHOWN = {
    "plain": '<p id="plain">{}</p>',
    "transparent": '<p id="transparent" style="opacity:0">{}</p>',
    "below": '<p id="below" style="margin-top:5000px">{}</p>',
    "in-closed-details": '<details id="in-closed-details"><summary>The clock</summary>'
    "<p>{}</p></details>",
    "shown-again": '<div id="shown-again" style="visibility:hidden">'
    '<p style="visibility:visible">{}</p></div>',
    "without-a-box": '<div id="without-a-box" style="display:contents"><p>{}</p></div>',
    "aria-hidden-whole": '<div id="aria-hidden-whole" aria-hidden="true">'
    "<main><p>{}</p></main></div>",
}

WATCH = """() => {
  window.seen = [];
  const told = (records) => seen.push(...records.map(({type, target}) => [type, target.nodeName]));
  const all = {subtree: true, childList: true, attributes: true, characterData: true};
  window.watching = new MutationObserver(told);
  watching.observe(document, all);
  watching.observe(document.querySelector('x-box').shadowRoot, all);
  window.globals = Object.getOwnPropertyNames(window).sort();
  window.markup = document.documentElement.outerHTML;
}"""
CHANGES = """() => {
  seen.push(...watching.takeRecords().map(({type, target}) => [type, target.nodeName]));
  const known = new Set(globals.concat('globals', 'markup'));
  return {
    mutations: seen,
    globals: Object.getOwnPropertyNames(window).filter((name) => !known.has(name)),
    markup: document.documentElement.outerHTML === markup,
    sheets: document.adoptedStyleSheets.length,
    highlights: CSS.highlights.size,
    selected: String(getSelection()),
    scrolled: scrollY,
  };
}"""


@pytest.fixture
def read(house: House) -> Iterator[Tab]:
    """Serves a page and opens it; reads it; both tabs end with the test."""
    tabs: list[Tab] = []

    def reading(page: str | Tab) -> Tab:
        if isinstance(page, str):
            page = house.browser.open(serve(house, page))
            tabs.append(page)
        tabs.append(house.read_tab(page))
        return tabs[-1]

    yield reading
    for tab in tabs:
        tab.close()


def serve(house: House, page: str) -> str:
    """An address for `page` that no other test uses."""
    return house.pages.add(f"/capture-{next(NUMBERS)}.html", page)


def words_of(seed: str | int) -> str:
    """A sentence of its own for each seed."""
    chosen = random.Random(seed)
    return " ".join(chosen.sample(VOCABULARY, 9)).capitalize() + "."


def test_text_that_a_script_added_is_read(house: House, read):
    script = f"""<script>addEventListener('load', () => {{
      const added = document.createElement('p');
      added.textContent = {words_of("seven")!r};
      document.querySelector('article').append(added);
    }});</script>"""
    assert house.blocks(read(article(after=script))) == [*STORY, words_of("seven")]


def test_open_shadow_roots_stand_in_place_with_their_slots_filled(house: House, read):
    parts = [words_of(name) for name in ("two", "three", "four", "five")]
    box = f"""<x-box><p slot="last">{parts[2]}</p><p>{parts[1]}</p></x-box><p>{parts[3]}</p>
    <script>document.querySelector('x-box').attachShadow({{mode: 'open'}}).innerHTML =
      `<p>{parts[0]}</p><slot></slot><slot name="last"></slot>`;</script>"""
    page = article((*STORY, "</p>" + box + "<p>"))
    assert house.blocks(read(page)) == [*STORY, *parts]


def test_a_slot_that_was_given_nothing_shows_what_it_holds(house: House, read):
    box = f"""<x-box></x-box><script>
      document.querySelector('x-box').attachShadow({{mode: 'open'}}).innerHTML =
        `<slot><p>{words_of("six")}</p></slot>`;</script>"""
    assert house.blocks(read(article((*STORY, "</p>" + box + "<p>"))))[-1] == words_of("six")


def test_what_is_not_shown_is_flagged_and_never_in_the_text(house: House, read):
    body = "".join(markup.format(words_of(name)) for name, markup in HIDDEN.items())
    reader = read(article((*STORY, f"</p>{body}<p>")))
    page = html.fromstring(house.captured(reader))
    flagged = {name: "data-winnow-hidden" in page.get_element_by_id(name).attrib for name in HIDDEN}
    assert flagged == dict.fromkeys(HIDDEN, True)
    assert house.blocks(reader) == list(STORY)


def test_what_was_hidden_is_named_as_left_out(house: House, read):
    reader = read(article((*STORY, f"</p><p hidden>{words_of('nine')}</p><p>")))
    assert words_of("nine") in house.left_out(reader)


def test_what_a_person_can_see_or_open_is_not_flagged(house: House, read):
    body = "".join(markup.format(words_of(name)) for name, markup in SHOWN.items())
    reader = read(article((*STORY, f"</p>{body}<p>")))
    page = html.fromstring(house.captured(reader))
    flagged = {
        name: page.xpath("//*[@id=$name]/descendant-or-self::*/@data-winnow-hidden", name=name)
        for name in SHOWN
    }
    assert flagged == {name: [] for name in SHOWN}
    assert house.blocks(reader)[: len(STORY)] == list(STORY)


def test_links_are_resolved_by_the_base_of_the_page(house: House, read):
    linked = f'{STORY[0]} <a href="more.html">All about the birch</a>.'
    reader = read(article((linked, *STORY[1:]), head='<base href="/elsewhere/">'))
    links = "(root) => [...root.querySelectorAll('#blocks a')].map((link) => link.href)"
    assert reader.evaluate(links) == [f"{house.pages.url}/elsewhere/more.html"]


def test_images_that_a_page_loads_late_have_their_addresses(house: House, read):
    for name in ("lazy", "plain", "scripted"):
        house.pages.add(f"/{name}.png", TINY_PNG, "image/png")
    waiting = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
    images = f"""<img id="lazy" alt="A" src="{waiting}" data-src="/lazy.png">
    <img id="plain" alt="B" loading="lazy" src="/plain.png"><img id="scripted" alt="C">
    <script>scripted.src = '/scripted.png';</script>"""
    tab = house.browser.open(serve(house, article((*STORY[:-1], f"{STORY[-1]}{images}"))))
    tab.wait_for("(root) => root.querySelector('#scripted').naturalWidth === 1")
    reader = read(tab)
    waiting_in_reader = """(root) => [...root.querySelectorAll('#blocks .image-absent')].map(
      (image) => image.dataset.source)"""
    assert reader.evaluate(waiting_in_reader) == [
        f"{house.pages.url}/{name}.png" for name in ("lazy", "plain", "scripted")
    ]
    tab.close()


def test_what_a_person_typed_or_chose_never_leaves(house: House, read):
    fields = """<form>
      <input id="typed"><input id="mirrored" oninput="this.setAttribute('value', this.value)">
      <input type="password" id="password" value="served-secret">
      <textarea id="area">served-draft</textarea>
      <div id="box" role="textbox" contenteditable="true" style="min-height: 2em"></div>
      <select id="chosen"><option>first-choice<option selected>second-choice</select>
      <input type="checkbox" id="ticked">
    </form>"""
    tab = house.browser.open(serve(house, article(after=fields)))
    secrets = {f"#{name}": f"{name}-secret" for name in ("typed", "mirrored", "password", "area")}
    for field, secret in {**secrets, "#box": "box-secret"}.items():
        tab.fill(field, secret)
    tab.click("#ticked")
    reader = read(tab)
    captured = house.captured(reader)
    for secret in ("-secret", "-draft", "-choice", "checked", "selected"):
        assert secret not in captured
    assert house.blocks(reader) == list(STORY)
    tab.close()


def test_the_pages_own_copies_of_our_stamps_are_dropped(house: House, read):
    own = (
        f'</p><p data-winnow-n="0" data-winnow-hidden="">{words_of("one")}</p>'
        f'<p DATA-WINNOW-N="9" data-winnow-more="x">{words_of("two")}</p><p>'
    )
    reader = read(article((*STORY, own)))
    assert house.blocks(reader) == [*STORY, words_of("one"), words_of("two")]
    page = html.fromstring(house.captured(reader))
    stamps = [int(stamp) for stamp in page.xpath("//@data-winnow-n")]
    assert stamps == list(range(len(stamps)))
    assert not page.xpath("//@data-winnow-more | //@data-winnow-hidden")


def test_frames_and_what_runs_or_styles_are_left_where_they_are(house: House, read):
    inner = house.pages.add("/framed.html", "<p>framed-words</p>")
    extra = f"""<iframe src="{inner}"></iframe><iframe srcdoc="<p>doc-words</p>"></iframe>
    <script>const script = 'script-words';</script><style>/* style-words */</style>
    <template><p>template-words</p></template><noscript><p>noscript-words</p></noscript>
    <p onclick="handler_words()" style="color: red" title="kept">Tickets stay valid.</p>
    <!-- comment-words --><svg><text>drawn-words</text></svg>"""
    captured = house.captured(read(article(after=extra)))
    left = "framed doc script style template noscript comment drawn".split()
    assert [name for name in left if f"{name}-words" in captured] == []
    kept = html.fromstring(captured).xpath("//p[@title='kept']")[0]
    assert set(kept.attrib) == {"data-winnow-n", "title"}


def test_nothing_in_the_page_is_changed(house: House, read):
    body = f"""<x-box></x-box><div style="height: 3000px"></div>
    <script>document.querySelector('x-box').attachShadow({{mode: 'open'}}).innerHTML =
      '<p>{words_of("eight")}</p>';</script>"""
    tab = house.browser.open(serve(house, article(after=body)))
    tab.double_click("schoolchildren")
    tab.evaluate("() => scrollTo({top: 250, behavior: 'instant'})")
    tab.evaluate(WATCH)
    reader = read(tab)
    assert house.blocks(reader)
    assert tab.evaluate(CHANGES) == {
        "mutations": [],
        "globals": [],
        "markup": True,
        "sheets": 0,
        "highlights": 0,
        "selected": "schoolchildren",
        "scrolled": 250,
    }
    tab.close()


def test_a_page_can_not_answer_in_place_of_our_scripts(house: House, read):
    """What a page calls by our names, or puts over its own objects, reaches no script of ours."""
    body = """<form><input name="childNodes"><input name="attributes"><input name="localName">
      <input name="shadowRoot"></form>
    <script>
      window.winnowCapturePage = () => ({value: {html: 'forged'}});
      window.winnowHidden = {isHidden: () => true};
      window.getComputedStyle = () => ({display: 'none'});
      Node.prototype.contains = () => { throw new Error('mine'); };
      Object.defineProperty(Document.prototype, 'title', {get: () => 'forged'});
    </script>"""
    reader = read(article(after=body))
    assert house.blocks(reader) == list(STORY)
    assert "forged" not in reader.text("#title")


def test_elements_nested_five_thousand_deep_are_read(house: House, read):
    """They have no boxes of their own: Chromium does not survive 3,000 of those."""
    script = f"""<script>
      let place = document.querySelector('article');
      for (let depth = 0; depth < {DEEP}; depth++) {{
        const inner = document.createElement('div');
        inner.style.display = 'contents';
        place.append(inner, document.createElement('br'));
        place = inner;
      }}
      place.textContent = {words_of("deep")!r};
      place.parentElement.append({words_of("after it")!r});
    </script>"""
    reader = read(article(after=script))
    assert house.blocks(reader)[: len(STORY)] == list(STORY)
    told = " ".join((*house.blocks(reader), *house.left_out(reader)))
    assert words_of("deep") in told
    assert words_of("after it") in told


def test_a_page_of_three_megabytes_is_read(house: House, read):
    paragraphs = [
        " ".join(words_of(f"{number}.{sentence}") for sentence in range(20))
        for number in range(LONG_PAGE // len(words_of(0)) // 20)
    ]
    reader = read(article(tuple(paragraphs)))
    assert html.fromstring(house.captured(reader)).xpath("//article/p/text()") == paragraphs
    blocks = house.blocks(reader)
    assert blocks[0] == paragraphs[0]
    assert set(paragraphs) <= {*blocks, *house.left_out(reader)}
