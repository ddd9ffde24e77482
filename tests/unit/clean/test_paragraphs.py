"""Lines of prose are paragraphs; lines of anything else stay lines of one block."""

from textwrap import fill

import pytest

from winnow.canonical import of_html
from winnow.clean import clean

LEAD = (
    "<p>The council met on Monday evening to hear what the roads of the town will cost it, and to"
    " hear those who live beside them, many of whom had come through rain and snow to speak.</p>"
)
FIRST = (
    "The mayor said that she would ask the province for money, and tell the council in spring"
    " what had come of it, before the snow melts and the work can begin."
)
SECOND = (
    "Nobody knew how much it would take, but all agreed that the roads in the north come first,"
    " where last winter two bridges had to be closed for a whole month."
)
ADDRESS = ("Town Hall of Somewhere", "12 Long Street", "1000 Somewhere")
COMMENTED = f"def cost(road):\n    {FIRST}\n    return road.cost\n\ndef length(road):\n    {SECOND}"
DRAWN = f"{FIRST}\n\n{SECOND}\n\n   +------+      +------+\n   | road | ---> | road |\n"
VERSE = """When forty winters shall besiege thy brow,
And dig deep trenches in thy beauty's field,
Thy youth's proud livery so gazed on now,
Will be a totter'd weed of small worth held."""


@pytest.mark.parametrize(
    "body",
    {
        "between breaks": f"<div>{FIRST}<br>{SECOND}</div>",
        "between breaks, across a link": f"<p>{FIRST[:-4]}<a href=/x>gin.<br>No</a>{SECOND[2:]}",
        "typed with blank lines": f"<pre>\n{FIRST}\n\n{SECOND}\n</pre>",
        "typed, a line each": f"<pre>{FIRST}\n{SECOND}</pre>",
        "typed and wrapped": f"<pre>{fill(FIRST, 70)}\n\n{fill(SECOND, 70)}</pre>",
    }.items(),
    ids=lambda body: body[0],
)
def test_prose_is_a_block_a_paragraph(body: tuple[str, str]):
    page = f"<body>{LEAD}{body[1]}"
    blocks = clean(page, "https://x.example").blocks[1:]
    assert [(block.kind, block.text) for block in blocks] == [
        ("paragraph", FIRST),
        ("paragraph", SECOND),
    ]
    text = of_html(body[1])
    for block in blocks:
        assert [text[source.start : source.end] for source in block.sources] == [block.text]


def test_an_address_between_paragraphs_keeps_its_lines():
    page = f"<body>{LEAD}<pre>{FIRST}\n\n{chr(10).join(ADDRESS)}\n\n{SECOND}</pre>"
    assert [block.html for block in clean(page).blocks[1:]] == [
        f"<p>{FIRST}</p>",
        f"<p>{'<br>'.join(ADDRESS)}</p>",
        f"<p>{SECOND}</p>",
    ]


@pytest.mark.parametrize(
    "body",
    {
        "verse": f"<p>{VERSE.replace(chr(10), '<br>')}</p>",
        "verse in pre": f"<pre>{VERSE}\n\n{VERSE.replace('winters', 'summers')}</pre>",
        "an address": f"<p>{'<br>'.join(ADDRESS)}</p>",
        "prose wrapped by breaks": f"<p>{fill(f'{FIRST} {SECOND}', 110).replace(chr(10), '<br>')}",
        "one paragraph under its place": f"<p>SOMEWHERE, 3 May<br>{FIRST}</p>",
        "code": f"<pre>{COMMENTED}</pre>",
        "code that is named so": f"<pre><code>{FIRST}\n\n{SECOND}</code></pre>",
        "a drawing among paragraphs": f"<pre>{DRAWN}</pre>",
    }.items(),
    ids=lambda body: body[0],
)
def test_what_is_broken_on_purpose_stays_one_block(body: tuple[str, str]):
    assert len(clean(f"<body>{LEAD}{body[1]}<p>{SECOND[::-1].capitalize()}.").blocks) == 3


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"{LEAD}<ul><li>{FIRST}<li>{SECOND}</ul>", "list"),
        (f"<ol><li>{FIRST}<li>{SECOND}</ol>", "list"),
        (f"<dl><dt>Money<dd>{FIRST}<dt>Time<dd>{SECOND}</dl>", "definitions"),
        (f"<table><tr><th>Money<td>{FIRST}<tr><th>Time<td>{SECOND}</table>", "table"),
    ],
)
def test_a_list_beside_the_text_or_with_names_or_numbers_stays_one(body: str, kind: str):
    assert clean(f"<body>{body}").blocks[-1].kind == kind
