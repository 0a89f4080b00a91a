"""axe-core, which finds what keeps people out: its script, and what it finds."""

from __future__ import annotations

import functools

from playwright.sync_api import Page

from tests.acceptance.javascript import node

VERSION = "4.11.0"
SERIOUS = {"serious", "critical"}


@functools.cache
def script() -> str:
    """The script, from npm."""
    return (node.installed("axe-core", VERSION) / "axe.min.js").read_text("utf-8")


def violations(page: Page, *rules: str) -> list[str]:
    """`rule: element` of each serious violation on the page, of these rules or all."""
    page.evaluate(script())
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = page.evaluate(
        "async (options) => (await axe.run(document, options)).violations", options
    )
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]
