"""What the model is told of each line: its words, its place, its neighbours, its page.

One row a line, one column a feature, in the order of `names()`. Everything is linear in the page:
sums over elements are differences of running totals.
"""

# ruff: noqa: SIM905 - names read best as words

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.clean.blocks import Line, Node, Outline
from winnow.clean.lexicon import KINDS, lexicon

Floats = NDArray[np.float32]

CLASS_KINDS: Final = {
    "navigation": r"nav|menu|breadcrumb|topbar|navbar|pagination|pager|toc\b|skip",
    "header": r"header|masthead|banner|hero",
    "footer": r"footer|foot\b|colophon|copyright|legal",
    "side": r"side|aside|rail|widget|secondary|complementary",
    "consent": r"cookie|consent|gdpr|privacy|onetrust|cmp\b",
    "share": r"share|social|sharing|follow|facebook|twitter|whatsapp|addtoany",
    "related": r"relat|recommend|similar|more-|read-?next|also-|teaser|trending|popular|latest|outbrain|taboola|recirc|up-?next|most-?read",
    "comments": r"comment|disqus|respond|discussion|replies",
    "promotion": r"promo|advert|\bads?\b|sponsor|banner-ad|adsense|dfp|cta|callout|upsell|offer|marketing",
    "newsletter": r"newsletter|subscri|signup|sign-up|opt-?in|mailchimp|email-|paywall|regwall|donat",
    "overlay": r"popup|modal|overlay|dialog|lightbox|drawer|offcanvas|tooltip|toast",
    "author": r"author|bio\b|about-|profile|contributor|avatar",
    "byline": r"byline|meta|date|time|posted|publish|info|credit|source",
    "tags": r"\btags?\b|tag-|categor|topic|label|keyword|badge|chip",
    "caption": r"caption|figure|gallery|image|photo|media|video|slide|carousel|thumb",
    "search": r"search|filter|sort|facet|form|login|account|cart|checkout|basket",
    "content": r"content|article|body|main|story|text|prose|rich|markdown|wysiwyg",
    "entry": r"entry|post|single|page-|blog|news|description|detail",
    "forum": r"thread|message|topic|forum|reply|question|answer|bbs|conversation",
    "product": r"product|price|sku|item|shop|review|rating|spec",
    "listing": r"\blist|grid|card|tile|row|col\b|result|feed|loop|archive",
    "hidden": r"hidden|sr-only|visually|screen-reader|collapse|d-none|invisible|noprint|print-only|hide",
    "heading": r"title|headline|heading|subtitle|standfirst|lead|lede|intro|summary|abstract|dek|excerpt|chapo",
    "docs": r"docs?\b|api|code|highlight|admonition|note|warning|section|sphinx|hljs|example",
    "quote": r"quote|pull|blockquote|testimonial",
}
_CLASS: Final = {kind: re.compile(pattern) for kind, pattern in CLASS_KINDS.items()}
_ROLES: Final = {
    "navigation": "navigation",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "side",
    "main": "content",
    "article": "content",
    "dialog": "overlay",
    "search": "search",
    "menu": "navigation",
    "articlebody": "content",
}
ANCESTORS: Final = (
    "nav footer aside header form ul ol li table td blockquote figure figcaption article main section"
    " pre dl dd details h1 h2 h3 p body".split()
)
OWN_TAGS: Final = "p li h1 h2 h3 h4 td div dd dt pre figcaption blockquote span section".split()
_TAG_BIT: Final = {tag: 1 << bit for bit, tag in enumerate(ANCESTORS)}
_CLASS_BIT: Final = {kind: 1 << bit for bit, kind in enumerate(CLASS_KINDS)}
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ENDING = re.compile("[.!?…。！？؟।][\"'»”\u2019)\\]\\s]*$")
_COLON = re.compile("[:：]\\s*$")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:/.]\d{2}\b")
_LEVELS: Final = 5
"""Enclosing elements whose totals a line is told, from its own outwards."""
_LINE: Final = (
    "words chars link_density links bold_density breaks ends_sentence ends_colon commas digits"
    " capitals bullet date copyright pipe stop_share word_length title_share description_share"
    " body_share repeated first_upper question quote_mark at_sign price".split()
)
_NEIGHBOURS: Final = "words link_density ends_sentence stop_share heading same_node prose".split()
_OFFSETS: Final = (-3, -2, -1, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class About:
    """What the page says beside its lines that helps to judge them.

    `title`, `description` are token sets; `body` holds the four-word shingles of a declared
    `articleBody`; `flags` are page-wide facts, in the order of PAGE_FLAGS.
    """

    title: frozenset[str]
    description: frozenset[str]
    body: frozenset[tuple[str, ...]]
    flags: tuple[float, ...]


PAGE_FLAGS: Final = (
    "og_article og_product og_website ld_article ld_product ld_forum ld_list ld_recipe ld_page"
    " path_depth path_digits path_words path_root url_forum url_docs url_product url_list url_blog"
    " articles mains".split()
)


@cache
def names() -> tuple[str, ...]:
    """The columns, in order."""
    columns = list(_LINE)
    columns += [f"says_{kind}" for kind in KINDS] + [f"whole_{kind}" for kind in KINDS]
    columns += [f"own_{tag}" for tag in OWN_TAGS]
    columns += [f"in_{tag}" for tag in ANCESTORS]
    columns += [f"near_{kind}" for kind in CLASS_KINDS] + [f"in_{kind}_class" for kind in CLASS_KINDS]
    columns += [f"{name}{offset:+d}" for offset in _OFFSETS for name in _NEIGHBOURS]
    columns += [
        f"level{level}_{name}"
        for level in range(_LEVELS)
        for name in ("words", "density", "lines", "prose", "share", "mean")
    ]
    columns += (
        "position word_position depth after_h1 from_h1 prose_before prose_after in_core50"
        " in_core70 in_core90 core_position since_prose until_prose since_teaser since_heading"
        " heading_level heading_teaser heading_comments sibling_count sibling_position path_lines path_words path_density"
        " path_prose hidden heading_words path_share".split()
    )
    columns += [
        "page_words", "page_lines", "page_density", "page_prose", "page_longest", "page_items",
        "page_headings", "page_core", "page_repeats",
    ]
    columns += [f"page_{flag}" for flag in PAGE_FLAGS]
    return tuple(columns)


def features(outline: Outline, words: Sequence[Sequence[str]], about: About) -> Floats:
    """One row for each line of `outline`; `words` are the tokens of the lines."""
    lines = outline.lines
    size = len(lines)
    own = _line_features(lines, words, about)
    tree = _Tree(outline)
    at = tree.of_line
    count, density = own[:, 0], own[:, 2]
    tags = np.array([line.node.tag for line in lines])
    heading = np.isin(tags, list(_HEADINGS)).astype(np.float32)
    prose = ((count >= 12) & (density < 0.4) & ((own[:, 6] > 0) | (count >= 25))).astype(np.float32)  # noqa: PLR2004
    spoken = _spoken(words)
    columns: list[Any] = [own, spoken]
    columns.append((tags[:, None] == np.array(OWN_TAGS)[None, :]).astype(np.float32))
    columns.append(_bits(tree.tag_mask[at], len(ANCESTORS)))
    columns.append(_bits(tree.near_mask[at], len(CLASS_KINDS)))
    columns.append(_bits(tree.class_mask[at], len(CLASS_KINDS)))
    columns.append(_neighbours(count, density, own, heading, prose, at))
    sums = _running(count, own[:, 1] * density, own[:, 1], prose * count)
    columns.append(_levels(tree, sums, max(1.0, float(count.sum()))))
    columns.append(_places(tree, sums, own, spoken, heading, prose, tags))
    page = _page(lines, own, prose, heading, about)
    columns.append(np.broadcast_to(page, (size, len(page))))
    return np.concatenate(columns, axis=1).astype(np.float32, copy=False)


def _line_features(lines: Sequence[Line], words: Sequence[Sequence[str]], about: About) -> Floats:
    stop = _stop_words()
    times: dict[str, int] = {}
    for line in lines:
        times[line.text] = times.get(line.text, 0) + 1
    rows = []
    title, description, body = about.title, about.description, about.body
    for line, own in zip(lines, words, strict=True):
        text = line.text
        chars = len(text)
        count = len(own)
        some = count or 1
        signs = chars or 1
        shingles = max(1, count - 3)
        rows.append(
            (
                count,
                chars,
                line.linked / signs if line.linked < signs else 1.0,
                line.links,
                line.bold / signs if line.bold < signs else 1.0,
                line.breaks,
                _ENDING.search(text[-8:]) is not None,
                _COLON.search(text[-4:]) is not None,
                (text.count(",") + text.count("、") + text.count("،")) / some,
                sum(map(str.isdigit, text[:200])) / min(signs, 200),
                sum(map(str.isupper, text[:200])) / min(signs, 200),
                text[:1] in "-–—•·*»>▪|",  # noqa: RUF001 - the marks that pages draw
                _DATE.search(text[:200]) is not None,
                "©" in text,
                text.count("|") + text.count("·"),
                sum(word in stop for word in own) / some,
                sum(map(len, own)) / some,
                sum(word in title for word in own) / some if title else 0.0,
                sum(word in description for word in own) / some if description else -1.0,
                sum(tuple(own[i : i + 4]) in body for i in range(count - 3)) / shingles
                if body
                else -1.0,
                times[text],
                text[:1].isupper(),
                "?" in text,
                '"' in text or "“" in text or "«" in text or "„" in text,
                "@" in text,
                "$" in text or "€" in text or "£" in text,
            )
        )
    return np.array(rows, dtype=np.float32).reshape(len(lines), len(_LINE))


def _spoken(words: Sequence[Sequence[str]]) -> Floats:
    """Phrases of boxes and lists that a line says, and whether it says nothing else."""
    book = lexicon()
    rows = []
    cache: dict[str, list[float]] = {}
    for own in words:
        if len(own) <= 12:  # noqa: PLR2004 - short lines recur
            said = " ".join(own)
            row = cache.get(said)
            if row is None:
                whole = book.whole.get(said, ())
                row = [*map(float, book.hits(own)), *(float(kind in whole) for kind in KINDS)]
                cache[said] = row
        else:
            row = [*(min(8.0, hit) for hit in book.hits(own)), *([0.0] * len(KINDS))]
        rows.append(row)
    return np.array(rows, dtype=np.float32).reshape(len(words), 2 * len(KINDS))


@cache
def _stop_words() -> frozenset[str]:
    return frozenset().union(*lexicon().stop.values())


class _Tree:
    """The block elements as arrays: parents, bounds, and what names they stand under."""

    def __init__(self, outline: Outline) -> None:
        nodes = outline.nodes
        order = {id(node): position for position, node in enumerate(nodes)}
        self.parent = np.array(
            [order[id(node.above)] if node.above is not None else 0 for node in nodes]
        )
        self.first = np.array([node.first for node in nodes])
        self.last = np.array([node.last for node in nodes])
        self.depth = np.array([node.depth for node in nodes], dtype=np.float32)
        self.of_line = np.array([order[id(line.node)] for line in outline.lines], dtype=np.intp)
        self.hidden = np.array([line.hidden for line in outline.lines], dtype=np.float32)
        known: dict[tuple[str | None, str | None, str | None, str | None], int] = {}
        own_mask, tag_mask, class_mask, near_mask, path, of_path = [], [], [], [], [], {}
        for position, node in enumerate(nodes):
            get = node.element.get
            said = (get("class"), get("id"), get("role"), get("itemprop"))
            mask = known.get(said)
            if mask is None:
                mask = known[said] = 0 if node.tag in ("body", "html") else _class_mask(said)
            own_mask.append(mask)
            up = int(self.parent[position])
            bit = _TAG_BIT.get(node.tag, 0)
            if position == 0:
                tag_mask.append(bit)
                class_mask.append(mask)
                near_mask.append(mask)
                path.append(0)
                of_path[0] = 0
                continue
            tag_mask.append(tag_mask[up] | bit)
            class_mask.append(class_mask[up] | mask)
            near_mask.append(mask | own_mask[up] | own_mask[int(self.parent[up])])
            step = (path[up], node.tag, said[0])
            path.append(of_path.setdefault(step, len(of_path)))
        self.tag_mask = np.array(tag_mask, dtype=np.int64)
        self.class_mask = np.array(class_mask, dtype=np.int64)
        self.near_mask = np.array(near_mask, dtype=np.int64)
        self.path = np.array(path, dtype=np.intp)


def _class_mask(said: tuple[str | None, ...]) -> int:
    names_said = " ".join(name[:200] for name in said[:2] if name)
    mask = 0
    if names_said:
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|_", "-", names_said).lower()
        for kind, pattern in _CLASS.items():
            if pattern.search(spaced):
                mask |= _CLASS_BIT[kind]
    for role in said[2:]:
        if role and role.lower() in _ROLES:
            mask |= _CLASS_BIT[_ROLES[role.lower()]]
    return mask


def _bits(masks: NDArray[np.int64], size: int) -> Floats:
    return ((masks[:, None] >> np.arange(size)) & 1).astype(np.float32)


def _running(*columns: Floats) -> NDArray[np.float64]:
    """Running totals: total over lines[a:b] is result[b] - result[a]."""
    stacked = np.stack(columns, axis=1).astype(np.float64)
    return np.concatenate([np.zeros((1, stacked.shape[1])), np.cumsum(stacked, axis=0)])


def _neighbours(
    count: Floats, density: Floats, own: Floats, heading: Floats, prose: Floats, at: NDArray[Any]
) -> Floats:
    base = np.stack([count, density, own[:, 6], own[:, 15], heading, prose], axis=1)
    size = len(base)
    out = []
    for offset in _OFFSETS:
        index = np.arange(size) + offset
        inside = (index >= 0) & (index < size)
        index = np.clip(index, 0, size - 1)
        moved = np.where(inside[:, None], base[index], -1.0)
        same = np.where(inside, at[index] == at, False).astype(np.float32)
        out += [moved[:, :5], same[:, None], moved[:, 5:]]
    return np.concatenate(out, axis=1)


def _levels(tree: _Tree, sums: NDArray[np.float64], total: float) -> Floats:
    out = []
    node = tree.of_line
    for _ in range(_LEVELS):
        inside = sums[tree.last[node]] - sums[tree.first[node]]
        held = (tree.last[node] - tree.first[node]).astype(np.float64)
        words, linked, chars, prose = inside.T
        out += [
            words,
            linked / np.maximum(chars, 1),
            held,
            prose / np.maximum(words, 1),
            words / total,
            words / np.maximum(held, 1),
        ]
        node = tree.parent[node]
    return np.stack(out, axis=1).astype(np.float32)


def _since(marks: NDArray[np.bool_], cap: int = 60) -> Floats:
    """Lines since the last mark, up to `cap`."""
    index = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, index, -cap))
    return np.minimum(index - last, cap).astype(np.float32)


def _places(
    tree: _Tree,
    sums: NDArray[np.float64],
    own: Floats,
    spoken: Floats,
    heading: Floats,
    prose: Floats,
    tags: NDArray[np.str_],
) -> Floats:
    size = len(own)
    index = np.arange(size, dtype=np.float32)
    total = max(1.0, float(sums[-1, 0]))
    is_h1 = tags == "h1"
    first_h1 = int(np.argmax(is_h1)) if is_h1.any() else -1
    prose_total = max(1.0, float(sums[-1, 3]))
    cores = [_core(tree, sums, share) for share in (0.5, 0.7, 0.9)]
    inside = [((index >= tree.first[core]) & (index < tree.last[core])) for core in cores]
    start, stop = tree.first[cores[1]], tree.last[cores[1]]
    is_heading = heading > 0
    last_heading = np.maximum.accumulate(np.where(is_heading, np.arange(size), -1))
    under = np.clip(last_heading, 0, size - 1)
    level = np.where(
        last_heading >= 0, np.char.replace(tags[under], "h", "").astype("U1") , "0"
    )
    levels = np.array([float(sign) if sign.isdigit() else 0.0 for sign in level])
    teaser, comments = KINDS.index("teaser"), KINDS.index("comments")
    whole = len(KINDS)
    node = tree.of_line
    above = tree.parent[node]
    siblings = tree.last[above] - tree.first[above]
    path = tree.path[node]
    held = np.bincount(path, minlength=1)
    words_of = np.bincount(path, weights=own[:, 0])
    density_of = np.bincount(path, weights=own[:, 2]) / np.maximum(held, 1)
    prose_of = np.bincount(path, weights=prose) / np.maximum(held, 1)
    columns = [
        index / size,
        sums[:-1, 0] / total,
        tree.depth[node],
        (index > first_h1) & (first_h1 >= 0),
        np.clip(index - first_h1, -60, 120) if first_h1 >= 0 else np.full(size, -99.0),
        sums[:-1, 3] / prose_total,
        1 - sums[1:, 3] / prose_total,
        *inside,
        np.clip((index - start) / max(1, stop - start), -1, 2),
        _since(prose > 0),
        _since((prose > 0)[::-1])[::-1],
        _since(spoken[:, whole + teaser] > 0),
        _since(is_heading),
        levels,
        np.where(last_heading >= 0, spoken[under, whole + teaser] + 0.5 * (spoken[under, teaser] > 0), 0),
        np.where(last_heading >= 0, spoken[under, comments] > 0, 0),
        siblings,
        (index - tree.first[above]) / np.maximum(siblings, 1),
        held[path],
        words_of[path],
        density_of[path],
        prose_of[path],
        tree.hidden,
        np.where(last_heading >= 0, own[under, 0], -1),
        words_of[path] / total,
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _core(tree: _Tree, sums: NDArray[np.float64], share: float) -> int:
    """The innermost element that holds `share` of the page's prose."""
    held = sums[tree.last, 3] - sums[tree.first, 3]
    enough = held >= share * max(1.0, float(sums[-1, 3]))
    return int(np.flatnonzero(enough)[-1]) if sums[-1, 3] > 0 and enough.any() else 0


def _page(
    lines: Sequence[Line], own: Floats, prose: Floats, heading: Floats, about: About
) -> Floats:
    count = own[:, 0]
    chars = max(1.0, float(own[:, 1].sum()))
    return np.array(
        [
            count.sum(),
            len(lines),
            float((own[:, 1] * own[:, 2]).sum()) / chars,
            float((prose * count).sum()) / max(1.0, float(count.sum())),
            count.max(initial=0),
            sum(line.node.tag == "li" for line in lines),
            heading.sum(),
            float((prose * count).sum()),
            float((own[:, 20] > 1).mean()) if len(lines) else 0.0,
            *about.flags,
        ],
        dtype=np.float32,
    )
