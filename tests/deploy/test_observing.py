"""The dashboard and the alerts speak of metrics that are really exposed."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from mem0site import metrics
from mem0site.broker import QUEUES
from tests.deploy.programs import DEPLOY, program, run

FILES = DEPLOY / "helm" / "mem0-platform" / "files"
RULES = yaml.safe_load((FILES / "alerts.yaml").read_text(encoding="utf-8"))
ALERTS = [rule for group in RULES["groups"] for rule in group["rules"]]
DASHBOARD = json.loads((FILES / "dashboard.json").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
SOMETIMES = {
    "mem0_search_recall": set(),
    "mem0_llm_calls_total": {"model", "outcome"},
    "mem0_llm_seconds_total": {"model"},
    "mem0_llm_tokens_total": {"model", "kind"},
    "mem0_jobs": {"queue", "state"},
    "mem0_webhook_success_ratio": set(),
    "mem0_worker_silence_seconds": {"worker"},
}
"""There is none before the first job, delivery, worker, call of a model and look at an index."""


def expressions():
    yield from ((rule["alert"], rule["expr"]) for rule in ALERTS)
    for panel in PANELS:
        yield from ((panel["title"], each["expr"]) for each in panel["targets"])


@pytest.fixture
def exposed(settings):
    """Name of a sample → the labels it has."""
    settings.OPERATOR_TOKEN = "see"
    metrics.observe("GET", "/v3/memories/search/", 200, 0.01)
    text = Client(headers={"authorization": "Bearer see"}).get("/metrics").text
    found = {name: set(labels) for name, labels in SOMETIMES.items()}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def test_every_metric_and_label_that_is_asked_for_exists(exposed):
    asked = 0
    for title, expression in expressions():
        for name, _, selector in re.findall(r"(mem0_\w+)(\{([^}]*)\})?", expression):
            asked += 1
            assert name in exposed, title
            labels = set(re.findall(r"(\w+)=~?\"", selector)) - {"namespace"}
            assert labels <= exposed[name], title
        grouped = re.findall(r"by \(([^)]*)\)", expression)
        names = {label.strip() for part in grouped for label in part.split(",")}
        known = set().union(*(exposed[n] for n in re.findall(r"mem0_\w+", expression)))
        assert names <= known, title
    assert asked > 30


def test_every_metric_of_ours_is_looked_at(exposed):
    asked = {n for _, each in expressions() for n in re.findall(r"mem0_\w+", each)}
    ours = {name for name in exposed if name.startswith("mem0_")}
    unlooked = {
        n for n in ours - asked if not n.endswith(("_created", "_sum", "_count"))
    }
    assert unlooked == set()


def test_panels_have_names_of_their_own_and_do_not_overlap():
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(
        DASHBOARD["panels"]
    )
    assert len({panel["title"] for panel in PANELS}) == len(PANELS)
    taken = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_wrong_and_the_page_what_to_do(rule):
    page = (DEPLOY.parent / "docs" / "operating.md").read_text(encoding="utf-8")
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    assert f"| `{rule['alert']}` |" in page


@pytest.mark.long
def test_prometheus_fires_each_alert_when_it_should(tmp_path):
    """Prometheus' own tool evaluates the rules over made-up series."""
    promtool = program("promtool", "prometheus")
    run(promtool, "check", "rules", str(FILES / "alerts.yaml"))
    cases = yaml.safe_load((DEPLOY.parent / "tests/deploy/alerts.yaml").read_text())
    fired = {
        case["alertname"]
        for group in cases["tests"]
        for case in group["alert_rule_test"]
        if case.get("exp_alerts")
    }
    assert fired == {rule["alert"] for rule in ALERTS}
    cases["rule_files"] = [str(FILES / "alerts.yaml")]
    file = tmp_path / "cases.yaml"
    file.write_text(yaml.safe_dump(cases))
    run(promtool, "test", "rules", str(file))


def test_an_empty_queue_has_an_age(exposed, settings):
    """What scales workers would take no answer for a failure."""
    settings.OPERATOR_TOKEN = "see"
    text = Client(headers={"authorization": "Bearer see"}).get("/metrics").text
    for queue in QUEUES:
        assert f'mem0_oldest_job_age_seconds{{queue="{queue}"}}' in text
