"""What stands twice: which lines repeat words that the reader has already.

`matches` finds what was told before; here it is judged, because writers repeat on purpose too:
refrains, rows, code, a warning at each step. Lines that repeat are taken as runs, and only a run
long enough to be nobody's style is a copy. A short line is an excerpt when a fuller line holds
all of it and it stands apart: a lead shown as a teaser, a sentence pulled out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final

from winnow.clean.blocks import Line, Node
from winnow.clean.lexicon import lexicon
from winnow.clean.matches import Stream, stream
from winnow.clean.tokens import key, tokens

COPY: Final = 0.85
"""Share of a line's words told before from which it is a copy."""
NEAR_COPY: Final = 0.6
"""The same inside a run of copies."""
EDITED: Final = 0.75
"""The same for a paragraph alone: one with a sentence added."""
PURE: Final = 0.88
"""Share of a run's words told before; beneath, a pattern was filled in anew. Measured."""
PARAGRAPH: Final = 20
"""Words from which one line alone, said twice, is no refrain."""
PROSE: Final = 12
"""Mean words a line from which a run is prose, not verse or dialogue."""
RUN: Final = 30
"""Words from which a run of prose is a copy."""
WHOLE: Final = 0.3
"""Share of a page from which a run is the page again, prose or not."""
WHOLE_VERSE: Final = 0.42
"""The same where lines are as short as verse: a song's chorus can be a third of it."""
VERSE: Final = 9
"""Mean words a line up to which a run may be verse."""
EXCERPT: Final = 6
"""Words from which a stretch set apart is known as part of a fuller line."""
USUAL: Final = 45
"""Words of a paragraph of news; measured on the development pages (median 43)."""
FULLER: Final = 1.15
"""How much longer a line is than its excerpt."""

ENTRY: Final = 150
"""Words below which what a cell or entry holds is its own; beyond, it may be a page's frame."""
EDITS: Final = 2
"""Places in which a paragraph alone may differ and be the same. Chosen: a date and a sentence."""
CUSTOM: Final = 6
"""Excerpts from which restating is the page's custom, as in a forum where posts quote posts."""
_REACH: Final = 6
"""Elements looked up through for what a line stands in."""

_OWN: Final = frozenset("li td th dd dt pre figcaption caption summary".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_SET_APART: Final = frozenset(("blockquote", "aside", "q", "figure"))
_STRUCTURE: Final = _HEADINGS | _OWN
_WARNING: Final = re.compile(
    r"admonition|warning|caution|danger|alert|\bnotice\b|hazard", re.IGNORECASE
)
_APART: Final = re.compile(
    r"quote|pull|teaser|excerpt|standfirst|summary|lead|intro|chapo|abstract|callout|highlight",
    re.IGNORECASE,
)


def repeats(
    lines: Sequence[Line], kept: Sequence[int], words: Sequence[Sequence[str]] | None = None
) -> dict[int, int]:
    """Which of the `kept` lines to leave out, each with the line whose words it repeats."""
    if words is None:
        words = [tokens(line.text) for line in lines]
    view = _View(lines, kept, [words[index] for index in kept])
    out = _excerpts(view)
    copies = [run for run in _runs(view, out) if _is_copy(run, view)]
    for pair in _pairs(copies):
        out.update(_losers(pair, view, out))
    return {kept[at]: kept[of] for at, of in _assured(view, out).items()}


def _end(out: dict[int, int], of: int) -> int:
    """Follow a repeat of a repeat to the line that stays."""
    for _ in range(len(out)):
        if of not in out:
            break
        of = out[of]
    return of


class _View:
    """The kept lines, by their position among the kept, and what was told twice."""

    def __init__(
        self, lines: Sequence[Line], kept: Sequence[int], words: Sequence[Sequence[str]]
    ) -> None:
        self.lines = [lines[index] for index in kept]
        self.words = words
        self.stream: Stream = stream(words)
        self.total = self.stream.start[-1]
        self._sums = [0] * (len(lines) + 1)
        sizes = dict(zip(kept, map(len, words), strict=True))
        for index in range(len(lines)):
            self._sums[index + 1] = self._sums[index] + sizes.get(index, 0)

    @cached_property
    def times(self) -> Counter[str]:
        """How often each line is said."""
        return Counter(key(own) for own in self.words)

    def within(self, node: Node) -> int:
        """Kept words inside an element."""
        return self._sums[node.last or node.first + 1] - self._sums[node.first]

    def is_entry(self, node: Node) -> bool:
        """Whether an element stands in a list, table, caption or listing that holds no article."""
        step: Node | None = node
        for _ in range(_REACH):
            if step is None:
                return False
            if step.tag in _OWN:
                return self.within(step) < max(ENTRY, WHOLE * self.total)
            step = step.above
        return False

    def company(self, at: int) -> int:
        """Other kept words beside a line, in the element that holds it and its neighbours."""
        node = self.lines[at].node
        if node.last - node.first > 1 or node.above is None:
            return self.within(node) - len(self.words[at])
        return self.within(node.above) - len(self.words[at])


def _assured(view: _View, out: dict[int, int]) -> dict[int, int]:
    """The repeats whose words what stays does say: no text may vanish, whatever the page did."""
    stays: set[tuple[str, ...]] = set()
    rest = [word for at, own in enumerate(view.words) if at not in out for word in own]
    stays.update(zip(rest, rest[1:], rest[2:], strict=False))
    sure: dict[int, int] = {}
    for at in sorted(out):
        own = view.words[at]
        said = list(zip(own, own[1:], own[2:], strict=False))
        if sum(three in stays for three in said) >= NEAR_COPY * len(said):
            sure[at] = _end(out, out[at])
        else:
            stays.update(said)
    return {at: of for at, of in sure.items() if of not in sure and at != of}


@dataclass(frozen=True, slots=True)
class _Match:
    """A kept line and the earlier line that tells most of it. Both by position in the view."""

    at: int
    words: int
    share: float
    of: int
    first: int
    last: int
    """Where in the stream its first and last word told before stand there."""


def _excerpts(view: _View) -> dict[int, int]:
    """Lines all of whose words one fuller line holds, and which stand apart from the text."""
    found: dict[int, int] = {}
    covered: Counter[int] = Counter()
    for at, line in enumerate(view.lines):
        size = len(view.words[at])
        if size < EXCERPT or view.is_entry(line.node):
            continue
        of = _fuller(view, at)
        if of < 0:
            continue
        covered[of] += size
        if (
            _stands_apart(view, at)
            and 2 * view.company(of) >= view.company(at)
            and not _goes_on(view, at, of)
        ):
            found[at] = of
    # lines that make up a fuller one between them are the same text with other borders
    many = Counter(found.values())
    if len(found) > CUSTOM:
        found = {at: of for at, of in found.items() if _is_cut(view.lines[at].text)}
    return {
        at: of
        for at, of in found.items()
        if of not in found and (many[of] == 1 or covered[of] < NEAR_COPY * len(view.words[of]))
    }


def _fuller(view: _View, at: int) -> int:
    """The line that holds all words of another and more, or -1."""
    told = view.stream
    size = told.size(at)
    cut = 2 if _is_cut(view.lines[at].text) else 0
    for where in (told.earlier, told.later):
        _, of = told.told(at, where)
        if of < 0 or told.size(of) < FULLER * size:
            continue
        inside = sum(
            1
            for place in where[told.start[at] : told.start[at + 1]]
            if place >= 0 and told.owner[place] == of
        )
        if inside >= size * 0.95 - cut:
            return of
    return -1


def _goes_on(view: _View, at: int, of: int) -> bool:
    """Whether the next line or the one before is told beside `of` too: then a run repeats."""
    told = view.stream
    for step in (-1, 1):
        near, beside = at + step, of + step
        if not (0 <= near < len(view.words) and 0 <= beside < len(view.words)):
            continue
        if near == of or beside == at or told.size(near) < EXCERPT:
            continue
        count, owner = told.told(near, told.earlier if of < at else told.later)
        if owner == beside and count >= NEAR_COPY * told.size(near):
            return True
    return False


def _stands_apart(view: _View, at: int) -> bool:
    """Whether a line is set off from the text around it, as verse and dialogue are not."""
    line = view.lines[at]
    size = len(view.words[at])
    if line.node.tag in _HEADINGS and size < PROSE:
        return False
    if size >= PARAGRAPH or _is_cut(line.text) or _within(line.node, _SET_APART):
        return True
    if line.bold > 0.9 * len(line.text) or _is_called_apart(line.node):
        return True
    around = [len(view.words[near]) for near in (at - 1, at + 1) if 0 <= near < len(view.lines)]
    return all(near >= PARAGRAPH for near in around) or view.company(at) < 2 * size


def _is_called_apart(node: Node) -> bool:
    """Whether an element or the one around it is named as a quotation, teaser or summary."""
    for step in (node, node.above):
        if step is not None and step.tag not in ("body", "html"):
            names = f"{step.element.get('class') or ''} {step.element.get('id') or ''}"
            if _APART.search(names):
                return True
    return False


def _is_cut(text: str) -> bool:
    return text.endswith(("…", "...", "[…]", "[...]", "(…)"))


def _runs(view: _View, out: dict[int, int]) -> Iterator[list[_Match]]:
    """Stretches of lines that repeat, in the order they had before.

    The lines of a stretch stand side by side here, or did where they stood before.
    """
    run: list[_Match] = []
    broken = False
    told = view.stream
    for at in range(len(view.lines)):
        if at in out or not view.words[at]:
            continue
        count, of = told.told(at, told.earlier, out)
        size = told.size(at)
        share = count / size
        if of < 0 or not (share >= COPY or (share >= NEAR_COPY and size >= PROSE)):
            broken = True
            continue
        places = [p for p in told.earlier[told.start[at] : told.start[at + 1]] if p >= 0]
        match = _Match(at, size, share, of, places[0], places[-1])
        if run and not 0 < match.first - run[-1].last <= (PROSE if broken else told.start[-1]):
            yield run
            run = []
        broken = False
        run.append(match)
    if run:
        yield run


def _is_copy(run: Sequence[_Match], view: _View) -> bool:
    size = sum(match.words for match in run)
    if len(run) > 1 and sum(match.words * match.share for match in run) < PURE * size:
        return False
    sources = {match.of for match in run}
    open_words = sum(match.words for match in run if _lies_open(view, match))
    if len(run) > 1 or len(sources) > 1:
        mean = size / len(run)
        share = WHOLE if mean > VERSE else WHOLE_VERSE
        if size >= max(RUN, view.total * share) and len(run) > 1:
            return True
        told = sum(view.stream.size(of) for of in sources) / len(sources)
        flows = max(mean, told) >= PROSE and open_words * 2 >= size
        return flows and size >= RUN
    return bool(open_words) and _is_paragraph_again(run[0], view)


def _is_paragraph_again(match: _Match, view: _View) -> bool:
    """Whether one line alone is long enough to be nobody's refrain or warning."""
    said = view.words[match.at]
    least = PARAGRAPH
    if view.times[key(said)] > 2:  # noqa: PLR2004 - said three times: a refrain
        least = 2 * PARAGRAPH
    if _is_warning(match.at, view):
        least = 4 * PARAGRAPH
    if match.words < least:
        return False
    back = match.share >= COPY or (match.share >= EDITED and _is_one_edit(match, view))
    held = view.stream.told(match.of, view.stream.later)[0]
    return back or held >= COPY * view.stream.size(match.of) >= COPY * least


def _is_warning(at: int, view: _View) -> bool:
    """Whether a line warns, or stands under a word that does, or in an element named so."""
    told = lexicon()
    if told.opens_with(view.words[at], "warning"):
        return True
    if at and told.is_whole(view.words[at - 1], "warning"):
        return True
    node = view.lines[at].node
    return any(
        step is not None and _WARNING.search(step.element.get("class") or "")
        for step in (node, node.above)
    )


def _is_one_edit(match: _Match, view: _View) -> bool:
    """Whether what is new in a paragraph stands in one place, as a date or a sentence does."""
    told = view.stream
    new = [p < 0 for p in told.earlier[told.start[match.at] : told.start[match.at + 1]]]
    return sum(one and not before for before, one in zip([False, *new], new, strict=False)) <= EDITS


def _pairs(copies: Sequence[list[_Match]]) -> Iterator[list[_Match]]:
    """Copies that follow each other here and did there, as one: one side of them stays."""
    pair: list[_Match] = []
    for run in copies:
        if pair and not max(match.of for match in run) < pair[0].at:
            yield pair
            pair = []
        pair.extend(run)
    if pair:
        yield pair


def _losers(run: Sequence[_Match], view: _View, out: dict[int, int]) -> dict[int, int]:
    """The lines of one side of a run: the later one, unless that is the better copy."""
    later = {match.at: match.of for match in run}
    again = {at: of for at, of in later.items() if of in out or of in later}  # a third copy
    later = {at: of for at, of in later.items() if at not in again}
    if not later:
        return again
    told = view.stream
    partners: dict[int, Counter[int]] = {}
    for at in later:
        for place in told.earlier[told.start[at] : told.start[at + 1]]:
            if place >= 0:
                partners.setdefault(told.owner[place], Counter())[at] += 1
    first: dict[int, int] = {}
    lost = size = 0
    for at, found in partners.items():
        share = found.total() / told.size(at)
        if at in out or at in later or share < NEAR_COPY:
            continue
        first[at] = max(found, key=lambda of: (found[of], -of))
        size += told.size(at)
        lost += told.size(at) - found.total()
    better = first and lost <= 0.1 * size and _is_better(list(later), list(first), view)
    return again | (first if better else later)


def _is_better(later: Sequence[int], first: Sequence[int], view: _View) -> bool:
    """Whether the later of two copies is the one to keep: in the text's company, or richer."""
    own = sum(len(view.words[at]) for at in later)
    ours, theirs = max(map(view.company, later)), max(map(view.company, first))
    if len(first) == 1 and ours > 2 * theirs + own:
        return True
    if max(len(first), len(later)) > 1.5 * min(len(first), len(later)):
        # other borders: the side whose lines are nearer to paragraphs
        whole = sum(len(view.words[at]) for at in first)
        return abs(log(own / len(later) / USUAL)) < abs(log(whole / len(first) / USUAL))
    return _structure(view, later) > _structure(view, first) + 1


def _structure(view: _View, side: Sequence[int]) -> int:
    """Headings, rows, entries and links between a side's first and last.

    An entry that is a whole paragraph is none: a list of paragraphs is a text in the wrong boxes.
    """
    span = range(min(side), max(side) + 1)
    if len(span) > 2 * len(side):
        return 0
    return sum(
        (view.lines[at].node.tag in _STRUCTURE and len(view.words[at]) < PARAGRAPH)
        + min(view.lines[at].links, 3)
        for at in span
    )


def _lies_open(view: _View, match: _Match) -> bool:
    """Whether one of both is a paragraph of its own, not a row, cell, caption, verse or code."""
    return any(
        not view.is_entry(line.node) and line.node.tag not in _HEADINGS and not _is_verse(line)
        for line in (view.lines[match.at], view.lines[match.of])
    )


def _is_verse(line: Line) -> bool:
    return line.breaks > 1 and len(line.text) < 60 * (line.breaks + 1)


def _within(node: Node, tags: frozenset[str]) -> bool:
    step: Node | None = node
    for _ in range(_REACH):
        if step is None:
            return False
        if step.tag in tags:
            return True
        step = step.above
    return False
