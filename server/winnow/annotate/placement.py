"""The verdict on a mark: whether its words stand, where, and what became of them."""

from dataclasses import dataclass
from typing import Literal

Words = Literal["same", "changed", "gone"]
Place = Literal["same", "moved", "several"]
AlertKind = Literal["digit", "unit", "negation", "name", "quotation"]


@dataclass(frozen=True, slots=True)
class Range:
    """Code points `start` to `end` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a mark then and now, verbatim; `changed` where their words differ.

    Joined, all `then` are the mark's words, and all `now` what stands for them.
    """

    then: str
    now: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Alert:
    """A fact that is another one now: "7.4" became "4.7". Either side may be empty."""

    kind: AlertKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Placement:
    """The verdict on a mark: its words, its place, and where to paint it.

    `ranges` are ascending; there are more than one only if `place` is "several", and none
    if `words` is "gone" (`place` then says nothing). `difference` is the mark's text then
    and now when it changed, and `alerts` are the facts among the changes.
    """

    words: Words
    place: Place = "same"
    ranges: tuple[Range, ...] = ()
    difference: tuple[Passage, ...] = ()
    alerts: tuple[Alert, ...] = ()
