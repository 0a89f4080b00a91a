"""The documents say what is true: settings, routes, errors, files and tests exist.

Each test lists what is missing, so that who adds a route or a setting is told what
to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from rest_framework.views import APIView

from mem0.exceptions import Mem0Error
from mem0.memory.filter_fields import FIELDS, METADATA
from mem0site.configuration import Configuration
from mem0site.management.commands import document_settings
from tests import proofs

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "adr").glob("*.md"))
METHODS = ("get", "post", "put", "patch", "delete")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```", re.DOTALL)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def api_page() -> str:
    """docs/api.md and the pages it hands groups of routes to."""
    return "\n".join(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))


def patterns(
    resolver: URLResolver, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path)
        else:
            yield path, entry


def readable(path: str) -> str:
    """A route as the documents write it: `/v1/memories/{memory_id}/`."""
    path = re.sub(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", r"{\1}", path)
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)
    return "/" + re.sub(r"[\^$\\]|\?$", "", path)


def methods(callback: Any) -> list[str]:
    """Without HEAD, which the framework adds to a view once it has answered."""
    actions = getattr(callback, "actions", None)
    view = getattr(callback, "cls", None) or callback.view_class
    names = actions or [method for method in METHODS if hasattr(view, method)]
    return sorted({name.upper() for name in names} - {"HEAD"})


def api_routes() -> list[str]:
    """`METHOD /path/` of every route that leads to a view of the API."""
    found = set()
    for path, pattern in patterns(get_resolver()):
        view = getattr(pattern.callback, "cls", None)
        if view is not None and issubclass(view, APIView):
            found |= {f"{m} {readable(path)}" for m in methods(pattern.callback)}
    return sorted(found)


def errors(kind: type[Mem0Error] = Mem0Error) -> Iterator[type[Mem0Error]]:
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ == Mem0Error.__module__:
            yield from errors(child)


def test_the_routes_of_the_api_are_found():
    assert "POST /v3/memories/add/" in api_routes()
    assert "GET /v1/memories/{entity_type}/{entity_id}/" in api_routes()


def test_every_route_of_the_api_is_documented():
    text = api_page()
    assert [route for route in api_routes() if f"`{route}`" not in text] == []


def test_every_documented_route_exists():
    documented = re.findall(r"^#+ `([A-Z]+ /[^`]*)`$", page("api.md"), re.MULTILINE)
    assert len(documented) > 20
    assert set(documented) - set(api_routes()) == {"GET /healthz", "GET /readyz"}


@pytest.mark.parametrize("kind", [*errors()], ids=lambda kind: kind.__name__)
def test_every_error_is_documented_with_its_status(kind):
    assert f"| `{kind.code}` | {kind.status_code} |" in page("api.md")


def test_every_other_code_of_an_error_is_documented():
    said = {
        code
        for app in ("mem0site", "memories", "orgs", "webhooks")
        for path in (ROOT / app).rglob("*.py")
        for code in re.findall(r'error_code="(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert "invalid_json" in said
    assert [code for code in said if f"| `{code}` |" not in page("api.md")] == []


@pytest.mark.parametrize("name", Configuration.model_fields)
def test_every_setting_is_documented_with_its_default_and_meaning(name):
    field = Configuration.model_fields[name]
    default = document_settings.default_text(field)
    row = next(
        (
            line
            for line in page("settings.md").splitlines()
            if f"`{name.upper()}`" in line
        ),
        "",
    )
    assert field.description
    assert field.description.replace("|", "\\|") in row
    assert (f"`{default}`" if default else "| none |") in row


def test_the_generated_files_are_up_to_date():
    call_command("document_settings", "--check", verbosity=0)


def test_a_stale_file_is_noticed(tmp_path, settings, capsys):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    (tmp_path / ".env.example").write_text("SECRET_KEY=\n")
    with pytest.raises(CommandError, match=r"settings\.md, \.env\.example"):
        call_command("document_settings", "--check")


def test_stale_files_are_written_once(tmp_path, settings, capsys):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    call_command("document_settings")
    assert capsys.readouterr().out.count("is written") == 2
    call_command("document_settings")
    assert capsys.readouterr().out == ""


def test_what_make_run_reads_is_documented():
    source = (ROOT / "mem0site" / "embedded" / "options.py").read_text()
    read = set(re.findall(r'environment(?:\.get\(|, )"([A-Z_]+)"', source))
    assert {"PORT", "HOST"} <= read
    assert [name for name in read if f"`{name}`" not in page("settings.md")] == []


@pytest.mark.parametrize("name", [*FIELDS, "metadata"])
def test_every_filter_field_is_documented_with_its_operators(name):
    operators = FIELDS[name].operators if name in FIELDS else METADATA.operators
    row = next(
        line
        for line in page("filters.md").splitlines()
        if line.startswith(f"| `{name}`")
    )
    assert re.findall(r"`(\w+)`", row.split("|")[3]) == list(operators)


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_links_inside_the_project_lead_somewhere(path):
    text = CODE.sub("", path.read_text(encoding="utf-8"))
    targets = [t for t in LINK.findall(text) if "://" not in t and t[0] != "#"]
    assert [t for t in targets if not (path.parent / t.split("#")[0]).exists()] == []


def test_every_proof_of_a_guarantee_is_a_test():
    proofs = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", page("guarantees.md"))
    assert len(proofs) > 10
    missing = [
        f"{file}::{name}"
        for file, name in proofs
        if not (ROOT / file).exists()
        or f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_row_of_the_guarantees_has_a_proof():
    rows = [line for line in page("guarantees.md").splitlines() if line[:2] == "| "]
    assert [row for row in rows[1:] if "::test_" not in row] == []


def test_every_guarantee_has_tests_that_one_command_runs():
    assert {f"G{number}" for number in range(1, 23)} <= proofs.rows().keys()
    assert all(proofs.rows().values())


def test_every_long_proof_is_told_of_where_its_output_is_kept():
    text = page("guarantees.md")
    long = [
        relative(path)
        for path in (ROOT / "tests").glob("*/test_*.py")
        if "pytest.mark.long" in path.read_text(encoding="utf-8")
    ]
    assert len(long) > 15
    assert [name for name in long if name not in text] == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_files_that_a_page_names_exist(path):
    text = CODE.sub("", path.read_text(encoding="utf-8"))
    apps = "mem0|mem0site|memories|orgs|usage|webhooks|tests|bench"
    named = set(re.findall(rf"`((?:{apps})/[\w/]+\.py)(?::[^`]*)?`", text))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", DECISIONS, ids=relative)
def test_a_decision_has_the_four_parts_on_one_page(path):
    text = path.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == [
        "Context",
        "Decision",
        "Consequences",
        "What would change our mind",
    ]
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert len(text.splitlines()) <= 60


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


def test_the_readme_names_both_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^make run\b", text, re.MULTILINE)
    assert re.search(r"^make test\b", text, re.MULTILINE)
