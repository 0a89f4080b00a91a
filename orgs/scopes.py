"""What a restricted API key may do: scopes, and which one a request needs.

A key without scopes may do whatever its maker may. One table over paths decides, so that
a new route is covered by the general rule (reading, else writing memories) until it
gets a line of its own. What organizations and projects allow in addition is the table
of roles (`orgs.roles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

READ = "memories:read"
WRITE = "memories:write"
ERASE = "entities:delete"
EXPORT = "exports"
WEBHOOKS = "webhooks"
ADMIN = "project:admin"

SCOPES = {
    READ: "search and read memories, entities and events",
    WRITE: "add, update and delete memories, give feedback",
    ERASE: "delete entities, delete many memories at once, unlearn, reset",
    EXPORT: "create and read exports and archives",
    WEBHOOKS: "manage webhooks",
    ADMIN: "change the project's settings, members and keys",
}
DEFAULT = tuple(scope for scope in SCOPES if scope != ADMIN)
"""What a key made on a page may unless its maker chooses otherwise."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Requests of these methods to paths like this need this scope; '' for none."""

    methods: frozenset[str]
    path: re.Pattern[str]
    scope: str


def _rule(methods: str, path: str, scope: str) -> Rule:
    return Rule(frozenset(methods.split()), re.compile(path), scope)


ANY = "GET POST PUT PATCH DELETE"
CHANGE = "POST PUT PATCH DELETE"
RULES = (
    _rule("GET", r"/v1/ping/$", ""),
    _rule(ANY, r"/api/v1/webhooks/", WEBHOOKS),
    _rule("GET", r"/api/v1/", ""),
    _rule(CHANGE, r"/api/v1/", ADMIN),
    _rule(ANY, r"/v1/(exports|archives)/", EXPORT),
    _rule(CHANGE, r"/v1/imports/", ADMIN),
    _rule(CHANGE, r"/v1/(holds|retention)/", ADMIN),
    _rule(ANY, r"/api-keys(/|$)", ADMIN),
    _rule(CHANGE, r"/(configure|generate-instructions)(/|$)", ADMIN),
    _rule("DELETE", r"/v[12]/entities/|/entities(/|$)", ERASE),
    _rule("DELETE", r"/v1/memories/$|/memories$|/v1/batch/$", ERASE),
    _rule("POST", r"/reset$|/v1/event/[^/]+/unlearn/$", ERASE),
    _rule("POST", r"/v[123]/memories/search/$|/v[23]/memories/$|/search$", READ),
    _rule("POST", r"/v1/summary/$", READ),
    _rule("GET", r"/", READ),
    _rule(CHANGE, r"/", WRITE),
)
"""The first that fits decides."""


def needed(method: str, path: str) -> str:
    """The scope a request needs; '' when any key will do."""
    method = "GET" if method in {"HEAD", "OPTIONS"} else method
    return next(
        (
            rule.scope
            for rule in RULES
            if method in rule.methods and rule.path.match(path)
        ),
        ADMIN,
    )


def cleaned(chosen: Iterable[str]) -> list[str]:
    """The known ones of these, in the order of the table."""
    given = set(chosen)
    return [scope for scope in SCOPES if scope in given]
