"""A plot of shares as an SVG: a line a measure, a dot a program."""

from collections.abc import Mapping, Sequence
from html import escape

COLOURS = ("#b3261e", "#1b5e9e", "#2e7d32", "#8a6d00", "#6a3fa0", "#4a4a4a")
LEFT, RIGHT, TOP, LINE = 250, 40, 64, 30
WIDTH = 860
"""All in pixels."""
FIRST, SECOND = 7, 5
"""Radii of a dot: the first program's, the others'."""


def drawn(
    labels: Sequence[str], values: Sequence[Mapping[str, float]], named: Mapping[str, str]
) -> str:
    """The plot of shares from 0 to 1; the first program of `values` stands out."""
    names = list(dict.fromkeys(name for row in values for name in row))
    colour = dict(zip(names, COLOURS, strict=False))
    height = TOP + LINE * len(labels) + 44
    span = WIDTH - LEFT - RIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        '<g font-family="sans-serif" font-size="13">',
        "<title>Shares of each program, 1 is the best</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for at, name in enumerate(names):
        x = 24 + at * (WIDTH - 48) / max(1, len(names))
        parts.append(f'<circle cx="{x:.0f}" cy="24" r="{SECOND}" fill="{colour[name]}"/>')
        parts.append(f'<text x="{x + 11:.0f}" y="28" fill="#222">{_said(name, named)}</text>')
    for tenth in range(0, 11, 2):
        x = LEFT + span * tenth / 10
        parts.append(
            f'<line x1="{x:.0f}" y1="{TOP - 12}" x2="{x:.0f}" y2="{height - 34}" stroke="#ddd"/>'
            f'<text x="{x:.0f}" y="{height - 16}" text-anchor="middle" fill="#555">'
            f"{tenth / 10:.1f}</text>"
        )
    for at, (label, row) in enumerate(zip(labels, values, strict=True)):
        y = TOP + LINE * at + 6
        parts.append(
            f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end" fill="#222">'
            f"{escape(label)}</text>"
            f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#eee"/>'
        )
        for name in reversed([name for name in names if name in row]):
            x = LEFT + span * row[name]
            radius = FIRST if name == names[0] else SECOND
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y}" r="{radius}" fill="{colour[name]}"'
                f' fill-opacity="0.85"><title>{_said(name, named)}: {row[name]:.3f}</title>'
                "</circle>"
            )
    return "\n".join([*parts, "</g></svg>", ""])


def _said(name: str, named: Mapping[str, str]) -> str:
    return escape(named.get(name, name))
