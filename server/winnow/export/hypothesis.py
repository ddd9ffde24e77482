"""Reads what Hypothesis (https://hypothes.is) gives out.

That is its client's JSON export, the answer of its search API (`rows`), or a list of
annotations. The quotation becomes the mark's words, the text its note. The offsets count in
another text than ours and are not taken. Replies, and notes on a whole page, mark no words.
"""

from functools import partial
from typing import Any, Final
from uuid import UUID

from winnow.annotate.mark import Annotation, Page
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

SOURCE: Final = "hypothesis"
_LISTS: Final = ("annotations", "rows")
"""Where the client's export, and the API, have their annotations."""


def survey(whole: Any, *, now: str) -> Reading:
    """Annotations row by row; `now` stands for times they do not give. Raises FormatError."""
    name, rows = _rows(whole)
    reading = Reading()
    for number, row in enumerate(rows):
        reading.enter(f"{name}/{number}", partial(_mark, row, now))
    return reading


def is_export(whole: Any) -> bool:
    """Whether `whole` looks like one of the three forms."""
    try:
        _, rows = _rows(whole)
    except FormatError:
        return False
    says_so = isinstance(whole, dict) and ("export_date" in whole or "total" in whole)
    return says_so or (bool(rows) and isinstance(rows[0], dict) and "uri" in rows[0])


def _rows(whole: Any) -> tuple[str, list[Any]]:
    if isinstance(whole, list):
        return "", whole
    if isinstance(whole, dict):
        for name in _LISTS:
            if isinstance(whole.get(name), list):
                return f"/{name}", whole[name]
    raise FormatError("This is no export of Hypothesis: it has neither annotations nor rows.")


def _mark(row: Any, now: str) -> tuple[Page, Annotation]:
    if not isinstance(row, dict):
        raise RowError(("", "is no annotation"))
    if row.get("references"):
        raise LeftOut("is a reply to another annotation, and marks no words")
    selector = _quotation(row)
    created = moment(text_of(row, "created") or now)
    page = page_at(text_of(row, "uri"), created=created, title=_title(row))
    fields = {
        "exact": words(text_of(selector, "exact")),
        "prefix": text_of(selector, "prefix"),
        "suffix": text_of(selector, "suffix"),
        "note": text_of(row, "text"),
        "tags": _tags(row),
        "created": created,
        "modified": moment(text_of(row, "updated") or created),
        "author": _author(row),
    }
    if not fields["exact"]:
        raise LeftOut("marks no words")
    return page, mark_on(page, _id(row), fields)


def _quotation(row: dict[str, Any]) -> dict[str, Any]:
    targets = row.get("target")
    for target in targets if isinstance(targets, list) else []:
        selectors = target.get("selector") if isinstance(target, dict) else None
        for selector in selectors if isinstance(selectors, list) else []:
            if isinstance(selector, dict) and selector.get("type") == "TextQuoteSelector":
                return selector
    raise LeftOut("is a note on the whole page, and marks no words")


def _id(row: dict[str, Any]) -> UUID:
    name = text_of(row, "id")
    if not name:
        raise RowError(("/id", "is missing, so that a second import would double this mark"))
    return stable_id(SOURCE, name)


def _tags(row: dict[str, Any]) -> list[str]:
    tags = row.get("tags") or []
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise RowError(("/tags", "is no list of texts"))
    return [tag.strip() for tag in tags]


def _title(row: dict[str, Any]) -> str:
    document = row.get("document")
    title = document.get("title") if isinstance(document, dict) else None
    if isinstance(title, list):
        title = title[0] if title else None
    return title if isinstance(title, str) else ""


def _author(row: dict[str, Any]) -> str:
    info = row.get("user_info")
    name = info.get("display_name") if isinstance(info, dict) else None
    return name if isinstance(name, str) and name else text_of(row, "user").removeprefix("acct:")
