"""What is handed to nh3: no more of anything than it takes well, and nothing lost by that."""

import re
from html import unescape

import pytest

from winnow.clean import addresses, clean, compose, render

SENTENCE = "The grain & the chaff\u00a0fell apart on the barn\u2019s floor, <thin> as it was. "


@pytest.fixture
def handed(monkeypatch):
    """The HTML that is handed to nh3, while pages are cleaned for real."""
    seen: list[str] = []

    def spied(lines, top, base):
        seen.append(render.written(lines, top, base))
        return render.render(lines, top, base)

    monkeypatch.setattr(compose, "render", spied)
    return seen


def written(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@pytest.mark.parametrize("part", ["{}", "<span>{}</span>", "<b>{}</b>"])
def test_a_text_comes_in_parts_and_leaves_whole(handed, part):
    page = clean(f"<p>{part.format(written(SENTENCE)) * 400}</p>", "https://example.org/")
    [block] = page.blocks
    assert block.text == (SENTENCE * 400).strip()
    assert unescape(re.sub(r"<[^>]*>", "", block.html)).strip() == block.text
    assert "<!--" not in block.html
    runs = [unescape(run) for html in handed for run in re.split(r"<[^>]*>", html)]
    assert max(map(len, runs)) <= render.MAX_RUN
    assert sum(map(len, runs)) >= len(block.text)


@pytest.mark.parametrize("name", ["href", "title"])
def test_an_attribute_that_is_longer_than_an_address_is_left_out(name):
    tag = {"href": "a", "title": "abbr"}[name]
    for length, stays in ((addresses.MAX_ATTRIBUTE, True), (addresses.MAX_ATTRIBUTE + 1, False)):
        value = f"https://example.org/{'&' * length}"[:length].replace("&", "&amp;")
        html = f'<p>{written(SENTENCE)}<{tag} {name}="{value}">words</{tag}> stay</p>'
        [block] = clean(html, "https://example.org/").blocks
        assert (f"{name}=" in block.html) == stays
        assert "words" in block.html


@pytest.mark.parametrize("address", ["", "#", "javascript:void(0)", "java\nscript:1"])
def test_a_link_that_leads_nowhere_is_words(address: str):
    page = f'<article><h1>Rain</h1><p>The <a href="{address}">river</a> rose again.</article>'
    html = "".join(block.html for block in clean(page, url="https://gazette.example/").blocks)
    assert "The river rose again." in html
