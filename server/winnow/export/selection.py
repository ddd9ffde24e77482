"""Which part of a library leaves: all of it, one page, or the marks that a search finds."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from winnow.annotate.mark import Annotation, Page
from winnow.store.base import NotFoundError, Search, Store, StoreError, is_of_one_page

_AT_A_TIME: Final = 500
_Ids = dict[str, set[UUID]]


def selected(
    store: Store, *, page: str | None = None, words: str = ""
) -> Iterator[tuple[Page, list[Annotation]]]:
    """Pages with their annotations, in order of id, one in memory a step.

    Without `words` the tombstones too; with them the living marks that `Search` finds, and
    their pages. Raises NotFoundError at once if `page` is not there.
    """
    if not words.strip():
        return store.iterate(page)
    if page is not None:
        store.page(page)
    return _found(store, page, words)


def _found(store: Store, page: str | None, words: str) -> Iterator[tuple[Page, list[Annotation]]]:
    ids: _Ids = {page: set()} if page else {}
    wanted = Search(words=words, page=page)
    after = None
    while batch := store.search(wanted, after=after, limit=_AT_A_TIME):
        for mark in batch:
            ids.setdefault(mark.page, set()).add(mark.id)
        after = batch[-1].created, batch[-1].id
    for page_id, wanted_ids in sorted(ids.items()):
        try:
            kept, marks = next(store.iterate(page_id))
        except NotFoundError:  # deleted since it was found
            continue
        except StoreError as error:  # of many pages one that was damaged since is left out
            if page is not None or not is_of_one_page(error):
                raise
            continue
        yield kept, [mark for mark in marks if mark.id in wanted_ids]
