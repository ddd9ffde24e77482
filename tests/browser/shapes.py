"""The reference page in the shapes that newspapers give to such a text.

The words are those of `tests/data/seed-article.txt` and nothing else is known of them:
the first five lines are the article, the next four repeat its end, then come a title and
headlines, each after a line that holds only a dash.
"""

from collections.abc import Callable
from html import escape
from pathlib import Path

LINES = (
    (Path(__file__).parent.parent / "data" / "seed-article.txt")
    .read_text(encoding="utf-8")
    .splitlines()
)
ARTICLE = LINES[:5]
REPEATS = LINES[5:9]
TEASER_TITLE = LINES[9]
TEASERS = [line for line in LINES[10:] if line != "-"]

Shape = Callable[[], str]


def document(body: str, head: str = "") -> str:
    """A whole page around `body`."""
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        f"<title>Le maréchal au Caire</title>{head}</head><body>{body}</body></html>"
    )


def paragraphs(lines: list[str]) -> str:
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines)


def links(lines: list[str]) -> str:
    return "".join(f'<li><a href="/{n}.html">{escape(t)}</a></li>' for n, t in enumerate(lines))


def plain_paragraphs() -> str:
    return document(paragraphs(LINES))


def one_block_with_line_breaks() -> str:
    return document("<div>" + "<br><br>".join(escape(line) for line in LINES) + "</div>")


def body_in_two_containers() -> str:
    return document(
        f'<div class="intro-and-body">{paragraphs(ARTICLE)}</div>'
        f'<div class="body">{paragraphs(REPEATS)}</div>'
        f"<div><h3>{escape(TEASER_TITLE)}</h3>{paragraphs(TEASERS)}</div>"
    )


def teasers_as_links() -> str:
    return document(
        f"<article>{paragraphs(ARTICLE + REPEATS)}</article>"
        f"<div><h3>{escape(TEASER_TITLE)}</h3><ul>{links(TEASERS)}</ul></div>"
    )


def teasers_as_list_without_links() -> str:
    entries = "".join(f"<li>{escape(line)}</li>" for line in TEASERS)
    return document(
        f"<article>{paragraphs(ARTICLE + REPEATS)}"
        f"<p><strong>{escape(TEASER_TITLE)}</strong></p><ul>{entries}</ul></article>"
    )


def teasers_as_paragraphs_with_dashes() -> str:
    entries = [f"- {line}" for line in TEASERS]
    return document(
        f"<article>{paragraphs(ARTICLE + REPEATS)}"
        f"<p>{escape(TEASER_TITLE)}</p>{paragraphs(entries)}</article>"
    )


def repeats_above_and_teasers_as_rows() -> str:
    rows = "".join(f"<tr><td>{escape(line)}</td></tr>" for line in TEASERS)
    return document(
        f"<div>{paragraphs(REPEATS)}</div><article>{paragraphs(ARTICLE)}</article>"
        f"<h3>{escape(TEASER_TITLE)}</h3><table>{rows}</table>"
    )


FURNITURE = ("Accueil", "La rentrée des classes reportée", "Tous droits réservés", "des cookies")
"""Words of the menu, the sidebar, the footer and the cookie box of the whole news page."""


def whole_news_page() -> str:
    menu = links(["Accueil", "Politique", "Économie", "Sports", "Culture", "Vidéos"])
    most_read = links(["La rentrée des classes reportée", "Le prix du riz baisse encore"])
    return document(
        f"""
        <header><a href="/">Le Quotidien du Fleuve</a><nav><ul>{menu}</ul></nav></header>
        <main><article>
          <h1>Le maréchal au Caire</h1>
          <div class="meta">Par la rédaction - 14 octobre 2026 à 8h30</div>
          <div class="share"><a href="#">Partager</a> <a href="#">Imprimer</a></div>
          <div class="text">{paragraphs(ARTICLE)}</div>
          <div class="ad">Publicité</div>
          <div class="text">{paragraphs(REPEATS)}</div>
          <section><h2>{escape(TEASER_TITLE)}</h2><ul>{links(TEASERS)}</ul></section>
        </article></main>
        <aside><h2>Les plus lus</h2><ol>{most_read}</ol></aside>
        <footer><p>© Le Quotidien du Fleuve. Tous droits réservés.</p>
          <ul>{links(["Mentions légales", "Contact", "Publicité"])}</ul></footer>
        <div class="cookie-box" role="dialog"><p>Nous utilisons des cookies pour mesurer
          l'audience et vous proposer des contenus adaptés.</p>
          <button>Accepter</button> <button>Refuser</button></div>
        """,
        head='<meta property="og:title" content="Le maréchal au Caire">',
    )


SHAPES: tuple[Shape, ...] = (
    plain_paragraphs,
    one_block_with_line_breaks,
    body_in_two_containers,
    teasers_as_links,
    teasers_as_list_without_links,
    teasers_as_paragraphs_with_dashes,
    repeats_above_and_teasers_as_rows,
    whole_news_page,
)
