"""Short lines that a fuller line holds whole: a lead shown as a teaser, a sentence pulled out."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from winnow.clean.context import starts_high
from winnow.clean.likely import HEADINGS, Likely, stands_in
from winnow.clean.lines import Line, Node
from winnow.clean.runs import NEAR_COPY, PARAGRAPH, PROSE
from winnow.clean.tokens import tokens

EXCERPT: Final = 6
"""Words from which a stretch set apart is known as part of a fuller line."""
FULLER: Final = 1.15
"""How much longer a line is than its excerpt."""
CUSTOM: Final = 6
"""Excerpts from which restating is the page's custom, as in a forum where posts quote posts."""
BESIDE: Final = 3
"""Lines away from a part of a fuller line at which its other parts are looked for: short ones that
say too little to be known may stand between."""
SAID_BY: Final = 6
"""Words up to which the end of a quotation names who said it."""
_SAID_BY: Final = re.compile(r'[.!?…。！？"»”]\s*([—–-]?\s*[^\W\d_][^.!?…。！？"»”]*)$')
_SENTENCE: Final = re.compile('[^.。।]+[.。।][”“»"]?')
"""A heading that is one whole sentence, as headings are not."""
_SET_APART: Final = frozenset(("blockquote", "aside", "q", "figure"))
_APART: Final = re.compile(
    r"quote|pull|teaser|excerpt|standfirst|summary|lead|intro|chapo|abstract|callout|highlight",
    re.IGNORECASE,
)


def excerpts(likely: Likely) -> dict[int, int]:
    """Lines all of whose words one fuller line holds, and which stand apart from the text."""
    held: dict[int, int] = {}
    covered: Counter[int] = Counter()
    for at, line in enumerate(likely.lines):
        size = len(likely.words[at])
        if size < EXCERPT or likely.is_entry(line.node):
            continue
        of = _fuller(likely, at)
        if of >= 0:
            held[at] = of
            covered[of] += size
    found = {
        at: of
        for at, of in held.items()
        if _stands_apart(likely, at)
        and any(_is_in_company(beside, of, at) for beside in (likely.company, likely.wider_company))
        and not _goes_on(likely, at, of)
    }
    many = Counter(found.values())

    def is_part(at: int, of: int) -> bool:
        """Whether lines make up the fuller one between them: the same text with other borders."""
        beside = any(
            held.get(near) == of for near in range(at - BESIDE, at + BESIDE + 1) if near != at
        )
        told_on = beside and not stands_in(likely.lines[at].node, _SET_APART)
        return (told_on or many[of] > 1) and covered[of] >= NEAR_COPY * len(likely.words[of])

    # layouts that wrap each line say nothing of a custom
    if sum(_is_in_company(likely.company, of, at) for at, of in found.items()) > CUSTOM:
        found = {at: of for at, of in found.items() if _is_cut(likely.lines[at].text)}
    return {at: of for at, of in found.items() if of not in found and not is_part(at, of)}


def _fuller(likely: Likely, at: int) -> int:
    """The line that holds all words of another and more, or -1."""
    told = likely.stream
    size = told.size(at) - _attribution(likely, at)
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
    own = likely.words[at][: likely.stream.size(at) - _attribution(likely, at)]
    first = place - likely.stream.start[of] - step
    return first >= 0 and list(likely.words[of][first : first + len(own)]) == list(own)


def _attribution(likely: Likely, at: int) -> int:
    """Words at a quotation's end that say whose it is: cited, or after the sentence."""
    line = likely.lines[at]
    cited = [piece.text or "" for piece in line.pieces if piece.node.tag == "cite"]
    said = "".join(cited)
    if not said and (stands_in(line.node, _SET_APART) or _is_called_apart(line.node)):
        found = _SAID_BY.search(line.text)
        said = found[1] if found else ""
    size = len(tokens(said))
    fits = 0 < size <= SAID_BY and likely.stream.size(at) - size >= EXCERPT
    return size if fits and starts_high(said) and line.text.endswith(said.strip()) else 0


def _is_in_company(company: Callable[[int], int], of: int, at: int) -> bool:
    """Whether a fuller line stands beside at least half as much of the text as `at` does."""
    return 2 * company(of) >= company(at)


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
    if line.node.tag in HEADINGS and size < PROSE and not _SENTENCE.fullmatch(line.text):
        return _is_cut(line.text) or _is_named_apart(line.node)
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
