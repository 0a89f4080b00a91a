from __future__ import annotations

import pytest

from mem0.exceptions import LLMError, NetworkError
from memories import jobs


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 5), (2, 10), (3, 20), (5, 80), (7, 320)]
)
def test_the_wait_doubles_from_five_seconds_give_or_take_half(attempts, seconds):
    waits = [jobs.delay(attempts, NetworkError()) for _ in range(200)]
    assert 0.5 * seconds <= min(waits) < seconds < max(waits) <= 1.5 * seconds


@pytest.mark.parametrize("attempts", [9, 20, 1000])
def test_the_wait_never_grows_beyond_a_quarter_of_an_hour_give_or_take_half(attempts):
    waits = [jobs.delay(attempts, NetworkError()) for _ in range(200)]
    assert min(waits) >= 450
    assert max(waits) <= 1350


@pytest.mark.parametrize("asked", [1, 0.5, 900])
def test_a_provider_that_names_the_wait_is_obeyed(asked):
    assert jobs.delay(3, LLMError(details={"retry_after": asked})) == asked


@pytest.mark.parametrize("asked", [0, -5, 901, "60", None])
def test_a_wait_that_makes_no_sense_is_not_obeyed(asked):
    assert 10 <= jobs.delay(3, LLMError(details={"retry_after": asked})) <= 30
