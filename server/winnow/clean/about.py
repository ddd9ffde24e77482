"""What a page says beside its lines: the facts that help to judge them."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from winnow.clean.declared import Declared, types_of
from winnow.clean.document import Document
from winnow.clean.tokens import tokens

_FORUM = re.compile(
    r"forum|thread|topic|discuss|viewtopic|showthread|community|questions?/|/t/|/r/"
)
_DOCS = re.compile(
    r"docs?[./]|documentation|/api|reference|manual|guide|tutorial|wiki|help|readthedocs"
)
_PRODUCT = re.compile(r"product|/p/|/dp/|shop|store|item|buy")
_LIST = re.compile(r"categor|/tag|collection|archive|search|list|/browse|page=|/topics?/")
_BLOG = re.compile(r"blog|news|article|story|/20\d\d/|post|magazine")
_ARTICLE: Final = ("article", "newsarticle", "blogposting", "reportagenewsarticle", "techarticle")
_FORUM_TYPES: Final = ("discussionforumposting", "qapage", "question", "socialmediaposting")
_LISTS: Final = ("itemlist", "collectionpage", "searchresultspage")

FLAGS: Final = (
    "og_article og_product og_website ld_article ld_product ld_forum ld_list ld_recipe ld_page"
    " path_depth path_digits path_words path_root url_forum url_docs url_product url_list url_blog"
    " articles mains"
).split()


@dataclass(frozen=True, slots=True)
class About:
    """What the page says beside its lines that helps to judge them.

    `title` and `description` are their words; `body` holds the four-word shingles of a declared
    `articleBody`; `flags` are facts about the whole page, in the order of FLAGS.
    """

    title: frozenset[str]
    description: frozenset[str]
    body: frozenset[tuple[str, ...]]
    flags: tuple[float, ...]

    @property
    def is_forum(self) -> bool:
        """Whether the page calls itself a discussion: then what readers wrote is its text."""
        fact = dict(zip(FLAGS, self.flags, strict=True))
        article = fact["og_article"] or fact["ld_article"]
        return bool(fact["ld_forum"] or (fact["url_forum"] and not article))


def about(document: Document, told: Declared) -> About:
    """Gather them from the page and from what it declares."""
    description = told.meta("og:description", "description")
    types: set[str] = set()
    body = ""
    for record in told.records:
        types.update(types_of(record))
        said = record.get("articleBody")
        if isinstance(said, str) and len(said) > len(body):
            body = said
    spoken = tokens(body[:200_000])
    kind = told.meta("og:type").lower()
    return About(
        frozenset(tokens(told.title)),
        frozenset(tokens(description)),
        frozenset(zip(spoken, spoken[1:], spoken[2:], spoken[3:], strict=False)),
        (
            kind == "article",
            "product" in kind,
            kind == "website",
            bool(types.intersection(_ARTICLE)),
            "product" in types,
            bool(types.intersection(_FORUM_TYPES)),
            bool(types.intersection(_LISTS)),
            "recipe" in types,
            "webpage" in types,
            *_address(document.url),
            len(document.all("article")),
            len(document.all("main")),
        ),
    )


def _address(url: str) -> tuple[float, ...]:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    path = parts.path.strip("/")
    whole = f"{parts.netloc}/{path}?{parts.query}".lower()
    last = path.rsplit("/", 1)[-1]
    return (
        path.count("/") + bool(path),
        sum(sign.isdigit() for sign in path),
        len(re.findall(r"[a-z]+", last.lower())),
        not path,
        _FORUM.search(whole) is not None,
        _DOCS.search(whole) is not None,
        _PRODUCT.search(whole) is not None,
        _LIST.search(whole) is not None,
        _BLOG.search(whole) is not None,
    )
