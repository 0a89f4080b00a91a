"""The tables of docs/benchmarks.md are those of the results beside it."""

from __future__ import annotations

import copy

from bench import report

BEGIN = "<!-- bench.report soak -->\n"


def test_the_page_shows_the_results_that_are_kept():
    page = report.PAGE.read_text(encoding="utf-8")
    assert report.rendered(page) == page
    for name in ("searches", "adds", "load", "soak"):
        assert f"<!-- bench.report {name} -->\n| " in page


def test_every_plot_of_the_page_is_there():
    page = report.PAGE.read_text(encoding="utf-8")
    plots = sorted(path.name for path in report.FOLDER.glob("*.svg"))
    assert plots == ["load.svg", "scale.svg", "soak.svg"]
    assert [name for name in plots if f"(benchmarks/{name})" not in page] == []


def test_a_table_is_written_anew_and_the_rest_is_left_alone():
    page = f"Before.\n\n{BEGIN}| old |\n{report.END}\nAfter.\n"
    once = report.rendered(page)
    assert once.startswith(f"Before.\n\n{BEGIN}| date |")
    assert once.endswith(f"{report.END}\nAfter.\n")
    assert "old" not in once
    assert report.rendered(once) == once


def test_hits_of_all_clients_count_by_how_many_they_asked():
    (scale, *_) = report.results("scale_search")
    scale = copy.deepcopy(scale)
    for clients, count, hit in (("1", 100, 1.0), ("4", 300, 0.5), ("16", 600, 0.0)):
        scale["search"]["user"][clients] |= {"n": count, "hit@10": hit, "short": 0.01}
    row = report.searches([scale]).splitlines()[2]
    assert row.endswith("| 0.250 | 10 |")
