"""Names that changed in scripts that know neither capitals nor spaces.

Nothing in such a name says that it is one; what stands beside it does, a title or the place that
it is the name of, or the signs it is written with: katakana, the signs that Chinese writes foreign
names with, a surname before a given name.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from winnow.annotate.difference import changes
from winnow.annotate.language import Words

_KATAKANA: Final = "ァ-ヺー・"
_HAN: Final = "㐀-鿿豈-﫿々"
_FOREIGN: Final = re.compile(f"[{_KATAKANA}]{{2,}}")
_NAME: Final = re.compile(f"[{_HAN}{_KATAKANA}]{{1,8}}|[\u0e00-\u0eff]+")
_SIGNS_ARE_WORDS: Final = "\u3000"
"""From here on one sign may be a word, and says less than two that it is a name."""
_HIRAGANA: Final = re.compile("[ぁ-ん]{2,6}")
_BETWEEN: Final = 2
"""Signs of a name that may stand as they were between its title and what changed. Chosen."""
_SURNAMED: Final = (2, 3)
"""Signs of a Chinese name whose surname is one sign, as nearly all are."""


def changed_names(lists: Words, then: str, now: str) -> Iterator[tuple[str, str]]:
    """Each name of `then` for which another one stands in `now`, and that one."""
    before, after = _pieces(lists, then), _pieces(lists, now)
    for change in changes(before, after):
        name, other = "".join(before[change.then]), "".join(after[change.now])
        if not (name and other) or lists.known(name) or lists.known(other):
            continue
        if _are_foreign(lists, before[change.then], after[change.now]):
            if not _is_slip(name, other):
                yield name, other
        elif _have_surnames(lists, name, other) or _have_titles(
            lists,
            name,
            other,
            "".join(before[: change.then.start]),
            "".join(before[change.then.stop :]),
        ):
            yield name, other


def _pieces(lists: Words, text: str) -> Sequence[str]:
    """The signs of a text, but those together that foreign names are written with."""
    return _pattern("".join(sorted(lists.transliterated))).findall(text)


@cache
def _pattern(transliterated: str) -> re.Pattern[str]:
    foreign = f"|[{transliterated}]{{2,}}" if transliterated else ""
    return re.compile(f"[{_KATAKANA}]+{foreign}|.", re.DOTALL)


def _are_foreign(lists: Words, before: Sequence[str], after: Sequence[str]) -> bool:
    return any(
        all(any(map(written, pieces)) for pieces in (before, after))
        for written in (
            _FOREIGN.fullmatch,
            lambda piece: len(piece) > 1 and lists.transliterated.issuperset(piece),
        )
    )


def _is_slip(name: str, other: str) -> bool:
    """Whether both spell one word: コンピュータ, コンピューター."""
    return OSA.distance(name, other) <= 1


def _have_titles(lists: Words, name: str, other: str, before: str, after: str) -> bool:
    """Whether a title ends before what changed, or begins behind it."""
    if all(map(_NAME.fullmatch, (name, other))):
        shortest = min(len(name), len(other))
        return any(
            (shortest + gap > 1 or name < _SIGNS_ARE_WORDS)
            and before[: len(before) - gap].endswith(tuple(lists.titles))
            for gap in range(_BETWEEN + 1)
        ) or any(after.startswith(tuple(lists.titles_behind), gap) for gap in range(_BETWEEN))
    written = all(map(_HIRAGANA.fullmatch, (name, other)))
    return written and after.startswith(tuple(lists.titles_behind))


def _have_surnames(lists: Words, name: str, other: str) -> bool:
    low, high = _SURNAMED
    return all(
        each[0] in lists.surnames and low <= len(each) <= high and _NAME.fullmatch(each)
        for each in (name, other)
    )
