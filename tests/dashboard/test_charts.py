"""The geometry of charts."""

from __future__ import annotations

import pytest

from mem0site.dashboard import charts
from mem0site.dashboard.charts import Chart, Series


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 2), (1, 2), (2, 2), (5, 6), (9, 10), (10, 10), (15, 20), (275, 400)],
)
def test_the_middle_of_a_scale_is_as_round_as_its_top(highest, top):
    assert charts.top_of(highest) == top
    assert (top / 2).is_integer()


def test_a_line_ends_where_nothing_is_known():
    chart = Chart(list("abcde"), [Series("p50", [1, 2, None, None, 2])])
    top, lines = charts.lines(chart)
    assert top == 2
    assert lines == [
        ("s1", "0.0,50.0 250.0,0.0"),
        ("s1 alone", "1000.0,0.0 1000.0,0.0"),
    ]
    assert charts.title(chart, 1) == "b: 2 p50"
    assert charts.title(chart, 2) == "c: nothing"
