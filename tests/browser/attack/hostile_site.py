"""The site of somebody who means ill: pages that attack, and redirects into the server."""

import json
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

HERE = Path(__file__).parent
SANDBOX = "allow-scripts allow-forms allow-popups"
REPORTED = b"<!doctype html><title>Report</title><img src='data:image/png,' alt=''>"


class HostileSite(ThreadingHTTPServer):
    """Serves the scripts of this folder and pages that run them, under every name."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), HostileHandler)
        self.pages: dict[str, bytes] = {}
        self.port: int = self.server_port
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def serve(self, name: str, told: dict[str, Any]) -> bytes:
        """Serve at `/name` the page that attacks as `told`; itself.

        With `told["frame"]`, `sandbox` or `data`, a frame of no origin in it does so.
        """
        page = attack_page(f"http://127.0.0.1:{self.port}", told)
        framed = {"": page, "sandbox": sandboxed(page), "data": in_data(page)}[told["frame"]]
        self.pages[f"/{name}"] = framed.encode()
        return framed.encode()

    def close(self) -> None:
        """Stop serving."""
        self.shutdown()
        self.server_close()


class HostileHandler(BaseHTTPRequestHandler):
    """Leads elsewhere what asks for it; a query's `to` says where."""

    protocol_version = "HTTP/1.1"
    server: HostileSite

    def do_GET(self) -> None:
        at = urlsplit(self.path)
        to = parse_qs(at.query).get("to", [""])[0]
        if at.path.startswith("/redirect/"):
            self._answer(int(at.path.rpartition("/")[2]), b"", {"Location": to})
        elif at.path == "/refresh":
            page = f'<meta http-equiv="refresh" content="0;url={escape(to)}">'
            self._answer(200, page.encode(), {})
        elif at.path == "/reporting":
            policy = f"img-src 'none'; report-uri {to}"
            self._answer(200, REPORTED, {"Content-Security-Policy": policy})
        elif at.path.endswith(".js"):
            script = (HERE / at.path.lstrip("/")).read_bytes()
            self._answer(200, script, {"Content-Type": "text/javascript"})
        else:
            page = self.server.pages.get(at.path)
            self._answer(200 if page else 404, page or b"", {})

    do_POST = do_GET  # noqa: N815 - the base's name

    def do_OPTIONS(self) -> None:
        self._answer(200, b"", {})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(status)
        for name, value in {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Access-Control-Allow-Origin": self.headers.get("Origin", "*"),
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Headers": "authorization, content-type",
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: nobody reads it."""


def attack_page(scripts: str, told: dict[str, Any]) -> str:
    """A page that runs the attacks; what it could read is in `window.attacked` at the end."""
    kept = in_script(told | {"site": scripts})
    return (
        "<!doctype html><html><head><meta charset='utf-8'><title>Attack</title></head><body>"
        f"<script>window.told = {kept};</script>"
        f"<script type='module' src='{scripts}/run.js'></script></body></html>"
    )


def sandboxed(page: str) -> str:
    """A page that holds `page` in a sandboxed frame."""
    return framing(f'<iframe sandbox="{SANDBOX}" srcdoc="{escape(page)}"></iframe>')


def in_data(page: str) -> str:
    """A page that holds `page` in a frame whose address is the page itself."""
    return framing(f'<iframe src="data:text/html,{quote(page)}"></iframe>')


def framing(frame: str) -> str:
    """A page with `frame` in it that hands on what the attacks there read."""
    return (
        "<!doctype html><html><head><meta charset='utf-8'><title>Framing</title><script>"
        "addEventListener('message', ({data}) => { window.attacked ??= data?.attacked; });"
        f"</script></head><body>{frame}</body></html>"
    )


def in_script(value: Any) -> str:
    """JSON that may stand in a script element."""
    return json.dumps(value).replace("</", r"<\/")
