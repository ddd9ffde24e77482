"""Reads that say who asks: a POST that wants to be taken for a GET.

Browsers leave `Origin` out of an extension's GET, so a read by GET could not be told from
that of another extension which holds the same token. A POST always carries it. The other
direction, a GET taken for something that changes, there is not.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADER: Final = "HTTP_X_HTTP_METHOD_OVERRIDE"


class ReadByPost:
    """Lets `app` see a GET where a POST came with `X-HTTP-Method-Override: GET`."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Hand the request on."""
        if environ["REQUEST_METHOD"] == "POST" and environ.get(HEADER) == "GET":
            environ["REQUEST_METHOD"] = "GET"
        return self._app(environ, start)
