"""The reference of the API: all of it is on the page, and a link leads to its place."""

from __future__ import annotations

from urllib.parse import quote

import orjson
from playwright.sync_api import Page, expect

from mem0site.openapi import document

METHODS = {"get", "post", "put", "patch", "delete"}


def test_every_operation_is_drawn_and_has_an_address(page: Page, site: str):
    paths = orjson.loads(document.as_json())["paths"].values()
    operations = [each[verb] for each in paths for verb in METHODS & each.keys()]
    last = operations[-1]
    page.goto(f"/docs/api/#/{quote(last['tags'][0])}/{last['operationId']}")
    expect(page.locator(".opblock.is-open")).to_be_in_viewport(timeout=60_000)
    expect(page.locator(".opblock.is-open")).to_contain_text(last["summary"])
    expect(page.locator(".opblock")).to_have_count(len(operations), timeout=60_000)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_class("dark-mode")
