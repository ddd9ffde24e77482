"""What a person types into the search box, as an FTS5 expression; and texts as it sees them.

Both sides are put into comparison form, so that ligatures, soft hyphens and kinds of
quotation marks do not matter, and lose case and accents: SQLite does so too, but not for
every script. Letters that have no accent but another spelling (œ) get it. Scripts that are
written without spaces are taken sign by sign, since nothing else says where a word ends.
"""

import hashlib
import re
import unicodedata
from typing import Final

from winnow.canonical import comparison_form
from winnow.store.base import Search

_SPACELESS: Final = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff])"
)
"""Thai, Lao, Burmese, Khmer, kana and Han."""

_SPELLED: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l"}
    | {"ŋ": "n", "ŧ": "t", "þ": "th", "ĳ": "ij"}
)
"""Letters that have no accent to take off, as those write them whose keyboard lacks them; ß is
ss by its case."""

_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_PIECE: Final = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)')
_WORD: Final = re.compile(r"\w")


def searched(text: str) -> str:
    """`text` as it is put into the index."""
    # A NUL would end an expression; half a surrogate pair, from a command line, is no text.
    words = text.replace("\0", " ").encode("utf-8", "replace").decode()
    apart = unicodedata.normalize("NFD", comparison_form(words).form.casefold())
    plain = _ACCENTS.sub("", apart).translate(_SPELLED)
    return _SPACELESS.sub(r" \1 ", unicodedata.normalize("NFC", plain))


def facets(*, kind: str, page: str, deleted: bool, tags: tuple[str, ...]) -> str:
    """What a mark is filtered by, as words of the index that no person types."""
    return " ".join([_kind(kind), _page(page), _state(deleted), *map(_tag, tags)])


def expression(wanted: Search) -> str | None:
    """The FTS5 expression of `wanted`, but for its dates; None if nothing can match it."""
    if not (wanted.living or wanted.deleted):
        return None
    conditions = []
    if wanted.words.strip():
        words = _words(wanted.words)
        if not words:
            return None
        conditions.append(f"{{words}} : ({' AND '.join(words)})")
    filters = [
        _kind(wanted.kind) if wanted.kind else "",
        _page(wanted.page) if wanted.page else "",
        _tag(wanted.tag) if wanted.tag else "",
        _state(deleted=wanted.deleted) if wanted.living != wanted.deleted else "",
    ]
    conditions += [f"{{facets}} : {word}" for word in filters if word]
    return " AND ".join(conditions)


def _words(typed: str) -> list[str]:
    pieces = list(_PIECE.finditer(typed))
    found = []
    for number, piece in enumerate(pieces, start=1):
        phrase, word = piece.groups()
        begins = word is not None and (word.endswith("*") or number == len(pieces))
        text = searched(phrase or word or "")
        if _WORD.search(text):
            found.append('"' + text.replace('"', " ") + '"' + (" *" if begins else ""))
    return found


def _kind(kind: str) -> str:
    return f"kind{kind}"


def _page(page_id: str) -> str:
    return f"page{page_id}"


def _state(deleted: bool) -> str:
    return "binned" if deleted else "living"


def _tag(tag: str) -> str:
    return "tag" + hashlib.sha256(tag.encode()).hexdigest()[:24]
