"""The official clients against a running platform: only on `pytest -m acceptance`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.sdk import EVERY, Client, Driver
from tests.acceptance.site import Site, running
from tests.conftest import Api

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Mark what is collected here, and leave it out unless the mark is asked for."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker("acceptance")
        # What is built where it stands is built once, by one process of the tests.
        place = item.path.parent if item.path.parent.name == "typescript" else item.path
        item.add_marker(pytest.mark.xdist_group(str(place)))
    if ours and "acceptance" not in config.option.markexpr:
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]


@pytest.fixture(scope="session")
def live(database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The platform: web server, worker and scheduler, until the tests are over."""
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def drivers(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[tuple[str, str], Driver]]:
    """The client processes that were started, by version and mode."""
    started: dict[tuple[str, str], Driver] = {}
    yield started
    for driver in started.values():
        driver.stop()


@pytest.fixture(params=EVERY, ids="-".join)
def driver(
    request: pytest.FixtureRequest,
    drivers: dict[tuple[str, str], Driver],
    tmp_path_factory: pytest.TempPathFactory,
) -> Driver:
    """A process with one version of the client, sync or async."""
    version, mode = request.param
    if request.param not in drivers:
        home = tmp_path_factory.mktemp(f"sdk-{version}-{mode}")
        drivers[request.param] = Driver(version, mode, home)
    return drivers[request.param]


@pytest.fixture
def client(driver: Driver, live: Site, acme: Api) -> Client:
    """The official client with the key of an empty project."""
    return Client(driver, {"api_key": acme.key, "host": live.url})
