"""The reference article in every shape that sites give it: its five paragraphs, once, in order."""

from pathlib import Path

import pytest

from winnow.clean import CleanPage, clean
from winnow.clean.tokens import weight

SEED = [
    line
    for line in Path(__file__)
    .parents[2]
    .joinpath("data/seed-article.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if line
]
BODY, AGAIN, HEADING, TEASERS = SEED[:5], SEED[5:9], SEED[9], [s for s in SEED[10:] if s != "-"]
URL = "https://news.example/2019/05/libye.html"


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def entries(tag: str, texts: list[str]) -> str:
    return "".join(f"<{tag}>{text}" for text in texts)


def listed(texts: list[str], entry: str) -> str:
    return f"<h3>{HEADING}</h3><ul>" + "".join(entry.format(text) for text in texts) + "</ul>"


TWICE = paragraphs(BODY + AGAIN)
LIST = listed(TEASERS, "<li>{}</li>")
LINKS = listed(TEASERS, "<li><a href=/a>{}</a></li>")
SHAPES = {
    "plain paragraphs": f"<article>{paragraphs(SEED)}</article>",
    "one div with breaks": f"<div>{'<br><br>'.join(SEED)}</div>",
    "one div with breaks and spaces": f"<div>{'<br> <br />'.join(SEED)}</div>",
    "one div with single breaks": f"<div>{'<br>'.join(BODY + AGAIN)}</div>{LIST}",
    "one pre with blank lines": "<pre>" + "\n\n".join(BODY + AGAIN) + f"</pre>{LIST}",
    "one list": f"<ul>{entries('li', BODY + AGAIN)}</ul>{LIST}",
    "a list and its copy": f"<ul>{entries('li', BODY)}</ul><ul>{entries('li', AGAIN)}</ul>{LIST}",
    "one column of a table": f"<table>{entries('tr><td', BODY + AGAIN)}</table>{LIST}",
    "body again in a second container": (
        f"<div class=story>{paragraphs(BODY)}</div><div class=print>{paragraphs(AGAIN)}</div>"
        + paragraphs(SEED[9:])
    ),
    "teasers as a list with links": TWICE + LINKS,
    "teasers as a list": TWICE + LIST,
    "teasers as paragraphs, dash alone": paragraphs(SEED),
    "teasers as paragraphs with their dash": TWICE
    + paragraphs([HEADING, *(f"- {text}" for text in TEASERS)]),
    "teasers under their heading between breaks": TWICE
    + f"<p>{HEADING}<br>{'<br>'.join(f'- {text}' for text in TEASERS)}</p>",
    "teasers as rows": f"{TWICE}<table><tr><th>{HEADING}{entries('tr><td', TEASERS)}</table>",
    "teasers as cells of a row": f"{TWICE}<table><tr>{entries('td', TEASERS)}</table>",
    "teasers as definitions": f"{TWICE}<dl><dt>{HEADING}{entries('dd', TEASERS)}</dl>",
    "teasers typed in a pre": f"{TWICE}<pre>" + "\n".join([HEADING, *TEASERS]) + "</pre>",
    "teasers on one line": f"{TWICE}<h3>{HEADING}</h3><p>{' | '.join(TEASERS)}</p>",
    "all of it typed in a pre": "<pre>" + "\n".join(SEED) + "</pre>",
    "three copies": f"<div>{paragraphs(BODY)}</div>" * 3,
    "four copies": f"<article>{paragraphs(BODY)}</article>" * 4,
    "body and two repeats": paragraphs(BODY + AGAIN + AGAIN),
    "the whole page twice": (paragraphs(BODY) + LIST) * 2,
    "teasers above and below": f"<div>{LINKS}</div>{TWICE}<div>{LINKS}</div>",
    "teasers aside and below": f"<aside>{LINKS}</aside>{TWICE}{LIST}",
    "teasers between the copies and below": paragraphs(BODY) + LIST + paragraphs(AGAIN) + LIST,
    "body again as a list": paragraphs(BODY)
    + "<ul>"
    + "".join(f"<li>{text}</li>" for text in AGAIN)
    + f"</ul>{LIST}",
    "text after the page's end": (
        f"<nav>Accueil, politique, sport</nav></body></html><div>{TWICE}</div>{LIST}"
    ),
    "paragraphs that are sent late": (
        f"<article>{paragraphs(BODY[:1])}<template id=B:0></template>{paragraphs(BODY[4:])}"
        f"</article>{LIST}<div hidden id=S:1f>{paragraphs(BODY[2:4] + AGAIN)}</div>"
        f"<div hidden id=S:0>{paragraphs(BODY[1:2])}<template id=P:1f></template></div>"
    ),
    "a whole news page": (
        "<header><a href=/>Le Journal</a><nav><ul><li><a href=/>Accueil</a></li>"
        "<li><a href=/politique>Politique</a></li><li><a href=/sport>Sport</a></li></ul></nav>"
        "</header><main><h1>Libye : Haftar au Caire</h1>"
        f"<article>{paragraphs(SEED)}</article></main>"
        "<aside><h2>Les plus lus</h2><ul>"
        "<li><a href=/b>Le lac de Guiers reprend des couleurs</a></li>"
        "<li><a href=/c>Un marathon sous la pluie à Thiès</a></li></ul></aside>"
        "<footer><p>© Le Journal. Tous droits réservés. Mentions légales. Nous contacter.</p>"
        "</footer><div class=cookie-consent><p>Nous utilisons des cookies pour mesurer l'audience"
        " de ce site et vous proposer des contenus adaptés.</p><button>Tout accepter</button></div>"
    ),
}


def page(shape: str) -> CleanPage:
    title = "<title>Libye : Haftar au Caire - Le Journal</title>"
    return clean(f"<!DOCTYPE html><html lang=fr><head>{title}</head><body>{SHAPES[shape]}", URL)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_five_paragraphs_stand_once_and_in_order(shape: str):
    assert [block.text for block in page(shape).blocks] == BODY


@pytest.mark.parametrize("shape", SHAPES)
def test_a_repeat_names_the_paragraph_it_repeats(shape: str):
    view = page(shape)
    kept = {block.id: block.text for block in view.blocks}
    repeats = [r for r in view.removed if r.reason == "duplicate" and r.of]
    assert [kept[removal.of or ""] for removal in repeats] == [r.text for r in repeats]
    assert {removal.text for removal in repeats} >= {*BODY[1:]}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_block_left_out_is_named_with_its_reason(shape: str):
    view = page(shape)
    told = "\n".join(removal.text for removal in view.removed)
    assert [text for text in TEASERS if text in SHAPES[shape] and text not in told] == []
    assert all(removal.reason for removal in view.removed)
    assert all(weight(removal.text) >= 3 for removal in view.removed)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_paragraph_knows_all_its_copies(shape: str):
    copies = [SHAPES[shape].count(text) for text in BODY]
    assert [len(block.sources) for block in page(shape).blocks] == copies


def test_a_stretch_between_breaks_is_a_part_of_its_element():
    blocks = page("one div with breaks").blocks
    assert len({source.element for block in blocks for source in block.sources}) == 1
    whole = "\n".join(SEED)
    for block in blocks:
        for source in block.sources:
            assert whole[source.start : source.end] == block.text


def test_stamps_name_the_elements_and_never_leave():
    html = "<html><body data-winnow-n=3>" + "".join(
        f'<p data-winnow-n="{10 * at}">{text}</p>' for at, text in enumerate(BODY, 1)
    )
    view = clean(html, URL)
    assert [block.sources[0].element for block in view.blocks] == [10, 20, 30, 40, 50]
    assert "data-winnow-n" not in "".join(block.html for block in view.blocks)


def test_what_the_capture_saw_hidden_is_removed_as_hidden():
    html = f"<html><body data-winnow-n=1>{paragraphs(BODY[:4])}<p data-winnow-hidden>{BODY[4]}</p>"
    view = clean(html, URL)
    assert [block.text for block in view.blocks] == BODY[:4]
    assert [(removal.reason, removal.text) for removal in view.removed] == [("hidden", BODY[4])]
