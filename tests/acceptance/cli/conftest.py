"""The official command line against a running platform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.cli.commands import KINDS, Cli
from tests.acceptance.javascript import node
from tests.acceptance.site import Site
from tests.conftest import Api

HERE = Path(__file__).parent
LEFT_OUT = pytest.StashKey[int]()


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out the program from npm where Node is missing, but never in CI."""
    if not node.missing() or node.required():
        return
    ours = [item for item in items if HERE in item.path.parents and _needs_node(item)]
    config.stash[LEFT_OUT] = len(ours)
    config.hook.pytest_deselected(items=ours)
    items[:] = [item for item in items if item not in ours]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was left out and why."""
    if left_out := config.stash.get(LEFT_OUT, 0):
        said = f"{left_out} tests of npm's command line left out: {node.missing()}"
        terminalreporter.write_line(said, yellow=True)


def _needs_node(item: Any) -> bool:
    return "node" in getattr(item, "callspec", item).params.values()


@pytest.fixture(params=KINDS)
def cli(
    request: pytest.FixtureRequest, live: Site, acme: Api, tmp_path: Path
) -> Iterator[Cli]:
    """The program, told by the environment where the platform is; it must not stray."""
    told = {"MEM0_BASE_URL": live.url, "MEM0_API_KEY": acme.key}
    program = Cli(request.param, tmp_path, told)
    yield program
    assert program.strangers() == []
