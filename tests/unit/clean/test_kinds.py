"""A page of each kind that a person reads: what it is made of is still there, in order."""

import re
from pathlib import Path

import pytest

from winnow.clean import CleanPage, clean

PAGES = Path(__file__).parents[2] / "data/pages"


def view(name: str) -> CleanPage:
    return clean((PAGES / f"{name}.html").read_bytes(), "https://pages.example/a/page.html")


def kinds(page: CleanPage) -> list[tuple[str, str]]:
    return [(block.kind, block.text[:12].strip()) for block in page.blocks]


def html_of(page: CleanPage, kind: str) -> list[str]:
    return [block.html for block in page.blocks if block.kind == kind]


def test_a_thread_keeps_its_posts_in_order_each_with_author_and_time():
    page = view("forum")
    said = [
        (
            re.findall(r'href="[^"]*/u/(\w+)"', block.html),
            re.findall(r'datetime="(.{13})', block.html),
        )
        if "<time" in block.html
        else block.text[:5]
        for block in page.blocks
    ]
    assert said == [
        (["millwheel"], ["2025-01-11T08"]),
        "Since",
        "Shoul",
        (["crumb"], ["2025-01-11T09"]),
        "Wait.",
        (["millwheel"], ["2025-01-12T17"]),
        "I put",
        "That ",
        (["hearth"], ["2025-01-13T06"]),
        "One m",
    ]
    assert html_of(page, "quote")[0].startswith("<blockquote>")


def test_documentation_keeps_code_with_its_language_and_white_space():
    listing, command = html_of(view("documentation"), "code")
    assert listing == (
        '<pre class="language-python">def total(folder):\n    count = 0\n'
        "    for file in tally.read(folder):\n\n"
        '        if file.name.endswith(".txt"):\n            count += len(file.lines)\n'
        "    return count\n</pre>"
    )
    assert command.startswith('<pre><code class="language-sh">tally read --lines letters/\n# 1,2')


def test_documentation_keeps_tables_with_empty_cells_and_definition_lists():
    page = view("documentation")
    (table,) = html_of(page, "table")
    assert [row.count("<td") + row.count("<th>") for row in table.split("</tr>")[:-1]] == [3] * 4
    assert "<td><code>hidden</code></td><td></td>" in table
    (terms,) = html_of(page, "definitions")
    assert re.findall(r"<(d[dt])>", terms) == ["dt", "dd"] * 3


def test_documentation_keeps_admonitions_with_their_titles():
    texts = [block.text for block in view("documentation").blocks]
    assert texts[texts.index("Warning") + 1].startswith("A link that leads out")
    assert texts[texts.index("Note") + 1].startswith("An empty folder")


def test_a_recipe_stays_two_lists():
    page = view("recipe")
    assert [block.kind for block in page.blocks] == [
        *("paragraph", "heading", "list", "heading", "list", "paragraph"),
    ]
    ingredients, steps = html_of(page, "list")
    assert (ingredients[:4], ingredients.count("<li>")) == ("<ul>", 7)
    assert (steps[:4], steps.count("<li>")) == ("<ol>", 4)
    assert "Plum cake" not in page.text


def test_lists_keep_their_nesting_and_their_numbers():
    nested, counted = html_of(view("lists"), "list")
    assert nested.count("<ul>") == 2
    assert nested.index("two shirts") < nested.index("one to walk in") < nested.index("a coat")
    assert counted.startswith('<ol start="3" reversed="reversed"><li>the sleeping bag')


def test_a_page_for_readers_without_scripts_is_read():
    page = view("noscript")
    assert [block.text[:11] for block in page.blocks] == [
        "Between the",
        "The ferryma",
        "The council",
    ]
    assert "Loading…" in [removal.text for removal in page.removed]


def test_shadow_roots_are_read_where_they_stand():
    page = view("shadow")
    assert [block.sources[0].element for block in page.blocks] == [14, 15, 19]
    hidden = [removal.text for removal in page.removed if removal.reason == "hidden"]
    assert hidden == ["You have read three of five free articles this month."]


def test_an_article_for_each_entry_keeps_all_entries():
    assert [text for kind, text in kinds(view("articles")) if kind == "heading"] == [
        *("Monday", "Wednesday", "Friday", "Sunday"),
    ]
    assert len(view("articles").blocks) == 8


def test_a_declared_body_is_kept_and_what_stands_between_is_not():
    page = view("jsonld")
    assert [block.text[:13] for block in page.blocks] == ["The bees live", "Last year the"]
    assert page.metadata.byline == "Jonas Feld"


def test_lazy_images_have_the_addresses_that_they_would_load():
    images = "".join(html_of(view("lazy"), "figure"))
    assert re.findall(r'data-winnow-src="([^"]*)"', images) == [
        "https://pages.example/trip/img/north.jpg",
        "https://pages.example/trip/img/stairs.jpg",
    ]
    assert "https://pages.example/trip/img/north-big.jpg 1600w" in images
    assert "tracker" not in images


def test_an_amp_page_keeps_its_image():
    page = view("amp")
    assert [block.kind for block in page.blocks] == ["figure", *["paragraph"] * 3]
    assert 'data-winnow-src="https://pages.example/train.jpg"' in page.blocks[0].html


def test_text_after_a_plugin_is_read():
    page = clean("<p>One ship came in, <embed src=a.swf>and <b>two</b> went out <embed> again.</p>")
    assert page.text == "One ship came in, and two went out again."


def test_a_print_view_is_paragraphs_and_no_table():
    page = view("print")
    assert kinds(page) == [
        ("paragraph", "The shop is"),
        ("paragraph", "He learned t"),
        ("paragraph", "When he clos"),
    ]


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_no_page_keeps_its_menu_or_its_imprint(name: str):
    text = view(name).text
    assert not re.search(r"Imprint|rights reserved|Privacy|>Home<|Reply", text)
