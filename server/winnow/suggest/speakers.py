"""Who says a quotation, where its sentence tells it.

A name or a description counts beside a verb of speech, or behind "according to".

Only the words next to the quotation are read, and nothing is guessed: "he said" names nobody.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from winnow.suggest.lists import speech
from winnow.suggest.spans import Span

_NEAR: Final = 160
"""Code points on each side in which the speaker is sought: a clause or two."""
_GAP: Final = r"[\s\u00a0\u202f]+"
_SPACE: Final = r"[\s\u00a0\u202f]*"
_PARTICLE: Final = r"(?:de|du|des|d['’]|della|di|van|von|der|den|zu|la|le|el|al-|bin|ben)"
_CAPITALS: Final = "".join(filter(str.isupper, map(chr, range(0x2C00))))
_NO_CASE: Final = "\u0590-\u10ff\u3040-\u9fff\uac00-\ud7af"
"""Scripts from Hebrew to Georgian, and of East Asia."""
_WORD: Final = rf"[{_CAPITALS}{_NO_CASE}][\w'’.-]*"
"""A word that begins with a capital, or with a letter of a script that has none."""
_NAME: Final = rf"{_WORD}(?:{_GAP}(?:{_PARTICLE}{_SPACE})*{_WORD}){{0,5}}"
_LOWER: Final = rf"(?![{_CAPITALS}])[^\W\d_][\w'’-]*"
_END: Final = re.compile(r"[.!?…][\s\u00a0\u202f]+(?=[^\Wa-z])|\n")
_QUOTE_SIGNS: Final = '«»“”„‹›"「」『』'


class _Patterns(NamedTuple):
    behind: tuple[re.Pattern[str], ...]
    before: tuple[re.Pattern[str], ...]


def speaker_of(text: str, quotation: Span, language: str = "") -> Span | None:
    """Where the text names who says the words of `quotation`; None if it does not, plainly."""
    patterns = _patterns(language)
    behind, first = _behind(text, quotation)
    before, start = _before(text, quotation)
    for wanted, clause, offset in (
        (patterns.behind, behind, first),
        (patterns.before, before, start),
    ):
        for pattern in wanted:
            for found in _last_first(pattern, clause, backwards=wanted is patterns.before):
                span = _named(found, offset)
                if text[span.start : span.end].lower() not in speech(language).pronouns:
                    return span
    return None


def _last_first(
    pattern: re.Pattern[str], clause: str, *, backwards: bool
) -> Iterator[re.Match[str]]:
    found = list(pattern.finditer(clause))
    return iter(found[::-1] if backwards else found)


def _named(found: re.Match[str], offset: int) -> Span:
    name = "name" if found.groupdict().get("name") else "role"
    words = found[name].rstrip(".,;: '’")
    return Span(offset + found.start(name), offset + found.start(name) + len(words))


def _behind(text: str, quotation: Span) -> tuple[str, int]:
    """What follows the quotation in its sentence, and where that begins."""
    start = quotation.end
    while start < len(text) and (text[start] in _QUOTE_SIGNS or text[start] in " \u00a0\u202f"):
        start += 1
    clause = text[start : start + _NEAR]
    if text[quotation.end - 1] in ".!?" and clause[:1].isupper():
        return "", start  # another sentence
    return _cut(clause), start


def _before(text: str, quotation: Span) -> tuple[str, int]:
    """What leads to the quotation in its sentence, and where that begins."""
    end = quotation.start
    while end > 0 and (text[end - 1] in _QUOTE_SIGNS or text[end - 1] in " \u00a0\u202f"):
        end -= 1
    first = max(0, end - _NEAR)
    clause = text[first:end]
    ends = [found.end() for found in _END.finditer(clause)]
    start = ends[-1] if ends else 0
    for sign in _QUOTE_SIGNS:  # another quotation's words are not ours
        start = max(start, clause.rfind(sign) + 1)
    return clause[start:], first + start


def _cut(clause: str) -> str:
    end = _END.search(clause)
    clause = clause[: end.start() + 1] if end else clause
    opening = min((at for at in map(clause.find, _QUOTE_SIGNS) if at >= 0), default=len(clause))
    return clause[:opening]


@cache
def _patterns(language: str) -> _Patterns:
    said = speech(language)
    comma, aux = r"[\s\u00a0\u202f,–—-]*", r"(?:a|ont|avait|hat|has|had)"
    by = rf"(?<!\w)(?i:{said.by})(?:(?<=['’])|{_GAP})"
    article = rf"(?i:{said.article})(?:(?<=['’])|{_GAP})"
    title = rf"(?!{said.preposition}(?!\w)){_LOWER}"
    role = rf"(?P<role>{article}{_LOWER}(?:{_GAP}[^\W\d_][\w'’-]*){{0,6}}?)"
    verb = rf"(?:{aux}{_GAP})?{said.verb}(?!\w)"
    name = rf"(?P<name>{_NAME})"
    who = (
        rf"(?:(?:{article})?(?:{title}{_GAP}){{0,3}}?(?:{title},{_GAP})?{name}"
        rf"|{role}(?={_SPACE}(?:[,.;:]|$)))"
    )
    end = rf"(?:{_GAP}|,)"
    return _Patterns(
        behind=(
            re.compile(rf"^{comma}{verb}{_GAP}{who}"),
            re.compile(rf"^{comma}{name}{_GAP}{verb}"),
            re.compile(rf"^{comma}{by}{who}"),
        ),
        before=(
            re.compile(rf"{by}{who}{end}?[\s,]*$"),
            re.compile(rf"{verb}{_GAP}{who}{_SPACE}[:,]$"),
            re.compile(rf"{name}(?:,[^,]{{1,60}},)?{_GAP}{verb}[^.;]{{0,60}}[:,]?$"),
            re.compile(rf"{role}{_GAP}{verb}[^.;]{{0,40}}[:,]?$"),
            re.compile(rf"^{by}{who},"),
        ),
    )
