"""`winnow place`: where marks belong in texts, for anyone who wants to measure it."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any, Final

from winnow.annotate import Quotation, Text, place
from winnow.cli.lines import Answer, answer_lines
from winnow.cli.shared import CommandError

LINE: Final = '{"id": …, "mark": {"exact", "prefix", "suffix", "start", "end"}, "text": "…"}'

HELP: Final = """\
examples:
  winnow place --jsonl < cases.jsonl              many marks, one answer a line:
      {"id": 1, "mark": {"exact": "7,4 %", "prefix": "…", "suffix": "…", "start": 9, "end": 14},
       "text": "…"}   (on one line; offsets count code points)   is answered by
      {"id": 1, "words": "same", "place": "moved", "ranges": [{"start": 31, "end": 36}],
       "alerts": []}  or  {"id": 1, "error": "…"}   before the next is read;
      a line that is blank or no JSON object by   {"id": null, "error": "…"}

  words: same, changed, gone.  place: same, moved, several.  An alert is a fact that is
  another one now: {"kind": "digit", "before": "7,4", "after": "4,7"}.
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--jsonl", action="store_true", help="read and answer a mark a line on the streams"
    )


def run(asked: argparse.Namespace) -> int:
    """Place a stream of marks."""
    if not asked.jsonl:
        raise CommandError("Say how: `winnow place --jsonl < cases.jsonl`.")
    return answer_lines(_answer, LINE)


def _answer(asked: Answer) -> Answer:
    match asked:
        case {"mark": {"exact": str() as exact, **context}, "text": str() as text} if exact:
            mark = _mark(exact, context)
        case _:
            raise ValueError(f"The line is not {LINE}.")
    language = asked.get("language")
    placed = asdict(
        place(mark, _shared(text), language=language if isinstance(language, str) else "")
    )
    return {name: placed[name] for name in ("words", "place", "ranges", "alerts")}


@lru_cache(maxsize=1)
def _shared(text: str) -> Text:
    """The text of the line before is often that of this one."""
    return Text(text)


def _mark(exact: str, context: Mapping[Any, Any]) -> Quotation:
    match context:
        case {"start": int() as start, "end": int() as end} if 0 <= start < end and not (
            start is True or end is True
        ):
            pass
        case _:
            raise ValueError("A mark needs start and end, in code points, start before end.")
    prefix, suffix = (context.get(side, "") for side in ("prefix", "suffix"))
    if not isinstance(prefix, str) or not isinstance(suffix, str):
        raise ValueError("A mark's prefix and suffix are texts.")  # noqa: TRY004 - told to a person
    return Quotation(exact, prefix, suffix, start, end)
