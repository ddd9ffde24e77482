"""Why each line of a page was kept or left out: for a person who reports a badly cleaned page."""

from dataclasses import dataclass
from typing import Final

from winnow.clean.about import about
from winnow.clean.blocks import outline
from winnow.clean.contributions import Contributions
from winnow.clean.declared import declared
from winnow.clean.document import parse
from winnow.clean.features import features
from winnow.clean.groups import groups
from winnow.clean.lines import Node
from winnow.clean.metadata import metadata
from winnow.clean.model import model
from winnow.clean.page import Hints, Reason
from winnow.clean.pipeline import judge

_DEEP: Final = 4
"""Elements of a line's path that are named, the innermost ones."""
SPOKE: Final = 3
"""Features that are named for each line."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A feature of a line: its `value`, and what it added to the log-odds of being text.

    `added` is beside the page's lines in the mean: what all of them share says nothing of one.
    """

    feature: str
    value: float
    added: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A line as the engine judged it.

    `number` counts the page's lines from 0; `path` names the elements it stands in, innermost
    last. `chance` is the model's, before lists are drawn together and the best set is chosen.
    `reason` is None for a line that is kept; `of` is the number of the line that it repeats.
    """

    number: int
    path: str
    text: str
    chance: float
    spoken: tuple[Spoken, ...]
    reason: Reason | None
    of: int | None


def explain(html: str | bytes, url: str = "", hints: Hints | None = None) -> list[Explained]:
    """Every line of the page that has words, in order.

    Raises:
        PageError: as `clean` does.

    """
    document = parse(html, url)
    page = outline(document)
    told = declared(document)
    title = metadata(document, hints or Hints(), told, page.lines).title
    words = [line.words for line in page.lines]
    if not any(words):
        return []
    shipped = model()
    rows = features(page, words, about(document, told))
    chance = shipped.probabilities(rows)
    verdict = judge(document, page, groups(page), told, title)
    speakers = Contributions(shipped)
    column = {name: place for place, name in enumerate(shipped.columns)}
    worded = [line for line in page.lines if line.text]
    added = [speakers.of(rows[line.number]) for line in worded]
    mean = {
        name: sum(one.get(name, 0.0) for one in added) / len(added)
        for name in {name for one in added for name in one}
    }
    found = []
    for line, own in zip(worded, added, strict=True):
        row = rows[line.number]
        apart = {name: own.get(name, 0.0) - usual for name, usual in mean.items()}
        loudest = sorted(apart.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
        found.append(
            Explained(
                line.number,
                _path(line.node),
                line.text,
                float(chance[line.number]),
                tuple(
                    Spoken(name, float(row[column[name]]), much) for name, much in loudest[:SPOKE]
                ),
                verdict.reasons[line.number],
                verdict.of.get(line.number),
            )
        )
    return found


def _path(node: Node) -> str:
    """The last elements on the way to a line, with their first class: `div.box > ul > li`."""
    names: list[str] = []
    step: Node | None = node
    while step is not None and len(names) < _DEEP:
        kind = (step.element.get("class") or "").split()
        names.append(f"{step.tag}.{kind[0]}" if kind else step.tag)
        step = step.above
    return " > ".join(reversed(names))
