"""What surrounds a line: which lines are prose, what the page talks of, how a line is laid out.

Rules about boxes and lists ask these questions of every kept line; they are answered once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice, pairwise
from typing import Final

from winnow.clean.lexicon import Lexicon, lexicon, stop_words
from winnow.clean.lines import Line, Node
from winnow.clean.notes import is_note
from winnow.clean.segments import TELLING, has_bullet, segments
from winnow.clean.tokens import tokens, weight

PROSE: Final = 12
"""Words from which a line that ends a sentence is prose."""
LINKED: Final = 0.8
"""Share of characters inside links from which a line is a link."""
MOSTLY_TEXT: Final = 0.5
"""Share of prose below which a page is made of lists."""
ENOUGH_TEXT: Final = 120
"""Words of prose below which a page's topic is not known well enough to tell."""
_SPOKEN: Final = 0.15
"""Share of a text's words that are among its language's commonest, at least."""
_HEARD: Final = 5
"""Lines of prose by which a page's script is told."""
_SCRIPTS: Final = {
    "latin": "A-Za-zÀ-ɏ",
    "greek": "Ͱ-Ͽ",
    "cyrillic": "Ѐ-ԯ",
    "hebrew": "֐-׿",
    "arabic": "؀-ۿ",
    "indian": "ऀ-෿",
    "thai": "฀-๿",
    "east asian": "぀-ヿ㐀-鿿가-힯",
}
_SCRIPT: Final = re.compile("|".join(f"([{signs}])" for signs in _SCRIPTS.values()))
FEW_SPOKEN: Final = 2
"""Of a list's words, from which it is in that language."""
COLUMN: Final = 0.75
"""Share of the paragraphs that stand in one element, from which others stand apart. Chosen."""
MAX_HEADLINE: Final = 30
"""Words; headlines of news agencies stay below."""

_SENTENCE_END: Final = re.compile(r"(?<![.…])[.。।؟?!！？…:;][\"'»”’)\]\s]*$")
_FULL_STOP: Final = re.compile("(?<![.…])[.。।][\"'»”’)\\]\\s↩↑^\ufe0e]*$")
"""A full stop, and behind it nothing but the way back from a note."""
_UNSPACED: Final = re.compile("[\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_OWN: Final = frozenset("pre figcaption caption".split())
_REACH: Final = 4
"""Elements looked up through for what a line stands in."""
_LOOKED: Final = 200
"""Lines of a table that are looked at."""
_LISTED: Final = frozenset("td th dd dt".split())
_LISTS: Final = frozenset("ul ol menu dl table".split())


class Context:
    """The kept lines of a page, by position among the kept, with what is asked of them."""

    def __init__(
        self, lines: Sequence[Line], kept: Sequence[int], words: Sequence[Sequence[str]]
    ) -> None:
        self.page = lines
        self.page_words = words
        self.numbers = list(kept)
        self.lines = [lines[index] for index in kept]
        self.words = [words[index] for index in kept]
        self.weights = [line.weight for line in self.lines]
        self.lexicon: Lexicon = lexicon()
        self._sums = [0] * (len(lines) + 1)
        sizes = dict(zip(kept, self.weights, strict=True))
        for index in range(len(lines)):
            self._sums[index + 1] = self._sums[index] + sizes.get(index, 0)
        self.total = self._sums[-1]
        self._grids: dict[int, bool] = {}

    def __len__(self) -> int:
        return len(self.lines)

    def within(self, node: Node) -> int:
        """Kept words inside an element."""
        return self._sums[node.last or node.first + 1] - self._sums[node.first]

    @cached_property
    def prose(self) -> list[bool]:
        """Which lines are sentences of a text."""
        return [
            size >= PROSE and not self.is_link(at) and ends_sentence(self.lines[at].text)
            for at, size in enumerate(self.weights)
        ]

    @cached_property
    def is_text(self) -> bool:
        """Whether the page is mostly sentences, and enough of them for its topic to be known."""
        prose = sum(size for size, yes in zip(self.weights, self.prose, strict=True) if yes)
        return prose >= max(ENOUGH_TEXT, MOSTLY_TEXT * self.total)

    @cached_property
    def _column(self) -> Node | None:
        """The element that most paragraphs of prose stand in side by side, if one does."""
        above = [self.lines[at].node.above for at, yes in enumerate(self.prose) if yes]
        held = Counter(id(node) for node in above)
        most = max(held, key=held.__getitem__, default=0)
        fits = held[most] >= COLUMN * len(above)
        return next((node for node in above if id(node) == most), None) if fits else None

    def stands_apart(self, at: int) -> bool:
        """Whether a line stands in an element of its own, and no list, beside the paragraphs."""
        above = self.lines[at].node.above
        return above is not None and self.is_beside(above) and not self.container(at)

    def is_beside(self, node: Node) -> bool:
        """Whether an element neither is nor holds the one that the paragraphs stand in."""
        column = self._column
        if column is None or node is column:
            return False
        return not node.first <= column.first < node.last

    @cached_property
    def last_prose(self) -> int:
        """Position of the last line of prose, or -1."""
        return max((at for at, yes in enumerate(self.prose) if yes), default=-1)

    @cached_property
    def _language(self) -> str:
        """The language whose commonest words the page's prose is full of, or ""."""
        said = Counter(word for at, yes in enumerate(self.prose) if yes for word in self.words[at])
        heard = self._heard(said)
        language = max(heard, key=heard.__getitem__)
        return language if heard[language] >= _SPOKEN * said.total() else ""

    @cached_property
    def _script(self) -> str:
        """The script of the page's prose, or ""."""
        prose = (self.lines[at].text for at, yes in enumerate(self.prose) if yes)
        return script("".join(islice(prose, _HEARD)))

    def _heard(self, said: Counter[str]) -> dict[str, int]:
        """How many of the words are among the commonest of each language."""
        return {
            language: sum(said[word] for word in common)
            for language, common in self.lexicon.stop.items()
        }

    def is_in_another_language(self, group: Iterable[int]) -> bool:
        """Whether lines are in another script or language than the prose, as far as is known."""
        return self._is_another([self.numbers[at] for at in group])

    def holds_another_language(self, node: Node) -> bool:
        """The same of all that a small element shows, kept or not."""
        shown = (line.number for line in islice(self.page, node.first, node.last))
        return self._is_another([number for number in shown if not self.page[number].hidden])

    def _is_another(self, numbers: Sequence[int]) -> bool:
        written = script("".join(self.page[number].text for number in numbers))
        if written and self._script and written != self._script:
            return True
        if not self._language:
            return False
        heard = self._heard(Counter(word for number in numbers for word in self.page_words[number]))
        own = heard.pop(self._language)
        return max(heard.values()) >= max(FEW_SPOKEN, 3 * own)

    def is_link(self, at: int) -> bool:
        """Whether nearly all of a line is link."""
        line = self.lines[at]
        return line.linked > LINKED * len(line.text.replace(" ", ""))

    def is_headline(self, at: int) -> bool:
        """Whether a line reads as a headline: a link, or words that end no sentence."""
        return self.reads_as_headline(at) and not self._is_data(at)

    def reads_as_headline(self, at: int) -> bool:
        """The same of any line, be it a table's or a listing's."""
        size = self.weights[at]
        if size < 3:  # noqa: PLR2004 - two words name, they tell nothing
            return False
        if self.lines[at].text.endswith((":", "：")):  # it opens what follows
            return False
        parts = segments(self.lines[at])
        if size > MAX_HEADLINE * len(parts) or not self._are_headlines(at, parts):
            return False
        return self.is_link(at) or not any(_FULL_STOP.search(part) for part in parts)

    def _are_headlines(self, at: int, parts: Sequence[str]) -> bool:
        """Whether the stretches of a line are more than verse; the first may be their heading."""
        headed = self.lexicon.is_whole(tokens(parts[0]), "teaser")
        return (
            self.is_link(at)
            or all(has_bullet(part) for part in parts[1:])
            or _tell_enough([weight(part) for part in parts[headed:]])
        )

    def _is_data(self, at: int) -> bool:
        """Whether a line is a note, a caption or listing, or stands in columns or beside a name."""
        if is_note(self.lines[at]):
            return True
        step: Node | None = self.lines[at].node
        for _ in range(_REACH):
            if step is None:
                return False
            if step.tag in _LISTED:
                return self._is_grid(step)
            if step.tag in _OWN:
                return True
            step = step.above
        return False

    def _is_grid(self, node: Node) -> bool:
        """Whether several rows of a cell's table have several cells, or a list names entries."""
        step = node
        for _ in range(_REACH):
            if step.tag in ("table", "dl") or step.above is None:
                break
            step = step.above
        known = self._grids.get(id(step))
        if known is None:
            lines = self.page[step.first : min(step.last, step.first + _LOOKED)]
            told = [line.node for line in lines if line.words]
            if step.tag == "dl":
                known = len({node.tag for node in told}) > 1
            else:
                cells = {id(cell): cell for node in told if (cell := _cell(node))}
                rows = Counter(id(cell.above) for cell in cells.values())
                known = sum(count > 1 for count in rows.values()) > 1
            self._grids[id(step)] = known
        return known

    def is_kicker(self, at: int) -> bool:
        """Whether a line is what stands beside headlines: a date, a section, a bare dash."""
        line = self.lines[at]
        return self.weights[at] <= 3 and not line.text.endswith(":")  # noqa: PLR2004

    @cached_property
    def _told(self) -> Counter[str]:
        """In how many different kept lines each word of substance stands."""
        return self._counted(self.words)

    def _counted(self, lines: Iterable[Sequence[str]]) -> Counter[str]:
        """The same of some lines; one that is said twice speaks of nothing more."""
        told: Counter[str] = Counter()
        for own in {tuple(line) for line in lines}:
            told.update(set(self.substance(own)))
        return told

    def told(self, word: str) -> int:
        """In how many kept lines a word stands."""
        return self._told[word]

    def is_fresh(self, word: str) -> bool:
        """Whether a word stands in no other kept line, or is too common to tell."""
        return self._told[word] <= 1

    @cached_property
    def _stop(self) -> frozenset[str]:
        return stop_words()

    def telling(self, words: Sequence[str]) -> list[str]:
        """The words but for those that every text is full of."""
        return [word for word in words if word not in self._stop]

    def substance(self, words: Sequence[str]) -> list[str]:
        """The words that tell of something; of scripts without spaces, pairs of signs."""
        found = [word for word in words if len(word) > 2 and word not in self._stop]  # noqa: PLR2004
        signs = [word for word in words if not word.isascii() and _UNSPACED.match(word)]
        return found + [one + two for one, two in pairwise(signs)]

    def related(self, group: Sequence[int]) -> float:
        """Share of a group's words of substance that the rest of the page speaks of too."""
        return self._share_told(self._counted(self.words[at] for at in group))

    def share_told(self, words: Sequence[str]) -> float:
        """The same of some words of one line."""
        return self._share_told(Counter(set(self.substance(words))))

    def _share_told(self, own: Counter[str]) -> float:
        if not own:
            return 0.0
        told = self._told
        return sum(told[word] > times for word, times in own.items()) / len(own)

    def unkept_beside(self, group: Sequence[int]) -> int:
        """How many lines of the same make stand right beside a group in the page, but unkept."""
        have = set(self.numbers)
        shape = self.lines[group[0]].node
        count = 0
        for start, step in ((self.numbers[group[0]], -1), (self.numbers[group[-1]], 1)):
            for away in range(1, 4):
                at = start + away * step
                if not 0 <= at < len(self.page) or at in have:
                    break
                line = self.page[at]
                count += line.node.tag == shape.tag and line.node.depth == shape.depth
        return count

    def container(self, at: int) -> Node | None:
        """The list or table that a line stands in."""
        step: Node | None = self.lines[at].node
        for _ in range(6):
            if step is None:
                return None
            if step.tag in _LISTS:
                return step
            step = step.above
        return None


def _tell_enough(weights: Sequence[int]) -> bool:
    """Whether stretches are as long as headlines; of several one may be shorter."""
    least = min(weights, default=0)
    return least > TELLING or (
        least >= TELLING - 1 and len(weights) > 2 and sum(weights) > TELLING * len(weights)  # noqa: PLR2004
    )


def _cell(node: Node) -> Node | None:
    """The cell of a table that a line stands in, however its paragraphs are wrapped."""
    step: Node | None = node
    for _ in range(_REACH):
        if step is None or step.tag in ("td", "th"):
            return step
        step = step.above
    return None


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _SENTENCE_END.search(text) is not None


def script(text: str) -> str:
    """The script that most letters of a text are of, or "" where none is known."""
    if text.isascii():
        return "latin" if any(map(str.isalpha, text)) else ""
    told = Counter(found.lastindex or 1 for found in _SCRIPT.finditer(text))
    return list(_SCRIPTS)[max(told, key=told.__getitem__) - 1] if told else ""


def starts_high(text: str) -> bool:
    """Whether the first letter is a capital, or of a script that has none."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return bool(letter) and not letter.islower()
