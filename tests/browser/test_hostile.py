"""Hostile pages in real browsers: no script of theirs runs in the reader, nothing is asked for.

What falls for an attempt asks the page's site for `/hit/…`, so the site's list tells. The page
that is read forbids itself every script and request, so that what is asked for, the reader asked
for; the same page without that shows that the attempts are real.
"""

import time

import pytest

from tests.browser.house import House
from tests.hostile_pages import page, paragraph, vectors, whole
from tests.unit.clean.test_hostile import ATTRIBUTES, TAGS
from tools.browsers import wait_until
from winnow.clean import clean

SILENT = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; base-uri 'none'\">"
QUIET_SECONDS = 1.0
"""How long a page that shows is watched for what it asks for."""
# Twice, because what is written out and parsed again can come out as something else.
WRITTEN_AGAIN = """(root) => {
  for (let turn = 0; turn < 2; turn += 1) root.body.innerHTML = String(root.body.innerHTML);
  return root.body.querySelectorAll('*').length;
}"""
BEYOND = """(root, tags, attributes) => {
  const found = [];
  for (const element of root.querySelectorAll('article *')) {
    const name = element.localName;
    if (!tags.includes(name)) found.push(name);
    for (const attribute of element.getAttributeNames()) {
      if (![...attributes['*'], ...(attributes[name] ?? [])].includes(attribute)) {
        found.push(`${name} ${attribute}`);
      }
    }
    if (element.href && !/^(https?|mailto):/u.test(element.href)) found.push(element.href);
  }
  return found;
}"""
DANGEROUS = """(root) => [...root.querySelectorAll('#article *')].filter((element) =>
    element.matches('script, style, iframe, frame, object, embed, meta, base, link, form, input,'
      + 'svg, video, audio, source, area, template, textarea, select, [style], [srcset], [ping]')
    || element.getAttributeNames().some((name) => /^on|formaction|^is$|background/u.test(name))
    || (element.href && !/^(https?|mailto):|#/u.test(element.getAttribute('href')))
    || element.shadowRoot,
  ).map((element) => element.outerHTML)"""
BRING_ALL_BACK = """(root) => {
  root.querySelector('#removed').open = true;
  const buttons = [...root.querySelectorAll('#removed-list button')];
  for (const button of buttons) button.click();
  return buttons.length;
}"""
LISTED = {"*": ["lang", "dir"], **{name: sorted(has) for name, has in ATTRIBUTES.items()}}


def hits(house: House) -> list[str]:
    """What the hostile page's site was asked for by those who fell for it."""
    return [path for path in house.pages.asked if path.startswith("/hit/")]


@pytest.fixture(autouse=True)
def nothing_asked_yet(house: House):
    house.pages.asked.clear()
    yield
    house.pages.asked.clear()


def test_the_attempts_are_real(house: House):
    tab = house.browser.open(house.pages.add("/hostile-loud.html", whole(house.pages.url)))
    wait_until(lambda: len(set(hits(house))) > 40, "many attempts to come through where they may")
    tab.close()


def test_what_the_engine_writes_does_nothing_even_where_everything_may(house: House):
    site = house.pages.url
    written = []
    for vector in vectors(site):
        view = clean(page(paragraph(vector) * 2), f"{site}/lamps.html")
        written += [part.html for part in (*view.blocks, *view.removed)]
    tab = house.browser.open(house.pages.add("/engine.html", page("\n".join(written))))
    assert tab.evaluate(WRITTEN_AGAIN) > 400
    assert tab.evaluate(BEYOND, sorted(TAGS), LISTED) == []
    time.sleep(QUIET_SECONDS)
    assert hits(house) == []
    tab.close()


def test_the_reader_shows_a_hostile_page_and_does_nothing_else(house: House):
    tab = house.browser.open(house.pages.add("/hostile.html", whole(house.pages.url, SILENT)))
    time.sleep(QUIET_SECONDS)
    house.pages.asked.clear()  # a browser may look ahead for what the page then forbids
    reader = house.read_tab(tab)
    assert "\n".join(house.blocks(reader)).count("wrote in his book") > 100
    assert reader.evaluate(BRING_ALL_BACK) > 0
    assert reader.evaluate(DANGEROUS) == []
    assert reader.text("#title") == "Lamps of the coast"
    time.sleep(QUIET_SECONDS)
    assert hits(house) == []
    for each in (reader, tab):
        each.close()
