"""Marks as Markdown notes, a file a page, ready to be put into an Obsidian vault.

A file begins with YAML front matter, which Obsidian shows as properties; each mark is one
quote block with its words, speaker, tags, a link to the place, and last the note, so that
nothing a note leaves open reaches beyond it. A whole library is a zip of such files.
"""

import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Final

from winnow.annotate.mark import Annotation, Page
from winnow.export import text_fragment
from winnow.export.harmless import address, one_line
from winnow.export.json_format import Pages
from winnow.export.markdown_text import destination, escaped, escaped_line, note, quoted, tag
from winnow.export.note_names import free_name

_KINDS: Final = {"claim": "Claim", "quote": "Quote", "highlight": "Highlight"}
_IN_YAML: Final = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<[`{"})
"""Where HTML, links, code and templates begin, in a string: the same to a reader of YAML."""
_ZIP_FROM: Final = 1980
_ZIP_TO: Final = 2107
"""The first and the last year that a zip can tell."""


def dump_zip(pages: Pages, stream: BinaryIO) -> None:
    """Write a zip with a note for each page that has marks, one page in memory at a time."""
    taken: set[str] = set()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for page, annotations in pages:
            if text := page_note(page, annotations):
                entry = zipfile.ZipInfo(free_name(page, taken), _zip_time(page.modified))
                entry.external_attr = 0o600 << 16
                archive.writestr(entry, text.encode(), zipfile.ZIP_DEFLATED)


def dump_page(pages: Pages, stream: BinaryIO) -> None:
    """Write the note of the one page in `pages`."""
    stream.writelines(page_note(page, annotations).encode() for page, annotations in pages)


def page_note(page: Page, annotations: Sequence[Annotation]) -> str:
    """The note of a page; "" if it has no marks that are not deleted."""
    marks = [mark for mark in annotations if not mark.deleted]
    if not marks:
        return ""
    title = escaped_line(page.title) or escaped_line(page.url)
    parts = [_front_matter(page, marks), f"# {title}", *(_block(page, mark) for mark in marks)]
    return "\n\n".join(parts) + "\n"


def _front_matter(page: Page, marks: Sequence[Annotation]) -> str:
    """Properties as YAML, whose strings in double quotation marks are JSON's."""
    tags = sorted({name for mark in marks for name in map(tag, mark.tags) if name})
    properties: dict[str, str | int | list[str]] = {
        "title": one_line(page.title),
        "source": address(page.url),
        "author": one_line(page.byline),
        "site": one_line(page.site),
        "published": one_line(page.published),
        "language": one_line(page.language),
        "tags": tags,
        "created": page.created,
        "marks": len(marks),
        "winnow": page.id,
    }
    lines = (f"{name}: {_yaml(value)}" for name, value in properties.items() if value)
    return "\n".join(("---", *lines, "---"))


def _block(page: Page, mark: Annotation) -> str:
    speaker = escaped_line(mark.speaker)
    tags = " ".join(f"#{name}" for name in map(tag, mark.tags) if name)
    place = text_fragment.link(page.url, mark)
    below = f"{_KINDS[mark.kind]}, {mark.created[:10]}"
    if place.startswith("http"):
        below += f" · [open at this place]({destination(place)})"
    parts = [
        escaped(mark.exact),
        f"— **{speaker}**" if speaker else "",
        f"{below} · {tags}" if tags else below,
        note(mark.note),
    ]
    body = "\n\n".join(filter(None, parts))
    return f"{quoted(body)}\n\n^winnow-{mark.id}"


def _yaml(value: str | int | list[str]) -> str:
    """`value`; in a text what would act on one who knows no front matter is told by its number."""
    written = json.dumps(value, ensure_ascii=False)
    return written.translate(_IN_YAML) if isinstance(value, str) else written


def _zip_time(text: str) -> tuple[int, int, int, int, int, int]:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:  # of a library whose files were written by hand
        return (_ZIP_FROM, 1, 1, 0, 0, 0)
    year = min(max(when.year, _ZIP_FROM), _ZIP_TO)
    return (year, when.month, when.day, when.hour, when.minute, when.second)
