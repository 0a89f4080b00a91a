"""The async client is the blocking one, with `await`."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import is_typeddict

import pytest

from mem0 import AsyncMemoryClient, MemoryClient
from mem0.client import types
from mem0.client.project import AsyncProject, Project

PAIRS = [(MemoryClient, AsyncMemoryClient), (Project, AsyncProject)]
DOCUMENTED = [
    "add",
    "get",
    "get_all",
    "search",
    "update",
    "delete",
    "delete_all",
    "history",
    "why",
    "users",
    "delete_users",
    "reset",
    "batch_update",
    "batch_delete",
    "create_memory_export",
    "get_memory_export",
    "get_summary",
    "get_project",
    "update_project",
    "get_webhooks",
    "create_webhook",
    "update_webhook",
    "delete_webhook",
    "feedback",
    "get_profile",
    "generate_profile",
    "sample_profiles",
    "get_profile_job",
    "get_profile_settings",
    "update_profile_settings",
    "iter_all",
    "event",
    "events",
    "iter_events",
    "iter_users",
    "ping",
]


def public(thing):
    members = inspect.getmembers(thing)
    return {name: member for name, member in members if not name.startswith("_")}


@pytest.mark.parametrize(("blocking", "awaiting"), PAIRS)
def test_names_are_the_same(blocking, awaiting):
    assert public(blocking).keys() == public(awaiting).keys()


@pytest.mark.parametrize(("blocking", "awaiting"), PAIRS)
def test_parameters_results_and_docstrings_are_the_same(blocking, awaiting):
    for name, method in public(blocking).items():
        twin = public(awaiting)[name]
        assert inspect.getdoc(method), name
        assert inspect.getdoc(method) == inspect.getdoc(twin), name
        if inspect.isfunction(method):
            expected = str(inspect.signature(method)).replace(
                "Iterator", "AsyncIterator"
            )
            assert str(inspect.signature(twin)) == expected, name


@pytest.mark.parametrize(("blocking", "awaiting"), PAIRS)
def test_every_call_is_awaited(blocking, awaiting):
    for name, twin in public(awaiting).items():
        if inspect.isfunction(twin):
            assert inspect.iscoroutinefunction(twin) or inspect.isasyncgenfunction(
                twin
            ), name


def test_the_constructors_take_the_same():
    first, second = (
        re.sub(r"httpx\.(Async)?Client", "Client", str(inspect.signature(each)))
        for each in (MemoryClient, AsyncMemoryClient)
    )

    assert first == second


def test_every_documented_method_is_there():
    assert set(DOCUMENTED) <= public(MemoryClient).keys()
    assert set(public(Project)) == {
        *("get", "create", "update", "delete"),
        *("get_members", "add_member", "update_member", "remove_member"),
    }


TYPESCRIPT = Path(__file__).parents[2] / "clients" / "typescript" / "src"
ONLY_PYTHON = {"close", "client", "orgId", "projectId", "idempotencyKey"}
"""`fetch` has nothing to close, a constructor that sends nothing knows no ids, and
every TypeScript call takes a key."""


def camel(names):
    spelled = (re.sub(r"_(\w)", lambda found: found[1].upper(), name) for name in names)
    return set(spelled) - ONLY_PYTHON


def said(file, pattern):
    return set(re.findall(pattern, (TYPESCRIPT / file).read_text(), re.MULTILINE))


@pytest.mark.parametrize(
    ("kind", "file"), [(MemoryClient, "client.ts"), (Project, "project.ts")]
)
def test_the_typescript_client_has_every_method(kind, file):
    methods = said(file, r"^  (?:async |get |readonly )?(\w+)[(:<]")

    assert camel(name for name in vars(kind) if name[0] != "_") <= methods


@pytest.mark.parametrize(
    "options", [each for each in vars(types).values() if is_typeddict(each)]
)
def test_the_typescript_client_has_every_option(options):
    assert camel(options.__annotations__) <= said("types.ts", r"^  (\w+)\??:")
