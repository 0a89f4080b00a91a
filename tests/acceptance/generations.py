"""Which versions of the client a test is about."""

from __future__ import annotations

import pytest

from tests.acceptance.sdk import EVERY


def only(*versions: str) -> pytest.MarkDecorator:
    """The test runs with these versions of the client, sync and async."""
    chosen = [(version, mode) for version, mode in EVERY if version in versions]
    return pytest.mark.parametrize("driver", chosen, indirect=True, ids="-".join)


FIRST = only("0.1.118")
MIDDLE = only("1.0.11")
NEWEST = only("2.2.1")
OLDER = only("0.1.118", "1.0.11")
LATER = only("1.0.11", "2.2.1")
