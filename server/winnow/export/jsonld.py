"""Marks as a W3C AnnotationCollection (https://www.w3.org/TR/annotation-model/).

The collection holds one AnnotationPage with all its marks, embedded as `first`: the next page
of a longer row may only be named by its address, and a file has nobody to ask for it. Every
key stands in the context, since those that do not vanish when it is expanded. Deleted marks
stay out, and so does what the model has no word for: colours, revisions, the pages' texts.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final, TextIO
from uuid import UUID, uuid5

from winnow.annotate.mark import Annotation, Page, Segment
from winnow.export.harmless import IN_SCRIPT, address
from winnow.export.json_format import Pages

ANNO: Final = "http://www.w3.org/ns/anno.jsonld"
SCHEMA_ORG: Final = "https://schema.org/"
GENERATOR: Final = {"type": "Software", "name": "Winnow"}
"""By this we know our own marks again."""
KINDS: Final = {"quote": f"{SCHEMA_ORG}Quotation", "claim": f"{SCHEMA_ORG}Claim"}
"""What a mark is, as a body that classifies it. A highlight has none."""

_EMPTY: Final = UUID("b1c4c5a6-58a1-5d3e-8a1f-0d7d2b9f3c11")
"""What the id of an export without marks is made from."""

Node = dict[str, Any]


def dump(pages: Pages, stream: TextIO) -> None:
    """Write every mark that is not deleted, holding one page in memory at a time."""
    marks = _nodes(pages)
    first = next(marks, None)
    collection = uuid5(first[0] if first else _EMPTY, "collection").urn
    context = [ANNO, {"schema": SCHEMA_ORG}]
    opening = {"@context": context, "id": collection, "type": "AnnotationCollection"}
    stream.write(_open(opening | {"label": "Winnow"}))
    total = 0
    if first:
        page = uuid5(first[0], "page").urn
        stream.write(f',\n"last": {_json(page)},\n"first": ')
        total = _write_page(stream, page, collection, chain([first], marks))
    stream.write(f',\n"total": {total}}}\n')


def _write_page(
    stream: TextIO, page: str, collection: str, marks: Iterable[tuple[UUID, Node]]
) -> int:
    """Write the AnnotationPage; how many marks it has."""
    whole = {"id": collection, "type": "AnnotationCollection"}
    stream.write(_open({"id": page, "type": "AnnotationPage", "partOf": whole, "startIndex": 0}))
    separator, written = ',\n"items": [\n', 0
    for _, node in marks:
        stream.write(separator + _json(node))
        separator, written = ",\n", written + 1
    stream.write("\n]}")
    return written


def _nodes(pages: Pages) -> Iterator[tuple[UUID, Node]]:
    for page, annotations in pages:
        for mark in annotations:
            if not mark.deleted:
                yield mark.id, annotation(page, mark)


def annotation(page: Page, mark: Annotation) -> Node:
    """`mark` as an Annotation of the model, without its context."""
    creator = {"type": "Person", "nickname": mark.author} if mark.author else None
    node = {
        "id": mark.id.urn,
        "type": "Annotation",
        "motivation": "highlighting",
        "created": mark.created,
        "modified": mark.modified,
        "creator": creator,
        "generator": GENERATOR,
        "body": _bodies(mark),
        "target": _target(page, mark),
    }
    return {name: value for name, value in node.items() if value}


def _bodies(mark: Annotation) -> list[Node]:
    bodies: list[Node] = []
    if mark.kind in KINDS:
        source = KINDS[mark.kind]
        bodies.append({"type": "SpecificResource", "source": source, "purpose": "classifying"})
    if mark.speaker:
        bodies.append(_text(mark.speaker, "identifying"))
    if mark.note:
        bodies.append(_text(mark.note, "commenting") | {"format": "text/markdown"})
    bodies += [_text(tag, "tagging") for tag in mark.tags]
    if mark.kind == "quote" and mark.speaker:
        bodies.append(
            {
                "id": uuid5(mark.id, "quotation").urn,
                "type": "schema:Quotation",
                "schema:text": mark.exact,
                "schema:creator": {"type": "schema:Person", "schema:name": mark.speaker},
            }
        )
    return bodies


def _text(value: str, purpose: str) -> Node:
    return {"type": "TextualBody", "value": value, "purpose": purpose}


def _target(page: Page, mark: Annotation) -> Node:
    quote = {"exact": mark.exact, "prefix": mark.prefix, "suffix": mark.suffix}
    selectors: list[Node] = [
        {"type": "TextQuoteSelector", **{name: text for name, text in quote.items() if text}}
    ]
    if mark.start is not None and mark.end is not None:
        selectors.append({"type": "TextPositionSelector", "start": mark.start, "end": mark.end})
    if mark.segments:
        selectors.append(_range(mark.segments))
    target: Node = {
        "type": "SpecificResource",
        "source": address(page.url),
        "selector": selectors,
        "state": {"type": "TimeState", "sourceDate": mark.created},
    }
    if page.title:
        target["label"] = page.title
    if mark.language:
        target["language"] = mark.language
    return target


def _range(segments: tuple[Segment, ...]) -> Node:
    """From the first block that is marked to the last, each by the SHA-256 of its text."""
    first, last = segments[0], segments[-1]
    return {
        "type": "RangeSelector",
        "startSelector": _in_block(first, first.start, first.end),
        "endSelector": _in_block(last, last.end, last.end),
    }


def _in_block(segment: Segment, start: int, end: int) -> Node:
    return {
        "type": "FragmentSelector",
        "value": f"block=sha256:{segment.block}:{segment.ordinal}",
        "refinedBy": {"type": "TextPositionSelector", "start": start, "end": end},
    }


def _open(node: Node) -> str:
    """The beginning of an object that more keys are written to."""
    return _json(node)[:-1]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).translate(IN_SCRIPT)
