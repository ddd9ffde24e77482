"""A text made ready for finding marks in it, shared by all of them.

What a mark does not need is not made: one that stands with its surroundings is found in the
text as it is, and only another asks for the text's comparison form.
"""

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from winnow.annotate.once import once
from winnow.canonical import ComparisonForm, comparison_form

if TYPE_CHECKING:
    from winnow.annotate.codes import Codes
    from winnow.annotate.grams import Grams
    from winnow.annotate.neighbours import Neighbours

# Scripts written without spaces: each sign is a word of its own.
UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Most words are of these letters only: a set without classes of signs is looked up faster.
_COMMON: Final = "0-9A-Za-z_\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u02c1"
_WORD: Final = rf"[{_COMMON}]+[^\W{UNSPACED}]*|[{UNSPACED}]|[^\W{UNSPACED}]+|[^\w ]"
_PIECE: Final = re.compile(rf" *(?:{_WORD})")
_WORDS: Final = re.compile(_WORD)
UNSPACED_SIGN: Final = re.compile(f"[{UNSPACED}]")
_LONG: Final = 30_000
"""Code points up to which a text is searched as quickly as it is looked up. Measured."""
_MANY: Final = 100
"""Searches of a text after which there will be more, and it pays to know its words. Chosen: to know
them costs as much as some thousand."""
_REMEMBERED: Final = 2_000
"""Searches whose answers are kept: marks of a text that repeats itself ask the same."""
_BEGINNING: Final = 64
"""Code points of words that stand in many places if at all, of which is remembered whether they do:
where a text repeats itself, many marks begin alike."""
_LOOKED_UP: Final = 32
"""Words of a row that are looked up: of so many the rarest two stand in few places, if any do."""
_FEW: Final = 100
"""Places up to which looking at each is quicker than a search. Measured: a search of a long text
costs as much as some hundred looks."""
_GRAM: Final = 6
"""Signs in a row that are looked up where words have no spaces between them."""
_LINKS, _POINTS, _SIGNS = "'-", ".,:/", "-+"


def pieces(form: str) -> list[str]:
    """The words and signs of a comparison form, each with the spaces before it."""
    return _PIECE.findall(form)


def words(form: str) -> list[str]:
    """The words and signs of a comparison form, without its spaces."""
    return _WORDS.findall(form)


class Text:
    """A text of a page, `value`. Made once, never changed."""

    def __init__(self, value: str) -> None:
        self.value = value
        self._sought = 0
        self._aligned = 0
        self._found: dict[tuple[str, int, int], list[int]] = {}

    @once
    def folded(self) -> ComparisonForm:
        """The text's comparison form with the way back; all below counts in that form."""
        return comparison_form(self.value)

    @once
    def form(self) -> str:
        """The text in comparison form."""
        return self.folded.form

    def places(self, words: str, most: int, start: int = 0) -> list[int]:
        """Where `words` stand from `start` on, ascending, `most` of them at most."""
        self._sought += 1
        looked_up = self._looked_up(words, start)
        if looked_up is not None:
            return looked_up[:most]
        asked = words, most, start
        if asked not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[asked] = _searched(self.form, *asked)
        return self._found[asked]

    def lacks(self, value: str) -> bool:
        """Whether `value` is known to stand nowhere letter for letter, once many were sought.

        Of a text whose form has each sign in its place, the form of each part is a part of it.
        """
        if self._sought <= _MANY or len(self.value) <= _LONG or not self.folded.regular:
            return False
        form = comparison_form(value).form
        found = self._looked_up(form)
        if found is None and len(form) > _BEGINNING:
            found = self.places(form[:_BEGINNING], 1)
        return found == []

    def codes(self, size: int) -> "Codes | None":
        """The words as signs, to compare `size` code points more; None until that pays.

        Which is when as much was compared as the text is long.
        """
        self._aligned += size
        return self._codes if self._aligned > max(_LONG, len(self.form)) else None

    @once
    def _codes(self) -> "Codes | None":
        from winnow.annotate.codes import Codes  # noqa: PLC0415 - it loads rapidfuzz

        lower = self.form.lower()
        return Codes(pieces(lower)) if len(lower) == len(self.form) else None

    def _looked_up(self, words: str, start: int = 0) -> list[int] | None:
        """Where `words` stand from `start` on, if that is told without a search."""
        form = self.form
        known = self._sought > _MANY and len(form) > _LONG
        candidates = self._candidates(words) if known else None
        if candidates is None:
            return None
        size = len(words)
        return [at for at in candidates if at >= start and form[at : at + size] == words]

    def _candidates(self, words: str) -> list[int] | None:
        """All places where `words` may stand, if few.

        Where the rarest two neighbours of it do; or its first signs, where words have no spaces
        between them.
        """
        # The first and the last may be parts of longer ones.
        whole = words.split(" ", _LOOKED_UP + 1)[1:-1]
        if not whole:
            unspaced = " " not in words and len(words) >= _GRAM and UNSPACED_SIGN.match(words)
            return self._grams.places(words, _FEW) if unspaced else None
        known = self._neighbours.places(whole, _FEW)
        if known is None:
            return None
        places, behind = known
        offset = words.find(" ") + 1 + behind
        return [place - offset for place in places]

    @once
    def _grams(self) -> "Grams":
        from winnow.annotate.grams import Grams  # noqa: PLC0415 - a start need not wait for numpy

        return Grams(self.form, _GRAM)

    @once
    def word_counts(self) -> Counter[str]:
        """How often each word stands between spaces."""
        return Counter(self.form.split(" "))

    @once
    def _neighbours(self) -> "Neighbours":
        from winnow.annotate.neighbours import Neighbours  # noqa: PLC0415 - likewise

        return Neighbours(self.form)

    def cuts(self, at: int) -> bool:
        """Whether a border at `at` would cut a word, a figure or a compound."""
        return glued(self.form[max(0, at - 2) : at], self.form[at : at + 2])

    def opens(self, at: int) -> bool:
        """Whether a block begins at `at`, or ends there."""
        if at in (0, len(self.form)):
            return True
        return at in (self.block_start(at), self.block_end(at))

    def block_start(self, at: int, earlier: int = 0) -> int:
        """Where the block begins that holds what stands at `at`, or one so much earlier."""
        start = self.value.rfind("\n", 0, self.folded.start(at))
        for _ in range(earlier if start > 0 else 0):
            start = self.value.rfind("\n", 0, start)
        return self.folded.index(start + 1)

    def block_end(self, at: int, later: int = 0) -> int:
        """Where the block ends that holds what stands before `at`, or one so much later."""
        end = self.value.find("\n", self.folded.end(at))
        for _ in range(later if end >= 0 else 0):
            end = self.value.find("\n", end + 1)
        return len(self.form) if end < 0 else self.folded.index(end)


def _searched(form: str, words: str, most: int, start: int) -> list[int]:
    """Where `words` stand in a form from `start` on, ascending, `most` of them at most."""
    # Told by a word's last letter, and not by the space behind it, a search is faster.
    at = form.find(words[:-1], start) if words[-1:] == " " else start
    found: list[int] = []
    while at >= 0 and len(found) < most:
        at = form.find(words, at)
        if at >= 0:
            found.append(at)
            at += 1
    return found


def glued(before: str, after: str) -> bool:
    """Whether the last word of `before` and the first of `after` are parts of one.

    "5" is part of "-5", "5" of "7.5", "profit" of "non-profit", "can" of "can't". Both are in
    comparison form; two signs of each tell.
    """
    if not before or not after:
        return False
    last, first = before[-1], after[0]
    if last == " " or first == " ":
        return False
    last_but_one, second = before[-2:-1], after[1:2]
    if _is_word(last):
        return (
            _is_word(first)
            or (first in _LINKS and _is_word(second))
            or (first in _POINTS and last.isdigit() and second.isdigit())
        )
    if last in _LINKS and _is_word(first) and _is_word(last_but_one):
        return True
    if not first.isdigit():
        return False
    return last in _SIGNS or (last in _POINTS and last_but_one.isdigit())


def _is_word(sign: str) -> bool:
    """Whether a sign makes words with its neighbours: letters, digits, and their accents."""
    return (
        sign.isalnum() or sign == "_" or unicodedata.category(sign or " ")[0] == "M"
    ) and not UNSPACED_SIGN.match(sign)
