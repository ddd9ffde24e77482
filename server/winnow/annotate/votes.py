"""Where in a text a mark may begin, told by the rows of its words that still stand there.

A few words in a row, taken at places all over the mark, are sought in the text; each that
stands votes for where the mark would begin. A mark that is like the lines around it, a row of a
table, has few rows that only it has: then its rarest words vote too, and what stood around it.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from winnow.annotate.sought import Sought
from winnow.annotate.text import UNSPACED_SIGN, Text

_ORDER: Final = (0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11)
"""Rows of words that are sought, by their order in the mark: the first few are spread over it.
With so many, one that stands is missed only where every few words another is not the same; and a
lost mark costs no more than so many searches."""
_ROW: Final = 10
"""Code points that a row has at least: two or three words."""
_UNSPACED_ROW: Final = 6
"""Signs of a row where words have no spaces between them: two or three words."""
_ENOUGH: Final = 8
"""Rows that stand, after which no other is sought."""
_PATIENCE: Final = 10
"""Rows of which none stands, after which the rest are not sought. Chosen: of any three neighbours
one is among the first ten of `_ORDER`, and a mark that is like enough has three that stand."""
_RARE: Final = 8
"""A row, or a word, that stands in more places has no vote."""
_CERTAIN: Final = 2
"""Rows that stand in one place only: with so many, nothing else is asked."""
_WORDS: Final = 6
"""Words of the mark that vote alone."""
_NEIGHBOURS: Final = 2
"""Rows of what stood before the mark that vote, and of what stood behind."""
_NEIGHBOUR: Final = 0.1
"""What such a vote is worth: it chooses among places that have words of the mark."""
_PLAY: Final = 48
"""Code points that may have come in or gone before votes are counted for different places."""
_BESIDE: Final = 0.34
"""Share of the best place's votes that another needs to be looked at."""
_EQUAL: Final = 1e-9

Row = tuple[int, str]
"""Words that are sought, with the spaces around them, and where they stood."""


class Candidate(NamedTuple):
    """Bounds of where the mark would begin, in the text's comparison form."""

    first: int
    last: int


def candidates(text: Text, wanted: Sought, most: int) -> Iterator[Candidate]:
    """The places voted for, `most` of them at most, those with most votes first."""
    form = f" {wanted.form} "
    ballot = _Ballot(text)
    for number, (at, row) in enumerate(_rows(form)):
        if number == _PATIENCE and not ballot.standing:
            return
        ballot.cast(row, at - 1)
        if ballot.standing == _ENOUGH:
            break
    if not ballot.standing:
        return
    if ballot.certain < _CERTAIN:
        for at, word in _telling(text, form):
            ballot.cast(word, at - 1)
        for at, row in islice(_rows(wanted.prefix), _NEIGHBOURS):
            ballot.cast(row, at - len(wanted.prefix), _NEIGHBOUR)
        for at, row in islice(_rows(wanted.suffix), _NEIGHBOURS):
            ballot.cast(row, at + len(wanted.form), _NEIGHBOUR)
    yield from _elected(sorted(ballot.votes), max(_PLAY, len(form) // 3), most)


class _Ballot:
    """Where the mark would begin, and what that is worth: less, the more places were voted for."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self.votes: list[tuple[int, float]] = []
        self.standing = self.certain = 0

    def cast(self, row: str, at: int, weight: float = 1.0) -> None:
        """Let `row`, which stood `at` code points behind the mark's beginning, vote."""
        places = self._text.places(row, _RARE + 1)
        count = len(places)
        self.standing += count > 0
        if 0 < count <= _RARE:
            self.certain += count == 1
            self.votes += [(place - at, weight / count) for place in places]


def _rows(form: str) -> Iterator[Row]:
    """Rows of words spread over `form`."""
    if UNSPACED_SIGN.search(form):
        yield from _unspaced_rows(form)
        return
    last = len(form) - _ROW
    told: set[int] = set()
    for number in _ORDER:
        at = form.find(" ", last * number // len(_ORDER)) if last > 0 else -1
        end = form.find(" ", at + 1 + _ROW) + 1
        if 0 <= at < end and at not in told:
            told.add(at)
            yield at, form[at:end]


def _unspaced_rows(form: str) -> Iterator[Row]:
    """Rows of signs spread over a `form` whose words have no spaces between them."""
    last = len(form) - _UNSPACED_ROW - 1
    for number in _ORDER if last > 0 else ():
        at = 1 + (last - 1) * number // len(_ORDER)
        yield at, form[at : at + _UNSPACED_ROW]


def _telling(text: Text, form: str) -> list[Row]:
    """The words that tell a line from others of its kind: names and figures, or the longest."""
    counts = text.word_counts
    rare = [word for word in set(form.split(" ")) if word and 0 < counts.get(word, 0) <= _RARE]
    told = sorted(rare, key=lambda word: (not word.islower(), len(word), word), reverse=True)
    return [(form.index(row), row) for row in (f" {word} " for word in told[:_WORDS])]


def _elected(votes: list[tuple[int, float]], play: int, most: int) -> Iterator[Candidate]:
    """The places with most of the `votes`, which are ascending; near ones count for one."""
    least = 0.0
    for _ in range(most):
        best, most_weight, weight, last, count = (0, 0), 0.0, 0.0, 0, len(votes)
        for first, (origin, own) in enumerate(votes):
            while last < count and votes[last][0] <= origin + play:
                weight += votes[last][1]
                last += 1
            if weight > most_weight + _EQUAL:
                best, most_weight = (first, last), weight
            weight -= own
        if not votes or most_weight < least:
            return
        least = least or most_weight * _BESIDE
        low, high = votes[best[0]][0], votes[best[1] - 1][0]
        yield Candidate(low, high)
        votes = [vote for vote in votes if not low - play <= vote[0] <= high + play]
