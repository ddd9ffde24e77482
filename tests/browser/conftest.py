"""Browsers for the tests of this folder: one of each kind that is installed.

Tests are parametrised over the kinds; the browser and its server live for the session,
because a start costs seconds. A test that breaks something takes a house of its own.
"""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.browser.articles import article
from tests.browser.house import House
from tools.browsers import KINDS, Tab, installed

PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"
PAGES = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--screenshots", action="store_true", help="keep the pictures that are taken in the docs"
    )
    parser.addoption(
        "--attacks", action="store_true", help="print the table of attacks and keep it in the docs"
    )


@pytest.fixture(scope="session", params=installed() or KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """`chromium` or `firefox`; where neither is installed, the first says what to install."""
    return request.param


@pytest.fixture(scope="session")
def house(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose browser is paired, shared by the tests that leave it whole."""
    built = House(kind, tmp_path_factory.mktemp(kind))
    built.use_port()
    built.pair().close()
    yield built
    built.close()


@pytest.fixture
def new_house(kind: str, tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Builds houses for one test, not yet paired."""
    built: list[House] = []

    def build(**wishes: Path) -> House:
        built.append(House(kind, tmp_path / str(len(built)), **wishes))
        return built[-1]

    yield build
    for each in built:
        each.close()


@pytest.fixture
def own_house(new_house: Callable[..., House]) -> House:
    """A paired house for one test to break."""
    made = new_house()
    made.pair().close()
    return made


@pytest.fixture
def opens(house: House) -> Iterator[Callable[..., Tab]]:
    """Opens pages that no other test reads, in tabs that are closed afterwards."""
    opened: list[Tab] = []

    def open_page(html: str | None = None) -> Tab:
        address = house.pages.add(f"/live-{next(PAGES)}.html", html or article())
        opened.append(house.browser.open(address))
        return opened[-1]

    yield open_page
    for tab in opened:
        tab.close()


@pytest.fixture
def page(opens: Callable[..., Tab]) -> Tab:
    """The plain article in a tab."""
    return opens()


@pytest.fixture
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where pictures go: into the docs when asked to; no plain run rewrites a file of ours."""
    if not request.config.getoption("--screenshots"):
        return tmp_path
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES
