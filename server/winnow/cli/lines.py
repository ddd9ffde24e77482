"""JSON a line in, JSON a line out: each answered before the next is read."""

import json
import math
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from winnow.cli.shared import CommandError

Answer = dict[str, Any]


def answer_lines(answer: Callable[[Answer], Answer], form: str) -> int:
    """Answer each line of the input by `answer`, with the line's own `id`.

    `answer` takes a JSON object and gives the members of its answer; it raises ValueError
    with a sentence for an object it cannot use. `form` is what a line has to look like. Every
    line is answered, so that who asks may count: a bad or blank one by `{"id", "error"}`, with
    the id null if none could be read. The exit status is 0.
    """
    for line in sys.stdin.buffer:
        write(json.dumps(_answered(line, answer, form)))
    return 0


def write(text: str) -> None:
    """Print as UTF-8, whatever the terminal's locale; what UTF-8 cannot hold as `?`.

    Raises CommandError if the output takes no more, BrokenPipeError if its reader is gone.
    """
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(
            f"The answer cannot be written ({error.strerror}). Make room, or send it elsewhere."
        ) from error


def _answered(line: bytes, answer: Callable[[Answer], Answer], form: str) -> Answer:
    try:
        asked = json.loads(line, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        return {"id": None, "error": f"The line is not {form}."}
    name = asked.get("id")
    try:
        return {"id": name, **answer(asked)}
    except ValueError as error:
        return {"id": name, "error": str(error)}


def _finite(number: str) -> float:
    value = float(number)
    return value if math.isfinite(value) else _refuse(number)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
