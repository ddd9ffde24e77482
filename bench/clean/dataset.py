"""The development pages: the Web Content eXtraction Benchmark's open part, CC-BY-4.0.

The project does not carry them. They are read from WINNOW_BENCH_DATA, or from
`../shared/bench` beside the checkout.
"""

import json
import os
import sys
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tldextract

ARCHIVE = "wcxb-dev.tar.xz"
ROOT = Path(__file__).resolve().parents[2]
READER_TYPES = ("article", "documentation", "forum")
_DOMAINS = tldextract.TLDExtract(suffix_list_urls=())


@dataclass(frozen=True, slots=True)
class Reference:
    """A page and what people said its main text and metadata are."""

    id: str
    url: str
    type: str
    html: bytes
    text: str
    title: str
    author: str
    published: str
    inside: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def domain(self) -> str:
        """The registrable domain: pages of one site are never split between folds."""
        return _DOMAINS(self.url).top_domain_under_public_suffix or self.url

    def fold(self, folds: int = 5) -> int:
        """Which fold the page's site falls into; the same on every machine."""
        return zlib.crc32(self.domain.encode()) % folds


def folder() -> Path:
    """Where the data lies; ends the program with a sentence if it is not there."""
    place = Path(os.environ.get("WINNOW_BENCH_DATA", ROOT.parent / "shared" / "bench"))
    if not (place / ARCHIVE).is_file():
        sys.exit(
            f"The benchmark's pages are not here: {place / ARCHIVE} is missing. Put the archive"
            " there or name its folder in WINNOW_BENCH_DATA; bench/clean/README.md says where it"
            " comes from."
        )
    return place


def references() -> Iterator[Reference]:
    """Every page, in order of id."""
    with tarfile.open(folder() / ARCHIVE) as archive:
        pages: dict[str, bytes] = {}
        truths: dict[str, dict] = {}
        for member in archive:
            path = Path(member.name)
            if not member.isfile() or path.suffix not in {".html", ".json"}:
                continue
            file = archive.extractfile(member)
            data = file.read() if file else b""
            if path.parent.name == "html":
                pages[path.stem] = data
            elif path.parent.name == "ground-truth":
                truths[path.stem] = json.loads(data)
    for name in sorted(truths.keys() & pages.keys()):
        truth = truths[name]
        said = truth["ground_truth"]
        yield Reference(
            name,
            truth.get("url") or "",
            truth["_internal"]["page_type"]["primary"],
            pages[name],
            said.get("main_content") or "",
            said.get("title") or "",
            said.get("author") or "",
            said.get("publish_date") or "",
            tuple(said.get("with") or ()),
            tuple(said.get("without") or ()),
        )
