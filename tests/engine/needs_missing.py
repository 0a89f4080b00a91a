"""A provider whose package is not installed."""

from __future__ import annotations

import package_that_does_not_exist

LLM = package_that_does_not_exist.LLM
