"""What the tests of memories share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from memories.behind import Behind


@pytest.fixture
def behind() -> Iterator[Behind]:
    """One that nothing flushes but the test."""
    made = Behind()
    made._start = lambda: None  # type: ignore[method-assign]  # no thread
    with override_settings(USAGE_FLUSH_SECONDS=1):
        yield made
