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
_HIRAGANA: Final = re.compile("[ぁ-ん]{2,6}")
_NEAR: Final = 12
"""Signs beside a name that are looked at: more than any title has."""
_BETWEEN: Final = 2
"""Signs of a name that may stand as they were between its title and what changed. Chosen."""
_SURNAMED: Final = range(2, 5)
"""Signs of a name with its surname, or of a Japanese surname."""


def changed_names(lists: Words, then: str, now: str) -> Iterator[tuple[str, str]]:
    """Each name of `then` for which another one stands in `now`, and that one."""
    before, after = _pieces(lists, then), _pieces(lists, now)
    for change in changes(before, after):
        names = "".join(before[change.then]), "".join(after[change.now])
        if not all(names) or any(name in lists.common for name in names):
            continue
        start, end = change.then.start, change.then.stop
        around = "".join(before[max(0, start - _NEAR) : start]), "".join(before[end : end + _NEAR])
        if _are_foreign(lists, before[change.then], after[change.now]):
            if not (_is_slip(*names) or any(map(lists.known, names))):
                yield names
        elif _have_surnames(lists, names, around[0]) or _have_titles(lists, names, around):
            yield names


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


def _have_titles(lists: Words, names: tuple[str, str], around: tuple[str, str]) -> bool:
    """Whether a title ends before what changed, or begins behind it."""
    before, behind = around
    if all(map(_HIRAGANA.fullmatch, names)):
        return behind.startswith(tuple(lists.titles_behind))
    if not all(map(_NAME.fullmatch, names)):
        return False
    if any(behind.startswith(tuple(lists.titles_behind), gap) for gap in range(_BETWEEN)):
        return True
    for gap in range(_BETWEEN + 1):
        at = len(before) - gap
        if before[:at].endswith(tuple(lists.titles)):
            return all(_may_begin(lists, before[at:] + name) for name in names)
    return False


def _may_begin(lists: Words, name: str) -> bool:
    """Whether a name may begin so, behind a title that any word may stand behind."""
    if not lists.surnames:
        return True
    return len(name) > 1 and (name[0] in lists.surnames or name[0] in lists.transliterated)


def _have_surnames(lists: Words, names: tuple[str, str], before: str) -> bool:
    """Whether both begin with surnames, but for a sign that stands as it was."""
    if not (lists.surnames and all(map(_NAME.fullmatch, names))):
        return False
    return any(
        all(
            len(whole) in _SURNAMED and whole.startswith(tuple(lists.surnames))
            for whole in (before[len(before) - gap :] + name for name in names)
        )
        for gap in range(2 if len(max(lists.surnames, key=len)) > 1 else 1)
    )
