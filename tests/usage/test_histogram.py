"""Percentiles from buckets, against the percentiles of the latencies themselves."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given, strategies as st

from orgs.usage import histogram

latencies = st.lists(
    st.floats(min_value=0.01, max_value=29_000), min_size=1, max_size=200
)


def counts(values):
    found = [0] * histogram.SIZE
    for value in values:
        found[histogram.place(value)] += 1
    return found


def width(value):
    """The bounds of a latency's bucket."""
    place = histogram.place(value)
    return (histogram.BOUNDS[place - 1] if place else 0), histogram.BOUNDS[place]


@given(latencies, st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_a_percentile_lies_in_the_bucket_of_the_real_one(values, share):
    found = histogram.percentile(counts(values), share)
    rank = max(0, -int(-share * len(values) // 1) - 1)
    low, high = width(sorted(values)[rank])
    assert low <= found <= high


def test_a_latency_on_a_bound_is_below_it():
    assert histogram.place(5) == histogram.place(4)
    assert histogram.place(5.01) == histogram.place(5) + 1


def test_nothing_has_no_percentile():
    assert histogram.percentile([0] * histogram.SIZE, 0.5) is None


def test_what_has_no_bound_is_told_as_the_last_bound():
    assert histogram.percentile(counts([90_000.0]), 0.5) == histogram.BOUNDS[-1]


@pytest.mark.parametrize("share", [0.5, 0.95])
def test_evenly_spread_latencies_have_nearly_their_real_percentiles(share):
    values = [float(each) for each in range(1, 1201)]
    real = statistics.quantiles(values, n=100)[int(share * 100) - 1]
    assert histogram.percentile(counts(values), share) == pytest.approx(real, rel=0.05)
