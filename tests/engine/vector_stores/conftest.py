"""Lets a failing assertion of the shared suite show its values."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.engine.vector_stores.contract")
