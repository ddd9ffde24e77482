"""The application factory: the parts in, a Flask application out; nothing else."""

import secrets
from typing import Any, Final

from flask import Response
from flask_openapi3 import Info, OpenAPI
from pydantic import ValidationError

from winnow import __version__, errors, guard, log
from winnow.api.annotations import annotations_api
from winnow.api.bin import bin_api
from winnow.api.clean import clean_api
from winnow.api.health import health_api
from winnow.api.look_up import look_up_api
from winnow.api.models import ProblemAnswer
from winnow.api.openapi import openapi_api
from winnow.api.pages import pages_api
from winnow.api.pairing import pairing_api
from winnow.api.services import Services, provide
from winnow.api.strict_request import StrictRequest
from winnow.api.suggest import suggest_api
from winnow.api.transfer import transfer_api
from winnow.api.turnstile import Turnstile
from winnow.config import Settings
from winnow.devices import Devices
from winnow.pairing import Pairing
from winnow.read_by_post import ReadByPost
from winnow.store.base import Store
from winnow.web.pages import web

APIS: Final = (
    health_api,
    pairing_api,
    clean_api,
    look_up_api,
    pages_api,
    annotations_api,
    bin_api,
    transfer_api,
    suggest_api,
    openapi_api,
)
SECURITY: Final[dict[str, Any]] = {"device": {"type": "http", "scheme": "bearer"}}
RUN_BYTES: Final = 16


class WinnowApp(OpenAPI):
    """A Flask application whose JSON is read strictly."""

    request_class = StrictRequest


def create_app(settings: Settings, store: Store, devices: Devices, pairing: Pairing) -> WinnowApp:
    """The server's application over these parts, which it does not close."""
    app = WinnowApp(
        "winnow",
        info=Info(title="Winnow", version=__version__),
        security_schemes=SECURITY,
        validation_error_callback=_refuse,
        validation_error_model=ProblemAnswer,
        doc_ui=False,
        static_folder=None,
    )
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    log.install(app)
    run = secrets.token_hex(RUN_BYTES)
    guard.install(app, settings, devices, run)
    errors.install(app)
    cleans = Turnstile(settings.max_cleans, settings.wait_seconds, "cleaning")
    exports = Turnstile(settings.max_exports, settings.wait_seconds, "exporting")
    provide(app, Services(settings, run, store, devices, pairing, cleans, exports))
    for api in APIS:
        app.register_api(api)
    app.register_blueprint(web)
    app.wsgi_app = ReadByPost(app.wsgi_app)  # type: ignore[assignment,method-assign]
    return app


def _refuse(error: ValidationError) -> Response:
    return errors.from_validation(error).response()
