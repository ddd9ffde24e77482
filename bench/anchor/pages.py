"""A page before and after an edit, in pieces that know what they stand for.

Each piece knows which stretch of the original it is or stands for. Where a mark went is read
off the pieces.
"""

import re
from dataclasses import dataclass, replace

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """Text of a page. `span` is the stretch of the original that it stands for, if any."""

    text: str
    span: Span | None = None
    verbatim: bool = False


@dataclass(frozen=True)
class Page:
    """A page before and after: its language, its first text, and its pieces of today."""

    language: str
    original: str
    pieces: tuple[Piece, ...]
    strangers: tuple[str, ...]
    """Paragraphs of other pages in the language."""

    @property
    def text(self) -> str:
        """The text of today."""
        return "".join(piece.text for piece in self.pieces)

    def image(self, mark: Span) -> Span | None:
        """Where the words that stand for `mark` begin and end today."""
        at, starts, ends = 0, [], []
        for piece in self.pieces:
            if piece.span and piece.span[0] < mark[1] and mark[0] < piece.span[1]:
                low, high = at, at + len(piece.text)
                if piece.verbatim:
                    low += max(0, mark[0] - piece.span[0])
                    high -= max(0, piece.span[1] - mark[1])
                starts.append(low)
                ends.append(high)
            at += len(piece.text)
        return (min(starts), max(ends)) if starts else None

    def put(self, span: Span, new: str, *, stands_for: bool = True) -> "Page":
        """Put `new` in the place of the original's `span`; it stands for it, or for nothing."""
        result: list[Piece] = []
        done = False
        for piece in self.pieces:
            if (
                not piece.verbatim
                or not piece.span
                or span[1] < piece.span[0]
                or piece.span[1] < span[0]
                or done
                or not (piece.span[0] <= span[0] and span[1] <= piece.span[1])
            ):
                result.append(piece)
                continue
            done = True
            base = piece.span[0]
            low, high = span[0] - base, span[1] - base
            result += [
                Piece(piece.text[:low], (base, span[0]), verbatim=True),
                Piece(new, span if stands_for and span[0] < span[1] else None),
                Piece(piece.text[high:], (span[1], piece.span[1]), verbatim=True),
            ]
        return replace(self, pieces=tuple(piece for piece in result if piece.text or piece.span))


def paragraphs(page: Page) -> list[Span]:
    """The original's paragraphs."""
    return [match.span() for match in re.finditer(r"[^\n]+", page.original)]


def sentences(page: Page) -> list[Span]:
    """The original's sentences, nearly."""
    return [
        match.span()
        for match in re.finditer(r"[^\n.!?]+(?:[.!?](?!\s)[^\n.!?]*)*[.!?»”“]*", page.original)
    ]


def holding(spans: list[Span], mark: Span) -> Span | None:
    """The first of `spans` that holds the whole mark."""
    return next((span for span in spans if span[0] <= mark[0] and mark[1] <= span[1]), None)


def outside(spans: list[Span], mark: Span) -> list[Span]:
    """Those of `spans` that share nothing with the mark."""
    return [span for span in spans if span[1] <= mark[0] or mark[1] <= span[0]]
