"""What suggestions are made of: stretches of a text, in code points."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` to `end` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, without the marks, and who says them, as the text names them."""

    words: Span
    speaker: Span | None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The quotations and claims of a text, each in its order."""

    quotations: tuple[Quotation, ...]
    claims: tuple[Span, ...]
