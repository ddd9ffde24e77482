"""Made-up marks, the same for every store, of words as skewed as a language's.

Ten marks a page, each of about thirty words, beside the page's own text.
"""

import random
from collections.abc import Iterator
from uuid import UUID

from winnow.annotate.mark import Annotation, Page

MARKS_A_PAGE = 10
WORDS = 5_000
_SYLLABLES = "ba ce di fo gu lé mà nü pô ra sé ti vo zu kè jo hy wen".split()


class Words:
    """A vocabulary in which the n-th word is n times rarer than the first."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        made = {
            "".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(1, 4)))
            for _ in range(WORDS * 3)
        }
        self.all = sorted(made)
        self.chance.shuffle(self.all)
        self.all = self.all[:WORDS]
        self._weights = [1 / rank for rank in range(1, len(self.all) + 1)]

    def text(self, length: int) -> str:
        """So many words."""
        return " ".join(self.chance.choices(self.all, self._weights, k=length))

    def word(self) -> str:
        """A word as a text would have it."""
        return self.text(1)


def pages(marks: int, words: Words) -> Iterator[tuple[Page, list[Annotation]]]:
    """A library with `marks` marks."""
    for number in range(marks // MARKS_A_PAGE):
        page = a_page(number, words)
        yield page, [a_mark(page, words) for _ in range(MARKS_A_PAGE)]


def a_page(number: int, words: Words) -> Page:
    """The page with this number."""
    url = f"https://example.org/{number}"
    moment = _moment(words)
    return Page(
        id=f"{number:032x}",
        keys=(url,),
        url=url,
        title=words.text(6),
        text=words.text(600),
        created=moment,
        modified=moment,
    )


def a_mark(page: Page, words: Words) -> Annotation:
    """A new mark on `page`."""
    moment = _moment(words)
    return Annotation(
        id=UUID(int=words.chance.getrandbits(128), version=4),
        page=page.id,
        rev=1,
        kind=words.chance.choice(("claim", "quote", "highlight")),
        exact=words.text(30),
        speaker=words.text(2),
        note=words.text(8) if words.chance.random() < 0.3 else "",  # noqa: PLR2004 - some have one
        tags=tuple({f"tag{words.chance.randint(1, 50)}"}),
        created=moment,
        modified=moment,
    )


def _moment(words: Words) -> str:
    day, minute = words.chance.randint(1, 28), words.chance.randint(0, 59)
    return f"2026-{words.chance.randint(1, 9):02}-{day:02}T12:{minute:02}:00.000Z"
