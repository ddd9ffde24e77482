"""The pieces of a line: their text, the paragraphs that line breaks part them into, their links."""

import re
from typing import Final

from winnow.clean.lines import Node, Piece
from winnow.clean.paragraphs import paragraphs

BOLD: Final = frozenset(("b", "strong", "em", "i"))
_REACH: Final = 16
"""Elements looked up through for the link that words of a part of a line stand in."""
_SPACES = re.compile(r" [ \t\n\f\r]+|[\t\n\f\r][ \t\n\f\r]*")
"""What is to become one space; a space alone is one already."""
ASCII_SPACE: Final = " \t\n\f\r"


def collapsed(pieces: list[Piece]) -> str:
    """Their canonical text."""
    parts = [_as_text(piece) if piece[1] is None else piece[1] for piece in pieces]
    return _SPACES.sub(" ", "".join(parts)).strip(" ")


def _as_text(piece: Piece) -> str:
    """A line feed for a break, nothing for an image."""
    return "\n" if piece[0].tag == "br" else ""


def _broken(pieces: list[Piece]) -> str:
    """The text of pieces with a line feed for each break and for nothing else."""
    return "".join(
        _as_text(piece) if piece.text is None else piece.text.replace("\n", " ") for piece in pieces
    )


def parted(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces of each paragraph in a line with breaks; none where it is no prose."""
    stretches = paragraphs(_broken(pieces))
    parts: list[list[Piece]] = [[] for _ in stretches]
    part, at = 0, 0
    for node, said in pieces if parts else ():
        text = said
        size = int(node.tag == "br") if text is None else len(text)
        while part + 1 < len(parts) and stretches[part + 1].start < at + size:
            before = stretches[part + 1].start - at
            if text and before > 0:
                parts[part].append(Piece(node, text[:before]))
                text, at, size = text[before:], at + before, size - before
            part += 1
        wrapped = node.tag == "br" and stretches[part].is_paragraph
        parts[part].append(Piece(node.parent or node, " ") if wrapped else Piece(node, text))
        at += size
    for own in parts:
        while own[-1].node.tag == "br" or (own[-1].text or "x").isspace():
            own.pop()
    return parts


def told(pieces: list[Piece], block: Node) -> tuple[int, int, int, int]:
    """Links, characters inside links, characters inside bold, and breaks of a part of a line."""
    links: set[int] = set()
    linked = bold = 0
    for node, text in pieces:
        size = len((text or "").strip(ASCII_SPACE))
        step: Node | None = node
        inside: dict[str, Node] = {}
        for _ in range(_REACH):
            if step is None or step is block:
                break
            inside.setdefault("a" if step.tag == "a" else "b" if step.tag in BOLD else "", step)
            step = step.parent
        if "a" in inside:
            links.add(id(inside["a"]))
            linked += size
        bold += size * ("b" in inside)
    return len(links), linked, bold, sum(node.tag == "br" for node, _ in pieces)
