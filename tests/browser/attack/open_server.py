"""What Winnow is not: a server that lets every page in.

It answers any host, origin and method, lets everybody read and counts what it was sent.
An attack that fails here too would prove nothing of the server that it is meant for.
"""

import base64
import hashlib
import threading
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.browser.attack.wire import tag_of

SECRET = "the-open-secret"
WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3
TEXT_FRAME, CLOSE_FRAME = 0x81, 0x88  # its section 5.2
DOCUMENT = """<!doctype html><title>Open</title><p>{secret}</p><script>
for (const other of [window.opener, window.parent]) {{
  if (other && other !== window) other.postMessage({{tag: '{tag}', secret: '{secret}'}}, '*');
}}
</script>"""
SCRIPT = (
    "(globalThis.readByScript ??= {{}})['{tag}'] = '{secret}';"
    "if (globalThis.document === undefined) postMessage('{secret}');"
)
STYLE = ":root {{ --read-{name}: '{secret}'; }}"
IMAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"><g id="g"><rect width="7" '
    'height="7"/></g><desc>{secret}</desc></svg>'
)
DOCUMENTS = frozenset({"document", "iframe", "frame", "object", "embed"})


@dataclass(frozen=True)
class Reached:
    """A request that got in."""

    tag: str | None
    method: str
    body: bytes


class OpenServer(ThreadingHTTPServer):
    """`reached` fills while it runs; `pages` are served by path, for a name not yet rebound."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), OpenHandler)
        self.reached: list[Reached] = []
        self.pages: dict[str, bytes] = {}
        self.port: int = self.server_port
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def tags(self) -> set[str]:
        """The attacks that got in."""
        return {reached.tag for reached in tuple(self.reached) if reached.tag}

    def written(self, tag: str) -> bool:
        """Whether an attack got in what changes something."""
        return any(
            reached.tag == tag and reached.method not in {"GET", "HEAD"}
            for reached in tuple(self.reached)
        )

    def close(self) -> None:
        """Stop serving."""
        self.shutdown()
        self.server_close()


class OpenHandler(BaseHTTPRequestHandler):
    """Lets everybody do everything."""

    protocol_version = "HTTP/1.1"
    server: OpenServer

    def do_OPTIONS(self) -> None:
        self._answer(b"", "text/plain")

    def do_GET(self) -> None:
        page = self.server.pages.get(self.path)
        if page is not None:
            self._answer(page, "text/html; charset=utf-8")
            return
        tag = tag_of(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.reached.append(Reached(tag, self.command, body))
        if self.headers.get("Upgrade") == "websocket":
            self._shake_hands()
        else:
            kind, text = content(self.headers, self.path, tag or "")
            self._answer(text.encode(), kind)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - the base's names

    def _answer(self, body: bytes, kind: str) -> None:
        asked = self.headers.get("Access-Control-Request-Headers", "*")
        self.send_response(200)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Access-Control-Allow-Origin": self.headers.get("Origin", "*"),
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
            "Access-Control-Allow-Private-Network": "true",
            "Access-Control-Allow-Headers": asked,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _shake_hands(self) -> None:
        key = self.headers["Sec-WebSocket-Key"] + WEBSOCKET
        self.send_response_only(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        accepted = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        self.send_header("Sec-WebSocket-Accept", accepted)
        self.end_headers()
        self.wfile.write(bytes([TEXT_FRAME, len(SECRET)]) + SECRET.encode())
        self.wfile.write(bytes([CLOSE_FRAME, 0]))
        self.rfile.read()  # until the page, which was told to, closes it
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing: `reached` tells."""


def content(headers: Message, path: str, tag: str) -> tuple[str, str]:
    """What an attack would like to find: the content type, and the secret in that shape."""
    asked = headers.get("Sec-Fetch-Dest", "")
    accepts = headers.get("Accept", "")
    filled = {"secret": SECRET, "tag": tag, "name": tag.replace(".", "-")}
    ending = urlsplit(path).path.rpartition(".")[2]
    if accepts.startswith("text/event-stream"):
        return "text/event-stream", f"data: {SECRET}\n\n"
    if asked in DOCUMENTS or (not asked and accepts.startswith("text/html")):
        return "text/html; charset=utf-8", DOCUMENT.format(**filled)
    if asked in {"script", "worker"} or (not asked and ending == "js"):
        return "text/javascript", SCRIPT.format(**filled)
    if asked == "style" or (not asked and ending == "css"):
        return "text/css", STYLE.format(**filled)
    if asked == "image" or (not asked and ending == "svg"):
        return "image/svg+xml", IMAGE.format(**filled)
    return "text/plain", SECRET
