"""Baidu's official client against a loopback server of its REST interface."""

from __future__ import annotations

import pytest

from mem0.vector_stores.baidu import BaiduConfig, BaiduStore
from tests.engine.vector_stores.contract import *  # noqa: F403
from tests.engine.vector_stores.contract import DIMENSIONS
from tests.engine.vector_stores.servers import baidu
from tests.engine.vector_stores.servers.http import serving


@pytest.fixture(scope="module")
def store():
    with (
        serving(baidu.routes("right")) as url,
        BaiduStore(BaiduConfig(endpoint=url, api_key="right")) as store,
    ):
        store.create(DIMENSIONS)
        yield store


@pytest.fixture
def many():
    return 2000
