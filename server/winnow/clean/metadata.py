"""What a page says about itself, each fact from the most explicit source that has it.

JSON-LD, then meta elements (OpenGraph, Dublin Core and their kin), then microdata and the
markup. The title is the exception: what a reader sees as the headline wins over what is said
to machines, which carries the site's name and words for search engines.
"""

from collections.abc import Sequence
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from lxml import etree

from winnow.clean.addresses import absolute
from winnow.clean.bylines import byline
from winnow.clean.declared import ARTICLES, Declared
from winnow.clean.document import Document
from winnow.clean.lines import Line
from winnow.clean.marked import marked
from winnow.clean.opening import opening
from winnow.clean.page import Hints, Metadata
from winnow.clean.plain import plain
from winnow.clean.times import modified, published
from winnow.clean.titles import headline

_RIGHT_TO_LEFT: Final = frozenset("ar arc ckb dv fa ha-arab he iw ps sd ug ur yi".split())
_TAG: Final = 12
"""Characters of a language tag in a record; more is a list or a sentence."""
_LONGEST_TAG: Final = 35
"""Characters of a language tag (RFC 5646, section 4.4.1)."""
_ADDRESS: Final = 4_096
"""Characters of an address; longer ones carry data."""
_DAY_FIRST: Final = frozenset("uk au nz ie in za eu ch de fr es it nl be at se no dk fi pl".split())
"""Ends of hosts whose countries write the day first in English too."""


def metadata(document: Document, hints: Hints, said: Declared, lines: Sequence[Line]) -> Metadata:
    """Title, byline, dates and the rest; empty where the page does not say.

    `lines` are the page's, in order. Times are ISO 8601; a date without a time stays a date.
    Addresses are absolute, of the web, or empty. All else is one line of plain text.
    """
    url = document.url
    record = next(said.of_types(ARTICLES), {})
    site = plain(said.meta("og:site_name", "application-name")) or _publisher(said)
    language = _language(document, said, hints)
    title = plain(headline(document, said, site, hints.title))
    marks = marked(document)
    around = opening(lines, title)
    day_first = not is_american(language, url)
    return Metadata(
        title=title,
        byline=plain(byline(marks.authors, around, said, record, (site, _host(url)))),
        site=site,
        published=published(url, said, marks.times, around, day_first=day_first),
        modified=modified(said, marks.times, day_first=day_first),
        language=language,
        direction=_direction(document, language),
        image=_image(said, record, url),
        licence=_licence(marks.licences, said, record, url),
        canonical=_web(hints.canonical or said.link("canonical"), url),
    )


def is_american(language: str, url: str) -> bool:
    """Whether 03/04/2024 is in March: English of no other country, at no other's address."""
    parts = language.lower().split("-")
    if parts[0] not in ("", "en") or (len(parts) > 1 and parts[-1] not in ("us", "en")):
        return False
    return _host(url, whole=True).rsplit(".", 1)[-1] not in _DAY_FIRST


def _host(url: str, *, whole: bool = False) -> str:
    """The host of an address: its own name ("example" of www.example.org), or the whole of it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    parts = [part for part in host.split(".") if part != "www"]
    return host if whole else parts[-2] if len(parts) > 1 else ""


def _publisher(said: Declared) -> str:
    for record in said.records:
        publisher = record.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return plain(publisher["name"])
    return ""


def _language(document: Document, said: Declared, hints: Hints) -> str:
    record = next((value for value in said.values("inLanguage") if len(value) <= _TAG), "")
    for value in (
        document.root.get("lang"),
        document.root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        hints.lang,
        record,
        said.meta("content-language", "dc.language", "dcterms.language", "language", "og:locale"),
    ):
        tag = (value or "").strip().replace("_", "-").split(",")[0]
        if tag and len(tag) <= _LONGEST_TAG and tag.replace("-", "").isalnum() and tag.isascii():
            return tag
    return ""


def _direction(document: Document, language: str) -> Literal["ltr", "rtl", ""]:
    body = document.root.find("body")
    for element in (body, document.root):
        said = (element.get("dir") or "").lower() if element is not None else ""
        if said == "rtl":
            return "rtl"
        if said == "ltr":
            return "ltr"
    if not language:
        return ""
    return "rtl" if language.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _image(said: Declared, record: dict[str, Any], url: str) -> str:
    found = (
        said.meta("og:image:secure_url", "og:image", "og:image:url", "twitter:image")
        or said.meta("twitter:image:src", "image", "thumbnail")
        or _address(record.get("image"))
        or said.link("image_src")
    )
    return _web(found, url)


def _licence(
    anchors: list[etree._Element], said: Declared, record: dict[str, Any], url: str
) -> str:
    found = said.link("license") or _address(record.get("license"))
    if not found:
        found = anchors[0].get("href") or "" if anchors else ""
    rights = said.meta("dcterms.license", "dc.rights", "dcterms.rights")
    found = found or (rights if rights.startswith("http") else "")
    return _web(found, url)


def _address(value: Any) -> str:
    """The address in a JSON-LD value: a string, an object with a url, or a list of them."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl") or value.get("@id") or ""
    return value if isinstance(value, str) else ""


def _web(said: str, url: str) -> str:
    """An absolute address of the web, or ""."""
    return absolute(said, url) if said and len(said) <= _ADDRESS else ""
