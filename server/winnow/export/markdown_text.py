"""Text that goes into Markdown, as Obsidian, GitHub and CommonMark read it.

Words of a page are shown as they are: every sign that could mean something is escaped. A
note is Markdown already and stays so, less what would act when it is opened: HTML, embedded
images and notes, code that plugins run, links that are no web addresses.
"""

import re
import unicodedata
from typing import Final

from winnow.export.harmless import one_line, plain

_SIGNS: Final = re.compile(r"[\\`*_\[\]<>&~=$%^|#{}]|:(?=//|:)|(?<=:):|(?<=www)\.", re.IGNORECASE)
"""The colons and the point are those by which GitHub and Obsidian find an address that no one
made a link of, and Dataview a field."""
_LINE_SIGNS: Final = re.compile(r"^([-+:])(?=\s|$|[-+:])|^(\d{1,9})([.)])(?=\s|$)")
"""What makes a list, a rule, a table or a definition at the beginning of a line."""
_BEFORE_FENCE: Final = r"^(?:[^\S\n]|>|[-+*][^\S\n]|\d{1,9}[.)][^\S\n])*"
_FENCE: Final = re.compile(rf"({_BEFORE_FENCE}(?:`{{3,}}(?=[^`\n]*$)|~{{3,}})).*$", re.MULTILINE)
"""Where a block of code begins and says in what language, by which plugins know what to run."""
_FENCE_ALONE: Final = re.compile(_BEFORE_FENCE + "`{3,}")
_INLINE_QUERY: Final = re.compile(r"`(?=(\s*)\$?=)")
_FOREIGN_LINK: Final = re.compile(r"\](?=(?:\(|:)\s*(?!<?(?:https?://|mailto:)))", re.IGNORECASE)
_ACTS: Final = re.compile(r"<(?=[A-Za-z/!?%])|(?<=!)\[|(?<=[%<])%|(?<=\$)\$")
"""Where HTML, an embedded image or note, a comment, a template or a block of mathematics begins."""

_FORMULA_ACTS: Final = re.compile(
    r"\\(?=href|url|includegraphics|require|csname|class|cssId|style|mmlToken|html\w)",
    re.IGNORECASE,
)
"""The commands by which a formula, as MathJax and KaTeX read it, links, loads or is styled."""

_IN_ADDRESS: Final = re.compile(r"%(?![0-9a-f]{2})|&(?=#?\w+;)|(?<=\$)\$|(?<=\[)\[", re.IGNORECASE)
_INSTEAD: Final = {"%": "%25", "&": "&amp;", "$": "%24", "[": "%5B"}

_LOOSE_UNDERLINE: Final = re.compile(r"(?<!\w)_+|_+(?!\w)")
"""Underlines that do not stand inside a word, where they are no emphasis."""


def escaped(text: str) -> str:
    """Words as lines of Markdown that show exactly them."""
    lines = (line.strip(" \t\f\v") for line in plain(text).split("\n"))
    return "\n".join(_escaped_line(line) for line in lines)


def escaped_line(text: str) -> str:
    """`escaped`, on one line."""
    return _escaped_line(one_line(text))


def note(markdown: str) -> str:
    """A note that keeps its Markdown and does nothing."""
    text = _FENCE.sub(r"\1", plain(markdown).replace("\t", "    "))
    text = _INLINE_QUERY.sub(_without_query, text)
    text = _FOREIGN_LINK.sub(_inert, text)
    if "$" in text:
        text = _FORMULA_ACTS.sub(_inert, text)
    return _ACTS.sub(_inert, text)


def destination(url: str) -> str:
    """An `address` as what a link leads to: no reference of HTML, comment or link of Obsidian."""
    return f"<{_IN_ADDRESS.sub(lambda sign: _INSTEAD[sign.group()], url)}>"


def tag(text: str) -> str:
    """`text` as Obsidian allows a tag: letters, digits, `_`, `-`, `/`; "" if nothing is left.

    Marks that belong to letters stay with them; Hindi has no words without.
    """
    words = unicodedata.normalize("NFC", one_line(text))
    name = "-".join("".join(sign if _in_tag(sign) else " " for sign in words).split())
    name = _LOOSE_UNDERLINE.sub("-", name).strip("-/")
    name = name.lstrip("".join(filter(_is_mark, name)) + "-/")
    return f"{name}_" if name.isdigit() else name


def quoted(text: str) -> str:
    """`text` inside a quote block."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _in_tag(sign: str) -> bool:
    return sign in "_-/" or sign.isalnum() or _is_mark(sign)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def _inert(sign: re.Match[str]) -> str:
    """A sign with a backslash before it: one more would make it act again."""
    first = sign.start()
    while first and sign.string[first - 1] == "\\":
        first -= 1
    is_inert = (sign.start() - first) % 2
    return sign.group() if is_inert else f"\\{sign.group()}"


def _without_query(sign: re.Match[str]) -> str:
    """The end of a fence stays one, whatever the line below it begins with."""
    line = sign.string[sign.string.rfind("\n", 0, sign.start()) + 1 : sign.end()]
    return "`" if "\n" in sign[1] and _FENCE_ALONE.fullmatch(line) else _inert(sign)


def _escaped_line(line: str) -> str:
    line = _SIGNS.sub(lambda sign: f"\\{sign.group()}", line)
    return _LINE_SIGNS.sub(lambda at: f"\\{at[1]}" if at[1] else f"{at[2]}\\{at[3]}", line)
