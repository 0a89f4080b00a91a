"""The official JavaScript client against a running platform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.javascript import node
from tests.acceptance.javascript.sdk import VERSIONS, Client, NodeDriver
from tests.acceptance.site import Site
from tests.conftest import Api

HERE = Path(__file__).parent
LEFT_OUT = pytest.StashKey[int]()


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
        said = f"{left_out} tests of the JavaScript client left out: {node.missing()}"
        terminalreporter.write_line(said, yellow=True)


@pytest.fixture(scope="session")
def node_drivers(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, NodeDriver]]:
    """The client processes that were started, by version."""
    started: dict[str, NodeDriver] = {}
    yield started
    for driver in started.values():
        driver.stop()


@pytest.fixture(params=VERSIONS)
def node_driver(
    request: pytest.FixtureRequest,
    node_drivers: dict[str, NodeDriver],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[NodeDriver]:
    """A process with one version of the client; it must keep to this machine."""
    version = request.param
    if version not in node_drivers:
        home = tmp_path_factory.mktemp(f"js-{version}")
        node_drivers[version] = NodeDriver(version, home)
    yield node_drivers[version]
    assert node_drivers[version].strangers() == []


@pytest.fixture
def client(node_driver: NodeDriver, live: Site, acme: Api) -> Client:
    """The official client with the key of an empty project."""
    return Client(node_driver, {"apiKey": acme.key, "host": live.url})
