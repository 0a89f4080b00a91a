"""The chart, rendered by Helm: what Kubernetes would be given, for several values."""

from __future__ import annotations

import json
import subprocess

import kubernetes_validate
import pytest
import yaml

from mem0site.broker import QUEUES
from mem0site.configuration import Configuration
from tests.deploy.programs import DEPLOY, helm, run

CHART = DEPLOY / "helm" / "mem0-platform"
KUBERNETES = ("1.27", "1.37")
SECRETS = {"existingSecret": "mem0", "existingOwnerSecret": "mem0-owner"}
SHAPES = {
    "trial": {
        "secrets": {"SECRET_KEY": "x", "DATABASE_URL": "postgresql://a@b/c"},
        "ownerSecrets": {"DATABASE_OWNER_URL": "postgresql://o@b/c"},
    },
    "least": {
        **SECRETS,
        "web": {
            "autoscaling": {"enabled": False},
            "podDisruptionBudget": {"enabled": False},
        },
        "networkPolicy": {"enabled": False},
        "migrations": {"enabled": False},
        "serviceAccount": {"create": False},
    },
    "everything": {
        **SECRETS,
        "imagePullSecrets": [{"name": "pull"}],
        "workers": {
            "main": {"autoscaling": {"enabled": True}},
            "bulk": {
                "queues": ["bulk"],
                "replicas": 1,
                "concurrency": 2,
                "pool": "prefork",
                "resources": {},
                "autoscaling": {"enabled": False},
                "podDisruptionBudget": {"enabled": False},
            },
        },
        "worker": {"tolerations": [{"key": "spot", "operator": "Exists"}]},
        "ingress": {"enabled": True, "className": "nginx", "tlsSecret": "tls"},
        "serviceMonitor": {"enabled": True},
        "prometheusRule": {"enabled": True},
        "dashboard": {"enabled": True},
        "networkPolicy": {
            "egress": [
                {
                    "to": [{"ipBlock": {"cidr": "10.1.0.0/16"}}],
                    "ports": [{"port": 5432, "protocol": "TCP"}],
                }
            ]
        },
    },
}
OTHERS = {"ScaledObject", "ServiceMonitor", "PrometheusRule"}
"""Of other programs than Kubernetes, whose schemas it does not have."""


@pytest.fixture(scope="module", params=SHAPES)
def rendered(request, tmp_path_factory):
    values = tmp_path_factory.mktemp("helm") / "values.yaml"
    values.write_text(yaml.safe_dump(SHAPES[request.param]))
    text = run(helm(), "template", "test", str(CHART), "--values", str(values)).stdout
    return [each for each in yaml.safe_load_all(text) if each]


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    values = tmp_path_factory.mktemp("helm") / "values.yaml"
    values.write_text(yaml.safe_dump(SHAPES["everything"]))
    run(helm(), "lint", "--strict", str(CHART), "--values", str(values))
    text = run(helm(), "template", "test", str(CHART), "--values", str(values)).stdout
    return [each for each in yaml.safe_load_all(text) if each]


def of_kind(objects, kind):
    return {each["metadata"]["name"]: each for each in objects if each["kind"] == kind}


def pods(objects):
    """Every pod template, with the name of what makes it."""
    scheduled = {
        name: each["spec"]["jobTemplate"]["spec"]["template"]
        for name, each in of_kind(objects, "CronJob").items()
    }
    return scheduled | {
        each["metadata"]["name"]: each["spec"]["template"]
        for each in objects
        if each["kind"] in {"Deployment", "Job"}
    }


@pytest.mark.parametrize("version", KUBERNETES)
def test_kubernetes_knows_every_field(rendered, version):
    for each in rendered:
        if each["kind"] not in OTHERS:
            kubernetes_validate.validate(each, version, strict=True)


def test_every_pod_is_locked_down(rendered):
    for name, pod in pods(rendered).items():
        spec = pod["spec"]
        assert spec["automountServiceAccountToken"] is False, name
        assert spec["securityContext"]["runAsNonRoot"] is True
        for container in spec["containers"]:
            allowed = container["securityContext"]
            assert allowed["readOnlyRootFilesystem"] is True
            assert allowed["allowPrivilegeEscalation"] is False
            assert allowed["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"] is not None
            (mount,) = container["volumeMounts"]
            assert mount["name"] == "temporary"


def test_selectors_find_their_pods_and_no_others(rendered):
    labels = {
        name: pod["metadata"]["labels"]
        for name, pod in pods(rendered).items()
        if name in of_kind(rendered, "Deployment")
    }
    for name, deployment in of_kind(rendered, "Deployment").items():
        wanted = deployment["spec"]["selector"]["matchLabels"].items()
        assert [n for n, has in labels.items() if wanted <= has.items()] == [name]
    for name, budget in of_kind(rendered, "PodDisruptionBudget").items():
        wanted = budget["spec"]["selector"]["matchLabels"].items()
        assert [n for n, has in labels.items() if wanted <= has.items()] == [name]
    for service in of_kind(rendered, "Service").values():
        wanted = service["spec"]["selector"].items()
        assert [n for n, has in labels.items() if wanted <= has.items()] == [
            "test-mem0-platform-web"
        ]


def test_every_secret_that_is_read_is_made_or_exists(rendered):
    made = set(of_kind(rendered, "Secret")) | set(SECRETS.values())
    for pod in pods(rendered).values():
        for source in pod["spec"]["containers"][0]["envFrom"]:
            assert source["secretRef"]["name"] in made


def test_only_what_changes_tables_gets_the_owners_secret(rendered):
    for name, pod in pods(rendered).items():
        sources = pod["spec"]["containers"][0]["envFrom"]
        owners = [s for s in sources if "owner" in s["secretRef"]["name"]]
        assert len(owners) == (1 if name.endswith(("-migrate", "-indexes")) else 0)


def test_indexes_of_big_projects_are_looked_after(everything):
    (job,) = of_kind(everything, "CronJob").values()
    (container,) = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert container["args"] == ["search_indexes"]
    assert job["spec"]["concurrencyPolicy"] == "Forbid"


def test_who_scales_by_itself_has_no_fixed_number(rendered):
    scaled = {
        each["spec"]["scaleTargetRef"]["name"]
        for each in rendered
        if each["kind"] in {"HorizontalPodAutoscaler", "ScaledObject"}
    }
    for name, deployment in of_kind(rendered, "Deployment").items():
        assert ("replicas" in deployment["spec"]) == (name not in scaled)


def test_settings_are_the_platforms(rendered):
    known = {name.upper() for name in Configuration.model_fields}
    known |= {"POD_IP", "WEB_WORKERS", "WEB_THREADS"}
    known |= {"WORKER_QUEUES", "WORKER_CONCURRENCY", "WORKER_POOL"}
    for pod in pods(rendered).values():
        names = {each["name"] for each in pod["spec"]["containers"][0]["env"]}
        assert names - known == set()


def test_the_default_workers_serve_every_queue():
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    served = {q for pool in values["workers"].values() for q in pool["queues"]}
    assert served == set(QUEUES)


def test_migrations_run_before_the_pods_that_need_them(everything):
    (job,) = of_kind(everything, "Job").values()
    hooks = job["metadata"]["annotations"]
    assert hooks["helm.sh/hook"] == "pre-install,pre-upgrade"
    assert "before-hook-creation" in hooks["helm.sh/hook-delete-policy"]


def test_workers_scale_on_the_age_of_their_oldest_job(everything):
    (scaled,) = of_kind(everything, "ScaledObject").values()
    (trigger,) = scaled["spec"]["triggers"]
    assert trigger["type"] == "prometheus"
    assert trigger["metricType"] == "Value"
    assert "mem0_oldest_job_age_seconds" in trigger["metadata"]["query"]
    assert 'queue=~"extract|webhook|bulk|beat"' in trigger["metadata"]["query"]
    assert scaled["spec"]["minReplicaCount"] >= 1


def test_nobody_reaches_workers_and_private_networks_are_closed(everything):
    policies = of_kind(everything, "NetworkPolicy")
    everyone = policies["test-mem0-platform"]["spec"]
    assert set(everyone["policyTypes"]) == {"Ingress", "Egress"}
    assert "ingress" not in everyone
    (public,) = [
        rule["to"][0]["ipBlock"]
        for rule in everyone["egress"]
        if rule["to"][0].get("ipBlock", {}).get("cidr") == "0.0.0.0/0"
    ]
    assert "169.254.0.0/16" in public["except"]  # where clouds hand out credentials


def test_the_files_arrive_as_they_are(everything):
    (rule,) = of_kind(everything, "PrometheusRule").values()
    assert rule["spec"] == yaml.safe_load((CHART / "files/alerts.yaml").read_text())
    (board,) = of_kind(everything, "ConfigMap").values()
    wanted = json.loads((CHART / "files/dashboard.json").read_text())
    assert json.loads(board["data"]["mem0.json"]) == wanted


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({}, "existingSecret"),
        ({**SECRETS, "wbe": {}}, "wbe"),
        ({**SECRETS, "settings": {"SECRET_KEY": "x"}}, "not"),
        ({**SECRETS, "workers": {"main": {"queues": ["moon"]}}}, "queues"),
    ],
)
def test_a_wrong_value_is_refused(values, complaint, tmp_path):
    file = tmp_path / "values.yaml"
    file.write_text(yaml.safe_dump(values))
    command = [helm(), "template", "test", str(CHART), "--values", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert complaint in done.stderr
