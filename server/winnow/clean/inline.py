"""Lines between paragraphs that say to read another article and name it."""

import re
from typing import Final

from winnow.clean.context import ENOUGH_TEXT, Context, starts_high
from winnow.clean.likely import HEADINGS
from winnow.clean.segments import segments
from winnow.clean.tokens import tokens, weight

OWN_TOPIC: Final = 0.34
"""Share of a linked list's words that the page speaks of too, from which it is the page's own."""
LIST: Final = 3
"""Lines that make a list."""
LONGEST: Final = 40
"""Words up to which a line, or each stretch of one, names an article."""
LABEL: Final = 5
"""Words of a label before a headline; of scripts without spaces, half as many signs."""

_SEPARATOR: Final = re.compile(
    r"^[^:：|–—»>→▸►➜➔➤▶›】\]\-]{0,60}?\s?(:|：|\||–|—|»|>|→|▸|►|➜|➔|➤|▶|›|】|\]| - )"
)
_ARROWS: Final = frozenset("»>→▸►➜➔➤▶›")
"""Signs that point from a text to another; a dash opens speech too."""
_BRACKETS: Final = re.compile(r"([^()]{9,})\(([^()]{3,40})\)\W*$")


def is_inline(context: Context, at: int) -> bool:
    """Whether a line says to read another article and names it, between paragraphs."""
    line = context.lines[at]
    parts = segments(line)
    if len(parts) > 1 and context.lexicon.is_whole(tokens(parts[0]), "teaser"):
        return context.reads_as_headline(at)
    if says_to_read(context, at):
        return True
    if not context.words[at] or context.weights[at] > LONGEST * len(parts) or line.breaks:
        return False
    if _labels_headline(context, at) or _is_pointed_at(context, at):
        return True
    return (
        context.is_link(at)
        and context.weights[at] > LIST
        and not context.container(at)
        and line.node.tag not in HEADINGS
        and 0 < at < len(context) - 1
        and context.prose[at - 1]
        and context.related([at]) <= OWN_TOPIC
        and context.total >= ENOUGH_TEXT
    )


def says_to_read(context: Context, at: int) -> bool:
    """Whether a line opens with words that say to read what it goes on to name."""
    words, line = context.words[at], context.lines[at]
    if not words or line.breaks:
        return False
    opening = max(
        context.lexicon.opens_with(words, "inline"), context.lexicon.opens_with(words, "teaser")
    )
    if opening and len(words) > opening and context.weights[at] <= LONGEST * len(segments(line)):
        parted = _SEPARATOR.match(line.text)
        if (
            parted
            and _is_opening(line.text[: parted.start(1)], opening)
            and (line.links or context.is_headline(at))
        ):
            return context.related([at]) <= 2 * OWN_TOPIC or bool(line.links)
        return line.linked > 0.5 * len(line.text) and context.related([at]) <= OWN_TOPIC * 1.5
    return False


def _labels_headline(context: Context, at: int) -> bool:
    """Whether a few words and a colon stand between paragraphs before a foreign headline.

    Without a link, the few words must be of those that such labels are made of.
    """
    line = context.lines[at]
    parted = _SEPARATOR.match(line.text)
    beside = (near for near in (at - 1, at + 1) if 0 <= near < len(context))
    if (
        parted is None
        or line.node.tag in HEADINGS
        or context.container(at)
        or not context.is_headline(at)
        or not any(context.prose[near] for near in beside)
    ):
        return False
    label, headline = line.text[: parted.start(1)], line.text[parted.end(1) :]
    points = not label and parted[1] in _ARROWS
    if not points and not 0 < weight(label) <= LABEL:
        return False
    if weight(headline) <= LIST - points or not starts_high(headline):
        return False
    topic = context.share_told(tokens(headline))
    if points:
        return topic <= OWN_TOPIC
    if line.linked > 0.8 * len(headline.replace(" ", "")):
        return topic <= OWN_TOPIC / 2
    said = [word in context.lexicon.inline for word in context.telling(tokens(label))]
    known = any(said) and 2 * sum(said) >= len(said)
    return topic <= OWN_TOPIC / 3 and (known or context.is_in_another_language([at]))


def _is_pointed_at(context: Context, at: int) -> bool:
    """Whether a foreign headline ends in brackets that say to read it."""
    parted = _BRACKETS.match(context.lines[at].text)
    if not parted or context.container(at) or context.share_told(tokens(parted[1])) > OWN_TOPIC:
        return False
    told = tokens(parted[2])
    said = max(context.lexicon.opens_with(told, kind) for kind in ("more", "inline", "teaser"))
    return bool(said) and len(told) <= said + 1


def _is_opening(text: str, opening: int) -> bool:
    """Whether the words before a separator are the phrase and hardly more."""
    told = len([word for word in re.split(r"\W+", text) if word])
    unspaced = not text.isascii() and told <= 2  # noqa: PLR2004
    return told <= opening + (opening > 1) or unspaced
