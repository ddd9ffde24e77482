"""The cases of the benchmark: a text, a mark in it, an edit, and the truth afterwards."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import edits
from edits import Edit
from pages import Page, Piece, Span

from winnow.canonical import comparison_form

TEXTS = Path(__file__).parent / "texts"
CONTEXT = 64
SIZES = ((5, 29), (30, 99), (100, 399), (400, 2000))
"""Of marks, in code points; 29 is the longest that Winnow calls short."""

FACTS: dict[str, Edit] = {
    "figure changed": edits.figure_changed,
    "name changed": edits.name_changed,
    "date changed": edits.date_changed,
    "unit changed": edits.unit_changed,
    "negation changed": edits.negation_changed,
    "quotation marks put": edits.quotation_changed,
}
EDITS: dict[str, Edit] = {
    "nothing": edits.untouched,
    "paragraph inserted": edits.inserted,
    "paragraph removed": edits.removed,
    "paragraph moved": edits.moved,
    "paragraph split": edits.split,
    "paragraphs merged": edits.merged,
    "context edited": edits.context_edited,
    "second copy added": edits.copied,
    "marked copy removed": edits.deleted,  # made on a page that holds the sentence twice
    "re-cleaned": edits.recleaned,
    "quotes, dashes restyled": edits.restyled,
    "hyphenation, spaces": edits.hyphenated,
    "typo fixed": edits.typo_fixed,
    "words replaced": edits.reworded,
    **FACTS,
    "sentence rewritten": edits.rewritten,
    "sentence deleted": edits.deleted,
    "lookalike elsewhere": edits.lookalike,
    "page replaced": edits.other_page,
    "page translated": edits.other_page,
    "typo, inserted, restyled": edits.both(edits.typo_fixed, edits.inserted, edits.hyphenated),
    "moved, figure changed": edits.both(edits.moved, edits.figure_changed),
    "re-cleaned, name changed": edits.both(edits.recleaned, edits.name_changed),
}
HELD_OUT = frozenset({
    "words replaced", "lookalike elsewhere", "marked copy removed", "typo, inserted, restyled",
    "moved, figure changed", "re-cleaned, name changed",
})  # fmt: skip
"""Kinds of edits that were kept out while the rules were tuned, like all but TUNED_ON."""
TUNED_ON = frozenset({"en-news", "fr-news", "de-news"})


@dataclass(frozen=True)
class Mark:
    """What a reader saved."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


@dataclass(frozen=True)
class Case:
    """One question to every anchoring.

    `truth` is where the mark's words are today, or what stands for them; `words` is the right
    verdict. `alike` are other places that are as good.
    """

    id: int
    source: str
    edit: str
    size: int
    mark: Mark
    text: str
    words: str
    truth: Span | None
    alike: tuple[Span, ...]

    @property
    def held_out(self) -> bool:
        """Whether the rules were tuned without cases of its text and its edit."""
        return self.source not in TUNED_ON or self.edit in HELD_OUT


def cases(rounds: int, seed: int) -> Iterator[Case]:
    """`rounds` marks of each size, of each text, under each edit that can be made on them."""
    texts = {path.stem: path.read_text("utf-8").strip() for path in sorted(TEXTS.glob("*.txt"))}
    number = 0
    for source, original in texts.items():
        language = source[:2]
        for name in EDITS:
            same_language = name != "page translated"
            strangers = tuple(
                paragraph
                for other, text in texts.items()
                if other != source and (other[:2] == language) == same_language
                for paragraph in text.split("\n")
            )
            for size in range(len(SIZES)):
                for turn in range(rounds):
                    rng = random.Random(f"{seed} {source} {name} {size} {turn}")  # noqa: S311
                    label = _Label(number, source, name, size)
                    made = _case(rng, label, original, strangers)
                    if made:
                        yield made
                        number += 1


class _Label(NamedTuple):
    """What a case is about, in the order of `Case`."""

    id: int
    source: str
    edit: str
    size: int


def _case(
    rng: random.Random, label: _Label, original: str, strangers: tuple[str, ...]
) -> Case | None:
    for _ in range(40):
        here, span = original, None
        if label.edit == "marked copy removed":
            here, span = _with_a_copy(rng, original, label.size)
        span = span or _marked(rng, here, label.size)
        if not span:
            continue
        page = Page(
            label.source[:2], here, (Piece(here, (0, len(here)), verbatim=True),), strangers
        )
        after = EDITS[label.edit](rng, page, span)
        if after is None:
            continue
        return _judged(label, span, after)
    return None


def _judged(label: _Label, span: Span, page: Page) -> Case:
    start, end = span
    exact = page.original[start:end]
    text = page.text
    truth = page.image(span)
    if truth and truth[0] == truth[1]:
        truth = None
    wanted = comparison_form(exact).form
    alike = tuple(
        match.span()
        for match in re.finditer(re.escape(exact), text)
        if match.span() != truth
    ) if truth is None or text[slice(*truth)] == exact else ()  # fmt: skip
    if truth:
        words = "same" if comparison_form(text[slice(*truth)]).form == wanted else "changed"
    else:
        words = "same" if alike else "gone"
    mark = Mark(
        exact=exact,
        prefix=page.original[max(0, start - CONTEXT) : start],
        suffix=page.original[end : end + CONTEXT],
        start=start,
        end=end,
    )
    return Case(*label, mark, text, words, truth, alike)


_WORD_ENDS = re.compile(r"[\w%](?![\w'’-]|[.,:]\d)[.!?]?")


def _marked(rng: random.Random, text: str, size: int) -> Span | None:
    """Whole words, of a length in the class; half of the time whole sentences."""
    low, high = SIZES[size]
    wanted = int(low * (high / low) ** rng.random())
    if rng.random() < 0.5:
        starts = [m.end() for m in re.finditer(r"(?<=[.!?»”“])[ \n]|^|\n", text)]
    else:
        starts = [m.start() for m in re.finditer(r"(?<![\w.,:'’-])\w", text)]
    start = rng.choice(starts)
    all_ends = takewhile(
        lambda end: end - start <= high,
        (m.end() for m in _WORD_ENDS.finditer(text, start)),
    )
    ends = [end for end in all_ends if low <= end - start]
    return (start, min(ends, key=lambda end: abs(end - start - wanted))) if ends else None


def _with_a_copy(rng: random.Random, text: str, size: int) -> tuple[str, Span | None]:
    """A page that holds one of its sentences twice, and a mark in one of the two."""
    found = list(re.finditer(r"(?<=[.!?] )[^\n.!?]{40,400}[.!?](?= )", text))
    sentence = rng.choice(found)
    at = rng.choice([m.start() for m in re.finditer("\n", text)])
    twice = f"{text[:at]}\n{sentence[0]}{text[at:]}"
    inner = _marked(rng, sentence[0], min(size, 2))
    if not inner:
        return twice, None
    base = sentence.start() + (len(sentence[0]) + 1 if sentence.start() > at else 0)
    return twice, (base + inner[0], base + inner[1])
