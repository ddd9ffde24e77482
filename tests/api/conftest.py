"""What stopped each raw attack, printed in one table at the end of a run."""

from collections.abc import Callable, Iterator

import pytest

STOPPED = pytest.StashKey[list[tuple[str, str]]]()


@pytest.fixture
def stopped(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Writes down what stopped an attack."""
    rows = pytestconfig.stash.setdefault(STOPPED, [])
    return lambda attack, by: rows.append((attack, by))


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
