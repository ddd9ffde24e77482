"""`make contract`: write docs/api.html anew; `--check` (`make check`): say if it is old."""

import sys
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


def main() -> int:
    """Write the page, or check it; the exit status."""
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder))
        store = open_store(settings.data)
        app = create_app(settings, store, Devices(settings.devices_file), Pairing())
        page = render(describe(app))
        store.close()
    if "--check" in sys.argv:
        if page == PAGE.read_text(encoding="utf-8"):
            return 0
        print("docs/api.html is older than the models. Run `make contract`.")
        return 1
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
