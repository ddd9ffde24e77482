"""What tests of the HTTP face share; what stopped each raw attack is printed at the end."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

STOPPED = pytest.StashKey[list[tuple[str, str]]]()


@pytest.fixture
def stopped(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Writes down what stopped an attack."""
    rows = pytestconfig.stash.setdefault(STOPPED, [])
    return lambda attack, by: rows.append((attack, by))


@pytest.fixture
def somewhere():
    """The address of a page that no other test marks."""
    return f"https://example.org/{uuid4().hex}"


@pytest.fixture
def kept(shared_client):
    """The ids of every mark the library holds, tombstones too, since the test began."""

    def ids():
        answer = shared_client.get("/annotations?deleted=true&limit=500").json
        return {mark["id"] for mark in answer["annotations"]}

    before = ids()
    return lambda: ids() - before


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Iterator[None]:
    if rows := config.stash.get(STOPPED, []):
        terminalreporter.section("raw attacks: 0 got through")
        width = max(len(attack) for attack, _ in rows)
        for attack, by in rows:
            terminalreporter.line(f"{attack:{width}}  {by}")
    return (yield)
