"""What the engine answers: a page without its chaff, and an account of the chaff.

Everything here is frozen data. Offsets count code points of canonical text
(see `winnow.canonical`), never bytes or UTF-16 units.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

BlockKind = Literal[
    "heading", "paragraph", "list", "quote", "code", "table", "figure", "definitions", "rule"
]
Reason = Literal["duplicate", "unrelated", "navigation", "comments", "hidden"]


@dataclass(frozen=True, slots=True)
class Source:
    """One copy of a block in the page it came from.

    `element` is the stamp of the captured element (`data-winnow-n`), or its index in
    document order where the page carries no stamps; `start` and `end` bound the copy
    in that element's own canonical text.
    """

    element: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of the clean view: one heading, paragraph, whole list, whole table, figure.

    `text` is the canonical text of `html`; `start` and `end` bound it in the page's text.
    `sources` names every copy in the page, the kept one first: what stands there is `text` in
    comparison form, or a near-copy of it.
    """

    id: str
    kind: BlockKind
    html: str
    text: str
    start: int
    end: int
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """A block that the clean view leaves out, and why.

    Blocks and removals hold every word that the page shows. A removal of fewer than three words
    stands alone only where no other touches it, or where it repeats a block.
    `of` is the id of the kept block that a duplicate repeats, and nothing where it repeats the
    page's own title. `at` is the number of kept
    blocks before it: bringing it back inserts it at that index.
    """

    id: str
    reason: Reason
    of: str | None
    html: str
    text: str
    at: int
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller knows of a page beside its HTML; empty where it knows nothing."""

    canonical: str | None = None
    title: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself. Times are ISO 8601 as the page gives them."""

    title: str = ""
    byline: str = ""
    site: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    direction: Literal["ltr", "rtl", ""] = ""
    image: str = ""
    licence: str = ""
    canonical: str = ""


@dataclass(frozen=True)
class CleanPage:
    """The clean view of one page: kept blocks in document order, and what was removed."""

    url: str
    metadata: Metadata
    blocks: tuple[Block, ...]
    removed: tuple[Removal, ...]
    engine: str

    @cached_property
    def text(self) -> str:
        """The page's canonical text: block texts joined by a line feed."""
        return "\n".join(block.text for block in self.blocks if block.text)
