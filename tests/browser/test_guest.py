"""The panel is a guest of the page: neither hides, reads or changes the other."""

from collections.abc import Callable

from tests.browser.articles import CLAIM, QUOTE, article
from tests.browser.house import PANEL, House
from tests.browser.live import FOCUS_IS, NO_PANEL, click, mark, select, wait_for_paint
from tools.browsers import Tab

# What a page can do to elements it knows nothing of, and still be read.
HOSTILE = """<style>
  *, ::before, ::after {
    all: unset !important; display: none !important; visibility: hidden !important;
    opacity: 0 !important; pointer-events: none !important; z-index: -1 !important;
    transform: scale(0) !important; clip-path: inset(50%) !important; filter: blur(9px) !important;
    position: static !important; width: 0 !important; height: 0 !important;
  }
  iframe, :popover-open, ::backdrop { display: none !important; opacity: 0 !important; }
  html, body, article, h1, p {
    display: block !important; visibility: visible !important; opacity: 1 !important;
    pointer-events: auto !important; transform: none !important; clip-path: none !important;
    filter: none !important; width: auto !important; height: auto !important;
  }
</style>"""
CURIOUS = """<script>
  var heard = [], roots = [];
  for (const type of ['keydown', 'keyup', 'keypress', 'beforeinput', 'input', 'message']) {
    addEventListener(type, (event) => heard.push(event.key ?? event.data ?? ''), true);
  }
  const {attachShadow} = Element.prototype;
  Element.prototype.attachShadow = function () {
    roots.push(attachShadow.call(this, {mode: 'open'}));
    return roots.at(-1);
  };
</script>"""
REACHED = """(root, panel) => {
  const host = root.querySelector(panel);
  const inside = root.createNodeIterator(host);
  inside.nextNode();
  return {
    root: host.shadowRoot, roots: roots.length, frames: length, inner: inside.nextNode(),
    iframes: root.querySelectorAll('iframe').length,
    named: performance.getEntries().filter(({name}) => name.includes('extension:')).length,
  };
}"""
FOCUS_EDIT = "(root, id) => root.querySelector(`#mark-${id} [data-action=edit]`).focus()"
HAS_FOCUS = "(root, id) => root.activeElement.closest('li')?.id === `mark-${id}`"
IS_GONE = "(root, id) => root.getElementById(`mark-${id}`).dataset.words === 'gone'"
REWRITE = """(root, words) => {
  const said = [...root.querySelectorAll('p')].find((p) => p.textContent.includes(words));
  said.textContent = 'Here stood other words before.';
}"""
NOTHING = {"root": None, "roots": 0, "frames": 0, "inner": None, "iframes": 0, "named": 0}


def test_the_page_is_left_as_it_was(house: House, page: Tab):
    whole = "(root) => root.documentElement.outerHTML"
    before = page.evaluate(whole)
    panel = house.open_panel(page)
    mark(house, page, panel, CLAIM)
    panel.evaluate("(root) => void setTimeout(() => root.getElementById('close').click())")
    page.wait_for(NO_PANEL, PANEL, what="the panel to go")
    assert page.evaluate(whole) == before
    wait_for_paint(house, page, CLAIM)


def test_the_page_cannot_hide_the_panel_or_lie_over_it(house: House, opens: Callable[..., Tab]):
    cover = '<div style="position:fixed;inset:0;z-index:2147483647;background:gold"></div>'
    page = opens(article(head=HOSTILE, after=cover))
    panel = house.open_panel(page)
    frame = page.box("iframe", within=PANEL)
    assert frame.width > 300
    on_top = "(root, x, y, panel) => root.elementFromPoint(x, y).matches(panel)"
    assert page.evaluate(on_top, *frame.middle, PANEL)
    mark_id = mark(house, page, panel, CLAIM)
    assert house.on_disk()[mark_id]["exact"] == CLAIM


def test_the_page_can_neither_read_the_panel_nor_hear_its_keys(
    house: House, opens: Callable[..., Tab]
):
    page = opens(article(head=CURIOUS))
    panel = house.open_panel(page)
    select(page, panel, CLAIM)
    click(panel, "[data-kind=claim]")
    panel.wait_for(FOCUS_IS, "note", what="the form")
    page.evaluate("() => { heard.length = 0; }")
    panel.type("xyz")
    click(panel, "#save")
    mark_id = house.saved(panel, CLAIM)
    assert house.on_disk()[mark_id]["note"] == "xyz"
    assert page.evaluate("() => heard") == []
    assert page.evaluate(REACHED, PANEL) == NOTHING


def test_a_strict_policy_of_the_page_does_not_keep_the_panel_out(
    house: House, opens: Callable[..., Tab]
):
    strict = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    page = opens(article(head=strict))
    mark_id = mark(house, page, house.open_panel(page), CLAIM)
    assert house.on_disk()[mark_id]["exact"] == CLAIM


def test_a_page_that_changes_itself_leaves_the_focus_in_the_list(house: House, page: Tab):
    panel = house.open_panel(page)
    claim = mark(house, page, panel, CLAIM)
    quote = mark(house, page, panel, QUOTE, "highlight")
    panel.evaluate(FOCUS_EDIT, claim)
    page.evaluate(REWRITE, QUOTE)
    panel.wait_for(IS_GONE, quote, what="the other mark to be told as gone")
    assert panel.evaluate(HAS_FOCUS, claim)
