"""`winnow clean`: the engine on files and streams; no server, no library."""

import argparse
import html
import json
from dataclasses import asdict
from typing import Final

from winnow.clean import PageError, clean
from winnow.clean.page import CleanPage
from winnow.cli.files import contents
from winnow.cli.lines import Answer, answer_lines, write
from winnow.cli.shared import CommandError

LINE: Final = '{"id": …, "url": "…", "html": "…"}'

HELP = """\
examples:
  winnow clean page.html                          the text, a block a paragraph
  winnow clean page.html --format html > p.html   a page to print or send
  winnow clean page.html --format json            blocks, what was removed, and why
  curl -s https://example.org | winnow clean - --url https://example.org
  winnow clean --jsonl < pages.jsonl              many pages, one answer a line:
      {"id": 1, "url": "https://…", "html": "<html>…"}   is answered by
      {"id": 1, "text": "…"}   or   {"id": 1, "error": "…"}   before the next is read;
      a line that is blank or no JSON object by   {"id": null, "error": "…"}
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="an HTML file, or - for the input")
    parser.add_argument("--url", default="", help="the page's address, to make its links absolute")
    parser.add_argument(
        "--format", choices=("text", "html", "json"), default="text", help="text unless told"
    )
    parser.add_argument(
        "--jsonl", action="store_true", help="read and answer a page a line on the streams"
    )


def run(asked: argparse.Namespace) -> int:
    """Clean one page, or a stream of pages."""
    if asked.jsonl:
        if asked.file not in {None, "-"}:
            raise CommandError("--jsonl reads the input: `winnow clean --jsonl < pages.jsonl`.")
        return answer_lines(_answer, LINE)
    if asked.file is None:
        raise CommandError(
            "Say which page: `winnow clean FILE`, or `winnow clean -` for the input."
        )
    data = contents(asked.file)
    try:
        page = clean(data, asked.url)
    except PageError as error:
        raise CommandError(str(error)) from error
    write({"text": _text, "html": _html, "json": _json}[asked.format](page))
    return 0


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
