"""A link to the very words of a mark, which browsers scroll to and paint.

The form is that of https://wicg.github.io/scroll-to-text-fragment/:
`#:~:text=[prefix-,]start[,end][,-suffix]`.
"""

from typing import Final
from urllib.parse import quote

from winnow.annotate.mark import Annotation
from winnow.export.harmless import address, is_web

_WHOLE: Final = 120
"""Code points up to which the words are said whole; longer ones by their first and last."""
_ENDS: Final = 6
"""Words at each end of a long mark: few, so that a correction between them does no harm."""
_NEIGHBOURS: Final = 3
"""Words of context on each side of a short mark, which may stand in its page twice."""
_SHORT: Final = 60
"""Code points under which a mark needs its neighbours."""


def link(url: str, mark: Annotation) -> str:
    """`url` with the fragment of the mark's words; only the address if it is not on the web."""
    there = address(url)
    if not is_web(there):
        return there
    return f"{there}{'' if '#' in there else '#'}:~:text={_directive(mark)}"


def _directive(mark: Annotation) -> str:
    blocks = [block.split() for block in mark.exact.split("\n") if block.strip()] or [[mark.exact]]
    words = [word for block in blocks for word in block]
    if len(blocks) == 1 and len(mark.exact) <= _WHOLE:
        said = [" ".join(words)]
    elif len(words) > 1:
        # An end may not reach over the border of a block, and the two may not overlap.
        ends = min(_ENDS, len(words) // 2)
        first = blocks[0][: ends if len(blocks) == 1 else _ENDS]
        last = blocks[-1][-(ends if len(blocks) == 1 else _ENDS) :]
        said = [" ".join(first), " ".join(last)]
    else:
        said = [words[0]]
    parts = [_encoded(text) for text in said]
    if len(mark.exact) < _SHORT:
        before, after = _neighbours(mark)
        parts = [f"{_encoded(before)}-"] * bool(before) + parts
        parts += [f"-{_encoded(after)}"] * bool(after)
    return ",".join(parts)


def _neighbours(mark: Annotation) -> tuple[str, str]:
    """The nearest whole words on each side: the outermost of the context may be cut off."""
    before = mark.prefix.rpartition("\n")[2].split()
    after = mark.suffix.partition("\n")[0].split()
    if "\n" not in mark.prefix:
        before = before[1:]
    if "\n" not in mark.suffix:
        after = after[:-1]
    if mark.prefix[-1:].isalnum():
        before = []  # the mark begins inside a word; a fragment's parts may not
    if mark.suffix[:1].isalnum():
        after = []
    return " ".join(before[-_NEIGHBOURS:]), " ".join(after[:_NEIGHBOURS])


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
