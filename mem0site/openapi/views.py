"""The document and the page that shows it. Neither needs a key nor the network."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from mem0site.openapi import document


def _etag(request: HttpRequest) -> str:
    return document.etag()


def _served(make: Callable[[], bytes], kind: str) -> Callable[..., HttpResponse]:
    @require_safe
    @condition(etag_func=_etag)
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(make(), content_type=kind)
        # Generators of clients in browsers read it from elsewhere; it is public.
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return view


openapi_json = _served(document.as_json, "application/json")
openapi_yaml = _served(document.as_yaml, "application/yaml; charset=utf-8")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The interactive page; its script fetches the document."""
    return render(request, "docs/api.html")
