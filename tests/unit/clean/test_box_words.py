"""Boxes and prompts in eleven languages go; what the text itself says of such things stays."""

import json
from pathlib import Path

import pytest

from winnow.clean import clean

DATA = json.loads((Path(__file__).parents[2] / "data/boxes.json").read_text("utf-8"))
TEXTS = DATA["texts"]
MIDDLE, END = 3, 7


def cleaned(language: str, line: str, place: int) -> str:
    """The clean text of an article with one line more among its paragraphs."""
    said = [*TEXTS[language][:place], line, *TEXTS[language][place:]]
    paragraphs = "".join(f"<p>{text}</p>" for text in said)
    title = TEXTS[language][0][:40]
    html = f'<html lang="{language}"><main><h1>{title}</h1>{paragraphs}</main></html>'
    return clean(html).text


@pytest.mark.parametrize(("language", "kind", "line"), DATA["boxes"])
def test_a_box_is_left_out(language: str, kind: str, line: str):
    for place in (END,) if kind == "bio" else (MIDDLE, END):
        text = cleaned(language, line, place)
        assert line not in text
        assert all(paragraph in text for paragraph in TEXTS[language])


@pytest.mark.parametrize(("language", "line"), DATA["own"])
def test_a_line_of_the_text_stays(language: str, line: str):
    for place in (MIDDLE, END):
        assert line in cleaned(language, line, place)
