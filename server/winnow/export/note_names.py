"""Names for files of notes, which every disk takes and a person can read.

A title is somebody else's words: it may hold what a system forbids, what turns a name round
on the screen (`gpj.exe`), or more bytes than a name may have.
"""

import re
import unicodedata
from typing import Final

from winnow.annotate.mark import Page
from winnow.export.harmless import one_line

_NOT_IN_NAME: Final = re.compile(r'[\\/:*?"<>|#^\[\]%]+')
"""What Windows, or a link of Obsidian, allows in no file name."""
_NAME_BYTES: Final = 200
"""Of a title in UTF-8: with the id and the ending it stays under the 255 of most disks."""
_DEVICES: Final = re.compile(
    r"^(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])(?= *\.)", re.IGNORECASE
)
"""Names that Windows keeps for devices, whatever ending follows."""
_SHORT_ID: Final = 8
_JOINERS: Final = "\u200c\u200d"
"""Which Persian, Indian languages and emoji need; nothing else unseen has a use in a name."""
_SKINS: Final = "".join(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG_LETTERS: Final = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Of which two make a flag."""
_BESIDE: Final = f" .-~{_JOINERS}"
"""What at an end of a name hides a file, asks a command for something, or cannot be seen."""


def file_name(page: Page, digits: int = _SHORT_ID) -> str:
    """A file name every system takes, told apart from its like by `digits` of the page's id."""
    words = _NOT_IN_NAME.sub(" ", one_line(page.title) or one_line(page.url))
    title = " ".join("".join(filter(_is_seen, words)).split()).strip(_BESIDE)
    short = _cut(_DEVICES.sub(r"\1_", title)).strip(_BESIDE)
    return f"{short or 'Page'} ({page.id[:digits]}).md"


def free_name(page: Page, taken: set[str]) -> str:
    """A name that no other note of the zip has on a disk that takes some letters for equal."""
    name = file_name(page)
    alike = _alike(name)
    if alike in taken:
        name = file_name(page, len(page.id))
        alike = _alike(name)
    taken.add(alike)
    return name


def _alike(name: str) -> str:
    """`name` as a disk compares it that looks neither at case nor at what cannot be seen."""
    seen = "".join(sign for sign in name if sign not in _JOINERS)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())


def _is_seen(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign) not in {"Cc", "Cf"}


def _cut(title: str) -> str:
    """As much of `title` as there is room for, its last sign whole."""
    end = len(title.encode()[:_NAME_BYTES].decode(errors="ignore"))
    while 0 < end < len(title) and _belongs(title[:end], title[end]):
        end -= 1
    return title[:end]


def _belongs(before: str, sign: str) -> bool:
    """Whether a person sees `sign` as one with the end of `before`."""
    if sign in _FLAG_LETTERS:
        letters = len(before) - len(before.rstrip(_FLAG_LETTERS))
        return letters % 2 == 1
    joins = sign in _JOINERS or sign in _SKINS or unicodedata.category(sign).startswith("M")
    return joins or before.endswith(_JOINERS[1])
