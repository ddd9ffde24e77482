"""Which page a visit belongs to, and which an import: where a mark has its home.

Whoever goes by an answer to make a page, or to give one keys, lets nobody else do so meanwhile.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from uuid import uuid4

from winnow.annotate.document import is_wrongly_declared, may_be
from winnow.annotate.mark import Annotation, Page
from winnow.store import merge
from winnow.store.base import NotFoundError
from winnow.store.shelf import Shelf

Imported = tuple[Page, Sequence[Annotation]]
Arriving = tuple[str, Imported]
"""What is imported, with the id of the page that it comes to."""


class Homes:
    """The homes that the pages of a shelf are."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def of(self, keys: Sequence[str], title: str, text: str) -> str | None:
        """The page of the document that is visited, with this title and text, at `keys[0]`.

        The other keys are declared, and lead to a page that may be this one.
        """
        at = self._shelf.directory
        if own := at.with_key(keys[:1]):
            if at.is_first(own, keys[0]):
                return own
            page = self.page_if_there(own)
            if page and not is_wrongly_declared(page, keys[0], title, text):
                return own
        declared = at.with_key(keys[1:])
        page = self.page_if_there(declared) if declared else None
        return declared if page and may_be(page, title, text) else None

    def page_if_there(self, page_id: str) -> Page | None:
        """The page, or nothing if it is not there any more."""
        try:
            return self._shelf.read(page_id).page
        except NotFoundError:  # deleted meanwhile
            return None

    def of_each(self, pages: Iterable[Page]) -> list[str]:
        """For each page the id of the one it joins: a known one, one before it, or itself.

        Pages that were apart where they come from stay so, unless their own address is one.
        """
        homes: list[str] = []
        by_own: dict[tuple[str, ...], str] = {}
        for page in pages:
            known = by_own.get(page.keys[:1])
            home = known or self._known_as(page) or self.of(page.keys, page.title, page.text)
            home = home or (uuid4().hex if self._shelf.directory.has(page.id) else page.id)
            if page.keys:
                by_own.setdefault(page.keys[:1], home)
            homes.append(home)
        return homes

    def arriving(self, pages: Sequence[Imported]) -> list[Arriving]:
        """What comes to which page: a mark that is here stays on the page that has it."""
        homes = self.of_each(page for page, _ in pages)
        arriving: list[Arriving] = []
        read = cache(self._shelf.read)
        for home, (page, marks) in zip(homes, pages, strict=True):
            coming: dict[str, list[Annotation]] = {home: []}
            for mark in marks:
                at = self._shelf.directory.with_mark(mark.id) or home
                there = read(at).annotations.get(mark.id) if at != home else None
                stays = there is not None and merge.is_same_mark(there, mark)
                coming.setdefault(at if stays else home, []).append(mark)
            own = coming.pop(home)
            if own or not coming or self._shelf.directory.has(home):
                arriving.append((home, (page, own)))
            arriving += [(at, (read(at).page, some)) for at, some in coming.items()]
        return arriving

    def givers(self, arriving: Sequence[Arriving]) -> dict[str, str]:
        """Keys that a person joined to an arriving page, with the pages that only declare them."""
        at = self._shelf.directory
        found: dict[str, str] = {}
        for home, (page, _) in arriving:
            for key in merge.joined(page):
                owner = at.with_key([key])
                if owner and owner != home and not at.is_first(owner, key):
                    there = self.page_if_there(owner)
                    if there and key not in merge.joined(there):
                        found[key] = owner
        return found

    def owners(
        self, arriving: Sequence[tuple[str, Page]], given: Collection[str]
    ) -> dict[str, str]:
        """The page that each key will belong to: of a new page its own, else who has it first.

        Those that are `given` nobody has any more.
        """
        at = self._shelf.directory
        owners: dict[str, str] = {}
        for home, page in arriving:
            if not at.has(home):
                owners |= dict.fromkeys(page.keys[:1], home)
        for home, page in arriving:
            for key in page.keys:
                owner = None if key in given else at.with_key([key])
                owners.setdefault(key, owner or home)
        return owners

    def _known_as(self, page: Page) -> str | None:
        """The page's id if it is kept under it; an id alone can be guessed, and says nothing."""
        own = self._shelf.directory.own_key(page.id)
        return page.id if own is not None and own in {"", *page.keys} else None
