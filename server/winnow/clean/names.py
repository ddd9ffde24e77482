"""Names of people in what a page says of its authors: "Par Awa Diop et Jan de Vries, à Dakar"."""

import re
from functools import cache
from typing import Final

from winnow.clean.dates import span
from winnow.clean.lexicon import any_of, headings, stems
from winnow.clean.tokens import key, tokens

_LONGEST: Final = 300
"""Characters that are read."""
_LONGEST_NAME: Final = 100
_WORDS: Final = 6
"""Words from which a text is no name."""
_PARTICLES: Final = frozenset(
    "al ap bin d da dal de del della den der di do dos du el ibn la le ten ter van von y zu".split()
)
_TITLE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.){1,4}|[A-Z][A-Za-z]{0,2}[A-Z.]{1,4}|Dipl\..*")
"""A degree or honour behind a name: Ph.D., MD, FACLM."""
_LAST_FIRST = re.compile(r"([^\W\d_][\w'’-]+),\s+([^\W\d_][\w'’-]*\.?(?: [^\W\d_]\.?)?)")
"""How catalogues write a name: Diop, Awa M."""
_PLACEHOLDER = re.compile(r"\w+(?:\.\w+){2,}|.*[{}<>=\[\]@].*|https?:.*|www\..*", re.DOTALL)


def names(said: str) -> list[str]:
    """The names in `said`, as a reader would write them; none if it holds no name."""
    text = " ".join(said[:_LONGEST].split())
    if not text or "://" in text or text.startswith(("www.", "/", "@")):
        return []
    bare = _by().sub("", text)
    dated = span(bare)
    if dated:
        bare = bare[: dated[0]]
    several = _several(bare)
    if several:
        return several
    name = _after().sub("", bare).strip(" .,;:-–—|/")
    return [name] if _is_name(name) else []


def has_byword(text: str) -> bool:
    """Whether a line opens with "by", "par", "von" or the like."""
    return _by().match(text) is not None


def _several(text: str) -> list[str]:
    """The names of a list of them; none if it is not clearly one."""
    turned = _LAST_FIRST.fullmatch(text.strip())
    if turned and is_full_name(f"{turned[2]} {turned[1]}"):
        return [f"{turned[2]} {turned[1]}"]
    found: list[str] = []
    for part in _between().split(text):
        name = part.strip(" .:-–—|/")
        if not name:
            continue
        if found and _TITLE.fullmatch(part.strip()):
            found[-1] += f", {part.strip()}"
        elif is_full_name(name):
            found.append(name)
        else:
            return []
    return found


def _is_name(name: str) -> bool:
    return (
        bool(name)
        and len(name) <= _LONGEST_NAME
        and len(name.split()) <= _WORDS
        and not _PLACEHOLDER.fullmatch(name)
        and key(tokens(name)) not in headings("no_name")
        and any(sign.isalpha() for sign in name)
    )


def is_full_name(name: str) -> bool:
    """Whether words can be nothing but a person's first and last names."""
    words = name.split()
    return (
        2 <= len(words) <= _WORDS - 1  # noqa: PLR2004 - a first name and a last
        and all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)
        and words[-1][0].isupper()
        and not any(sign.isdigit() for sign in name)
        and not any(stems("job").covers(tokens(name)))
        and _is_name(name)
    )


@cache
def _by() -> re.Pattern[str]:
    """What stands before a name: "by", "par", "von"."""
    return re.compile(rf"^\W*(?:{any_of('by')})\b[\s:]*", re.IGNORECASE)


@cache
def _between() -> re.Pattern[str]:
    """What stands between names."""
    return re.compile(rf"\s*[,;&+]\s*|\s+(?:{any_of('and')})\s+", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    """What no longer belongs to a name, and all that follows: an address, "is a"."""
    return re.compile(
        r"\s*(?:[|•·,–—»›]|\s-\s|@\B"
        rf"|\b(?:{any_of('after_name')})\b).*$|\s*\(.*$|\s+\d.*$",
        re.IGNORECASE | re.DOTALL,
    )
