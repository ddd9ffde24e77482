"""What becomes of a kept page when a visit, a retry or an import brings more of it.

Whoever brings keys has seen to it that no other page has them (`TinyDBStore`).
"""

from collections.abc import Collection, Sequence
from typing import Final

from winnow.annotate.address import key
from winnow.annotate.mark import MAX_KEYS, MAX_MARKS_A_PAGE, Annotation, Page
from winnow.canonical import text_hash
from winnow.store.base import FullPageError
from winnow.store.page_file import Kept

_MARKED: Final = frozenset({"exact", "prefix", "suffix", "start", "end", "text_hash"})
"""What the client said when it made a mark and nobody may change."""
_EDITABLE: Final = frozenset({"kind", "speaker", "note", "tags", "colour", "language"})


def is_same_mark(there: Annotation, other: Annotation) -> bool:
    """Whether two marks of one id are of the same words, whatever became of them since."""
    return (there.exact, there.prefix, there.suffix) == (other.exact, other.prefix, other.suffix)


def is_retry(there: Annotation, again: Annotation) -> bool:
    """Whether `again` is the request that made `there`, sent once more."""
    asked = _MARKED if there.rev > 1 else _MARKED | _EDITABLE
    return all(getattr(there, name) == getattr(again, name) for name in asked)


def with_mark(kept: Kept, visited: Page, free: Collection[str], mark: Annotation) -> Kept:
    """The page with a new mark, made on a visit to `visited`. Raises FullPageError.

    Of the visit's keys it gets those that are `free`.
    """
    page, believed = _declaring(kept.page, visited)
    keys = tuple(known for known in believed if known in free)
    page = _grown(page, visited.model_copy(update={"keys": keys}))
    return _checked(Kept(page, kept.annotations | {mark.id: mark}))


def with_import(kept: Kept, visited: Page, annotations: Sequence[Annotation]) -> Kept:
    """The page with marks from elsewhere; of a mark that is here too the higher revision stays.

    Equal to `kept` when there is nothing new in it. Raises FullPageError.
    """
    merged = dict(kept.annotations)
    for mark in annotations:
        there = merged.get(mark.id)
        if there is None or there.rev < mark.rev:
            merged[mark.id] = mark.model_copy(update={"page": kept.page.id})
    page, believed = _declaring(kept.page, visited)
    return _checked(Kept(_grown(page, visited.model_copy(update={"keys": believed})), merged))


def _declaring(page: Page, visited: Page) -> tuple[Page, tuple[str, ...]]:
    """The page with what a visit declares, and the visit's keys that are believed.

    Of declared addresses a page has one, the first: an application leaves that of another view
    in what it shows next. What a person joined is not declared any more.
    """
    declared = visited.canonical and key(visited.canonical)
    if not declared or declared == visited.keys[0] or declared not in visited.keys:
        return page, visited.keys
    if page.canonical is None and declared not in page.keys:
        return page.model_copy(update={"canonical": visited.canonical}), visited.keys
    if declared in page.keys or (page.canonical and declared == key(page.canonical)):
        return page, visited.keys
    return page, tuple(known for known in visited.keys if known != declared)


def with_keys(kept: Kept, keys: Sequence[str]) -> Kept:
    """The page with keys that a person says are its own; equal to `kept` if it has them.

    Raises FullPageError.
    """
    page = kept.page
    every = tuple(dict.fromkeys((*page.keys, *keys)))
    if len(every) > MAX_KEYS:
        raise FullPageError(f"A page has up to {MAX_KEYS} addresses, and this one has as many.")
    declared = page.canonical and key(page.canonical) in keys
    said = {"keys": every} | ({"canonical": None} if declared else {})
    return Kept(page.model_copy(update=said), kept.annotations)


def joined(page: Page) -> tuple[str, ...]:
    """The page's keys that a person said are its own: neither its address nor declared by it."""
    declared = page.canonical and key(page.canonical)
    return tuple(known for known in page.keys[1:] if known != declared)


def without_keys(kept: Kept, keys: Collection[str]) -> Kept:
    """The page without some of its keys; its own address it keeps."""
    own, others = kept.page.keys[:1], kept.page.keys[1:]
    rest = (*own, *(other for other in others if other not in keys))
    return Kept(kept.page.model_copy(update={"keys": rest}), kept.annotations)


def _grown(page: Page, visited: Page) -> Page:
    """The page as it is kept, with what a visit at another address adds to it.

    One that has all the addresses it may have is found by these.
    """
    keys = tuple(dict.fromkeys((*page.keys, *visited.keys)))[:MAX_KEYS]
    text = page.text or visited.text
    if (keys, text) == (page.keys, page.text):
        return page
    return page.model_copy(
        update={"keys": keys, "text": text, "text_hash": text_hash(text) if text else None}
    )


def _checked(kept: Kept) -> Kept:
    if len(kept.annotations) > MAX_MARKS_A_PAGE:
        raise FullPageError(
            f"A page holds up to {MAX_MARKS_A_PAGE:,} marks, deleted ones too. "
            "Empty the bin with `winnow bin empty`, or export this page and delete it."
        )
    return kept
