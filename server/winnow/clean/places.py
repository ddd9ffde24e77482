"""Where a line stands: among its neighbours, inside its elements, in the page.

Sums over elements are differences of running totals, so everything is linear in the page.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.clean.elements import Elements, Floats
from winnow.clean.wording import NAMES as WORDING

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEVELS: Final = 5
"""Enclosing elements whose totals a line is told, from its own outwards."""
_AT_LEVEL: Final = "words density lines prose share mean".split()
_NEIGHBOURS: Final = "words link_density ends_sentence heading same_node prose".split()
_OFFSETS: Final = (-2, -1, 1, 2)
_FAR: Final = 60
"""Lines from which far is far."""
_PROSE_WORDS: Final = 12
_LONG: Final = 25
_AT: Final = {name: column for column, name in enumerate(WORDING)}
_PLACES: Final = (
    "position word_position depth from_h1 from_title h1_before prose_before prose_after in_core50"
    " in_core70 in_core90 core_position since_prose until_prose since_teaser since_comments"
    " since_heading heading_level heading_teaser heading_comments heading_words sibling_count"
    " sibling_position path_lines path_words path_density path_prose path_share path_mean hidden"
    " article_number article_share article_title is_heading is_prose heading_linked heading_alike"
    " until_more comments_before comments_share prose_uncommented first_comments"
).split()
_PAGE: Final = (
    "words lines density prose longest headings core repeats path_prose path_count new_words"
).split()
NAMES: Final = (
    *(f"{name}{offset:+d}" for offset in _OFFSETS for name in _NEIGHBOURS),
    *(f"level{level}_{name}" for level in range(_LEVELS) for name in _AT_LEVEL),
    *_PLACES,
    *(f"page_{name}" for name in _PAGE),
)


def places(elements: Elements, own: Floats, hidden: list[bool], commented: Floats) -> Floats:
    """A row a line, a column for each of NAMES; `own` are the lines' `wording`.

    `commented` tells the lines that stand under names of comments.
    """
    view = _View(elements, own)
    columns = [
        *_neighbours(view),
        *_levels(view),
        *_in_page(view, np.array(hidden, dtype=np.float32)),
        *_threads(view, commented),
    ]
    page = _page(view)
    rows = np.stack([np.asarray(column, dtype=np.float32) for column in columns])
    whole = np.broadcast_to(np.array(page, dtype=np.float32)[:, None], (len(page), len(own)))
    return np.concatenate([rows, whole]).T


class _View:
    """What several columns are made from."""

    def __init__(self, elements: Elements, own: Floats) -> None:
        self.elements = elements
        self.own = own
        self.size = len(own)
        self.index = np.arange(self.size)
        self.count = self["words"]
        self.density = self["link_density"]
        tags = elements.tags
        level = np.array([int(tag[1]) if tag in _HEADINGS else 0 for tag in tags])
        self.level = level[elements.of_line]
        self.heading = (self.level > 0).astype(np.float32)
        ends = (self["ends_sentence"] > 0) | (self.count >= _LONG)
        self.prose = ((self.count >= _PROSE_WORDS) & (self.density < 0.4) & ends).astype(np.float32)  # noqa: PLR2004
        chars = self["chars"]
        self.sums = _running(self.count, chars * self.density, chars, self.prose * self.count)
        self.total = max(1.0, float(self.sums[-1, 0]))
        self.path = elements.path[elements.of_line]
        lines = np.bincount(self.path, minlength=1)
        some = np.maximum(lines, 1)
        self.path_lines = lines
        self.path_words = np.bincount(self.path, weights=self.count, minlength=1)
        self.path_prose = np.bincount(self.path, weights=self.prose, minlength=1)
        self.path_density = np.bincount(self.path, weights=self.density, minlength=1) / some

    def __getitem__(self, name: str) -> Floats:
        return self.own[:, _AT[name]]

    def inside(self, node: NDArray[np.intp]) -> NDArray[np.float64]:
        """Words, linked characters, characters, words of prose inside elements, one row each."""
        held: NDArray[np.float64] = (
            self.sums[self.elements.last[node]] - self.sums[self.elements.first[node]]
        )
        return held


def _running(*columns: Floats) -> NDArray[np.float64]:
    """Running totals: the sum over lines[a:b] is result[b] - result[a]."""
    stacked = np.stack(columns, axis=1).astype(np.float64)
    return np.concatenate([np.zeros((1, stacked.shape[1])), np.cumsum(stacked, axis=0)])


def _neighbours(view: _View) -> list[Any]:
    base = (view.count, view.density, view["ends_sentence"], view.heading, view.prose)
    at = view.elements.of_line
    out: list[Any] = []
    for offset in _OFFSETS:
        index = view.index + offset
        inside = (index >= 0) & (index < view.size)
        index = np.clip(index, 0, view.size - 1)
        moved = [np.where(inside, column[index], -1.0) for column in base]
        out += [*moved[:4], inside & (at[index] == at), moved[4]]
    return out


def _levels(view: _View) -> list[Any]:
    elements = view.elements
    out: list[Any] = []
    node = elements.of_line
    for _ in range(_LEVELS):
        words, linked, chars, prose = view.inside(node).T
        held = (elements.last[node] - elements.first[node]).astype(np.float64)
        out += [
            words,
            linked / np.maximum(chars, 1),
            held,
            prose / np.maximum(words, 1),
            words / view.total,
            words / np.maximum(held, 1),
        ]
        node = elements.parent[node]
    return out


def _since(marks: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Lines since the last mark, up to _FAR."""
    index = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, index, -_FAR))
    return np.minimum(index - last, _FAR)


def _in_page(view: _View, hidden: Floats) -> list[Any]:
    elements, index, sums = view.elements, view.index, view.sums
    h1 = view.level == 1
    cores = [_core(view, share) for share in (0.5, 0.7, 0.9)]
    start, stop = elements.first[cores[1]], elements.last[cores[1]]
    is_heading = view.heading > 0
    last_heading = np.maximum.accumulate(np.where(is_heading, index, -1))
    under = np.maximum(last_heading, 0)
    some = last_heading >= 0
    teaser = (view["whole_teaser"] > 0) & ((view.count < 8) | is_heading)  # noqa: PLR2004
    comments = (view["says_comments"] > 0) & (view.count < 8) & (is_heading | (view.count < 5))  # noqa: PLR2004
    above = elements.parent[elements.of_line]
    siblings = elements.last[above] - elements.first[above]
    path = view.path
    lines = np.maximum(view.path_lines, 1)
    prose_total = max(1.0, float(sums[-1, 3]))
    return [
        index / view.size,
        sums[:-1, 0] / view.total,
        elements.depth[elements.of_line],
        _from(index, int(np.argmax(h1)) if h1.any() else -1),
        _from(index, _title(view)),
        np.cumsum(h1),
        sums[:-1, 3] / prose_total,
        1 - sums[1:, 3] / prose_total,
        *((index >= elements.first[core]) & (index < elements.last[core]) for core in cores),
        np.clip((index - start) / max(1, stop - start), -1, 2),
        _since(view.prose > 0),
        _since((view.prose > 0)[::-1])[::-1],
        _since(teaser),
        _since(comments),
        _since(is_heading),
        np.where(some, view.level[under], 0),
        np.where(some, teaser[under], 0),
        np.where(some, view["says_comments"][under] > 0, 0),
        np.where(some, view.count[under], -1),
        siblings,
        (index - elements.first[above]) / np.maximum(siblings, 1),
        view.path_lines[path],
        view.path_words[path],
        view.path_density[path],
        (view.path_prose / lines)[path],
        view.path_words[path] / view.total,
        (view.path_words / lines)[path],
        hidden,
        *_articles(view),
        view.heading,
        view.prose,
    ]


def _threads(view: _View, commented: Floats) -> list[Any]:
    """What tells a thread of comments, and a list of articles, from the text before it."""
    index, is_heading = view.index, view.heading > 0
    last_heading = np.maximum.accumulate(np.where(is_heading, index, -1))
    under = np.maximum(last_heading, 0)
    headings = np.bincount(view.path, weights=view.heading, minlength=1)
    words = view.prose * view.count
    opening = (view["says_comments"] > 0) & (view.count < 12)  # noqa: PLR2004
    first = int(np.argmax(opening)) if opening.any() else view.size
    before = float(words[:first].sum())
    total = max(1.0, float(words.sum()))
    within = float((words * commented).sum())
    more = (view["whole_more"] > 0) | ((view["says_more"] > 0) & (view.count < 6))  # noqa: PLR2004
    return [
        np.where(last_heading >= 0, view.density[under], -1),
        np.where(last_heading >= 0, headings[view.path[under]], 0),
        _since(more[::-1])[::-1],
        np.cumsum(opening),
        np.full(view.size, within / total),
        np.full(view.size, total - within),
        np.where(index > first, before, -1),
    ]


def _from(index: NDArray[np.intp], mark: int) -> NDArray[Any]:
    """How many lines after the mark, or -99 where there is none."""
    return np.clip(index - mark, -60, 120) if mark >= 0 else np.full(len(index), -99)


def _title(view: _View) -> int:
    """The line that says most of the page's title as a headline, or -1."""
    share = view["title_share"]
    as_headline = (share > 0.6) & (view.count >= 3) & (view.count <= 40)  # noqa: PLR2004
    rank = np.where(as_headline, share * np.sqrt(view.count) * (1 + view.heading), 0)
    return int(np.argmax(rank)) if rank.any() else -1


def _articles(view: _View) -> list[Any]:
    """Which `<article>` a line stands in, its share of the prose, and whether it has the title."""
    article = view.elements.article[view.elements.of_line]
    prose = np.bincount(article, weights=view.prose * view.count, minlength=1)
    title = _title(view)
    holds = (article == article[title]) if title >= 0 else np.full(view.size, -1)
    return [np.minimum(article, 30), (prose / max(1.0, prose.sum()))[article], holds]


def _core(view: _View, share: float) -> int:
    """The innermost element that holds `share` of the page's prose."""
    elements, sums = view.elements, view.sums
    held = sums[elements.last, 3] - sums[elements.first, 3]
    enough = held >= share * max(1.0, float(sums[-1, 3]))
    return int(np.flatnonzero(enough)[-1]) if sums[-1, 3] > 0 and enough.any() else 0


def _page(view: _View) -> list[float]:
    chars = max(1.0, float(view.sums[-1, 2]))
    prose = float(view.sums[-1, 3])
    biggest = int(np.argmax(view.path_prose))
    return [
        view.total,
        view.size,
        float(view.sums[-1, 1]) / chars,
        prose / view.total,
        float(view.count.max(initial=0)),
        float(view.heading.sum()),
        prose,
        float((view["repeated"] > 1).mean()) if view.size else 0.0,
        float(view.path_prose[biggest]),
        float((view.path_prose > 0).sum()),
        float(view["new_words"].mean()) if view.size else 0.0,
    ]
