"""A server of pages for the demo and the tests, on a port of this machine of its own."""

import mimetypes
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

HTML = "text/html; charset=utf-8"


class PageServer:
    """Serves the files of a folder, and pages that are added while it runs.

    `url` has no slash at its end; `asked` lists the paths that were asked for, in order.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder.resolve() if folder else None
        self.asked: list[str] = []
        self._pages: dict[str, tuple[bytes, str]] = {}
        pages = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = urlsplit(self.path).path
                pages.asked.append(path)
                found = pages.find(path)
                status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
                body, kind = found or (b"not here", "text/plain")
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing: nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def add(self, path: str, body: str | bytes, kind: str = HTML) -> str:
        """Serve `body` at `path` from now on; its whole address."""
        self._pages[path] = (body.encode() if isinstance(body, str) else body, kind)
        return self.url + path

    def find(self, path: str) -> tuple[bytes, str] | None:
        """The body and content type at `path`."""
        if path in self._pages or self._folder is None:
            return self._pages.get(path)
        file = (self._folder / path.lstrip("/")).resolve()
        if not file.is_relative_to(self._folder) or not file.is_file():
            return None
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return file.read_bytes(), HTML if kind == "text/html" else kind

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
