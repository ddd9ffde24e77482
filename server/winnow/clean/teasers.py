"""Lists and lines that announce other articles, with a heading or without, with links or without.

A heading that announces such a list is known by its words. A list without one is known by what it
speaks of: headlines of other articles share hardly a word with the page (measured on the
development pages: 5 % of their words, against 76 % for a page's own lists).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from winnow.clean.cards import cards
from winnow.clean.context import (
    ENOUGH_TEXT,
    MOSTLY_TEXT,
    Context,
    ends_sentence,
    starts_high,
)
from winnow.clean.inline import LABEL, LIST, OWN_TOPIC, is_inline, says_to_read
from winnow.clean.lexicon import headings
from winnow.clean.likely import stands_in
from winnow.clean.segments import has_bullet, segments
from winnow.clean.tokens import key, tokens, weight

OWN_TOPIC_PLAIN: Final = 0.27
"""The same without links, where verse and plain lists look alike. Both measured."""
SAME_TOPIC: Final = 0.5
"""Share of a list's words that the page speaks of, from which "see also" names its sources."""
ALIKE: Final = 0.4
"""Share of words that neighbours in a list have in common, from which it is a schedule."""
MOST_TAGS: Final = 20
"""Short links after the text from which they are a menu."""
SHORT_LINE: Final = 4.5
"""Words a line below which lines are names or things, and no headlines."""
LONG_LINE: Final = 6
"""Words a line from which lines may be headlines though they name nothing."""
APART: Final = 0.15
"""The share of such lines' words that the page speaks of, up to which they are. Chosen."""
PARTLY_TEXT: Final = 0.45
"""Share of prose below which even what words announce may be the page's own. Chosen."""
SHORT_HEADING: Final = 8
"""Words up to which a line may be a list's heading."""

_PAUSES: Final = (",", ";", ".", "!", ":", "…", "—", "–")
"""What a line of verse or a step ends with, and a headline does not."""
_BETWEEN: Final = re.compile(r",|،|、|\s[|·•/]\s")
_NAMED: Final = re.compile(r"\d|:|：|[“”\"«»„‘]|\S\s+[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁΑ-Ω]\w{2,}")
_NUMBER: Final = re.compile(r"^\W*\d{1,2}[.)]?\s+")
"""The number of an entry, which names nothing."""
_QUOTED: Final = frozenset(("blockquote", "figure", "pre"))
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())


def teasers(context: Context) -> set[int]:
    """Positions of the lines that announce other articles, and of their headings."""
    found: set[int] = set()
    prose = sum(size for size, yes in zip(context.weights, context.prose, strict=True) if yes)
    is_text = prose >= MOSTLY_TEXT * context.total
    half_text = prose >= PARTLY_TEXT * context.total
    told_inline = is_inline if is_text else says_to_read
    for at in range(len(context)):
        if at not in found and is_text:
            found |= _headed(context, at)
        if at not in found and half_text and told_inline(context, at):
            found.add(at)
    if prose < ENOUGH_TEXT or not half_text:
        return found | _tags(context, found)
    for card in cards(context, lambda at: announces(context, at)) if is_text else ():
        found.update(card, _heading_of(context, card))
    for group in (_without_own(context, group) for group in _lists(context, found)):
        known = is_text or (group and _speaks_of_others(context, group[0] - 1))
        if group and known and _is_foreign(context, group):
            found.update(range(group[0], group[-1] + 1), _heading_of(context, group))
    return found | _tags(context, found)


def announces(context: Context, at: int) -> bool:
    """Whether a line is a heading over other articles."""
    words, line = context.words[at], context.lines[at]
    if not words or context.weights[at] > SHORT_HEADING:
        return False
    told = context.lexicon
    if told.is_whole(words, "teaser"):
        return True
    opening = told.opens_with(words, "teaser")
    titled = line.node.tag in _HEADINGS or line.bold >= len(line.text) * 0.9
    return bool(opening) and titled and not line.links and opening * 2 >= len(words)


def _headed(context: Context, at: int) -> set[int]:
    """The list under a heading, as long as its lines look like headlines; empty without one."""
    if not announces(context, at):
        return set()
    end = at + 1
    shape = ""
    while end < len(context):
        line = context.lines[end]
        if end == at + 1 and line.text.endswith((":", "：")) and context.weights[end] <= LABEL * 3:
            end += 1  # a heading that is said once more
            continue
        if announces(context, end) and end > at + 1:
            break
        if not (context.reads_as_headline(end) or context.is_kicker(end)):
            break
        if shape and line.node.tag in _HEADINGS and line.node.tag != shape:
            break
        if not shape and context.reads_as_headline(end):
            shape = line.node.tag
        end += 1
    end = _without_next_section(context, at, end)
    if end > at + 1 and not _names_sources(context, at, end):
        return set(range(at, end))
    # its list may be gone already: then what follows it in the page was not kept
    numbers = context.numbers
    gone = at + 1 == len(numbers) or numbers[at + 1] > numbers[at] + 1
    return {at} if end == at + 1 and gone else set()


def _names_sources(context: Context, at: int, end: int) -> bool:
    """Whether a list under words that can head a bibliography keeps to the page's topic."""
    group = [near for near in range(at + 1, end) if context.reads_as_headline(near)]
    return (
        context.lexicon.is_whole(context.words[at], "inline")
        and context.related(group) > SAME_TOPIC
    )


def _without_next_section(context: Context, at: int, end: int) -> int:
    """Give back the lines at the list's end that head what follows it."""
    last = end - 1
    if end < len(context) and last > at and context.lines[last].node.tag in _HEADINGS:
        same = sum(
            context.lines[near].node.tag == context.lines[last].node.tag
            for near in range(at + 1, end)
        )
        if same == 1 and not context.is_link(last):
            return last
    return end


def _lists(context: Context, taken: set[int]) -> Iterator[list[int]]:
    """Stretches of headlines of one shape, kickers among them aside."""
    group: list[int] = []
    shape: tuple[str, int] | None = None
    for at in range(len(context) + 1):
        inside = at < len(context) and not (at in taken and announces(context, at))
        if inside and group and context.is_kicker(at) and not context.is_link(at):
            continue
        if inside and context.is_headline(at):
            own = (context.lines[at].node.tag, id(context.container(at)))
            if group and own != shape:
                yield group
                group = []
            shape = own
            group.append(at)
        elif group:
            yield group
            group = []


def _without_own(context: Context, group: list[int]) -> list[int]:
    """A list but for the page's own headings, laid out alike, that it stands between."""
    if len(group) <= LIST:
        return group
    first, last = 0, len(group)
    while last - first > LIST and context.related([group[first]]) > SAME_TOPIC:
        first += 1
    while last - first > LIST and context.related([group[last - 1]]) > SAME_TOPIC:
        last -= 1
    own = first or last < len(group)
    return (
        group[first:last] if own and context.related(group[first:last]) <= OWN_TOPIC / 2 else group
    )


def _is_foreign(context: Context, group: Sequence[int]) -> bool:
    """Whether a list speaks of other things than the page does, as the page's own would not."""
    texts = [part for at in group for part in segments(context.lines[at])]
    linked = sum(context.is_link(at) for at in group) >= 0.8 * len(group)
    after = group[0] > context.last_prose
    whole = len(texts) + context.unkept_beside(group)
    if whole < LIST - (linked and after) or len({*texts}) < len(texts):
        return False
    if len(group) > 1 and _are_alike(context, group):
        return False
    on_cards = _have_kickers(group)
    topic = context.related(group) - (OWN_TOPIC / 3 if on_cards else 0)
    headed = _speaks_of_others(context, group[0] - 1)
    introduced = _is_introduced(context, group[0]) and not headed
    if introduced and topic > _own_topic_under(context, group[0] - 1):
        return False
    if linked or on_cards:
        return topic <= OWN_TOPIC
    size = sum(context.weights[at] for at in group) / len(texts)
    as_text = size < SHORT_LINE or (not headed and _is_verse(context, group, texts))
    if topic > OWN_TOPIC_PLAIN or (as_text and not context.is_in_another_language(group)):
        return False
    return sum(map(starts_high, texts)) >= 0.75 * len(texts)


def _speaks_of_others(context: Context, at: int) -> bool:
    """Whether a short line says nothing but words that headings over other articles are made of.

    It is one only over a list that is foreign for other reasons too.
    """
    return (
        at >= 0
        and context.weights[at] <= SHORT_HEADING
        and context.lexicon.speaks_of_others(context.telling(context.words[at]))
    )


def _own_topic_under(context: Context, heading: int) -> float:
    """How much a list under a heading or a colon may speak of the page and be foreign."""
    foreign = context.lines[heading].node.tag in _HEADINGS and (
        context.related([heading]) <= OWN_TOPIC
    )
    return OWN_TOPIC / (2 if foreign else 3)


def _have_kickers(group: Sequence[int]) -> bool:
    """Whether between any two headlines stands one short line, as on cards."""
    gaps = [two - one for one, two in pairwise(group)]
    return len(gaps) > 1 and gaps[0] > 1 and len({*gaps}) == 1


def _are_alike(context: Context, group: Sequence[int]) -> bool:
    """Whether neighbours share their words, as dates of a schedule or rows of prices do."""
    sets = [set(context.words[at]) for at in group]
    shared = [len(one & two) / max(1, min(len(one), len(two))) for one, two in pairwise(sets)]
    return bool(shared) and sum(shared) / len(shared) >= ALIKE


def _is_introduced(context: Context, at: int) -> bool:
    """Whether the line before a list opens it: a heading of the page, or a colon."""
    if not at:
        return False
    before = context.lines[at - 1]
    own_heading = before.node.tag in _HEADINGS | {"dt", "summary"}
    return before.text.endswith((":", "：")) or (own_heading and not announces(context, at - 1))


def _is_verse(context: Context, group: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether lines are too plain for headlines, or stand among other short lines as verse does."""
    if context.lines[group[0]].node.tag in _HEADINGS or all(map(has_bullet, texts)):
        return False
    if _are_entries_apart(context, group, texts):
        return False
    said = [_NUMBER.sub("", text) for text in texts]
    cased = [text for text in said if any(sign.islower() for sign in text)]
    if cased and sum(_NAMED.search(text) is not None for text in cased) < 0.6 * len(cased):
        return True
    around = [group[0] - 1, group[-1] + 1]
    shape = context.lines[group[0]].node
    return any(
        0 <= near < len(context)
        and context.lines[near].node.tag == shape.tag
        and context.lines[near].node.above is shape.above
        and not context.prose[near]
        and 2 < context.weights[near] < 12  # noqa: PLR2004 - as short as verse
        and ends_sentence(context.lines[near].text)
        for near in around
    )


def _are_entries_apart(context: Context, group: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether each line of a list tells of something else, as neither steps nor verse do.

    The list is marked up as one, or stands in an element of its own beside the paragraphs.
    """
    if _is_headed(context, group[0]):
        return False
    if not context.container(group[0]) and not _stand_apart(context, group):
        return False
    said = [tokens(text) for text in texts]
    long = sum(map(weight, texts)) >= LONG_LINE * len(texts)
    if not long or context.related(group) > APART or any(text.endswith(_PAUSES) for text in texts):
        return False
    openings = {own[0] for own in said if own}
    told = Counter(word for own in said for word in {*context.telling(own)})
    often = max(told.values(), default=0)
    return len(openings) == len(texts) and often <= max(1, len(texts) // 3)


def _is_headed(context: Context, at: int) -> bool:
    """Whether the line before a list may be the heading that the page gives it."""
    before = at - 1
    return at > 0 and not (
        context.weights[before] > SHORT_HEADING or ends_sentence(context.lines[before].text[:-1])
    )


def _stand_apart(context: Context, group: Sequence[int]) -> bool:
    """Whether lines stand in an element beside the paragraphs; of broken ones, behind them."""
    broken = any(context.lines[at].breaks for at in group)
    if broken and group[0] < context.last_prose:
        return False
    quoted = stands_in(context.lines[group[0]].node, _QUOTED)
    return not quoted and all(context.stands_apart(at) for at in group)


def _heading_of(context: Context, group: Sequence[int]) -> Iterator[int]:
    """The short line right above a foreign list, if it can be nothing but its heading."""
    at = group[0] - 1
    if at < 0 or context.weights[at] > SHORT_HEADING or ends_sentence(context.lines[at].text[:-1]):
        return
    line = context.lines[at]
    beside = context.lines[group[0]].node
    if line.node.above is beside.above or line.node.tag in _HEADINGS:
        yield at


def _tags(context: Context, taken: set[int]) -> set[int]:
    """What the page is filed under: a word that says so, or short links after the text."""
    found: set[int] = set()
    at = 0
    phrases = headings("tags")
    while at < len(context):
        words, line = context.words[at], context.lines[at]
        end = at + 1
        if at in taken or not words:
            pass
        elif key(words) in phrases and context.weights[at] <= LIST:
            while end < len(context) and _is_tag(context, end):
                end += 1
            if end > at + 1:
                found.update(range(at, end))
        elif at > context.last_prose and line.links and _is_tag(context, at):
            while end < len(context) and context.lines[end].links and _is_tag(context, end):
                end += 1
            if LIST <= end - at <= MOST_TAGS:
                found.update(range(at, end))
        at = end
    lines = {
        at for at in range(len(context)) if at not in taken and _is_tag_line(context, at, phrases)
    }
    return found | lines if len(lines) < LIST else found


def _is_tag(context: Context, at: int) -> bool:
    line = context.lines[at]
    short = context.weights[at] <= 4 and line.node.tag not in _HEADINGS  # noqa: PLR2004
    return short and (context.is_link(at) or context.container(at) is not None or not line.text)


def _is_tag_line(context: Context, at: int, phrases: frozenset[str]) -> bool:
    words, line = context.words[at], context.lines[at]
    if not words or line.node.tag in ("td", "th", "dt", "dd", "pre", "code"):
        return False
    if line.links >= LIST and at >= context.last_prose:
        many = context.weights[at] <= 4 * line.links and not ends_sentence(line.text)
        if many and line.linked > 0.7 * len(line.text.replace(" ", "").replace(",", "")):
            return True
    if at >= context.last_prose and _names_subjects(context, at, phrases):
        return True
    named, parted, _ = line.text.replace("：", ":").partition(":")
    return (
        bool(parted)
        and key(tokens(named)) in phrases
        and named[:1].isalnum()
        and bool(line.links or context.weights[at] <= 20)  # noqa: PLR2004
    )


def _names_subjects(context: Context, at: int, phrases: frozenset[str]) -> bool:
    """Whether a line after the text names subjects in a word or two, behind a label or bars."""
    line, words = context.lines[at], context.words[at]
    if context.weights[at] > MOST_TAGS or ends_sentence(line.text):
        return False
    label = max((size for size in (1, 2, 3) if key(words[:size]) in phrases), default=0)
    parts = _BETWEEN.split(line.text)
    short = len(parts) >= LIST and all(weight(part) <= LIST + label for part in parts)
    if label:
        return len(words) > label and (short or (label > 1 and line.node.tag not in _HEADINGS))
    return short and "," not in line.text and context.related([at]) <= OWN_TOPIC
