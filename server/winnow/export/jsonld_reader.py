"""Reads W3C Web Annotations: Winnow's own, and those of others as far as they mark words.

A collection, a page, one annotation, a list or a `@graph` of them. Keys are read as the
model's own context names them; a document that renames them is not understood, and says so.
An annotation that quotes no words (of an image, a whole page, a place in bytes) is left out.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID

from winnow.annotate.mark import MAX_LINE, Annotation, Page
from winnow.export.jsonld import ANNO, GENERATOR, KINDS
from winnow.export.reading import (
    FormatError,
    LeftOut,
    Reading,
    RowError,
    mark_on,
    moment,
    page_at,
    stable_id,
    text_of,
    words,
)

SOURCE: Final = "w3c"
_KIND_OF: Final = {source: kind for kind, source in KINDS.items()}
_DEPTH: Final = 100
"""Pages inside pages; a longer row of them is no file that a program writes."""


def survey(whole: Any, *, now: str) -> Reading:
    """Annotations row by row; `now` stands for times they do not give.

    Raises:
        FormatError: if there is no context of the model, or nothing of it inside.

    """
    if not is_annotations(whole):
        raise FormatError(f"This is no Web Annotation: its @context does not name {ANNO}.")
    reading = Reading()
    for at, node in _annotations(whole):
        reading.enter(at, partial(_mark, node, now))
    return reading


def is_annotations(whole: Any) -> bool:
    """Whether `whole` says that it follows the model."""
    if isinstance(whole, list):
        return bool(whole) and is_annotations(whole[0])
    return isinstance(whole, dict) and ANNO in _many(whole.get("@context"))


def _annotations(whole: Any) -> Iterator[tuple[str, Any]]:
    """Every annotation, with its JSON pointer, in the order in which they stand."""
    waiting: list[Iterator[tuple[str, Any, int]]] = [iter([("", whole, 0)])]
    while waiting:
        if (entry := next(waiting[-1], None)) is None:
            waiting.pop()
            continue
        at, node, depth = entry
        if depth > _DEPTH:
            raise FormatError("Its pages are nested too deeply.")
        if (inner := _inside(at, node, depth)) is None:
            yield at, node
        else:
            waiting.append(inner)


def _inside(at: str, node: Any, depth: int) -> Iterator[tuple[str, Any, int]] | None:
    """What stands in `node`, one by one, if it is no annotation but holds some."""
    if isinstance(node, list):
        return ((f"{at}/{n}", entry, depth) for n, entry in enumerate(node))
    if isinstance(node, dict) and {"AnnotationCollection", "AnnotationPage"} & _types(node):
        return (
            (f"{at}/{name}", node[name], depth + 1)
            for name in ("first", "items", "next")
            if isinstance(node.get(name), list | dict | str)
        )
    if isinstance(node, dict) and "@graph" in node:
        return iter([(f"{at}/@graph", node["@graph"], depth + 1)])
    return None


def _mark(node: Any, now: str) -> tuple[Page, Annotation]:
    if isinstance(node, str):
        raise LeftOut("stands at another address: save what is there, and import that too")
    if not isinstance(node, dict) or "Annotation" not in _types(node):
        raise RowError(("", "is no Annotation"))
    own = _is_ours(node.get("generator"))
    target, selector = _quoted(node)
    created = moment(text_of(node, "created") or now)
    page = page_at(
        _source(target),
        created=created,
        title=text_of(target, "label"),
    )
    if own:
        page = page.model_copy(update={"title": text_of(target, "label")[:MAX_LINE]})
    fields = _from_bodies(node, own=own) | {
        "exact": text_of(selector, "exact") if own else words(text_of(selector, "exact")),
        "prefix": text_of(selector, "prefix"),
        "suffix": text_of(selector, "suffix"),
        "language": _first_text(target.get("language")),
        "created": created,
        "modified": moment(text_of(node, "modified") or created),
        "author": _name(node.get("creator")),
    }
    if own:  # only our own offsets count in canonical text
        fields |= _position(target)
    if not fields["exact"]:
        raise LeftOut("marks no words")
    return page, mark_on(page, _id(node), fields)


def _quoted(node: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first target that quotes words, and its quotation."""
    for target in _many(node.get("target")):
        if isinstance(target, dict):
            for selector in _selectors(target.get("selector")):
                if "TextQuoteSelector" in _types(selector):
                    return target, selector
    raise LeftOut("marks no words: it has no TextQuoteSelector")


def _selectors(value: Any) -> Iterator[dict[str, Any]]:
    """The selectors and those that refine them."""
    waiting = [selector for selector in reversed(_many(value)) if isinstance(selector, dict)]
    while waiting:
        selector = waiting.pop()
        yield selector
        waiting += [inner for inner in _many(selector.get("refinedBy")) if isinstance(inner, dict)]


def _source(target: dict[str, Any]) -> str:
    source = target.get("source")
    if isinstance(source, dict):
        source = source.get("id")
    if not isinstance(source, str):
        raise RowError(("/target", "names no source"))
    return source


def _position(target: dict[str, Any]) -> dict[str, Any]:
    for selector in _selectors(target.get("selector")):
        if "TextPositionSelector" in _types(selector):
            return {"start": selector.get("start"), "end": selector.get("end")}
    return {}


def _from_bodies(node: dict[str, Any], *, own: bool) -> dict[str, Any]:
    """What the bodies say: kind, speaker, note and tags, which come back as we wrote them."""
    fields: dict[str, Any] = {"speaker": "", "tags": []}
    notes: list[str] = [text_of(node, "bodyValue")]
    for body in _flat(_many(node.get("body"))):
        if not isinstance(body, dict):
            continue
        kind = _KIND_OF.get(str(body.get("source")))
        purposes = _many(body.get("purpose")) or _many(node.get("motivation"))
        if kind and "classifying" in purposes:
            fields["kind"] = kind
        elif isinstance(value := body.get("value"), str):
            if "tagging" in purposes:
                fields["tags"].append(value if own else value.strip())
            elif "identifying" in purposes and not fields["speaker"]:
                fields["speaker"] = value
            else:
                notes.append(value)
    return fields | {"note": "\n\n".join(filter(None, notes))}


def _flat(bodies: list[Any]) -> Iterator[Any]:
    """Bodies, a choice among them by its first."""
    for body in bodies:
        if isinstance(body, dict) and "Choice" in _types(body):
            yield from _many(body.get("items"))[:1]
        else:
            yield body


def _id(node: dict[str, Any]) -> UUID:
    """Our own id comes back; another's always gives the same new one."""
    name = text_of(node, "id")
    if not name:
        raise RowError(("/id", "is missing, so that a second import would double this mark"))
    if name.startswith("urn:uuid:"):
        try:
            return UUID(name)
        except ValueError:
            raise RowError(("/id", "is no UUID")) from None
    return stable_id(SOURCE, name)


def _is_ours(generator: Any) -> bool:
    return isinstance(generator, dict) and generator.get("name") == GENERATOR["name"]


def _name(creator: Any) -> str:
    for who in _many(creator):
        if isinstance(who, dict):
            return _first_text(who.get("nickname")) or _first_text(who.get("name"))
        if isinstance(who, str):
            return who
    return ""


def _first_text(value: Any) -> str:
    return next((text for text in _many(value) if isinstance(text, str)), "")


def _types(node: dict[str, Any]) -> set[str]:
    return {kind for kind in _many(node.get("type")) if isinstance(kind, str)}


def _many(value: Any) -> list[Any]:
    """A value of JSON-LD as a list: one, several or none."""
    return value if isinstance(value, list) else [] if value is None else [value]
