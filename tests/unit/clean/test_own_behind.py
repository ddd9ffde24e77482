"""What a text ends with, or holds in a box of its own, is the text's: no list of other things."""

import numpy as np
import pytest

from tests.unit.clean.rye import TEXT, keeps_its_text, page
from winnow.clean.blocks import outline
from winnow.clean.document import parse
from winnow.clean.enclosed import enclosed

CAPTION = "The oven in 1931, two winters before its roof fell in."
NOTES = (
    "The Latin reads otherwise; this line is missing in the printed edition of 1962.",
    "See the minutes of the county council, 14 June 1931.",
    "Two witnesses asked not to be named, and a third could no longer be found.",
)
PULLED = "Nobody counted the loaves, and yet everyone knew whose turn it was."
OWN = {
    "a table": (
        (
            "<div><table><tr><th>Harvest</th><th>Sacks</th></tr><tr><td>First</td><td>9</td></tr>"
            "<tr><td>Second</td><td>14</td></tr></table></div>"
        ),
        ("Harvest", "Sacks", "First", "14"),
    ),
    "a definition list": (
        (
            "<div><dl><dt>Weir</dt><dd>A low wall that raises the water.</dd>"
            "<dt>Leat</dt><dd>A channel.</dd></dl></div>"
        ),
        ("Weir", "A low wall that raises the water.", "Leat", "A channel."),
    ),
    "code": (
        (
            '<div class="block"><pre>listen 8080\nproxy /a http://one\nlisten 8081\n'
            "proxy /b http://two</pre></div>"
        ),
        ("listen 8080", "proxy /b http://two"),
    ),
    "a caption": (
        (
            '<div><figure><img src="/oven.jpg" alt="">'
            f"<figcaption>{CAPTION}</figcaption></figure></div>"
        ),
        (CAPTION,),
    ),
    "a picture's caption in plain elements": (
        f'<div><img src="/oven.jpg" alt=""><p>{CAPTION}</p></div>',
        (CAPTION,),
    ),
    "notes with the way back": (
        "<ol>" + "".join(f'<li>{note} <a href="#r">↩</a></li>' for note in NOTES) + "</ol>",
        NOTES,
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_what_stands_right_behind_the_last_paragraph_is_kept(name: str):
    html, texts = OWN[name]
    cleaned = page(after=html)
    assert keeps_its_text(cleaned)
    assert all(text in cleaned.text for text in texts)


def test_notes_between_two_paragraphs_are_kept():
    html, texts = OWN["notes with the way back"]
    assert all(text in page(html).text for text in texts)


CAPTIONED = f"<div><figure><img src='/oven.jpg'><figcaption>{CAPTION}</figcaption></figure></div>"


@pytest.mark.parametrize(
    ("inside", "after", "chance"),
    [
        (CAPTIONED, "", 0.1),
        ("", CAPTIONED, 0.1),
        ("", f"<div><img src='/oven.jpg'><p>{CAPTION}</p></div>", 0.15),
        (f"<aside><p>{PULLED}</p></aside>", "", 0.35),
        ("", "<div><pre>listen 8080</pre></div>", 0.35),
        ("", "<dl><dt>Weir</dt><dd>A low wall.</dd></dl>", 0.25),
    ],
)
def test_what_the_model_doubts_beside_paragraphs_is_kept(inside: str, after: str, chance: float):
    told = f"<div><p>{TEXT[0]}</p>{inside}<p>{TEXT[1]}</p>{after}</div>"
    lines = outline(parse(told)).lines
    paragraphs = [line.number for line in lines if line.text in TEXT]
    likely = np.array([0.9 if line.text in TEXT else chance for line in lines], dtype=np.float32)
    worded = [line.number for line in lines if line.text]
    assert enclosed(lines, paragraphs, likely) == worded


@pytest.mark.parametrize(
    "after",
    [
        "<ul><li>Home</li><li>About us</li></ul>",
        "<table><tr><td>Rendered on 3 May</td><td>Hosted by Bridge Ltd.</td></tr></table>",
        "<aside><h4>Bread</h4><p>Rye is cheap.</p><p>Wheat is dear.</p></aside>",
    ],
)
def test_what_else_follows_them_stays_in_doubt(after: str):
    lines = outline(parse(f"<div><p>{TEXT[0]}</p><p>{TEXT[1]}</p>{after}</div>")).lines
    likely = np.array([0.9 if line.text in TEXT else 0.4 for line in lines], dtype=np.float32)
    assert enclosed(lines, [0, 1], likely) == [0, 1]


LISTED = "<dl><dt>Weir</dt><dd>A low wall.</dd></dl>"


@pytest.mark.parametrize("between", [LISTED, "<div>Oh roll, old mill,<br>roll on.</div>"])
def test_what_follows_that_is_kept_too(between: str):
    told = f"<div><p>{TEXT[0]}</p><p>{TEXT[1]}</p>{between}<pre>listen 8080</pre></div>"
    lines = outline(parse(told)).lines
    kept = [line.number for line in lines if line.text in TEXT or "mill" in line.text]
    likely = np.array([0.9 if line.number in kept else 0.35 for line in lines], dtype=np.float32)
    assert enclosed(lines, kept, likely) == list(range(len(lines)))


def test_what_stands_behind_a_line_in_doubt_stays_in_doubt():
    told = f"<div><p>{TEXT[0]}</p><p>{TEXT[1]}</p><p>By our staff</p>{LISTED}</div>"
    lines = outline(parse(told)).lines
    likely = np.array([0.9 if line.text in TEXT else 0.35 for line in lines], dtype=np.float32)
    assert enclosed(lines, [0, 1], likely) == [0, 1]
