"""`winnow clean`: the engine on files and streams; no server, no library."""

import argparse
import html
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from winnow.clean import PageError, clean
from winnow.clean.document import MAX_BYTES
from winnow.clean.page import CleanPage
from winnow.cli.files import contents
from winnow.cli.lines import Answer, answer_lines, write
from winnow.cli.shared import CommandError

if TYPE_CHECKING:
    from winnow.clean.explain import Explained

LINE: Final = '{"id": …, "url": "…", "html": "…"}'

SHOWN: Final = 90
"""Characters of a block's text that an explanation shows."""

HELP = """\
examples:
  winnow clean page.html                          the text, a block a paragraph
  winnow clean page.html --format html > p.html   a page to print or send
  winnow clean page.html --format json            blocks, what was removed, and why
  curl -s https://example.org | winnow clean - --url https://example.org
  winnow clean page.html --explain                why each block was kept or left out
  winnow clean --jsonl < pages.jsonl              many pages, one answer a line:
      {"id": 1, "url": "https://…", "html": "<html>…"}   is answered by
      {"id": 1, "text": "…"}   or   {"id": 1, "error": "…"}   before the next is read;
      a line that is blank or no JSON object by   {"id": null, "error": "…"}
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="an HTML file, or - for the input")
    parser.add_argument("--url", help="the page's address, to make its links absolute")
    parser.add_argument("--format", choices=tuple(_FORMATS), help="text unless told")
    parser.add_argument(
        "--explain",
        action="store_true",
        help="for each block why it was kept or left out: what to add to a report",
    )
    parser.add_argument(
        "--jsonl", action="store_true", help="read and answer a page a line on the streams"
    )


def run(asked: argparse.Namespace) -> int:
    """Clean one page, or a stream of pages."""
    if asked.jsonl:
        _refuse_what_lines_say(asked)
        return answer_lines(_answer, LINE)
    if asked.file is None:
        raise CommandError(
            "Say which page: `winnow clean FILE`, or `winnow clean -` for the input."
        )
    if asked.explain and asked.format:
        raise CommandError("--explain has a form of its own. Leave --format out.")
    url = _address(asked.url)
    data = contents(asked.file, MAX_BYTES + 1)
    try:
        if asked.explain:
            write(_explained(data, url))
            return 0
        page = clean(data, url)
    except PageError as error:
        raise CommandError(str(error)) from error
    write(_FORMATS[asked.format or "text"](page))
    if not page.blocks:
        print(
            "winnow: nothing on this page was taken for its text. --explain says why.",
            file=sys.stderr,
        )
    return 0


def _refuse_what_lines_say(asked: argparse.Namespace) -> None:
    """A stream's lines name their pages, and each is answered by its text alone."""
    if asked.file not in {None, "-"}:
        raise CommandError("--jsonl reads the input: `winnow clean --jsonl < pages.jsonl`.")
    for flag in ("url", "format", "explain"):
        if getattr(asked, flag):
            raise CommandError(
                f"--{flag} is for one page. With --jsonl each line has its own address, and is "
                "answered by its text."
            )


def _address(url: str | None) -> str:
    """The page's address, or none. Raises CommandError."""
    if url is None:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if not (parts.scheme in {"http", "https"} and parts.hostname) and parts.scheme != "file":
        raise CommandError(
            f"{url!r} is no page's address. Give it whole, for example --url https://example.org/a."
        )
    return url


def _answer(asked: Answer) -> Answer:
    match asked:
        case {"html": str() as page}:
            url = asked.get("url")
        case _:
            raise ValueError(f"The line is not {LINE}.")
    try:
        return {"text": clean(page, url if isinstance(url, str) else "").text}
    except PageError as error:
        return {"error": str(error)}


def _text(page: CleanPage) -> str:
    return "\n\n".join(block.text for block in page.blocks if block.text)


def _explained(html: bytes, url: str) -> str:
    """A paragraph a block: verdict, probability, place, words, and what spoke for or against it."""
    from winnow.clean.explain import explain  # noqa: PLC0415 - loads the engine

    told = explain(html, url)
    kept = sum(line.reason is None for line in told)
    head = (
        f"{len(told)} blocks, {kept} kept. For each: its number, verdict, probability of being text"
        " and place;\nits words; the features that set it most apart from the page's other blocks,"
        " with what they added to its log-odds."
    )
    return "\n\n".join([head, *map(_line, told)])


def _line(line: "Explained") -> str:
    return (
        f"{line.number:4} {_verdict(line.reason, line.of)}  {line.chance:.2f}  {line.path}\n"
        f"     {_short(line.text)}\n"
        "     "
        + "   ".join(f"{one.feature}={one.value:g} ({one.added:+.2f})" for one in line.spoken)
    )


def _verdict(reason: str | None, of: int | None) -> str:
    if reason is None:
        return "KEPT"
    return f"out: {reason} of {of}" if of is not None else f"out: {reason}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def _json(page: CleanPage) -> str:
    return json.dumps({**asdict(page), "text": page.text}, ensure_ascii=False, indent=2)


def _html(page: CleanPage) -> str:
    said = page.metadata
    language = f' lang="{html.escape(said.language)}"' if said.language else ""
    direction = f' dir="{said.direction}"' if said.direction else ""
    body = "\n".join(block.html for block in page.blocks)
    return (
        f'<!DOCTYPE html>\n<html{language}{direction}>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(said.title)}</title>\n<article>\n{body}\n</article>\n</html>"
    )


_FORMATS: Final = {"text": _text, "html": _html, "json": _json}
