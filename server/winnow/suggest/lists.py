"""The words by which a language says who speaks: data, one file a language under `words/`."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Speech:
    """Patterns of one language, or of all: of verbs, of "according to", of what opens a noun.

    `pronouns` name nobody.
    """

    verb: str
    by: str
    article: str
    preposition: str
    pronouns: frozenset[str]


@cache
def speech(language: str) -> Speech:
    """The words of `language` (BCP 47), or of every language if it has no file."""
    known = _known()
    said = known.get(language.lower().partition("-")[0])
    every = [said] if said else list(known.values())
    return Speech(
        verb=_any(word for lists in every for word in lists["verbs"].split()),
        by=_any(word for lists in every for word in lists["by"].split(",")),
        article=_any(word for lists in every for word in lists["articles"].split()),
        preposition=_any(word for lists in every for word in lists["prepositions"].split()),
        pronouns=frozenset(word for lists in every for word in lists["pronouns"].split()),
    )


@cache
def _known() -> dict[str, dict[str, str]]:
    folder = files(__package__).joinpath("words")
    return {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8"))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    }


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")"
