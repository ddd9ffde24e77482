"""Notes that open well, show the words as they are, and do nothing.

They are rendered by markdown-it, with HTML and GitHub's extensions on, and looked at there.
"""

import io
import json
import re
import resource
import subprocess
import sys
import zipfile
from collections import Counter
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

from tests.unit.export.hostile import HOSTILE, text
from tests.unit.library import LATER, NOW, a_mark, a_page, numbered
from winnow.annotate.mark import MAX_NOTE
from winnow.export import markdown, markdown_text
from winnow.export.harmless import plain
from winnow.export.note_names import file_name

TEXT = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "text_special"}
render = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])


def tokens(source):
    """All tokens of a rendering, those inside lines too."""
    for token in render.parse(source):
        yield token
        yield from token.children or ()


def shown(source):
    """The words a reader sees."""
    return "".join(
        "\n" if token.type in {"softbreak", "hardbreak", "paragraph_close"} else token.content
        for token in tokens(source)
        if token.type != "inline"
    )


def lines(words):
    return [" ".join(line.split()) for line in plain(words).split("\n") if line.strip()]


def note_of(mark, page=None):
    return markdown.page_note(page or a_page(), [mark])


def test_a_page_is_front_matter_a_title_and_a_quote_block_a_mark():
    page = a_page(
        title='Être: "lu" #1', byline="B. Ay", site="The Bay", published="2026-02-01", language="fr"
    )
    mark = a_mark(
        page,
        "Les marées\ntournent.",
        id=numbered(7),
        note="Is *that* so?",
        tags=("sea", "a b", "!"),
    )
    assert note_of(mark, page) == (
        "---\n"
        'title: "Être: \\"lu\\" #1"\n'
        'source: "https://example.org/1"\n'
        'author: "B. Ay"\n'
        'site: "The Bay"\n'
        'published: "2026-02-01"\n'
        'language: "fr"\n'
        'tags: ["a-b", "sea"]\n'
        f'created: "{NOW}"\n'
        "marks: 1\n"
        f'winnow: "{page.id}"\n'
        "---\n"
        "\n"
        '# Être: "lu" \\#1\n'
        "\n"
        "> Les marées\n"
        "> tournent.\n"
        ">\n"
        "> — **Ada**\n"
        ">\n"
        "> Quote, 2026-03-01 · [open at this place](<https://example.org/1#:~:text="
        "Les%20mar%C3%A9es,tournent.>) · #sea #a-b\n"
        ">\n"
        "> Is *that* so?\n"
        "\n"
        f"^winnow-{numbered(7)}\n"
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_front_matter_says_any_title_on_one_line(words):
    page = a_page(title=words, site=words)
    head = note_of(a_mark(page), page).split("\n---\n")[0].split("\n")
    assert head[0] == "---"
    said = dict(line.split(": ", 1) for line in head[1:])
    assert json.loads(said["title"]) == json.loads(said["site"]) == " ".join(plain(words).split())
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202e]", "".join(head))


@given(text)
@example("1. a\n+ b\n- c\n1) d\n***\n===")
def test_words_are_shown_as_they_are(words):
    assert lines(shown(markdown_text.escaped(words))) == lines(words)


@given(text)
def test_words_are_nothing_but_text(words):
    assert {token.type for token in tokens(markdown_text.escaped(words))} <= TEXT


@pytest.mark.parametrize(
    "sign",
    [
        *("==", "%%", "$$", "[[", "![", "{{", "<%", " #tag", " ^id", "~~"),
        *("::", "s://", "www.", "WWW."),
    ],
)
def test_signs_of_obsidian_are_escaped_in_words(sign):
    assert sign not in markdown_text.escaped(f"a {sign} b")


@pytest.mark.parametrize("line", ["-:", ":-", ":-:", ": defined", "::", "--:", "-"])
def test_no_line_of_words_makes_a_table_or_a_definition(line):
    assert markdown_text.escaped(f"a\n{line}").startswith("a\n\\")


OUR_OWN = {"heading_open": 1, "blockquote_open": 1, "strong_open": 1, "link_open": 1}


@given(text)
@example("_a_ ; __b__")
@example("<b> &lt; `x` [a](https://e.org)")
def test_a_page_brings_nothing_but_text_into_its_note(words):
    page = a_page(title=words, site=words, byline=words, url=f"https://e.org/?{words}")
    mark = a_mark(page, words, speaker=words[:500], tags=(words[:100],))
    front, body = note_of(mark, page).split("\n---\n", 1)
    found = Counter(token.type for token in tokens(body))
    assert {kind: found[kind] for kind in OUR_OWN} == OUR_OWN | {
        "strong_open": 1 if lines(words) else 0
    }
    assert set(found) - {kind.replace("open", "close") for kind in OUR_OWN} - OUR_OWN.keys() <= TEXT
    assert list(acts(front)) == []
    assert "link_open" not in {token.type for token in tokens(front)}


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        ("https://e.org/?a=1&lt;2", "https://e.org/?a=1&lt;2"),
        ("https://e.org/?a=1&copy=2&#60;", "https://e.org/?a=1&copy=2&#60;"),
        ("https://e.org/?%%", "https://e.org/?%25%25"),
        ("https://e.org/100%?%e2%82", "https://e.org/100%25?%e2%82"),
        ("https://e.org/$$[[x]]", "https://e.org/$%24[%5Bx]]"),
    ],
)
def test_a_link_leads_where_the_page_is_whatever_its_address_holds(given, leads_to):
    source = f"[a]({markdown_text.destination(given)})"
    (link,) = [token for token in tokens(source) if token.type == "link_open"]
    assert unquote(link.attrs["href"]) == unquote(leads_to)
    assert not re.search(r"%%|\$\$|\[\[", source)


def acts(source):
    """What of a rendering would do something when it is opened or clicked."""
    for token in tokens(source):
        if token.type.startswith("html_") or token.type == "image":
            yield token.type
        elif token.type == "fence" and token.info.strip():
            yield f"code in {token.info}"
        elif token.type == "link_open" and not re.match(r"https?://|mailto:", token.attrs["href"]):
            yield token.attrs["href"]
        elif token.type == "code_inline" and token.content.strip().startswith(("=", "$=")):
            yield token.content


@given(text)
@example("[a]:\njavascript:alert(1)\n\n[a]")
@example("[a](\n<javascript:alert(1)>)")
@example("1. ```js\n> ~~~ tasks")
@example("![a][b]\n\n[b]: https://tracker.example/a.png")
@example("\\![a](https://tracker.example/a.png)")
@example("``= dv``")
@example("\\<img src=x onerror=alert(1)>")
@example("\\\\\\<img src=x onerror=alert(1)>")
@example("[a\\](javascript:alert(1))")
@example("[a\\]: javascript:alert(1)\n\n[a\\]")
@example("\\`= 1`")
def test_a_note_does_nothing_in_any_program(words):
    assert list(acts(markdown_text.note(words))) == []
    assert list(acts(note_of(a_mark(a_page(), words, note=words)))) == []


def test_what_acts_would_be_found():
    assert sorted(acts("<b> ![x](y)\n\n[z](javascript:1)\n\n```js\n```\n\n`= x`")) == sorted(
        ["html_inline", "image", "code in js", "= x"]
    )
    assert list(acts("[z](./file.exe)")) == ["./file.exe"]


def test_a_note_keeps_its_markdown():
    source = "**bold**, `code`, [link](https://e.org), [[wiki]]\n\n- a\n- b\n\n> said\n\n5 < 6"
    assert markdown_text.note(source) == source


@pytest.mark.parametrize(
    "command", ["\\href{javascript:alert(1)}{x}", "\\require{html}", "\\csname href\\endcsname"]
)
def test_a_formula_in_a_note_links_and_loads_nothing(command):
    written = markdown_text.note(f"$a {command}$ $\\\\{command}$ $\\frac12$")
    for run in re.findall(r"\\+(?=href|require|csname)", written):
        assert len(run) % 2 == 0
    assert "\\frac12" in written
    assert markdown_text.note(r"C:\href") == r"C:\href"


def at_most_20_seconds_of_work():
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))


@pytest.mark.parametrize(
    "part",
    ["\n", "\n>", "\n- ", "\n1. ", "> ", "`=", "`\n=", "](", "\\<b", "\n~~~ a", "$\\href", "%"],
)
def test_the_longest_note_is_written_in_steps_that_grow_with_it(part):
    """With steps that grow with its square it takes minutes at least; an export waits for it."""
    work = f"from winnow.export.markdown_text import note; note({part!r} * {MAX_NOTE // len(part)})"
    done = subprocess.run(
        [sys.executable, "-c", work],
        preexec_fn=at_most_20_seconds_of_work,
        check=False,
    )
    assert done.returncode == 0


def test_a_comment_or_an_embedded_note_of_obsidian_does_not_open():
    written = markdown_text.note("%% hidden ![[secret]] $$ x <%* run %>")
    assert not re.search(r"%%|!\[|\$\$|<%", written)


@given(text)
def test_nothing_a_note_leaves_open_reaches_beyond_its_mark(words):
    page = a_page(title=words)
    marks = [a_mark(page, words, note=words, id=numbered(1)), a_mark(page, "next", id=numbered(2))]
    parsed = render.parse(markdown.page_note(page, marks))
    assert [token.type for token in parsed if token.level == 0][-8:] == [
        *("blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close") * 2
    ]
    ids = [token for token in parsed if token.level == 1 and token.content.startswith("^winnow-")]
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        *(("a b", "a-b"), ("#x", "x"), ("été", "été"), ("2026", "2026_"), ("!", "")),
        *(("a/b_c", "a/b_c"), ("_a_", "a"), ("a__b_-_c", "a__b---c"), ("__", "")),
        *(("हिन्दी", "हिन्दी"), ("e\u0301te\u0301", "été"), ("\u0301a", "a"), ("- -", "")),
    ],
)
def test_a_tag_is_one_obsidian_knows(given, tag):
    assert markdown_text.tag(given) == tag


def test_a_library_is_a_zip_with_a_note_for_each_page_that_has_marks():
    pages = [
        (a_page(1, title="Same"), [a_mark(a_page(1))]),
        (a_page(2 << 100, title="Same"), [a_mark(a_page(2 << 100))]),
        (a_page(3, title="Empty"), []),
        (a_page(4, title="Gone"), [a_mark(a_page(4), deleted=LATER)]),
    ]
    stream = io.BytesIO()
    markdown.dump_zip(pages, stream)
    with zipfile.ZipFile(stream) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == [file_name(page) for page, _ in pages[:2]]
        assert len(set(names)) == 2
        assert archive.read(names[0]).decode() == markdown.page_note(*pages[0])


@pytest.mark.parametrize("below", ["= x", "  = x", "$= x", "\n= x"])
def test_the_end_of_a_fence_stays_one_whatever_stands_below_it(below):
    source = note_of(a_mark(a_page(), note=f"```\ncode\n```\n{below}\n\nlast *words*"))
    kinds = [token.type for token in tokens(source)]
    assert (kinds.count("fence"), kinds.count("em_open")) == (1, 1)
    assert [token.content for token in tokens(source) if token.type == "fence"] == ["code\n"]


@pytest.mark.parametrize("note", ["`= x`", "a `\n= x`", "a ```\n= x```", "`` = x``", "`$= x`"])
def test_no_query_in_a_line_is_left(note):
    source = note_of(a_mark(a_page(), note=note))
    found = [token.content for token in tokens(source) if token.type == "code_inline"]
    assert not any(words.strip().startswith(("=", "$=")) for words in found)


def test_a_page_with_an_impossible_time_leaves_in_a_zip_all_the_same():
    for modified in (
        "2026-99-99T00:00:00.000Z",
        "9999-12-31T23:59:59.000Z",
        "0001-01-01T00:00:00.000Z",
    ):
        page = a_page(modified=modified)
        stream = io.BytesIO()
        markdown.dump_zip([(page, [a_mark(page)])], stream)
        with zipfile.ZipFile(stream) as archive:
            [entry] = archive.infolist()
        assert entry.date_time[0] in {1980, 2107}
