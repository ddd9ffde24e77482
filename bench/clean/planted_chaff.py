"""What belongs to another page or to none: teaser lists, boxes, biographies, comments."""

# ruff: noqa: PLR2004 - how often a choice falls reads best where it is made

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from bench.clean.planted_page import Bed, Element, Planted, make, neutral, wrapped

Case = Callable[[Bed, Random], Planted]
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "ar", "ru", "ja")
RELATED = ("related", "teasers", "more-stories", "recirc", "read-next", "list-unstyled", "links")
BOX = ("newsletter", "promo", "signup-box", "support", "cta", "callout", "banner", "well")
BIO = ("author-bio", "about-author", "bio", "author-box", "contributor", "postmeta")
COMMENTS = ("comments", "comment-list", "discussion", "responses", "thread", "respond")
TITLES: list[str] = []
"""Headlines of other pages, set by the run: what the English lists are drawn from."""


WORDING: list[str] = ["."]
"""Folder of the words, set by the run: `held` has those that nothing is tuned on."""


@cache
def words(language: str) -> dict[str, Any]:
    """A language's headings, headlines and boxes."""
    file = Path(__file__).parent / "planted_words" / WORDING[0] / f"{language}.json"
    return dict(json.loads(file.read_text(encoding="utf-8")))


def filled(text: str, language: str, rng: Random) -> str:
    """A template with its place, number and name."""
    told = words(language)
    return text.format(
        p=rng.choice(told["places"]),
        n=rng.randint(3, 48),
        a=rng.choice(told["authors"]),
        h="{h}",
    )


def headlines(language: str, rng: Random, wanted: int) -> list[str]:
    """So many headlines, in English mostly those of other pages."""
    if language == "en" and TITLES and rng.random() < 0.7:
        return rng.sample(TITLES, wanted)
    pool = rng.sample(words(language)["heads"], min(wanted, len(words(language)["heads"])))
    return [filled(text, language, rng) for text in pool]


def _shown(title: str, rng: Random, linked: bool, dash: str) -> list[Element | str]:
    shown: list[Element | str] = (
        [make("a", title, href=f"/{rng.randint(1, 99999)}.html")] if linked else [title]
    )
    return [dash, *shown] if dash else shown


def _list(titles: Sequence[str], rng: Random, linked: bool) -> list[Element]:
    """Headlines in one of the ways that sites lay them out."""
    form = rng.choice(("ul", "ul", "ol", "p", "p", "div", "cards", "breaks", "heads", "dash alone"))
    dash = rng.choice(("", "", "- ", "• ", "» ", "– ")) if form in ("p", "div", "breaks") else ""
    rows = [_shown(title, rng, linked, dash) for title in titles]
    if form in ("ul", "ol"):
        return [make(form, *[make("li", *row) for row in rows], class_=neutral(rng))]
    if form in ("p", "div"):
        return [make(form, *row) for row in rows]
    if form == "heads":
        level = rng.choice(("h3", "h4", "h5"))
        return [make(level, *row) for row in rows]
    if form == "cards":
        kicker = rng.choice(("12 May 2020", "", "Society", "3 min read"))
        return [
            make(
                "div",
                make("div", *row),
                *([make("span", kicker)] if kicker else []),
                class_=neutral(rng),
            )
            for row in rows
        ]
    if form == "dash alone":
        return [part for row in rows for part in (make("p", "-"), make("p", *row))]
    box = make("div")
    for at, row in enumerate(rows):
        if at:
            box.append(make("br"))
            if rng.random() < 0.5:
                box.append(make("br"))
        line = make("span", *row)
        box.append(line)
    return [box]


def _heading(text: str, rng: Random) -> Element:
    shown = text + rng.choice(("", "", ":", " :"))
    form = rng.choice(("h2", "h3", "h4", "p", "strong", "div", "h3"))
    if form == "strong":
        return make("p", make("strong", shown))
    return make(form, shown, class_=neutral(rng))


def teaser_list(bed: Bed, rng: Random) -> Planted:
    """A heading and headlines of other articles."""
    language = rng.choice(LANGUAGES)
    linked = rng.random() < 0.5
    titles = headlines(language, rng, rng.randint(3, 6))
    heading = rng.choice(words(language)["headings"])
    nodes = wrapped(rng, [_heading(heading, rng), *_list(titles, rng, linked)], RELATED)
    bed.insert(nodes, rng.choice(("middle", "end", "end", "after", "outside")))
    return Planted(f"teasers {language}", gone=[*titles, *_telling([heading])])


def teasers_without_heading(bed: Bed, rng: Random) -> Planted:
    """Headlines of other articles with nothing above them."""
    language = rng.choice(("en", "en", *LANGUAGES))
    linked = rng.random() < 0.5
    titles = headlines(language, rng, rng.randint(3, 6))
    bed.insert(
        wrapped(rng, _list(titles, rng, linked), RELATED),
        rng.choice(("end", "end", "after", "middle")),
    )
    return Planted(f"teasers, no heading, {'links' if linked else 'no links'}", gone=titles)


def _telling(texts: Sequence[str]) -> list[str]:
    """Those long enough to be looked for."""
    return [text for text in texts if len(text.split()) > 2]


def inline(bed: Bed, rng: Random) -> Planted:
    """Lines between paragraphs that say to read another article."""
    language = rng.choice(LANGUAGES)
    titles = headlines(language, rng, rng.randint(1, 3))
    for title in titles:
        template = filled(rng.choice(words(language)["inline"]), language, rng)
        before, _, after = template.partition("{h}")
        form = rng.choice(("plain", "link", "bold", "all", "box"))
        if form == "plain":
            node = make("p", before + title + after)
        elif form == "link":
            node = make("p", before, make("a", title, href="/a/1"), after)
        elif form == "bold":
            node = make("p", make("strong", before), make("a", title, href="/a/2"), after)
        elif form == "all":
            node = make("p", make("strong", make("a", before + title + after, href="/a/3")))
        else:
            node = make(
                "div",
                make("span", before.strip()),
                make("a", title, href="/a/4"),
                class_=neutral(rng),
            )
        bed.insert([node], "middle")
    return Planted("inline read-also", gone=titles)


def _box(kind: str, case: str) -> Case:
    def plant(bed: Bed, rng: Random) -> Planted:
        language = rng.choice(("en", "en", "en", *LANGUAGES))
        text = filled(rng.choice(words(language)[kind]), language, rng)
        tag = rng.choice(("p", "p", "div", "em"))
        nodes = [
            make("p", make("em", text)) if tag == "em" else make(tag, text, class_=neutral(rng))
        ]
        if rng.random() < 0.4:
            nodes.append(
                make("form", make("input", type="email"), make("button", rng.choice(("OK", "Go"))))
            )
        telling = ("cookie-notice", "consent", "gdpr") if kind == "cookie" else BOX
        bed.insert(
            wrapped(rng, nodes, telling), rng.choice(("middle", "middle", "end", "after", "top"))
        )
        return Planted(case, gone=[text])

    plant.__doc__ = f"A {kind} box."
    return plant


def author(bed: Bed, rng: Random) -> Planted:
    """Who wrote the article, after it."""
    language = rng.choice(("en", "en", "en", *LANGUAGES))
    text = filled(rng.choice(words(language)["author"]), language, rng)
    node = (
        make("p", make("em", text)) if rng.random() < 0.3 else make(rng.choice(("p", "div")), text)
    )
    bed.insert(wrapped(rng, [node], BIO), rng.choice(("end", "after")))
    return Planted("author biography", gone=[text])


def tags(bed: Bed, rng: Random) -> Planted:
    """What the article is filed under."""
    language = rng.choice(("en", "en", *LANGUAGES))
    told = words(language)
    chosen = rng.sample(told["tagwords"], min(len(told["tagwords"]), rng.randint(4, 7)))
    links = [
        make("a", word, href=f"/tag/{at}", rel=rng.choice(("tag", "")))
        for at, word in enumerate(chosen)
    ]
    head = rng.choice(told["tags"])
    form = rng.choice(("ul", "line", "bare"))
    if form == "ul":
        nodes = [make("p", head + ":"), make("ul", *[make("li", link) for link in links])]
    else:
        parts: list[Element | str] = [head + ": "] if form == "line" else []
        for link in links:
            parts += [link, ", "]
        nodes = [make(rng.choice(("p", "div")), *parts[:-1])]
    bed.insert(wrapped(rng, nodes, ("tags", "topics", "post-tags")), rng.choice(("end", "after")))
    return Planted("tag list", gone=[" ".join(chosen)])


def comments(bed: Bed, rng: Random) -> Planted:
    """What readers wrote below."""
    language = rng.choice(("en", "en", "en", *LANGUAGES))
    told = words(language)
    said = rng.sample(told["comments"], rng.randint(2, len(told["comments"])))
    rows = []
    for text in said:
        name = rng.choice(("harbour77", "Ines K.", "old_timer", "M. Farrow", "guest"))
        when = rng.choice(("2 hours ago", "12.03.2021, 18:40", "May 3, 2019 at 9:12 am"))
        rows.append(
            make(
                rng.choice(("div", "li", "article")),
                make(rng.choice(("b", "span", "strong", "h5")), name),
                make(rng.choice(("time", "span", "small")), " " + when),
                make("p", text),
                make("a", rng.choice(told["reply"]), href="#"),
                class_=rng.choice(("comment", "", "item", "media")),
            )
        )
    if all(row.tag == "li" for row in rows):
        rows = [make("ol", *rows)]
    else:
        for row in rows:
            row.tag = "div" if row.tag == "li" else row.tag
    heading = filled(rng.choice(told["comments_heading"]), language, rng)
    nodes = [make(rng.choice(("h2", "h3", "h4", "p")), heading), *rows]
    box = make(rng.choice(("div", "section")), *nodes, class_=rng.choice((*COMMENTS, "", "")))
    bed.insert([box], rng.choice(("after", "end", "outside")))
    return Planted("comments", gone=said)


CASES: tuple[Case, ...] = (
    teaser_list, teaser_list, teaser_list, teasers_without_heading, teasers_without_heading, inline,
    _box("newsletter", "newsletter box"), _box("donation", "donation box"), _box("app", "app box"),
    _box("cookie", "cookie and consent text"), author, tags, comments,
)  # fmt: skip
