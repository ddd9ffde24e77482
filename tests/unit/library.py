"""Pages and marks for tests of what keeps them."""

from uuid import UUID, uuid4

from winnow.annotate.mark import Annotation, Page

NOW = "2026-03-01T10:00:00.000Z"
LATER = "2026-03-01T11:00:00.000Z"


def a_page(number: int = 1, **fields) -> Page:
    url = f"https://example.org/{number}"
    return Page(
        **{"id": f"{number:032x}", "keys": (url,), "url": url, "created": NOW, "modified": NOW}
        | fields
    )


def a_mark(page: Page, exact: str = "the words", **fields) -> Annotation:
    base = {
        "id": uuid4(),
        "page": page.id,
        "rev": 1,
        "kind": "quote",
        "exact": exact,
        "speaker": "Ada",
        "created": NOW,
        "modified": NOW,
    }
    return Annotation(**base | fields)


def numbered(number: int) -> UUID:
    return UUID(int=number)
