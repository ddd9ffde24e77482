"""Names that every disk takes, that are told apart, and that look like what they are."""

import io
import re
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.export.hostile import HOSTILE, text
from tests.unit.library import a_mark, a_page
from winnow.export import markdown
from winnow.export.note_names import file_name

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
AWKWARD = [
    *("../../etc/passwd", "CON", "nul.txt", "com¹ .x", "conin$.a", "-rf", "~$a"),
    *(".", "..", "", " "),
    *("a" * 300, "😀" * 90, "é" * 150, "e" + "\u0301" * 300, "\u200b", "\u200d", "a\u200f\u061cb"),
]


def names_in_zip(*titles):
    pages = [a_page(number, title=title) for number, title in enumerate(titles, 1)]
    stream = io.BytesIO()
    markdown.dump_zip([(page, [a_mark(page)]) for page in pages], stream)
    with zipfile.ZipFile(stream) as archive:
        return archive.namelist()


def is_sound(name):
    assert not re.search(r'[\\/:*?"<>|#^\[\]%]', name)
    assert not {unicodedata.category(sign) for sign in name if sign not in "\u200c\u200d"} & {
        *("Cc", "Cf", "Zl", "Zp")
    }
    assert re.fullmatch(r"[^. ~\u200c\u200d-].* \(00000000\)\.md", name)
    assert not re.match(r"(con|nul|com¹|conin\$) *\.", name, re.IGNORECASE)
    return len(name.encode()) <= 255


@pytest.mark.parametrize("title", [*HOSTILE, *AWKWARD])
def test_a_file_name_is_one_on_every_system(title):
    assert is_sound(file_name(a_page(title=title)))


@given(text, st.integers(0, 300))
def test_any_title_makes_one(title, before):
    assert is_sound(file_name(a_page(title=("a" * before + title)[:2000])))


def test_notes_of_equal_titles_have_names_of_their_own_on_any_disk():
    titles = ["Été", "E\u0301te\u0301", "ÉTÉ", "Été", "É\u200dté", "É\u200bté", "straße", "STRASSE"]
    names = names_in_zip(*titles)
    alike = [unicodedata.normalize("NFC", name.replace("\u200d", "")).casefold() for name in names]
    assert len(set(alike)) == len(titles)


@pytest.mark.parametrize(
    "sign",
    [FAMILY, "e\u0301", "\U0001f44d\U0001f3fd", "\U0001f1eb\U0001f1f7", "❤\ufe0f", "नि"],
    ids=["family", "accent", "skin", "flag", "heart", "syllable"],
)
def test_no_sign_is_cut_in_two(sign):
    for before in range(40):
        cut = file_name(a_page(title="a" * before + sign * 100)).partition(" (")[0]
        assert cut[before:] == sign * (len(cut[before:]) // len(sign))
        assert 200 - len(sign.encode()) < len(cut.encode()) <= 200


@pytest.mark.parametrize("title", ["Falcon", "Lexicon", "Reply to con", "Con artists", "Nul"])
def test_a_word_that_ends_like_a_device_stays(title):
    assert file_name(a_page(title=title)) == f"{title} (00000000).md"


def test_a_title_that_is_blank_gives_way_to_the_address():
    page = a_page(title="\u202e ")
    assert file_name(page) == "https example.org 1 (00000000).md"
    assert "\n# https\\://example.org/1\n" in markdown.page_note(page, [a_mark(page)])
