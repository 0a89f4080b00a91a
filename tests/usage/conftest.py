"""Requests of a test are written when the test says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from orgs.usage import rollup
from orgs.usage.recorder import RECORDER
from tests.conftest import Api


@pytest.fixture
def numbers() -> Callable[..., dict[str, Any]]:
    """What the usage endpoint says, of requests written and folded up to now."""

    def read(api: Api, query: str = "", *, fold: bool = True) -> dict[str, Any]:
        RECORDER.flush()
        if fold:
            rollup.fold()
        answer = api.get(f"/v1/usage/{query}")
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    return read


@pytest.fixture
def logged() -> Callable[..., list[dict[str, Any]]]:
    """What the request log says."""

    def read(api: Api, query: str = "") -> list[dict[str, Any]]:
        RECORDER.flush()
        answer = api.get(f"/v1/requests/{query}")
        assert answer.status_code == 200, answer.content
        found: list[dict[str, Any]] = answer.json()["results"]
        return found

    return read
