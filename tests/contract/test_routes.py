"""The URL conf and the document tell of the same routes; both are walked apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from mem0site.openapi import operations as table
from tests.contract.reading import operations

NO_API = ("admin/", "docs/", "static/")
PLAIN = {("GET", "/healthz"), ("GET", "/readyz")}
SAMPLES = {"entity_type": "user"}


def routes(patterns=None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(method, path template) of every API view in the URL conf."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        place = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, place)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "cls"):
            for method in methods(pattern.callback):
                yield method, template(place)


def methods(view) -> set[str]:
    actions = getattr(view, "actions", None)
    names = actions or [n for n in view.cls.http_method_names if hasattr(view.cls, n)]
    return {name.upper() for name in names} - {"HEAD", "OPTIONS", "TRACE"}


def template(place: str) -> str:
    place = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", place.replace("?P<", "<"))
    place = re.sub(r"\({(\w+)}[^)]*\)", r"{\1}", place)
    return "/" + place.strip("^$")


def test_every_route_is_in_the_document():
    described = {(method, path) for method, path, _ in operations()}
    missing = sorted(set(routes()) - described)
    assert not missing, f"not in the document: {missing}"


def test_every_route_has_a_row_that_describes_it():
    missing = sorted(set(routes()) - set(table.OPERATIONS))
    assert not missing, f"add rows to mem0site/openapi/operations: {missing}"


def test_the_table_has_no_row_without_a_route():
    gone = sorted(set(table.OPERATIONS) - set(routes()))
    assert not gone, f"rows of routes that are no more: {gone}"


def test_every_operation_of_the_document_is_routed():
    for method, path, _ in operations():
        address = re.sub(r"{(\w+)}", lambda m: SAMPLES.get(m[1], "x"), path)
        view = resolve(address).func
        if (method, path) not in PLAIN:
            assert method in methods(view), f"{method} {path}"


def test_operations_without_a_key_are_those_whose_views_ask_for_none():
    for method, path, operation in operations():
        address = re.sub(r"{(\w+)}", lambda m: SAMPLES.get(m[1], "x"), path)
        view = resolve(address).func
        asks = bool(getattr(getattr(view, "cls", None), "authentication_classes", ()))
        assert bool(operation["security"]) == asks, f"{method} {path}"
