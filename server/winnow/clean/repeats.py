"""What stands twice: which lines repeat words that the reader has already.

`matches` finds what was told before; `excerpts` and `runs` judge what of it is a copy, `sides`
which of two copies stays.
"""

from collections.abc import Sequence

from winnow.clean.excerpts import excerpts
from winnow.clean.likely import Likely
from winnow.clean.lines import Line
from winnow.clean.runs import NEAR_COPY, PARAGRAPH, is_copy, runs
from winnow.clean.sides import losers, pairs, stands_alone
from winnow.clean.tokens import key


def repeats(
    lines: Sequence[Line], kept: Sequence[int], words: Sequence[Sequence[str]]
) -> dict[int, int]:
    """Which of the `kept` lines to leave out, each with the line whose words it repeats."""
    likely = Likely(lines, kept, [words[index] for index in kept])
    out = excerpts(likely)
    copies = [run for run in runs(likely, out) if is_copy(run, likely)]
    for pair in pairs(copies):
        out.update(losers(pair, likely, out))
    out.update(_once_more(likely, out))
    return {kept[at]: kept[of] for at, of in _assured(likely, out).items()}


def _once_more(likely: Likely, out: dict[int, int]) -> dict[int, int]:
    """Paragraphs of a copy that stand alone elsewhere too: said three times, yet no refrain."""
    gone = {key(likely.words[at]): of for at, of in out.items()}
    told = set(out.values())
    return {
        at: gone[said]
        for at, own in enumerate(likely.words)
        if len(own) >= PARAGRAPH
        and at not in out
        and at not in told
        and (said := key(own)) in gone
        and stands_alone([at], [], likely)
    }


def _end(out: dict[int, int], of: int) -> int:
    """Follow a repeat of a repeat to the line that stays."""
    for _ in range(len(out)):
        if of not in out:
            break
        of = out[of]
    return of


def _assured(likely: Likely, out: dict[int, int]) -> dict[int, int]:
    """The repeats whose words what stays does say: no text may vanish, whatever the page did."""
    if not out:
        return {}
    stays: set[tuple[str, ...]] = set()
    rest = [word for at, own in enumerate(likely.words) if at not in out for word in own]
    stays.update(zip(rest, rest[1:], rest[2:], strict=False))
    sure: dict[int, int] = {}
    for at in sorted(out):
        own = likely.words[at]
        said = list(zip(own, own[1:], own[2:], strict=False))
        if sum(three in stays for three in said) >= NEAR_COPY * len(said):
            sure[at] = _end(out, out[at])
        else:
            stays.update(said)
    return {at: of for at, of in sure.items() if of not in sure and at != of}
