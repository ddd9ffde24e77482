"""Paragraphs that nothing but line breaks part: `<br>`, or the lines of a `<pre>`.

Most of what is broken into lines is broken on purpose: verse, addresses, code, tables. Only
where nearly all of it is long sentences, each ending where its line does, are lines paragraphs.
"""

import re
from dataclasses import dataclass
from typing import Final

from winnow.clean.tokens import weight

LONG: Final = 20
"""Words from which a line that ends a sentence is a paragraph; lines of verse have fewer."""
MOSTLY: Final = 0.7
"""Share of the characters in such lines from which all lines are. Both chosen."""
FULL_LINE: Final = 55
"""Mean characters of lines that were wrapped, all but the last: narrower ones are verse. Chosen."""
SIGNS: Final = 0.01
"""Share of signs that prose has hardly any of, from which text is code. Chosen."""

_ENDS: Final = re.compile(r"[.…。।?!？！][\"'»”’)\]\s]*$")
_SIGNS: Final = re.compile(r"[{}<>=\\|_#*~^$;]")
_COLUMNS: Final = re.compile(r"\S(?: {3,}|\t)\s*\S")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end`: a paragraph, or lines between paragraphs that stay lines."""

    start: int
    end: int
    is_paragraph: bool


def paragraphs(text: str) -> list[Stretch]:
    """The paragraphs of a text that is broken by line feeds; none where it is not clearly prose."""
    if len(text) < 2 * LONG or "\n" not in text:
        return []
    found = [part for group in _groups(text) for part in _parts(text, group)]
    prose = [text[part.start : part.end] for part in found if part.is_paragraph]
    whole = sum(part.end - part.start for part in found)
    if len(prose) < 2 or sum(map(len, prose)) < MOSTLY * whole:  # noqa: PLR2004 - one needs no border
        return []
    layout = any(
        _COLUMNS.search(text, part.start, part.end) for part in found if not part.is_paragraph
    )
    return found if not layout and all(map(_begins, prose)) else []


def _groups(text: str) -> list[list[Stretch]]:
    """The lines with words, those between two blank ones together; not yet known as paragraphs."""
    groups: list[list[Stretch]] = [[]]
    for line in re.finditer(r"[^\n]+|\n\s*\n", text):
        said = line[0].strip()
        if said:
            start = text.index(said, line.start())
            groups[-1].append(Stretch(start, start + len(said), is_paragraph=False))
        elif "\n" in line[0]:
            groups.append([])
    return groups


def _parts(text: str, lines: list[Stretch]) -> list[Stretch]:
    """The paragraph that the lines of a group are together, or each long line and those between."""
    if not lines:
        return []
    start, end = lines[0].start, lines[-1].end
    if len(lines) > 1 and _is_wrapped([text[line.start : line.end] for line in lines]):
        return [Stretch(start, end, is_paragraph(text[start:end]))]
    parts: list[Stretch] = []
    for line in lines:
        is_prose = is_paragraph(text[line.start : line.end])
        if parts and not is_prose and not parts[-1].is_paragraph:
            parts[-1] = Stretch(parts[-1].start, line.end, is_paragraph=False)
        else:
            parts.append(Stretch(line.start, line.end, is_prose))
    return parts


def is_paragraph(text: str) -> bool:
    """Whether a line is one or more whole sentences, and long enough to be nothing else."""
    if not _ENDS.search(text[-LONG:]) or len(_SIGNS.findall(text)) > SIGNS * len(text):
        return False
    return weight(text) >= LONG


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines end at a margin and not where a sentence does."""
    full, goes_on = lines[:-1], lines[1:]
    high = sum(map(_begins, goes_on))
    return sum(map(len, full)) >= FULL_LINE * len(full) and 2 * high <= len(goes_on)


def _begins(text: str) -> bool:
    """Whether the first letter is a capital, or of a script that has none."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return bool(letter) and not letter.islower()
