"""Boxes that ask the reader for something, and the lines that say who the author is.

A box speaks to the reader (`address`) about what it wants (`ask`: an address, money, consent, an
app). An article about newsletters does so too, but again and again; a box's words are fresh: the
page says them nowhere else.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from winnow.clean.classes import kinds, says
from winnow.clean.context import Context, ends_sentence
from winnow.clean.lexicon import headings, stems
from winnow.clean.likely import stands_in
from winnow.clean.lines import Node
from winnow.clean.notes import is_note
from winnow.clean.tokens import key

ASKING: Final = 0.5
"""Words asking (twice) and addressing, a word of the line, from which it is a box. Measured."""
SURELY: Final = 0.7
"""The same where one word asks, and the line ends with a button's words. Chosen."""
ASKING_OFF_TOPIC: Final = 0.25
"""The same where the rest of the page speaks of nothing that the line speaks of. Chosen
so that few lines of the development pages are taken."""
ADDRESSING_OFF_TOPIC: Final = 0.35
"""The same without a word that asks."""
OFF_TOPIC: Final = 0.1
"""Share of a line's words of substance that the page speaks of, up to which it is off its topic."""
APART: Final = 1.5
"""How much more each such word tells in an element of its own beside the text's paragraphs."""
LONGEST: Final = 90
"""Words up to which a line may be a box."""
SHORTEST: Final = 5
"""Words below which a line says too little."""
MANY: Final = 8
"""Boxes from which asking is what the page is about, as a calendar of events does."""
PROMPT: Final = 12
"""Words up to which a line may do no more than ask to share a page or to comment on it."""
PROMPTING: Final = 0.7
"""Share of its words, the commonest aside, that ask so. Chosen."""
NAMED: Final = 0.2
"""Share of a page's words up to which an element named as a box, or with a field for an address,
is one; a paywall wraps the text itself. Chosen."""
REACH: Final = 4
"""Elements looked up through for such a name."""
LAST_LINES: Final = 4
"""Lines from the end of the text among which an author's line is looked for."""

STRANGERS: Final = 2
"""Lines at the end, each of strange things, up to which they tell of authors; more are a list."""
OWNED: Final = 30
"""Words up to which a line after the text may be its imprint."""
_OWNED: Final = re.compile(
    r"©|\(c\)\s*(?:19|20)\d\d|copyright\s*(?:\(c\)|(?:19|20)\d\d)", re.IGNORECASE
)
_CONTACT: Final = re.compile(r"\d{5}|\w@\w")
"""A number to call or an address to write to, which a text gives its readers."""
_NAME: Final = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁΑ-Ω][\w’'.-]*(?: [A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁΑ-Ω][\w’'-]+){1,3},?"
    r" (?:[–—-] )?[^\W\d_A-ZÀ-ÞА-ЯЁΑ-Ω]"
)
"""A first name and a surname, and what is said of them."""
_QUOTED: Final = frozenset("blockquote figure q td th dd".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())


def boxes(context: Context) -> set[int]:
    """Positions of the lines that ask the reader for something."""
    asked = {at for at in range(len(context)) if _asks(context, at)}
    if len(asked) > MANY:
        return set()
    found = asked | {near for at in asked for near in _with(context, at, asked)}
    return found | _named(context) | _labelled(context) | _prompts(context)


def _prompts(context: Context) -> set[int]:
    """The lines that say hardly more than to share the page, or to comment on it."""
    if not context.is_text:
        return set()
    return {
        at
        for at, words in enumerate(context.words)
        if len(words) <= PROMPT
        and not _is_entry(context, at)
        and _is_prompt(context.telling(words))
    }


def _is_prompt(telling: Sequence[str]) -> bool:
    """Whether a line's words, the commonest aside, hardly say more."""
    asking = sum(stems("prompt").covers(telling))
    return asking > 1 and asking >= PROMPTING * len(telling)


def _labelled(context: Context) -> set[int]:
    """The lines that say no more than that an advertisement stands here, and what they stand over.

    That is the rest of a small element, or, between paragraphs, one line off the page's topic.
    """
    found: set[int] = set()
    if not context.is_text:
        return found
    for line in context.page:
        words = context.page_words[line.number]
        if line.hidden or not _is_label(context, words) or _holds_entries(line.node):
            continue
        first = bisect_left(context.numbers, line.number)
        if first < len(context) and context.numbers[first] == line.number:
            found.add(first)
            first += 1
        box = _opened_by(context, line.node, LONGEST // 2)
        under = [at for at in _from(context, first) if context.numbers[at] < box.last]
        if under or first == len(context) or len(words) > SHORTEST - 2:
            found.update(under)
        elif context.numbers[first] == line.number + 1 and _is_stray(context, first):
            found.add(first)
    return found if len(found) < 2 * MANY else set()


def _is_label(context: Context, words: Sequence[str]) -> bool:
    return key(words) in headings("ad") or (
        len(words) > 1 and context.lexicon.is_whole(words, "newsletter")
    )


def _from(context: Context, first: int) -> range:
    return range(first, min(len(context), first + SHORTEST))


def _is_stray(context: Context, at: int) -> bool:
    """Whether a short line speaks of nothing that the page, a text, speaks of."""
    plain = context.weights[at] <= LONGEST // 3 and context.lines[at].node.tag not in _HEADINGS
    return plain and context.is_text and context.share_told(context.words[at]) <= OFF_TOPIC


def _opened_by(context: Context, node: Node, most: int) -> Node:
    """The largest element that a node opens and whose kept words are no more than `most`."""
    box = node
    while (
        box.above is not None
        and box.above.tag != "body"
        and box.above.first == node.first
        and context.within(box.above) <= most
    ):
        box = box.above
    return box


def _named(context: Context) -> set[int]:
    """Lines of the elements that their names, or a field for an e-mail address, call a box.

    Where they are many or much, the names are a site's own for something else.
    """
    known: dict[int, bool] = {}
    found: set[int] = set()
    for at, line in enumerate(context.lines):
        step: Node | None = line.node
        for _ in range(REACH):
            if step is None or step.tag in ("body", "html"):
                break
            is_box = known.get(id(step))
            if is_box is None:
                is_box = known[id(step)] = _is_box(context, step)
            if is_box:
                found.add(at)
                break
            step = step.above
    size = sum(context.weights[at] for at in found)
    return found if sum(known.values()) < MANY and size <= NAMED * context.total else set()


def _is_box(context: Context, node: Node) -> bool:
    if context.within(node) > min(LONGEST, NAMED * context.total) or _holds_entries(node):
        return False
    if says(node.element) & _box_names():
        return True
    small = node.last - node.first <= 2 * SHORTEST
    if not small:
        return False
    if any(field.get("type") == "email" for field in node.element.iter("input")):
        return True
    return _has_control(node) and _is_strange(context, node)


def _has_control(node: Node) -> bool:
    """Whether there is something to press or to fill in."""
    return next(node.element.iter("button", "input", "select"), None) is not None


def _is_strange(context: Context, node: Node) -> bool:
    """Whether a small element beside the paragraphs speaks another language than they do."""
    first = bisect_left(context.numbers, node.first)
    inside = range(first, bisect_left(context.numbers, node.last))
    apart = context.is_text and len(inside) > 1 and context.is_beside(node)
    return apart and context.related(inside) <= OFF_TOPIC and context.holds_another_language(node)


@cache
def _box_names() -> int:
    return sum(1 << kinds().index(kind) for kind in ("newsletter", "consent"))


def _holds_entries(node: Node) -> bool:
    """Whether an element is a row or entry, whose names speak of what the text is about."""
    return node.tag in ("li", "td", "th", "tr", "dt", "dd")


def _asks(context: Context, at: int) -> bool:
    line, words = context.lines[at], context.words[at]
    size = context.weights[at]
    titled = line.node.tag in _HEADINGS and not context.prose[at]
    if not SHORTEST <= size <= LONGEST or titled or _is_entry(context, at):
        return False
    asks = stems("ask").covers(words)
    address = stems("address").covers(words)
    count = sum(asks)
    speaks = sum(yes and not also for yes, also in zip(address, asks, strict=True))
    share = (2 * count + speaks) / len(words)
    if context.is_text and context.stands_apart(at) and not _CONTACT.search(line.text):
        share *= APART
    if not count:
        enough = speaks > SHORTEST // 2 and share >= ADDRESSING_OFF_TOPIC
        return enough and _is_off_topic(context, words, asks, address)
    if not speaks and count < SHORTEST - 2:
        return False
    fresh = sum(yes and context.is_fresh(word) for word, yes in zip(words, asks, strict=True))
    told = count > 1 or ends_sentence(line.text) or share >= SURELY
    if share >= ASKING and fresh * 2 >= count and told:
        return True
    enough = bool(speaks) and share >= ASKING_OFF_TOPIC
    return enough and _is_off_topic(context, words, asks, address)


def _is_off_topic(
    context: Context, words: Sequence[str], asks: Sequence[bool], address: Sequence[bool]
) -> bool:
    """Whether the page, if it is a text, speaks of nothing that a line speaks of.

    The words of boxes and short words, which every text has, tell nothing.
    """
    if not context.is_text:
        return False
    own = [
        word
        for word, one, other in zip(words, asks, address, strict=True)
        if not (one or other or (len(word) < SHORTEST and word.isascii()))
    ]
    return context.share_told(own) <= OFF_TOPIC


def _is_entry(context: Context, at: int) -> bool:
    """Whether a line is one of several entries of a list of the text."""
    return context.container(at) is not None and context.lines[at].node.tag in ("li", "td", "th")


def _with(context: Context, at: int, asked: set[int]) -> Iterator[int]:
    """The rest of a box: short lines beside it in an element that holds hardly more."""
    most = 1.6 * context.weights[at] + 6
    box = context.lines[at].node
    if context.within(box) > most:  # loose words beside the paragraphs of the text
        return
    while box.above is not None and context.within(box.above) <= most:
        box = box.above
    for near in (*range(at - 1, max(-1, at - 4), -1), *range(at + 1, min(len(context), at + 4))):
        number = context.numbers[near]
        if near not in asked and box.first <= number < (box.last or box.first + 1):
            yield near


def imprints(context: Context) -> set[int]:
    """Positions of the lines after the text that say who owns it."""
    return {
        at
        for at in range(context.last_prose + 1, len(context))
        if context.weights[at] <= OWNED and _OWNED.search(context.lines[at].text)
    }


def authors(context: Context) -> set[int]:
    """Positions of the lines at the end that say who wrote the text."""
    prose = [at for at, yes in enumerate(context.prose) if yes]
    since = prose[-LAST_LINES] if len(prose) >= LAST_LINES else len(context)
    last = range(since, len(context))
    end = range(prose[-2] if len(prose) > SHORTEST - 2 else len(context), len(context))
    strangers = {at for at in end if _is_stranger(context, at)}
    found = {at for at in last if _is_biography(context, at)}
    return found | strangers if len(strangers) <= STRANGERS else found


def _is_biography(context: Context, at: int) -> bool:
    words = context.words[at]
    text = context.lines[at].text
    if not SHORTEST <= context.weights[at] <= LONGEST or _is_entry(context, at):
        return False
    told = max(context.lexicon.opens_with(words, "author"), stems("self").opens(words))
    if told and context.weights[at] > told + (2 if "@" not in text else 0):
        return True
    jobs = sum(stems("job").covers(words[:24]))
    lives = sum(stems("life").covers(words[:40]))
    if not (jobs and lives >= 2) and not (lives >= 3 and len(words) < LONGEST / 3):  # noqa: PLR2004
        return False
    return _opens_with_name(context, at, text)


def _is_stranger(context: Context, at: int) -> bool:
    """Whether a sentence tells of somebody, or in a language, that the text knows nothing of."""
    line = context.lines[at]
    fits = SHORTEST < context.weights[at] <= LONGEST and ends_sentence(line.text)
    if not fits or line.node.tag != "p" or is_note(line) or not context.is_text:
        return False
    if _is_entry(context, at) or line.breaks or stands_in(line.node, _QUOTED):
        return False
    named = _NAME.match(line.text) and context.telling(context.words[at][:1])
    told = named or context.is_in_another_language([at])
    return bool(told) and context.related([at]) <= OFF_TOPIC


def _opens_with_name(context: Context, at: int, text: str) -> bool:
    """Whether a line opens with a name that the text itself hardly speaks of."""
    if not any(sign.islower() or sign.isupper() for sign in text):
        return True
    first = text.split()[:8]
    names = [
        context.words[at][place + 1]
        for place, (one, two) in enumerate(pairwise(first))
        if one[:1].isupper() and two[:1].isupper() and place + 1 < len(context.words[at])
    ]
    caseless = not any(sign.isupper() for sign in text)
    return caseless or any(context.told(name) <= 2 for name in names)  # noqa: PLR2004 - its byline
