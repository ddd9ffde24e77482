"""What handlers work with: put into the application by its factory, found here."""

from dataclasses import dataclass

from flask import current_app
from flask_openapi3 import OpenAPI

from winnow.api.turnstile import Turnstile
from winnow.config import Settings
from winnow.devices import Devices
from winnow.pairing import Pairing
from winnow.store.base import Store

_KEY = "winnow"


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running server; `run` is a number that no other run of it has."""

    settings: Settings
    run: str
    store: Store
    devices: Devices
    pairing: Pairing
    cleans: Turnstile
    exports: Turnstile


def provide(app: OpenAPI, services: Services) -> None:
    """Give `services` to the handlers of `app`."""
    app.extensions[_KEY] = services


def services() -> Services:
    """The services of the application that answers this request."""
    found: Services = current_app.extensions[_KEY]
    return found
