"""A log without content: no bodies, words, addresses or tokens, ever.

A line holds a time, a level and a sentence of ours; a request is its method, its route's
pattern, a status and a duration. Of an error it holds the type and the lines of code, never
the message, for messages quote what they choke on.
"""

import logging
import sys
import time
import traceback
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from flask import Flask, Response, g, request

MAX_BYTES: Final = 1_000_000
KEPT_FILES: Final = 3
METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

_requests = logging.getLogger("winnow.request")


class ContentFreeFormatter(logging.Formatter):
    """Formats our own records whole, others' without what was put in, errors without words."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as text."""
        if not record.name.startswith("winnow"):
            place = f"at {record.filename}:{record.lineno}"  # whole words may quote anything
            said = record.msg if record.args else place
            record = logging.makeLogRecord(
                record.__dict__ | {"msg": said, "args": (), "exc_text": None}
            )
        return super().format(record)

    def formatException(  # noqa: N802 - logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """An error's type and where it passed, without its message."""
        kind, _, trail = ei
        places = (
            f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(trail)
        )
        return "\n".join([kind.__name__ if kind else "", *places])


class _File(RotatingFileHandler):
    """A log whose disk refuses says so in one line, once until it works again.

    logging itself would print the stack, and whatever was to be logged.
    """

    _refused = _told = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record, if the disk takes it."""
        self._refused = False
        super().emit(record)
        self._told = self._told and self._refused

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's name
        """Tell that the disk refused."""
        self._refused = True
        if self._told or not sys.stderr:
            return
        self._told = True
        error = sys.exc_info()[1]
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        with suppress(OSError, ValueError):  # nobody is there to be told
            sys.stderr.write(f"winnow: the log cannot be written ({why}).\n")

    def close(self) -> None:
        """Close it; what a full disk would not take is lost."""
        with suppress(OSError):
            super().close()


def to_file(file: Path) -> logging.Handler:
    """Send Winnow's and waitress's log to `file`, rotated; returns the handler to take off."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _File(file, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
    handler.setFormatter(ContentFreeFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in ("winnow", "waitress"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.propagate = False
    logging.getLogger("winnow").setLevel(logging.INFO)
    return handler


def take_off(handler: logging.Handler) -> None:
    """End what `to_file` began."""
    for name in ("winnow", "waitress"):
        logging.getLogger(name).removeHandler(handler)
    handler.close()


def install(app: Flask) -> None:
    """Log each request of `app` by its route's pattern."""

    def begin() -> None:
        g.began = time.perf_counter()

    def end(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "(no such path)"
        took_ms = (time.perf_counter() - g.began) * 1000
        method = request.method if request.method in METHODS else "(other method)"
        _requests.info("%s %s %d %.1f ms", method, route, response.status_code, took_ms)
        return response

    app.before_request(begin)
    app.after_request(end)
