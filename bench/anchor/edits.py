"""Edits that real pages undergo, each with the truth about what became of a mark.

Whether a mark's words are the same is decided by comparison form, and where they went is read
off the page's pieces, so that no edit states its own answer, but for those that take the
mark's words away.
"""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from pages import Page, Piece, Span, holding, outside, paragraphs, sentences

from winnow.annotate.language import languages

Edit = Callable[[random.Random, Page, Span], Page | None]
"""Gives the page after the edit, or None where the edit cannot be made on this mark."""


# --- around the mark --------------------------------------------------------------------


def untouched(_rng: random.Random, page: Page, _mark: Span) -> Page:
    """Nothing."""
    return page


def inserted(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """One to three paragraphs come in between paragraphs outside the mark."""
    borders = [span[0] for span in paragraphs(page) if not mark[0] < span[0] < mark[1]]
    for _ in range(rng.randint(1, 3)):
        at = rng.choice(borders)
        page = page.put((at, at), rng.choice(page.strangers) + "\n", stands_for=False)
    return page


def removed(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """A paragraph that does not hold the mark goes."""
    others = outside(paragraphs(page), mark)
    if not others:
        return None
    start, end = rng.choice(others)
    return page.put((start, min(end + 1, len(page.original))), "", stands_for=False)


def moved(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """The mark's paragraph moves."""
    spans = paragraphs(page)
    home = holding(spans, mark)
    if not home or len(spans) < 3:
        return None
    order = [span for span in spans if span != home]
    here = spans.index(home)
    order.insert(rng.choice([at for at in range(len(order) + 1) if at != here]), home)
    pieces: list[Piece] = []
    for span in order:
        pieces += [Piece(page.original[slice(*span)], span, verbatim=True), Piece("\n")]
    return replace(page, pieces=tuple(pieces[:-1]))


def split(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """A paragraph becomes two at the end of a sentence in or beside the mark."""
    ends = [m.start() for m in re.finditer(r"(?<=[.!?]) ", page.original)]
    near = [at for at in ends if mark[0] - 200 <= at <= mark[1] + 200]
    if not near:
        return None
    at = rng.choice(near)
    return page.put((at, at + 1), "\n")


def merged(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """Two paragraphs become one."""
    ends = [m.start() for m in re.finditer("\n", page.original)]
    near = [at for at in ends if mark[0] - 400 <= at <= mark[1] + 400]
    if not near:
        return None
    at = rng.choice(near)
    return page.put((at, at + 1), " ")


def context_edited(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """A word right before or right behind the mark becomes another."""
    words = [m.span() for m in re.finditer(r"[^\W\d_]{3,}", page.original)]
    before = [span for span in words if span[1] < mark[0]][-1:]
    after = [span for span in words if span[0] > mark[1]][:1]
    for span in before + after if rng.random() < 0.3 else [rng.choice(before + after)]:
        page = page.put(span, _other_word(rng, page, page.original[slice(*span)]))
    return page


def copied(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """A second copy of the mark's paragraph comes in elsewhere."""
    home = holding(paragraphs(page), mark)
    if not home:
        return None
    at = rng.choice([span[0] for span in paragraphs(page)])
    return page.put((at, at), page.original[slice(*home)] + "\n", stands_for=False)


def recleaned(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """Another engine: other blocks kept and left out, captions and teasers between."""
    for span in outside(paragraphs(page), mark):
        if rng.random() < 0.15:
            page = page.put((span[0], min(span[1] + 1, len(page.original))), "", stands_for=False)
        elif rng.random() < 0.3:
            stray = rng.choice(page.strangers).split(".")[0]
            page = page.put((span[0], span[0]), stray[:80] + "\n", stands_for=False)
    return page


# --- the look of the mark -----------------------------------------------------------------


def restyled(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """Other quotation marks and dashes, all over the page."""
    quotes = {"“": "«", "”": "»", "„": "»", "«": "“", "»": "”", "’": "'", "'": "’"}
    quotes = rng.choice([quotes, dict.fromkeys("“”„«»", '"') | {"’": "'"}])
    dash = rng.choice("–—‒")
    for match in re.finditer(r"[“”„«»’'\-–—]", page.original):
        page = page.put(match.span(), quotes.get(match[0], dash if match[0] in "–—-" else match[0]))
    return page if page.text != page.original and mark else None


def hyphenated(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """Soft hyphens in long words, no-break and thin spaces."""
    for match in re.finditer(r"\w{7,}| (?=[%:;!?»\d])|(?<=[«\d]) ", page.original):
        if rng.random() < 0.5:
            continue
        new = "\u00a0" if rng.random() < 0.7 else "\u202f"
        if match[0] != " ":
            cut = rng.randint(3, len(match[0]) - 3)
            new = f"{match[0][:cut]}\u00ad{match[0][cut:]}"
        page = page.put(match.span(), new)
    return page if mark else None


# --- the words of the mark ----------------------------------------------------------------


def typo_fixed(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """A letter of one plain word of the mark goes, comes or changes places."""
    words = [m.span() for m in re.finditer(r"\b[^\W\d_A-ZÀ-Þ][^\W\d_]{5,}\b", page.original)]
    words = [span for span in words if mark[0] <= span[0] and span[1] <= mark[1]]
    if not words:
        return None
    span = rng.choice(words)
    word = page.original[slice(*span)]
    at = rng.randint(1, len(word) - 3)
    new = rng.choice(
        [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:],
         word[:at] + word[at + 1] + word[at] + word[at + 2 :]]
    )  # fmt: skip
    return page.put(span, new) if new != word else None


def reworded(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """One plain word in nine of the mark becomes another."""
    words = [m.span() for m in re.finditer(r"\b[^\W\d_A-ZÀ-Þ][^\W\d_]{3,}\b", page.original)]
    words = [span for span in words if mark[0] <= span[0] and span[1] <= mark[1]]
    if len(words) < 5:
        return None
    for span in rng.sample(words, max(1, len(words) // 9)):
        page = page.put(span, _other_word(rng, page, page.original[slice(*span)]))
    return page


def rewritten(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """The sentence that holds the mark makes room for another."""
    home = holding(sentences(page), mark)
    if not home:
        return None
    stranger = rng.choice(rng.choice(page.strangers).split(". "))
    return page.put(home, f" {stranger}.", stands_for=False)


def deleted(_rng: random.Random, page: Page, mark: Span) -> Page | None:
    """The sentence that holds the mark goes."""
    home = holding(sentences(page), mark)
    return page.put(home, "", stands_for=False) if home else None


def lookalike(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """The sentence goes; elsewhere comes one of its kind about other things."""
    home = holding(sentences(page), mark)
    if not home:
        return None
    like = page.original[slice(*home)].strip()
    words = [m.span() for m in re.finditer(r"\w*\d[\d.,]*|\b[^\W\d_]{4,}\b", like)]
    for span in reversed(rng.sample(words, len(words) // 3) if words else []):
        old = like[slice(*span)]
        new = (
            _other_figure(rng, old)
            if any(c.isdigit() for c in old)
            else _other_word(rng, page, old)
        )
        if like[slice(*span)] == old:
            like = like[: span[0]] + new + like[span[1] :]
    spans = outside(paragraphs(page), home)
    at = rng.choice(spans)[0]
    page = page.put(home, "", stands_for=False)
    return page.put((at, at), like + "\n", stands_for=False)


def other_page(rng: random.Random, page: Page, _mark: Span) -> Page:
    """The address shows another page in the same language."""
    return replace(page, pieces=(Piece("\n".join(rng.sample(page.strangers, 9))),))


# --- the facts of the mark ----------------------------------------------------------------


def figure_changed(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """7.4 becomes 4.7, or one digit another."""
    return _one(rng, page, mark, r"\d+(?:[.,]\d+)*", lambda old: _other_figure(rng, old))


def name_changed(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """A person or place in the middle of a sentence becomes another."""
    names = sorted(_names(page))
    return _one(
        rng, page, mark, rf"(?:{'|'.join(map(re.escape, names))})(?!\w)",
        lambda old: rng.choice([name for name in names if name != old]),
    )  # fmt: skip


def date_changed(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """A month or a day of the week becomes another."""
    dates = sorted(languages()[page.language].names)

    def other(old: str) -> str:
        new = rng.choice([date for date in dates if date != old.lower()])
        return new.capitalize() if old[0].isupper() else new

    return _one(rng, page, mark, rf"(?i:\b(?:{'|'.join(dates)})\b)(?<!Mars)", other)


_UNITS = {
    "en": "million billion kilometres miles minutes hours euros dollars "
    "% tonnes years months weeks megawatts",
    "fr": "millions milliards kilomètres minutes heures euros dollars % "
    "tonnes ans mois semaines jours",
    "de": "Millionen Milliarden Kilometer Meilen Minuten Stunden Euro Dollar "
    "Prozent Tonnen Jahre Monate Megawatt Grad",
    "es": "millones kilómetros minutos horas euros dólares % hectáreas años "
    "meses semanas litros metros",
    "it": "milioni miliardi chilometri metri minuti ore euro dollari % tonnellate "
    "anni mesi settimane millimetri",
}


def unit_changed(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """Millions become billions, kilometres miles."""
    units = _UNITS[page.language].split()
    return _one(
        rng, page, mark, rf"(?<!\w)(?:{'|'.join(units)})(?!\w)",
        lambda old: rng.choice([unit for unit in units if unit != old]),
    )  # fmt: skip


_NEGATIONS = {
    "en": ["not ", "never "], "fr": [" pas", " jamais"], "de": ["nicht ", "nie "],
    "es": ["no ", "nunca "], "it": ["non ", "mai "],
}  # fmt: skip


def negation_changed(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """A negation goes; where there is none, one comes."""
    signs = _NEGATIONS[page.language]
    gone = _one(rng, page, mark, "|".join(rf"(?<!\w){sign}" for sign in signs), lambda _old: "")
    if gone and rng.random() < 0.7:
        return gone
    spaces = [
        m.start() for m in re.finditer(" ", page.original) if mark[0] < m.start() < mark[1] - 1
    ]
    if not spaces:
        return None
    at = rng.choice(spaces)
    return page.put((at, at + 1), f" {signs[0].strip()} ")


def quotation_changed(rng: random.Random, page: Page, mark: Span) -> Page | None:
    """Words in the middle of the mark are put in quotation marks."""
    words = [m.span() for m in re.finditer(r"(?<= )[^\W\d_]{4,}(?= )", page.original)]
    words = [span for span in words if mark[0] < span[0] and span[1] < mark[1]]
    if not words:
        return None
    span = rng.choice(words)
    return page.put(span, f"“{page.original[slice(*span)]}”")


def _one(
    rng: random.Random, page: Page, mark: Span, pattern: str, other: Callable[[str], str]
) -> Page | None:
    found = [m.span() for m in re.finditer(pattern, page.original)]
    found = [
        span for span in found if mark[0] <= span[0] and span[1] <= mark[1] and span[0] < span[1]
    ]
    if not found:
        return None
    span = rng.choice(found)
    old = page.original[slice(*span)]
    new = other(old)
    return page.put(span, new) if new != old else None


def _names(page: Page) -> set[str]:
    """Pairs of capitalised words: first and last names, mostly."""
    pairs = re.findall(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][a-zà-ÿ]+ [A-ZÀ-Þ][a-zà-ÿ]+", page.original)
    return set(pairs) if len(set(pairs)) > 1 else {"Anna Berg", *pairs}


def _other_word(rng: random.Random, page: Page, old: str) -> str:
    pool: list[str] = re.findall(r"\b[a-zà-ÿ]{4,}\b", " ".join(page.strangers))
    return rng.choice([word for word in pool if word[:3] != old[:3].lower()])


def _other_figure(rng: random.Random, old: str) -> str:
    digits = [at for at, sign in enumerate(old) if sign.isdigit()]
    if len(digits) > 1 and rng.random() < 0.5 and old[digits[0]] != old[digits[-1]]:
        swapped = list(old)
        first, last = digits[0], digits[-1]
        swapped[first], swapped[last] = swapped[last], swapped[first]
        return "".join(swapped)
    at = rng.choice(digits)
    return old[:at] + rng.choice([d for d in "123456789" if d != old[at]]) + old[at + 1 :]


def both(*edits: Edit) -> Edit:
    """One edit after the other. Those that build the page anew come first."""

    def made(rng: random.Random, page: Page, mark: Span) -> Page | None:
        for edit in edits:
            after = edit(rng, page, mark)
            if after is None:
                return None
            page = after
        return page

    return made
