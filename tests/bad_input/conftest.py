from __future__ import annotations

import pytest

from tests.bad_input.asking import Victim
from tests.isolation.tenants import unlimited


@pytest.fixture(scope="module")
def victim() -> Victim:
    """A tenant with one memory, to be asked badly."""
    api = unlimited("Victim")
    (kept,) = api.remember("I live in Porto.")
    return Victim(api, kept["id"])
