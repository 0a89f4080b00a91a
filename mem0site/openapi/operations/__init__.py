"""What every route and method takes and answers, as one table."""

from __future__ import annotations

from mem0site.openapi.operation import Operation, Table
from mem0site.openapi.operations import (
    archives,
    audit,
    consolidations,
    custody,
    entities,
    exports,
    flat,
    graph,
    memories,
    organizations,
    quarantine,
    usage,
    webhooks,
)

OPERATIONS: Table = {
    **memories.OPERATIONS,
    **entities.OPERATIONS,
    **exports.OPERATIONS,
    **archives.OPERATIONS,
    **quarantine.OPERATIONS,
    **consolidations.OPERATIONS,
    **graph.OPERATIONS,
    **webhooks.OPERATIONS,
    **organizations.OPERATIONS,
    **usage.OPERATIONS,
    **audit.OPERATIONS,
    **custody.OPERATIONS,
    **flat.OPERATIONS,
}
PLAIN: Table = entities.HEALTH
"""Operations of routes that are no API views."""

TAGS = (
    ("Memories", "Add, find, read, change and delete what is known."),
    ("Entities", "The users, agents, apps and runs that have memories."),
    ("Events", "What became of an operation."),
    ("Exports and summaries", "Memories in another form."),
    ("Archives and imports", "A project as one file, and a file into a project."),
    ("Profiles", "What is known of one user, in the project's own shape."),
    ("Quarantine", "Doubtful statements, for a person to decide about."),
    ("Graph", "What memories relate, and when it holds."),
    ("Consolidation", "Duplicates folded, stale facts closed, patterns written down."),
    ("Webhooks", "Tell another service of changes."),
    ("Project", "The key and its project."),
    ("Usage", "What was asked of the project, counted and listed."),
    ("Audit log", "Who did what in the organization, and what keys read."),
    ("Erasure and retention", "What has to go, what has to stay, and the proof."),
    ("Organizations and projects", "Whose memories these are, and who works on them."),
    ("Sign-up", "A key without a browser, as the command line client asks for it."),
    ("Service", "Whether the service is well. Needs no key."),
    ("Older memory routes", "Two earlier generations, for clients that speak them."),
    (
        "Open-source server routes",
        "The same memories for clients that know about self-hosting; `X-API-Key` works "
        "here too.",
    ),
)


def find(method: str, path: str) -> Operation | None:
    """The row of a route and method."""
    return OPERATIONS.get((method, path))
