"""The plots of `bench.report`, as SVG (needs matplotlib)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

from bench.load.k6 import PERCENTILES
from bench.results import Result

mpl.rcParams |= {
    "svg.hashsalt": "bench",  # the same data, the same file
    "svg.fonttype": "none",
    "axes.grid": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.alpha": 0.3,
    "figure.figsize": (8, 4),
}
SEARCHES = {
    "user": "search of a user",
    "user+meta": "… by metadata",
    "project": "search of everybody",
}


def draw(
    scales: Sequence[Result],
    loads: Sequence[Result],
    soaks: Sequence[Result],
    folder: Path,
) -> None:
    """Draw what there is data of."""
    if scales:
        _scale(scales, folder / "scale.svg")
    for load in loads:
        _load(load, folder / "load.svg")
    if soaks:
        _soak(soaks, folder / "soak.svg")


def _scale(scales: Sequence[Result], path: Path) -> None:
    """CPU of one search and one add over the size of the project."""
    figure, axes = plt.subplots()
    sizes = [scale["n"] for scale in scales]
    for kind, name in SEARCHES.items():
        costs = [scale["search"][kind]["1"]["cpu_ms_metered"] for scale in scales]
        axes.plot(sizes, costs, marker="o", label=name)
    costs = [scale["add"]["1"]["cpu_ms_metered"] for scale in scales]
    axes.plot(sizes, costs, marker="s", linestyle="--", label="add of a message")
    axes.set(xscale="log", yscale="log", xlabel="memories in the project")
    axes.set(ylabel="CPU of the server, ms")
    _ticks(axes.xaxis, sizes)
    _ticks(axes.yaxis, [5, 10, 20, 50, 100, 200])
    axes.legend(frameon=False)
    _save(figure, path)


def _load(load: Result, path: Path) -> None:
    """How the times of searches are spread, at each share of the capacity."""
    figure, sides = plt.subplots(1, 2, sharey=True)
    for axes, tenant in zip(sides, ("quiet", "busy"), strict=True):
        for step in load["steps"]:
            if times := step[tenant].get("search"):
                values = [times[name] for name in PERCENTILES]
                axes.plot(values, marker="o", label=f"{step['share'] * 100:.0f} %")
        labels = [name.removeprefix("p(").removesuffix(")") for name in PERCENTILES]
        axes.set_xticks(range(len(PERCENTILES)), labels)
        axes.set(yscale="log", title=f"{tenant} tenant", xlabel="percentile")
        axes.legend(frameon=False, title="of capacity")
    sides[0].set_ylabel("milliseconds of a search")
    _ticks(sides[0].yaxis, [5, 10, 50, 100, 500, 1_000, 5_000, 30_000])
    _save(figure, path)


def _soak(soaks: Sequence[Result], path: Path) -> None:
    """What the processes hold, over time."""
    figure, axes = plt.subplots()
    for soak in soaks:
        begun = soak["memory"][0][0]
        minutes = [(moment - begun) / 60 for moment, _ in soak["memory"]]
        axes.plot(minutes, [size for _, size in soak["memory"]])
    axes.set(
        xlabel="minutes",
        ylabel="MB of all processes",
        ylim=(0, 1.2 * max(size for soak in soaks for _, size in soak["memory"])),
    )
    _save(figure, path)


def _ticks(axis: Any, places: Sequence[int]) -> None:
    axis.set_ticks(places, [f"{place:,}" for place in places])
    axis.set_ticks([], minor=True)


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
