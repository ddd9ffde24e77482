"""`make contract`: write docs/api.html anew."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tools.contract.page import render
from winnow.api.contract import describe
from winnow.app import create_app
from winnow.config import Settings
from winnow.devices import Devices
from winnow.pairing import Pairing
from winnow.store import open_store

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.html"


def main() -> None:
    """Write the page."""
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder))
        store = open_store(settings.data)
        app = create_app(settings, store, Devices(settings.devices_file), Pairing())
        page = render(describe(app))
        store.close()
    PAGE.write_text(page, encoding="utf-8")
    print(PAGE.name)


if __name__ == "__main__":
    main()
