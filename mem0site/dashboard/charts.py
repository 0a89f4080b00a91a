"""The geometry of charts, which the server draws as SVG. Pure functions.

A chart lives in a box of 1000 × 100 units that the page stretches to its width; the
words stand outside of it as HTML, so that they keep their size on a phone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

WIDTH, HEIGHT = 1000.0, 100.0
GAP = 0.22
"""The part of a bar's place that stays empty."""


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers over the labels of a chart, in their order; None where there is nothing to
    tell. `style` is a class of the stylesheet, for a series whose colour means
    something."""

    name: str
    values: Sequence[float | None]
    style: str = ""


@dataclass(frozen=True)
class Chart:
    """What a chart shows. `links` lead from a bar to what it counts."""

    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    links: Sequence[str] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(any(each.values) for each in self.series)

    @property
    def ends(self) -> list[str]:
        """The labels written under the chart: first, middle, last."""
        if len(self.labels) < 3:
            return list(self.labels)
        return [self.labels[0], self.labels[len(self.labels) // 2], self.labels[-1]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One block of a stack."""

    style: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """What belongs to one label: its blocks and what is said about it."""

    x: float
    width: float
    title: str
    link: str
    bars: list[Bar]


def top_of(highest: float) -> float:
    """A round number at or above, whose half is a whole number: an even multiple of a
    power of ten, or a power of ten itself."""
    if highest <= 1:
        return 2.0
    power = 10.0 ** math.floor(math.log10(highest))
    steps = (1.0, 2.0, 4.0, 6.0, 8.0, 10.0)
    return next(m * power for m in steps if m * power >= highest)


def stacked_top(chart: Chart) -> float:
    """The top of the scale where the series stand on each other."""
    columns = zip(*(each.values for each in chart.series), strict=True)
    sums = (sum(value or 0.0 for value in column) for column in columns)
    return top_of(max(sums, default=0.0))


def bars(chart: Chart) -> list[Place]:
    """Stacked bars, one stack for each label."""
    top = stacked_top(chart)
    return [_stack(chart, index, top) for index in range(len(chart.labels))]


def _stack(chart: Chart, index: int, top: float) -> Place:
    step = WIDTH / max(len(chart.labels), 1)
    heights = [(each.values[index] or 0.0) / top * HEIGHT for each in chart.series]
    blocks = [
        Bar(
            chart.series[number - 1].style or f"s{number}",
            _short(step * (index + GAP / 2)),
            _short(HEIGHT - foot),
            _short(step * (1 - GAP)),
            _short(height),
        )
        for number, (height, foot) in enumerate(
            zip(heights, accumulate(heights), strict=True), 1
        )
        if height
    ]
    link = chart.links[index] if chart.links else ""
    return Place(_short(step * index), _short(step), title(chart, index), link, blocks)


def title(chart: Chart, index: int) -> str:
    """What is said about one label: `5 May: 12 adds, 3 searches`."""
    said = [
        f"{spoken(value)} {each.name}"
        for each in chart.series
        if (value := each.values[index]) is not None
    ]
    return f"{chart.labels[index]}: {', '.join(said) or 'nothing'}"


def lines(chart: Chart) -> tuple[float, list[tuple[str, str]]]:
    """The top of the scale, and each piece of each series as (style, points)."""
    known = (v for each in chart.series for v in each.values if v is not None)
    top = top_of(max(known, default=0.0))
    return top, [
        ((each.style or f"s{number}") + (" alone" if is_alone else ""), piece)
        for number, each in enumerate(chart.series, 1)
        for piece, is_alone in pieces(each.values, top)
    ]


def pieces(values: Sequence[float | None], top: float) -> list[tuple[str, bool]]:
    """(points, whether it is one number alone) of each piece of a line, from edge to
    edge: a piece ends where nothing is known. A number alone leads to itself, which is
    drawn as a dot."""
    step = WIDTH / max(len(values) - 1, 1)
    found = []
    for known, run in groupby(enumerate(values), lambda pair: pair[1] is not None):
        if known:
            drawn = [
                f"{_short(index * step)},{_short(HEIGHT - (value or 0.0) / top * HEIGHT)}"
                for index, value in run
            ]
            is_alone = len(drawn) == 1
            found.append((" ".join(drawn * 2 if is_alone else drawn), is_alone))
    return found


def spoken(number: float) -> str:
    """1234567 → 1.2M, 1234 → 1.2k, 12.5 → 12.5, 3.0 → 3."""
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e4, "k")):
        if abs(number) >= size:
            scale = size if letter != "k" else 1e3
            return f"{number / scale:.1f}".removesuffix(".0") + letter
    if float(number).is_integer():
        return f"{int(number):,}"
    return f"{number:,.1f}".removesuffix(".0")


def _short(number: float) -> float:
    return round(number, 2)
