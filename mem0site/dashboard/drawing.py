"""A graph as a picture: the most related thing in the middle, the others around it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mem0.graphs.base import Known

MOST = 40
"""Things that are drawn; the most related ones."""
INNER = 12
"""How many stand on the first circle."""


@dataclass(frozen=True, slots=True)
class Point:
    """A thing in a box of 1000 by 640."""

    name: str
    x: int
    y: int
    size: int
    anchor: str


def circle(known: Sequence[Known]) -> dict[str, Any]:
    """`points` and `lines` ({x1, y1, x2, y2, label, ended}) of the relations."""
    degrees: Counter[str] = Counter()
    names: dict[str, str] = {}
    for each in known:
        for name in (each.relation.source, each.relation.target):
            degrees[name.casefold()] += 1
            names.setdefault(name.casefold(), name)
    ranked = [key for key, _ in degrees.most_common(MOST)]
    points = {
        key: _point(names[key], place, min(len(ranked), MOST), degrees[key])
        for place, key in enumerate(ranked)
    }
    lines = [
        _line(each, points)
        for each in known
        if {each.relation.source.casefold(), each.relation.target.casefold()}
        <= points.keys()
    ]
    return {"points": list(points.values()), "lines": lines}


def _point(name: str, place: int, count: int, degree: int) -> Point:
    size = min(6 + 2 * degree, 18)
    if place == 0:
        return Point(name, 500, 320, size, "middle")
    first = min(count - 1, INNER)
    if place <= first:
        turn, radius = (place - 1) / first, (230, 170)
    else:
        turn, radius = (place - 1 - first) / max(count - 1 - first, 1), (390, 275)
    angle = 2 * math.pi * turn - math.pi / 2
    x = round(500 + radius[0] * math.cos(angle))
    y = round(320 + radius[1] * math.sin(angle))
    return Point(name, x, y, size, "start" if x > 500 else "end")


def _line(each: Known, points: dict[str, Point]) -> dict[str, Any]:
    start = points[each.relation.source.casefold()]
    end = points[each.relation.target.casefold()]
    return {
        "x1": start.x, "y1": start.y, "x2": end.x, "y2": end.y,
        "label": f"{start.name} {each.relation.relationship} {end.name}",
        "ended": each.valid_to is not None, "memory": each.memory_ids[0],
    }  # fmt: skip
