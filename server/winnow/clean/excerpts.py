"""Short lines that a fuller line holds whole: a lead shown as a teaser, a sentence pulled out."""

import re
from collections import Counter
from typing import Final

from winnow.clean.blocks import Line, Node
from winnow.clean.likely import HEADINGS, Likely, stands_in
from winnow.clean.runs import NEAR_COPY, PARAGRAPH, PROSE

EXCERPT: Final = 6
"""Words from which a stretch set apart is known as part of a fuller line."""
FULLER: Final = 1.15
"""How much longer a line is than its excerpt."""
CUSTOM: Final = 6
"""Excerpts from which restating is the page's custom, as in a forum where posts quote posts."""
_SET_APART: Final = frozenset(("blockquote", "aside", "q", "figure"))
_APART: Final = re.compile(
    r"quote|pull|teaser|excerpt|standfirst|summary|lead|intro|chapo|abstract|callout|highlight",
    re.IGNORECASE,
)


def excerpts(likely: Likely) -> dict[int, int]:
    """Lines all of whose words one fuller line holds, and which stand apart from the text."""
    found: dict[int, int] = {}
    covered: Counter[int] = Counter()
    for at, line in enumerate(likely.lines):
        size = len(likely.words[at])
        if size < EXCERPT or likely.is_entry(line.node):
            continue
        of = _fuller(likely, at)
        if of < 0:
            continue
        covered[of] += size
        if (
            _stands_apart(likely, at)
            and 2 * likely.company(of) >= likely.company(at)
            and not _goes_on(likely, at, of)
        ):
            found[at] = of
    # lines that make up a fuller one between them are the same text with other borders
    many = Counter(found.values())
    if len(found) > CUSTOM:
        found = {at: of for at, of in found.items() if _is_cut(likely.lines[at].text)}
    return {
        at: of
        for at, of in found.items()
        if of not in found and (many[of] == 1 or covered[of] < NEAR_COPY * len(likely.words[of]))
    }


def _fuller(likely: Likely, at: int) -> int:
    """The line that holds all words of another and more, or -1."""
    told = likely.stream
    size = told.size(at)
    cut = 2 if _is_cut(likely.lines[at].text) else 0
    for where in (told.earlier, told.later):
        _, of = told.told(at, where)
        if of < 0 or told.size(of) < FULLER * size:
            continue
        inside = [
            (step, place)
            for step, place in enumerate(where[told.start[at] : told.start[at + 1]])
            if place >= 0 and told.owner[place] == of
        ]
        if len(inside) >= size * 0.95 - cut or _stands_whole(likely, at, of, inside[0]):
            return of
    return -1


def _stands_whole(likely: Likely, at: int, of: int, match: tuple[int, int]) -> bool:
    """Whether a line's words stand in another in a row, of which one, a `match`, is known.

    A match ends where one begun before it goes on, and so may lack the first words.
    """
    step, place = match
    own = likely.words[at]
    first = place - likely.stream.start[of] - step
    return first >= 0 and list(likely.words[of][first : first + len(own)]) == list(own)


def _goes_on(likely: Likely, at: int, of: int) -> bool:
    """Whether the next line or the one before is told beside `of` too: then a run repeats."""
    told = likely.stream
    for step in (-1, 1):
        near, beside = at + step, of + step
        if not (0 <= near < len(likely.words) and 0 <= beside < len(likely.words)):
            continue
        if near == of or beside == at or told.size(near) < EXCERPT:
            continue
        count, owner = told.told(near, told.earlier if of < at else told.later)
        if owner == beside and count >= NEAR_COPY * told.size(near):
            return True
    return False


def _stands_apart(likely: Likely, at: int) -> bool:
    """Whether a line is set off from the text around it, as verse and dialogue are not."""
    line = likely.lines[at]
    size = len(likely.words[at])
    if line.node.tag in HEADINGS and size < PROSE:
        return False
    if size >= PARAGRAPH or _is_cut(line.text) or stands_in(line.node, _SET_APART):
        return True
    if line.bold > 0.9 * len(line.text) or _is_called_apart(line.node) or _is_inline_apart(line):
        return True
    around = [len(likely.words[near]) for near in (at - 1, at + 1) if 0 <= near < len(likely.lines)]
    return all(near >= PARAGRAPH for near in around) or likely.company(at) < 2 * size


def _is_called_apart(node: Node) -> bool:
    """Whether an element or the one around it is named as a quotation, teaser or summary."""
    return any(
        step is not None and step.tag not in ("body", "html") and _is_named_apart(step)
        for step in (node, node.above)
    )


def _is_inline_apart(line: Line) -> bool:
    """Whether an inline element that is named so holds all of a line."""
    holders = {id(piece.node): piece.node for piece in line.pieces if (piece.text or "").strip()}
    return len(holders) == 1 and all(map(_is_named_apart, holders.values()))


def _is_named_apart(node: Node) -> bool:
    names = f"{node.element.get('class') or ''} {node.element.get('id') or ''}"
    return bool(_APART.search(names))


def _is_cut(text: str) -> bool:
    return text.endswith(("…", "...", "[…]", "[...]", "(…)"))
