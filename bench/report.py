"""Tables and plots of `docs/benchmarks.md`, made of the results in `docs/benchmarks/`.

    pip install matplotlib
    python -m bench.report [--tables]

`bench.load --out` and the harness's `scale_search.py --out` write such results. A table
stands between `<!-- bench.report NAME -->` and `<!-- end -->` and is written anew; a plot
is an SVG beside the results. `--tables` leaves the plots alone and needs no matplotlib.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.results import Result

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
FOLDER = PAGE.with_suffix("")
KINDS = {
    "user": "of a user",
    "user+meta": "of a user, by metadata",
    "project": "of everybody",
}
CLIENTS = ("1", "4", "16")
END = "<!-- end -->\n"


def main() -> None:
    """Write what there are results for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tables", action="store_true", help="no plots")
    given = parser.parse_args()
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    if not given.tables:
        from bench import plots  # noqa: PLC0415  matplotlib is not always there

        plots.draw(results("scale_search"), results("load"), results("soak"), FOLDER)


def rendered(page: str) -> str:
    """The page with its tables written anew."""
    tables = {
        "searches": searches(results("scale_search")),
        "adds": adds(results("scale_search")),
        "load": load(results("load")),
        "soak": soak(results("soak")),
    }
    for name, table in tables.items():
        begin = f"<!-- bench.report {name} -->\n"
        before, marked, after = page.partition(begin)
        if marked:
            page = before + begin + table + END + after.partition(END)[2]
    return page


def results(bench: str) -> list[Result]:
    """The results of a bench, smallest first where sizes differ."""
    read = (json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json"))
    return sorted(
        (result for result in read if result["bench"] == bench),
        key=lambda result: result.get("n", 0),
    )


def searches(scales: Iterable[Result]) -> str:
    """Times are of 1, 4 and 16 clients; CPU is the server's, with the database."""
    rows = []
    for scale in scales:
        for kind, name in KINDS.items():
            ways = [scale["search"][kind][clients] for clients in CLIENTS]
            asked = sum(way["n"] for way in ways)
            hits = sum(way["hit@10"] * way["n"] for way in ways) / asked
            short = sum(way["short"] * way["n"] for way in ways)
            rows.append([
                f"{scale['n']:,}", name, _each(way["qps"] for way in ways),
                f"{_each(way['p50'] for way in ways)} ms",
                f"{_each(way['p95'] for way in ways)} ms",
                f"{ways[0]['cpu_ms_metered']:.0f} ms", f"{hits:.3f}", f"{short:.0f}",
            ])  # fmt: skip
    head = "memories | searched | a second | median | p95 | CPU | hit@10 | too short"
    return _table(head, rows)


def adds(scales: Iterable[Result]) -> str:
    """One message an add, kept word for word."""
    rows = []
    for scale in scales:
        ways = [scale["add"][clients] for clients in CLIENTS if clients in scale["add"]]
        rows.append([
            f"{scale['n']:,}", f"{scale['largest_user']:,}",
            _each(way["per_second"] for way in ways),
            f"{_each(way['p50'] for way in ways)} ms",
            f"{_each(way['p95'] for way in ways)} ms",
            f"{ways[0]['cpu_ms_metered']:.0f} ms", _loaded(scale),
        ])  # fmt: skip
    head = "memories | of one person | adds a second | median | p95 | CPU | loaded"
    return _table(head, rows)


def load(loads: Iterable[Result]) -> str:
    """A row for each share of the capacity."""
    rows = []
    for step in (step for each in loads for step in each["steps"]):
        quiet, busy = step["quiet"]["search"], step["busy"].get("search")
        rows.append([
            f"{step['share'] * 100:.0f} %",
            *(_ms(quiet[name]) for name in ("med", "p(95)", "p(99)")),
            *(_ms(busy[name]) if busy else "" for name in ("med", "p(95)")),
            _hooks(step["webhooks"]), _statuses(step),
            f"{step['memory']['most']:.0f} MB",
        ])  # fmt: skip
    head = (
        "capacity | quiet: median | p95 | p99 | busy: median | p95 | "
        "webhooks: median, p95 | answers | memory"
    )
    return _table(head, rows)


def soak(soaks: Iterable[Result]) -> str:
    """A row for each."""
    rows = [
        [
            each["machine"]["date"][:10],
            f"{each['minutes']:.0f} minutes",
            f"{each['requests']:,}",
            f"{each['memory'][0][1]:.0f} MB",
            f"{each['memory'][-1][1]:.0f} MB",
            f"{each['growth_per_hour'] * 100:+.2f} %",
        ]
        for each in soaks
    ]
    head = "date | for | requests | held before | held after | growth an hour"
    return _table(head, rows)


def _hooks(hooks: Result) -> str:
    if not hooks:
        return ""
    return f"{hooks['count']:,.0f}: {_ms(hooks['med'])}, {_ms(hooks['p(95)'])}"


def _statuses(step: Result) -> str:
    """`2,500 × 200, 7 × 429` of all tenants; 0 is no answer within 30 seconds."""
    counts: dict[str, int] = {}
    for tenant in ("quiet", "busy"):
        for status, count in step["statuses"][tenant].items():
            counts[status] = counts.get(status, 0) + count
    told = [f"{count:,} × {status}" for status, count in sorted(counts.items())]
    if step["dropped"]:
        told.append(f"{step['dropped']:,} not sent")
    return ", ".join(told)


def _loaded(scale: Result) -> str:
    rate = scale.get("load", {}).get("per_second")
    return f"{rate * 60:,.0f} a minute" if rate else ""


def _ms(milliseconds: float) -> str:
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s"


def _each(numbers: Iterable[float]) -> str:
    return " / ".join(f"{number:,.0f}" for number in numbers)


def _table(head: str, rows: Sequence[Sequence[str]]) -> str:
    columns = head.split(" | ")
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    main()
