"""Keeps the house in order: sizes, names, walls and what may not stand in a file.

These rules are about the source, so they read it and import nothing of it. Import
directions are import-linter's, style is ruff's.
"""

from __future__ import annotations

import ast
import os
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "mem0site/dashboard",
    "memories/archive",
    "memories",
    "orgs/audit",
    "orgs/usage",
    "orgs/custody",
    "orgs",
    "webhooks",
)
"""An app inside another package comes before it."""
SHIPPED = ("mem0", "mem0site", *APPS)
KEPT = {".ci", ".github"}
NOT_OURS = {
    "__pycache__",
    "node_modules",
    "build",
    "dist",
    "staticfiles",
    "screenshots",
}

MOST_LINES = 400
MOST_FUNCTION_LINES = 60
USUAL_FUNCTION_LINES = 12
LONG_FUNCTION_LINES = 32

MAY_CROSS_TENANTS = {
    "orgs/auth.py": "looks a key up before its tenant is known",
    "memories/archive/progress.py": "writes by the project's id from a thread",
    "memories/hnsw_upkeep.py": "looks for big projects, as the admin role",
    "memories/recall.py": "looks at the indexes of all big projects",
    "memories/jobs.py": "updates by primary key inside the tenant's transaction",
    "webhooks/services.py": "erases by the project's id inside its transaction",
    "webhooks/outbox.py": "writes by the project's id inside the tenant's transaction",
    "webhooks/delivering.py": "has the project's id only, inside its transaction",
    "webhooks/health.py": "has the project's id only, inside its transaction",
}
"""Modules that may say `unscoped`, each with its reason."""

HOMES = {
    "Model": r"(models(_\w+)?|tenancy)\.py",
    "Serializer": r"(\w+_)?serializers(/\w+)?\.py",
    "APIView": r"api(/\w+)?\.py",
    "ProjectAPIView": r"api(/\w+)?\.py",
    "Page": r"(pages|views/\w+)\.py",
    "OrganizationPage": r"(pages|views/\w+)\.py",
    "ProjectPage": r"(pages|views/\w+)\.py",
    "Form": r"forms(/\w+)?\.py",
    "ModelAdmin": r"admin(/\w+)?\.py",
    "BaseCommand": r"management/commands/\w+\.py",
    "BaseAuthentication": r"auth\.py|api/flat_base\.py",
    "AppConfig": r"apps\.py",
}
"""Base class → where in an app its subclasses live."""

ONE_MACHINE = re.compile(
    r"(?<![\w.])/(?:wo" r"rk|ro" r"ot|ho" r"me/\w+|Us" r"ers/\w+)/"
    r"|(?:py" r"pi\.org|python" r"hosted\.org|registry\.npm|artifac" r"tory)"
    r"|https?://[\w.-]*(?:mir" r"ror|nex" r"us)[\w.-]*",
)  # fmt: skip
"""A path that exists on one computer, or a package registry's address. Written in
pieces, because this file is searched as well."""


def files_below(folder: Path) -> list[Path]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OURS
            and not name.endswith(".egg-info")
            and (not name.startswith(".") or name in KEPT)
        ]
        found += [Path(place) / name for name in names if name != ".git"]
    return sorted(found)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


SOURCES = [
    path
    for path in files_below(ROOT)
    if path.suffix == ".py"
    and "migrations" not in path.parts
    and not relative(path).startswith("clients/")
]
SHIPPED_SOURCES = [path for path in SOURCES if relative(path).startswith(SHIPPED)]
APP_SOURCES = [
    path
    for path in SOURCES
    if relative(path).startswith(tuple(f"{app}/" for app in APPS))
]


def inside(path: Path) -> str:
    """Where in its app a module is."""
    name = relative(path)
    app = next(app for app in APPS if name.startswith(f"{app}/"))
    return name.removeprefix(f"{app}/")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> list[tuple[str, int]]:
    return [
        (f"{relative(path)}: {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def bases(node: ast.ClassDef) -> set[str]:
    """The names of the base classes, without module and type arguments."""
    names = set()
    for base in node.bases:
        inner = base.value if isinstance(base, ast.Subscript) else base
        names.add(
            inner.attr if isinstance(inner, ast.Attribute) else ast.unparse(inner)
        )
    return names


def test_the_sources_are_found():
    assert {"mem0/exceptions.py", "memories/services.py"} <= set(
        map(relative, SHIPPED_SOURCES)
    )


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_module_fits_on_a_few_screens(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_no_function_is_longer_than_a_screen():
    measured = [each for path in SHIPPED_SOURCES for each in functions(path)]
    assert [each for each in measured if each[1] > MOST_FUNCTION_LINES] == []


def test_most_functions_are_short():
    lengths = [lines for path in SHIPPED_SOURCES for _, lines in functions(path)]
    assert statistics.median(lengths) <= USUAL_FUNCTION_LINES
    assert statistics.quantiles(lengths, n=10)[-1] <= LONG_FUNCTION_LINES


@pytest.mark.parametrize("path", SHIPPED_SOURCES, ids=relative)
def test_only_listed_modules_cross_tenants(path):
    said = {n.attr for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)}
    assert "unscoped" not in said or relative(path) in MAY_CROSS_TENANTS


@pytest.mark.parametrize("name", MAY_CROSS_TENANTS)
def test_a_module_listed_as_crossing_tenants_still_does(name):
    assert ".unscoped" in (ROOT / name).read_text(encoding="utf-8")


def test_importing_mem0_is_light():
    code = (
        "import sys, mem0;"
        "heavy = {'django', 'rest_framework', 'celery', 'openai', 'numpy',"
        " 'tokenizers', 'wordllama', 'typer', 'rich'} & set(sys.modules);"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")


def test_the_engine_loads_no_provider_before_it_is_asked_for():
    code = (
        "import sys, mem0.memory.engine, mem0.utils.factory;"
        "heavy = {'django', 'celery', 'openai', 'tokenizers', 'wordllama'}"
        " & set(sys.modules);"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")


def test_no_file_names_one_machine_or_a_package_registry():
    found = []
    for path in files_below(ROOT):
        text = path.read_bytes()
        if b"\0" in text:
            continue
        for number, line in enumerate(text.decode(errors="replace").splitlines(), 1):
            if hit := ONE_MACHINE.search(line):
                found.append(f"{relative(path)}:{number}: {hit[0]}")
    assert found == []


def test_the_search_for_machine_paths_finds_one():
    assert ONE_MACHINE.search("see /" "work/main for it")  # fmt: skip
    assert not ONE_MACHINE.search("the framework/main branch")


def newest_release() -> str | None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(r"^## \[?(\d+\.\d+\.\d+)", text, re.MULTILINE)
    return found[1] if found else None


def test_the_version_is_the_same_everywhere():
    source = (ROOT / "mem0" / "__init__.py").read_text(encoding="utf-8")
    stated = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert stated is not None
    assert stated[1] == project["version"]
    assert newest_release() in {None, stated[1]}


def test_unreleased_changes_stand_on_top_of_the_changelog():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "Unreleased"


@pytest.mark.parametrize("path", APP_SOURCES, ids=relative)
def test_what_a_class_is_tells_its_file(path):
    misplaced = [
        (node.name, base)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        for base in bases(node) & HOMES.keys()
        if not re.fullmatch(HOMES[base], inside(path))
    ]
    assert misplaced == []


@pytest.mark.parametrize("path", APP_SOURCES, ids=relative)
def test_celery_tasks_live_in_tasks(path):
    decorated = [
        decorator
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if "shared_task" in ast.unparse(decorator)
    ]
    assert not decorated or path.name == "tasks.py"


@pytest.mark.parametrize("path", APP_SOURCES, ids=relative)
def test_an_app_reads_settings_not_the_environment(path):
    said = {n.attr for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)}
    assert not said & {"environ", "getenv"}


def test_no_module_is_a_drawer_for_odds_and_ends():
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py", "tools.py"}
    assert [relative(path) for path in SOURCES if path.name in drawers] == []
