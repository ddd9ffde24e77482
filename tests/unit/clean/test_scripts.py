"""No script is read worse than another, and none is garbled, whatever its page declares."""

import re
from pathlib import Path

import pytest

from winnow.clean import clean
from winnow.clean.document import decode
from winnow.clean.tokens import tokens, weight

PAGES = Path(__file__).parents[2] / "data/pages"
LANGUAGES = {
    "arabic": ("ar", "rtl"),
    "hebrew": ("he", "rtl"),
    "chinese": ("zh-Hans", "ltr"),
    "japanese": ("ja", "ltr"),
    "korean": ("ko", "ltr"),
    "russian": ("ru", "ltr"),
    "greek": ("el", "ltr"),
    "hindi": ("hi", "ltr"),
    "thai": ("th", "ltr"),
}
ENCODINGS = (
    ("russian", "windows-1251"),
    ("russian", "koi8-r"),
    ("russian", "iso-8859-5"),
    ("greek", "windows-1253"),
    ("greek", "iso-8859-7"),
    ("hebrew", "windows-1255"),
    ("arabic", "windows-1256"),
    ("thai", "windows-874"),
    ("thai", "tis-620"),
    ("japanese", "shift_jis"),
    ("japanese", "euc-jp"),
    ("japanese", "iso-2022-jp"),
    ("chinese", "gb2312"),
    ("chinese", "gbk"),
    ("korean", "euc-kr"),
)
PYTHONS = {"windows-874": "cp874"}


def html(name: str) -> str:
    return (PAGES / f"{name}.html").read_text(encoding="utf-8")


def paragraphs(name: str) -> list[str]:
    story = html(name).partition('<article class="story">')[2].partition("</article>")[0]
    return re.findall(r"<p>(.*?)</p>", story)


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_paragraphs_stand_once_and_everything_else_is_named(name: str):
    view = clean((PAGES / f"{name}.html").read_bytes())
    assert [block.text for block in view.blocks] == paragraphs(name)
    repeats = [(r.of, r.text) for r in view.removed if r.reason == "duplicate" and r.of]
    assert repeats == [("b2", paragraphs(name)[1]), ("b3", paragraphs(name)[2])]
    headlines = re.findall(r'<a href="/s/\d">(.*?)</a>', html(name))
    assert len(headlines) == 3
    told = "\n".join(removal.text for removal in view.removed)
    assert all(headline in told for headline in headlines)


@pytest.mark.parametrize(("name", "said"), LANGUAGES.items())
def test_language_and_direction_are_told(name: str, said: tuple[str, str]):
    metadata = clean((PAGES / f"{name}.html").read_bytes()).metadata
    assert (metadata.language, metadata.direction) == said
    assert metadata.title in html(name).partition("<title>")[2].partition("</title>")[0]


@pytest.mark.parametrize(("name", "label"), ENCODINGS)
@pytest.mark.parametrize("told", ['<meta charset="{}">', None], ids=["meta", "http-equiv"])
def test_a_declared_encoding_is_read(name: str, label: str, told: str | None):
    told = told or '<meta http-equiv="Content-Type" content="text/html; charset={}">'
    page = html(name).replace('<meta charset="utf-8">', told.format(label))
    data = page.encode(PYTHONS.get(label, label))
    assert decode(data) == page
    assert [block.text for block in clean(data).blocks] == paragraphs(name)


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize("told", ["", '<meta charset="iso-8859-1">', '<meta charset="shift_jis">'])
def test_utf8_is_read_undeclared_and_under_a_wrong_name(name: str, told: str):
    page = html(name).replace('<meta charset="utf-8">', told)
    assert [block.text for block in clean(page.encode()).blocks] == paragraphs(name)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding: str):
    data = html("greek").replace("utf-8", "windows-1253").encode(encoding)
    assert [block.text for block in clean(data).blocks] == paragraphs("greek")


def test_stray_bytes_of_another_encoding_spoil_nothing_around_them():
    data = html("russian").encode().replace("Учёные".encode(), b"\x93Les\x94 caf\xe9s \x96 ")
    text = clean(data).text
    assert "“Les” cafés –" in text
    assert paragraphs("russian")[0] in text
    assert "\ufffd" not in text


def test_an_encoding_that_browsers_do_not_read_hides_no_markup():
    hidden = b'<meta charset="utf-7"><p>One and two +ADw-script+AD4- three \xe9</p>'
    assert "<script" not in decode(hidden)


def test_latin_letters_undeclared_are_read_as_browsers_read_them():
    data = "<p>Le café de l’été coûte 5 €, dit la serveuse à l’œil noir.</p>".encode("cp1252")
    assert decode(data) == data.decode("cp1252")


@pytest.mark.parametrize(
    "label", ["", "x-unknown", "rot13", "utf-7", "base64", "unicode_escape", "hex", "\x00", "cp037"]
)
def test_a_declared_encoding_that_is_none_is_no_error(label: str):
    data = f'<meta charset="{label}"><p>Le café est ouvert jusqu’à minuit.</p>'.encode("cp1252")
    assert "café" in decode(data)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("गाँव के पास नदी पर अब पुल बन गया है", 10),
        ("الكُتُبُ في المَكتَبَةِ", 3),
        ("בְּרֵאשִׁית בָּרָא אֱלֹהִים", 3),
        ("ไปโรงเรียน", 5),
        ("雪の駅で待つ", 3),
        ("배가 하루에 한 번만", 4),
        ("Смотритель считает льдины", 3),
        ("cafe\u0301 noir", 2),
    ],
)
def test_words_are_counted_with_spaces_and_without(text: str, words: int):
    assert weight(text) == words


def test_marks_of_a_word_are_a_part_of_it():
    assert tokens("हिन्दी भाषा।") == ["हिन्दी", "भाषा"]
    assert tokens("cafe\u0301") == tokens("café") == ["café"]
