"""What a request does, in one word, and its route as people write it.

The words are those of the memory verbs; every other route is called by its noun. A
route that is new is counted under its first noun without a word here.
"""

from __future__ import annotations

import re
from functools import lru_cache

ADD, SEARCH, ERASE = "add", "search", "erase"

_EXACT = {
    ("POST", "v3/memories/add/"): ADD,
    ("POST", "v1/memories/"): ADD,
    ("POST", "memories"): ADD,
    ("POST", "v3/memories/"): "list",
    ("POST", "v2/memories/"): "list",
    ("GET", "v1/memories/"): "list",
    ("GET", "memories"): "list",
    ("DELETE", "v1/memories/"): ERASE,
    ("DELETE", "memories"): ERASE,
    ("POST", "reset"): ERASE,
    ("PUT", "v1/batch/"): "update",
    ("DELETE", "v1/batch/"): "delete",
    ("GET", "v1/memories/events/"): "events",
    ("POST", "v1/summary/"): "exports",
    ("POST", "v1/memories/categorize/"): "categorize",
}
_OF_A_MEMORY = {"GET": "get", "PUT": "update", "DELETE": "delete"}
_NOUNS = {
    "users": "entities",
    "agents": "entities",
    "apps": "entities",
    "runs": "entities",
    "event": "events",
    "orgs": "organizations",
    "api-keys": "keys",
    "generate-instructions": "configure",
}
_VERSION = re.compile(r"^\^?(?:api/)?(?:v\d+/)?")
_GROUP = re.compile(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)")
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


@lru_cache(maxsize=1024)
def verb_of(method: str, route: str) -> str:
    """The verb of a method and a route as Django names it."""
    method = "GET" if method == "HEAD" else method
    found = _EXACT.get((method, route))
    if found:
        return found
    rest = _VERSION.sub("", route)
    noun = re.split(r"[/<(]", rest, maxsplit=1)[0]
    if noun == "search" or rest == "memories/search/":
        return SEARCH
    if noun == "memories":
        return _of_memories(method, rest)
    if noun == "entities" and method == "DELETE":
        return ERASE
    if rest.endswith("/profile/"):
        return "profiles"
    return _NOUNS.get(noun, noun or "other")[:20]


def _of_memories(method: str, rest: str) -> str:
    if rest.rstrip("/").endswith("history"):
        return "history"
    if "entity_id" in rest:
        return "list"
    return _OF_A_MEMORY.get(method, "other")


@lru_cache(maxsize=1024)
def template(route: str) -> str:
    """The route as the documents write it: `/v1/memories/{memory_id}/`."""
    path = _CONVERTER.sub(r"{\1}", _GROUP.sub(r"{\1}", route))
    return "/" + re.sub(r"[\^$\\]", "", path)
