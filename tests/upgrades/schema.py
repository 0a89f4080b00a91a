"""The schema of the previous release, as its migrations and models say it.

`baseline.json` names the last migration of each app in that release. Until there is a
release it is the schema of a day; a release writes it anew:

    python -m tests.upgrades.schema
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

BASELINE = Path(__file__).with_name("baseline.json")
OURS = {"mem0site", "memories", "orgs", "webhooks"}
Key = tuple[str, str]

EXCUSED = {
    "prefer-bigint-over-int": "about size, not about locks",
    "prefer-bigint-over-smallint": "about size, not about locks",
    "prefer-text-field": "about taste, not about locks",
    "prefer-robust-stmts": "IF NOT EXISTS would keep the broken index of a broken-off try",
    "require-lock-timeout": "the owner's role has one: docs/operating.md",
    "require-statement-timeout": "a lock that is waited for is bounded, work is not",
    "transaction-nesting": "Django writes BEGIN and COMMIT itself",
}
"""Rules of squawk that are left out, each with its reason."""
ACCEPTED = {
    ("memories", "0017_ids_of_a_project", "ban-drop-constraint"): "the same statement "
    "puts another key in its place, whose index is there already",
}
"""What a migration may do although a rule is against it, each with its reason."""
OLDEST_SERVER = "14"


@cache
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def labels() -> set[str]:
    """Our apps, by the label that migrations use."""
    return {
        config.label
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in OURS
    }


def leaves() -> dict[str, str]:
    """The last migration of each app of ours."""
    found = loader().graph.leaf_nodes()
    return {app: name for app, name in sorted(found) if app in labels()}


def released() -> list[Key]:
    """The last migrations of the previous release."""
    return [(app, name) for app, name in json.loads(BASELINE.read_text()).items()]


def since_release() -> list[Key]:
    """Migrations of ours that the previous release did not have."""
    graph = loader().graph
    old = {key for leaf in released() for key in graph.forwards_plan(leaf)}
    return sorted(key for key in graph.nodes if key[0] in labels() and key not in old)


def models_of_release() -> list[Any]:
    """The models of the previous release, as historical classes."""
    state = loader().project_state(released())
    found = state.apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed]


def sql_of(key: Key) -> str:
    """What a migration does, as far as it can be said in SQL."""
    out = io.StringIO()
    call_command("sqlmigrate", *key, database="owner", stdout=out, no_color=True)
    return out.getvalue()


def complaints(key: Key) -> list[str]:
    """What there is against a migration that nobody has given a reason for."""
    atomic = bool(getattr(loader().graph.nodes[key], "atomic", True))
    found = lint(sql_of(key), atomic=atomic)
    return [said for said in found if (*key, said.split(",")[0]) not in ACCEPTED]


def lint(statements: str, *, atomic: bool = True) -> list[str]:
    """What squawk has against statements: rule and line."""
    options = [f"--exclude={rule}" for rule in EXCUSED]
    options += ["--assume-in-transaction"] if atomic else []
    command = [str(Path(sys.executable).with_name("squawk")), "--reporter=json"]
    done = subprocess.run(
        [*command, f"--pg-version={OLDEST_SERVER}", *options],
        input=statements,
        capture_output=True,
        text=True,
        check=False,
    )
    return [
        f"{each['rule_name']}, line {each['line']}" for each in json.loads(done.stdout)
    ]


def main() -> None:
    """Take the schema of now for the one of the release."""
    import django  # noqa: PLC0415  only where this is run by itself

    django.setup()
    BASELINE.write_text(json.dumps(leaves(), indent=2) + "\n")


if __name__ == "__main__":
    main()
