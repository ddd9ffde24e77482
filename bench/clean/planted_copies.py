"""What stands twice: whole bodies, runs, paragraphs, leads and sentences of a page again."""

# ruff: noqa: PLR2004 - how often a choice falls reads best where it is made

from collections.abc import Callable, Sequence
from random import Random

from bench.clean.planted_page import (
    Bed,
    Element,
    Planted,
    clone,
    make,
    neutral,
    said,
    sentences,
    wrapped,
)

Case = Callable[[Bed, Random], Planted]
PRINT = (
    "print",
    "print-only",
    "printable",
    "article-print",
    "visible-print-block",
    "print-version",
)
PHONE = (
    "d-block d-md-none",
    "mobile-only",
    "visible-xs",
    "hide-desktop",
    "show-for-small",
    "m-body",
)
TEASER = ("teaser", "lead", "summary", "standfirst", "excerpt", "intro", "chapo", "card__text")
PULL = ("pullquote", "pull-quote", "quote", "article-quote", "highlight", "big-quote")
DATES = ("3 May 2019", "12 January 2024", "Tuesday, 8 October", "2021-04-17", "updated 14:35")


def _bodies(bed: Bed) -> tuple[list[Element], list[str]]:
    """A copy of every paragraph, and the texts."""
    return [clone(p) for p in bed.inside], [said(p) for p in bed.inside]


def _place(bed: Bed, nodes: Sequence[Element], places: Sequence[str]) -> None:
    bed.insert(nodes, bed.rng.choice(places))


def body_in_sibling(bed: Bed, rng: Random) -> Planted:
    """The whole body again, beside itself."""
    twins, texts = _bodies(bed)
    box = make(rng.choice(("div", "section", "article", bed.body.tag)), *twins, class_=neutral(rng))
    _place(bed, [box], ("before", "after"))
    return Planted("body: sibling", once=texts)


def body_in_ancestor(bed: Bed, rng: Random) -> Planted:
    """The whole body again, further out or bare after itself."""
    twins, texts = _bodies(bed)
    if rng.random() < 0.3:
        bed.insert(twins, "end")
    else:
        bed.insert([make("div", *twins, class_=neutral(rng))], "outside")
    return Planted("body: ancestor", once=texts)


def body_split(bed: Bed, rng: Random) -> Planted:
    """The whole body again with other borders: sentences, pairs, or breaks."""
    texts = [said(p) for p in bed.inside]
    form = rng.choice(("sentences", "pairs", "breaks", "one", "halves"))
    nodes: list[Element] = []
    if form == "sentences":
        nodes = [make("p", part) for text in texts for part in sentences(text)]
    elif form == "pairs":
        nodes = [make("p", " ".join(texts[at : at + 2])) for at in range(0, len(texts), 2)]
    elif form == "halves":
        for text in texts:
            parts = sentences(text)
            middle = (len(parts) + 1) // 2
            nodes += [
                make("div", " ".join(half)) for half in (parts[:middle], parts[middle:]) if half
            ]
    elif form == "breaks":
        nodes = [make("div")]
        nodes[0].text = texts[0]
        for text in texts[1:]:
            nodes[0].append(make("br"))
            last = make("br")
            last.tail = text
            nodes[0].append(last)
    else:
        nodes = [make("div", " ".join(texts))]
    box = make(rng.choice(("div", "section")), *nodes, class_=neutral(rng))
    _place(bed, [box], ("before", "after", "outside"))
    return Planted("body: split differently", once=texts)


def body_nested(bed: Bed, rng: Random) -> Planted:
    """The whole body again in other elements."""
    twins, texts = _bodies(bed)
    form = rng.choice(("wrapped", "table", "list", "spans", "pairs"))
    if form == "wrapped":
        nodes = [
            make("div", make(rng.choice(("section", "div")), p), class_=neutral(rng)) for p in twins
        ]
    elif form == "table":
        cell = make("td", *twins)
        nodes = [make("table", make("tr", cell))]
    elif form == "list":
        nodes = [make("ul", *[make("li", p) for p in twins])]
    elif form == "spans":
        nodes = [make("div", make("span", text)) for text in texts]
    else:
        nodes = [make("div", *twins[at : at + 2]) for at in range(0, len(twins), 2)]
    box = make(rng.choice(("div", "main", "article")), *nodes, class_=neutral(rng))
    _place(bed, [box], ("before", "after", "outside"))
    return Planted("body: other nesting", once=texts)


def body_hidden(bed: Bed, rng: Random) -> Planted:
    """The whole body again, one of the two not shown."""
    twins, texts = _bodies(bed)
    box = make("div", *twins)
    form = rng.choice(("hidden", "style", "class", "aria"))
    if form == "hidden":
        box.set("hidden", "")
    elif form == "style":
        box.set("style", "display:none")
    elif form == "aria":
        box.set("aria-hidden", "true")
    else:
        box.set("class", rng.choice(PHONE))
    _place(bed, [box], ("before", "after", "outside"))
    return Planted("body: one hidden", once=texts)


def body_print(bed: Bed, rng: Random) -> Planted:
    """A print or AMP version of the text in the page."""
    twins, texts = _bodies(bed)
    title = make("h1", bed.host.title or "Untitled")
    if rng.random() < 0.5:
        box = make("div", title, *twins, class_=rng.choice(PRINT))
    else:
        image = make("amp-img", src="https://img.example/1.jpg", width="600", height="400")
        box = make(
            "div", title, image, *twins, class_=rng.choice(("amp-body", "amp-wp-article", ""))
        )
    _place(bed, [box], ("before", "after", "outside"))
    return Planted("body: print or AMP", once=texts)


def run(bed: Bed, rng: Random) -> Planted:
    """Two or more paragraphs in a row again."""
    size = min(rng.randint(2, 5), len(bed.inside) - 1)
    first = rng.randint(0, len(bed.inside) - size)
    chosen = bed.inside[first : first + size]
    twins = [clone(p) for p in chosen]
    texts = [said(p) for p in chosen]
    if rng.random() < 0.5:
        for twin in twins:
            twin.tag = rng.choice(("p", "div"))
    _place(bed, wrapped(rng, twins), ("middle", "end", "after", "outside", "top"))
    return Planted("run of paragraphs", once=texts)


def paragraph(bed: Bed, rng: Random) -> Planted:
    """One long paragraph again."""
    long = bed.long(25)
    if not long:
        return Planted("")
    chosen = rng.choice(long)
    _place(bed, wrapped(rng, [clone(chosen)]), ("middle", "end", "after", "top"))
    return Planted("one long paragraph", once=[said(chosen)])


def near_date(bed: Bed, rng: Random) -> Planted:
    """The body again with a date before it or in one paragraph."""
    twins, texts = _bodies(bed)
    if rng.random() < 0.5:
        twins.insert(
            0, make("p", rng.choice(("Updated: ", "Published on ", "")) + rng.choice(DATES))
        )
    else:
        twins[0].text = f"({rng.choice(DATES)}) {twins[0].text or ''}"
    box = make(rng.choice(("div", "article")), *twins, class_=neutral(rng))
    _place(bed, [box], ("before", "after", "outside"))
    return Planted("near-copy: date", once=texts)


def near_byline(bed: Bed, rng: Random) -> Planted:
    """A run again under another byline."""
    size = rng.randint(2, len(bed.inside))
    chosen = bed.inside[:size]
    twins, texts = [clone(p) for p in chosen], [said(p) for p in chosen]
    line = rng.choice(("By Marta Quill", "Jonas Abery, Torvik", "Text: Priya Dessan"))
    twins.insert(0, make(rng.choice(("p", "div", "span")), line, class_=rng.choice(("", "byline"))))
    _place(bed, [make("div", *twins, class_=neutral(rng))], ("after", "outside", "before"))
    return Planted("near-copy: byline", once=texts)


def near_sentence(bed: Bed, rng: Random) -> Planted:
    """A run or a paragraph again with one sentence added or a few words changed."""
    long = bed.long(25)
    if not long:
        return Planted("")
    added = rng.choice((
        "This paragraph was changed after publication.",
        "The ministry did not answer a request for comment on Monday.",
        "Photographs of the day are shown further down.",
    ))  # fmt: skip
    if rng.random() < 0.5:
        chosen = [rng.choice(long)]
    else:
        chosen = bed.inside[: rng.randint(2, len(bed.inside))]
    texts = [said(p) for p in chosen]
    at = rng.randrange(len(chosen))
    twins = [make("p", text) for text in texts]
    twins[at].text = f"{added} {texts[at]}" if rng.random() < 0.3 else f"{texts[at]} {added}"
    _place(bed, wrapped(rng, twins), ("after", "outside", "end"))
    return Planted("near-copy: sentence added", once=texts)


def _cut(text: str, rng: Random) -> str:
    words = text.split()
    return " ".join(words[: rng.randint(10, max(11, int(len(words) * 0.7)))])


def _lead(bed: Bed, rng: Random, places: Sequence[str], case: str) -> Planted:
    lead = said(bed.inside[0])
    if len(lead.split()) < 16:
        return Planted("")
    cut = rng.random() < 0.5
    part = _cut(lead, rng) if cut else lead
    shown = part + rng.choice(("…", "...", " […]", "")) if cut else part
    tag = (
        rng.choice(("p", "div", "h2", "p", "span"))
        if case.endswith("above")
        else rng.choice(("p", "div"))
    )
    node = make(tag, shown, class_=rng.choice((*TEASER, "", "", "")))
    if rng.random() < 0.3:
        node = make(tag, make(rng.choice(("strong", "em", "b")), shown))
    nodes = wrapped(rng, [node])
    _place(bed, nodes, places)
    return Planted(f"{case} ({'cut short' if cut else 'whole'})", once=[part])


def lead_above(bed: Bed, rng: Random) -> Planted:
    """The lead as a teaser before the text."""
    return _lead(bed, rng, ("top", "before"), "lead above")


def lead_below(bed: Bed, rng: Random) -> Planted:
    """The lead as a teaser after the text."""
    return _lead(bed, rng, ("end", "after", "outside"), "lead below")


def pull_quote(bed: Bed, rng: Random) -> Planted:
    """A sentence of the body again, set apart."""
    pool = [
        part
        for p in bed.inside
        for part in sentences(said(p))
        if 8 <= len(part.split()) <= 30 and len(part.split()) < 0.7 * len(said(p).split())
    ]
    if not pool:
        return Planted("")
    sentence = rng.choice(pool)
    shown = rng.choice(("“{}”", "{}", "«{}»", '"{}"')).format(sentence.strip('“”"'))
    form = rng.choice(("blockquote", "aside", "class", "figure", "bare"))
    if form == "blockquote":
        node = (
            make("blockquote", make("p", shown))
            if rng.random() < 0.5
            else make("blockquote", shown)
        )
    elif form == "aside":
        node = make("aside", make("p", shown), class_=neutral(rng))
    elif form == "figure":
        node = make("figure", make("blockquote", make("p", shown)))
    elif form == "class":
        node = make(rng.choice(("div", "p", "span")), shown, class_=rng.choice(PULL))
    else:
        node = make("p", make(rng.choice(("strong", "em", "b")), shown))
    bed.insert([node], "middle")
    return Planted("pull quote of the body", once=[sentence])


CASES: tuple[Case, ...] = (
    body_in_sibling, body_in_ancestor, body_split, body_nested, body_hidden, body_print, run,
    paragraph, near_date, near_byline, near_sentence, lead_above, lead_below, pull_quote,
)  # fmt: skip
