"""Links to the words of a mark, in the form that browsers read."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given

from tests.unit.export.hostile import text
from tests.unit.library import a_mark, a_page
from winnow.export.text_fragment import link

VECTORS = Path(__file__).parents[2] / "vectors/text-fragment.json"
LONG = "one two three four five six seven " * 5


@pytest.mark.parametrize(
    ("url", "mark", "expected"),
    [
        ("https://e.org/", {"exact": "two words"}, "https://e.org/#:~:text=two%20words"),
        ("https://e.org/#top", {"exact": "word"}, "https://e.org/#top:~:text=word"),
        (
            "https://e.org/é?a=b c",
            {"exact": "a-b, c&d"},
            "https://e.org/%C3%A9?a=b%20c#:~:text=a%2Db%2C%20c%26d",
        ),
        (
            "https://e.org/",
            {"exact": "it", "prefix": "cut off one two three ", "suffix": " four five cut"},
            "https://e.org/#:~:text=one%20two%20three-,it,-four%20five",
        ),
        (
            "https://e.org/",
            {"exact": "it", "prefix": "begun in", "suffix": "side"},
            "https://e.org/#:~:text=it",
        ),
        (
            "https://e.org/",
            {"exact": "it", "prefix": "block before\nhere ", "suffix": ". Then\nnext block"},
            "https://e.org/#:~:text=here-,it,-.%20Then",
        ),
        (
            "https://e.org/",
            {"exact": LONG.strip()},
            (
                "https://e.org/#:~:text=one%20two%20three%20four%20five%20six,"
                "two%20three%20four%20five%20six%20seven"
            ),
        ),
        (
            "https://e.org/",
            {"exact": "first block\nsecond one"},
            "https://e.org/#:~:text=first%20block,second%20one",
        ),
        ("https://e.org/", {"exact": "字" * 200}, "https://e.org/#:~:text=" + "%E5%AD%97" * 200),
        ("file:///a b.html", {"exact": "word"}, "file:///a%20b.html"),
        ("urn:uuid:7", {"exact": "word"}, "urn:uuid:7"),
    ],
)
def test_a_link_leads_to_the_words(url, mark, expected):
    assert link(url, a_mark(a_page(), **mark)) == expected


@given(text)
def test_any_words_make_an_address_of_one_fragment(words):
    made = link("https://e.org/", a_mark(a_page(), words))
    assert re.fullmatch(r"https://e\.org/#:~:text=[A-Za-z0-9%._~,-]*", made)
    said = unquote(made.partition("text=")[2].split(",")[0])
    assert said.split() == words.replace("\n", " ").split()[: len(said.split())]


def test_the_links_are_those_that_the_reader_copies():
    for case in json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]:
        url, expected = case.pop("url"), case.pop("link")
        assert link(url, a_mark(a_page(), **case)) == expected
