"""Our TypeScript client against a running platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.acceptance.javascript import node
from tests.acceptance.site import Site
from tests.acceptance.typescript.building import built, run_node
from tests.conftest import Api

HERE = Path(__file__).parent
LEFT_OUT = pytest.StashKey[int]()
Run = Callable[..., CompletedProcess[str]]


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave these tests out where Node is missing, but never in CI."""
    ours = [item for item in items if HERE in item.path.parents]
    if ours and node.missing() and not node.required():
        config.stash[LEFT_OUT] = len(ours)
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was left out and why."""
    if left_out := config.stash.get(LEFT_OUT, 0):
        said = f"{left_out} tests of the TypeScript client left out: {node.missing()}"
        terminalreporter.write_line(said, yellow=True)


@pytest.fixture(scope="session")
def folder() -> Path:
    """The client, compiled."""
    return built()


@pytest.fixture
def script(live: Site, acme: Api, tmp_path: Path) -> Iterator[Run]:
    """Runs Node with the platform and the key of an empty project; it must not stray."""
    told = {"MEM0_HOST": live.url, "MEM0_API_KEY": acme.key}

    def run(*words: str, cwd: Path) -> CompletedProcess[str]:
        return run_node(*words, cwd=cwd, home=tmp_path, **told)

    yield run
    strangers = node.outside(tmp_path)
    assert not strangers.exists() or strangers.read_text() == ""
