"""What a page says about itself, each fact from the most explicit source that has it.

JSON-LD, then meta elements (OpenGraph, Dublin Core and their kin), then microdata and the
markup. The title is the exception: what a reader sees as the headline wins over what is said
to machines, which carries the site's name and words for search engines.
"""

from collections.abc import Iterator
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from lxml import etree

from winnow.clean.bylines import byline
from winnow.clean.dates import in_path, iso
from winnow.clean.declared import Declared
from winnow.clean.document import Document
from winnow.clean.marked import marked, written
from winnow.clean.page import Hints, Metadata
from winnow.clean.render import absolute
from winnow.clean.titles import headline

_PUBLISHED: Final = (
    "article:published_time og:published_time article:published og:pubdate datepublished"
    " parsely-pub-date sailthru.date dc.date.issued dcterms.issued dcterms.created"
    " citation_publication_date citation_date citation_online_date publish_date publishdate"
    " publication_date publication-date pubdate dc.date dcterms.date dc.date.created"
    " article.published date cxenseparse:recs:publishtime article:post_date originalpublicationdate"
).split()
_MODIFIED: Final = (
    "article:modified_time og:updated_time og:modified_time datemodified dcterms.modified"
    " dc.date.modified last-modified lastmod article:modified"
).split()
_ARTICLES: Final = frozenset(
    "article newsarticle blogposting reportagenewsarticle analysisnewsarticle opinionnewsarticle"
    " scholarlyarticle techarticle liveblogposting medicalwebpage review recipe howto report"
    " discussionforumposting socialmediaposting qapage question creativework blog webpage"
    " medicalscholarlyarticle advertisercontentarticle satiricalarticle course podcastepisode"
    " videoobject".split()
)
_RIGHT_TO_LEFT: Final = frozenset("ar arc ckb dv fa ha-arab he iw ps sd ug ur yi".split())
_LINE: Final = 160
"""Characters of a line of author, date and the like; more is text that mentions a date."""
_TAG: Final = 12
"""Characters of a language tag; more is a list or a sentence."""
_REACH: Final = 12
"""Elements looked up through."""


def metadata(document: Document, hints: Hints, said: Declared) -> Metadata:
    """Title, byline, dates and the rest; empty where the page does not say.

    Times are ISO 8601; a date without a time stays a date. Addresses are absolute.
    """
    url = document.url
    record = next(said.of_types(_ARTICLES), {})
    site = _text(said.meta("og:site_name", "application-name")) or _publisher(said)
    language = _language(document, said, hints)
    marks = marked(document)
    return Metadata(
        title=headline(document, said, site, hints.title),
        byline=byline(marks.authors, said, record),
        site=site,
        published=_published(document, said, marks.times),
        modified=_first_date(_of_records(said, "dateModified"))
        or iso(said.meta(*_MODIFIED))
        or _dates_in_markup(marks.times, "modified"),
        language=language,
        direction=_direction(document, language),
        image=_image(said, record, url),
        licence=_licence(marks.licences, said, record, url),
        canonical=absolute(hints.canonical or said.link("canonical"), url)
        if hints.canonical or said.link("canonical")
        else "",
    )


def _of_records(said: Declared, name: str) -> Iterator[str]:
    for record in said.of_types(_ARTICLES):
        value = record.get(name)
        if isinstance(value, str):
            yield value


def _first_date(values: Iterator[str]) -> str:
    return next((date for date in map(iso, values) if date), "")


def _published(document: Document, said: Declared, stamps: list[etree._Element]) -> str:
    return (
        _first_date(_of_records(said, "datePublished"))
        or next((date for name in _PUBLISHED if (date := iso(said.meta(name)))), "")
        or _dates_in_markup(stamps, "publish")
        or in_path(_path(document.url))
        or _first_time(stamps)
        or _first_written(stamps)
        or _first_date(_of_records(said, "dateCreated"))
        or _first_date(_of_records(said, "uploadDate"))
    )


def _dates_in_markup(stamps: list[etree._Element], mark: str) -> str:
    """The first date that microdata or a class name marks so."""
    for element in stamps:
        named = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if mark in named or (mark == "publish" and element.get("pubdate") is not None):
            said = element.get("content") or element.get("datetime") or element.get("title") or ""
            date = iso(said) or iso(written(element)[:120])
            if date:
                return date
    return ""


def _first_time(stamps: list[etree._Element]) -> str:
    """The first `<time>` outside lists of other articles."""
    for element in stamps:
        if element.tag == "time" and not _is_aside(element):
            return iso(element.get("datetime") or "") or iso(written(element))
    return ""


def _first_written(stamps: list[etree._Element]) -> str:
    """The first date in an element whose class speaks of dates, outside lists of articles."""
    for element in stamps:
        said = written(element)
        if len(said) <= _LINE and not _is_aside(element):
            date = iso(said)
            if date:
                return date
    return ""


def _is_aside(element: etree._Element) -> bool:
    step = element.getparent()
    for _ in range(_REACH):
        if step is None:
            return False
        if step.tag in ("aside", "footer", "nav", "li"):
            return True
        step = step.getparent()
    return False


def _publisher(said: Declared) -> str:
    for record in said.records:
        publisher = record.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return _text(publisher["name"])
    return ""


def _language(document: Document, said: Declared, hints: Hints) -> str:
    record = next(
        (value for value in _of_records(said, "inLanguage") if value and len(value) <= _TAG), ""
    )
    for value in (
        document.root.get("lang"),
        document.root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        hints.lang,
        record,
        said.meta("content-language", "dc.language", "dcterms.language", "language", "og:locale"),
    ):
        tag = (value or "").strip().replace("_", "-").split(",")[0]
        if tag and tag.replace("-", "").isalnum():
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
    return absolute(found, url) if found else ""


def _licence(
    anchors: list[etree._Element], said: Declared, record: dict[str, Any], url: str
) -> str:
    found = said.link("license") or _address(record.get("license"))
    if not found:
        found = anchors[0].get("href") or "" if anchors else ""
    rights = said.meta("dcterms.license", "dc.rights", "dcterms.rights")
    found = found or (rights if rights.startswith("http") else "")
    return absolute(found, url) if found else ""


def _address(value: Any) -> str:
    """The address in a JSON-LD value: a string, an object with a url, or a list of them."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl") or value.get("@id") or ""
    return value if isinstance(value, str) else ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _text(value: str) -> str:
    return " ".join(value.split())
