"""Data: full, valid bodies of every endpoint, and everything that can be wrong in one."""

from __future__ import annotations

import json
from typing import Any

SOMEBODY = {"user_id": "alice"}
SAID = {"role": "user", "content": "I like tea.", "name": "Alice"}
ADD = {
    "messages": [SAID],
    **SOMEBODY,
    "agent_id": "helper",
    "app_id": "app",
    "run_id": "run",
    "metadata": {"a": 1},
    "infer": False,
    "async_mode": False,
    "expiration_date": "2999-12-31",
    "timestamp": 1_700_000_000,
    "timezone": "Europe/Lisbon",
    "custom_instructions": "Be brief.",
    "agent_custom_instructions": "Be brief.",
    "includes": "food",
    "excludes": "money",
    "custom_categories": [{"food": "what is eaten"}],
    "immutable": False,
    "output_format": "v1.1",
    "filters": {"AND": [SOMEBODY]},
}
WHERE = {"AND": [SOMEBODY, {"created_at": {"gte": "2020-01-01"}}]}
LIST = {
    "filters": WHERE,
    "categories": ["food"],
    "metadata": {"a": 1},
    "keywords": "tea",
    "start_date": "2020-01-01",
    "end_date": "2999-01-01",
    "show_expired": True,
    "latest_only": False,
    "include_merged": False,
    "fields": ["memory"],
    "output_format": "v1.1",
    "page": 1,
    "page_size": 10,
}
SEARCH = {
    "query": "tea",
    "filters": WHERE,
    "top_k": 3,
    "threshold": 0.1,
    "rerank": False,
    "reference_date": "2024-01-01",
    "fields": ["memory"],
}
UPDATE = {
    "text": "I live in Lisbon.",
    "metadata": {"a": 1},
    "timestamp": 1_700_000_000,
    "expiration_date": "2999-12-31",
}
HELD = {"memory_id": "{memory}", "text": "I live in Lisbon.", "metadata": {"a": 1}}

BODIES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "add": ("POST", "/v3/memories/add/", ADD),
    "add v1": ("POST", "/v1/memories/", {"messages": [SAID], **SOMEBODY, "infer": False}),
    "list": ("POST", "/v3/memories/", LIST),
    "list v2": ("POST", "/v2/memories/", {**SOMEBODY, "limit": 5, "filters": SOMEBODY}),
    "search": ("POST", "/v3/memories/search/", SEARCH),
    "search v2": ("POST", "/v2/memories/search/", {"query": "q", **SOMEBODY, "limit": 4}),
    "search v1": ("POST", "/v1/memories/search/", {"query": "q", **SOMEBODY}),
    "update": ("PUT", "/v1/memories/{memory}/", UPDATE),
    "batch update": ("PUT", "/v1/batch/", {"memories": [HELD]}),
}  # fmt: skip
"""The endpoints that read a body and do not delete the victim's memory."""


def nested(levels: int, leaf: Any = 1) -> Any:
    """Objects inside each other."""
    value = leaf
    for _ in range(levels):
        value = {"a": value}
    return value


def filters(levels: int) -> Any:
    """Filters inside each other."""
    value: Any = SOMEBODY
    for _ in range(levels):
        value = {"AND": [value]}
    return value


POISON = {
    "null": "null",
    "true": "true",
    "zero": "0",
    "minus one": "-1",
    "a fraction": "1.5",
    "2^53 + 1": str(2**53 + 1),
    "2^63": str(2**63),
    "10^30": "1" + "0" * 30,
    "5,000 digits": "9" * 5000,
    "NaN": "NaN",
    "Infinity": "-Infinity",
    "1e999": "1e999",
    "an empty text": '""',
    "blanks": '" \\t\\n "',
    "NUL": '"a\\u0000b"',
    "half a surrogate": '"\\ud800"',
    "half a surrogate in a key": '{"\\udfff": 1}',
    "NUL in a key": '{"a\\u0000": 1}',
    "10,000 characters": json.dumps("x" * 10_000),
    "200,000 characters": json.dumps("é" * 200_000),
    "a control character": '"\\u0085\\u0007"',
    "an override of direction": '"\\u202eabc"',
    "a percent sign and quotes": '"%s %(a)s \' \\" ; -- {0}"',
    "an ancient date": '"0001-01-01"',
    "a far date": '"99999-12-31T00:00:00Z"',
    "no date": '"2024-02-30"',
    "an ancient second": "-99999999999",
    "a far second": "99999999999999",
    "an empty list": "[]",
    "a list of lists": "[[[]]]",
    "a list of null": "[null]",
    "an empty object": "{}",
    "an object": '{"a": {"b": 1}}',
    "50 levels": json.dumps(nested(50)),
    "500 levels": json.dumps(nested(500)),
    "5,000 levels": "[" * 5000 + "]" * 5000,
    "an unknown operator": '{"user_id": {"near": 1}}',
    "an unknown field": '{"nothing": {"gte": "x"}}',
    "a wild card": '"*"',
    "an asterisk in a filter": '{"user_id": "*", "created_at": "*"}',
}
"""Raw JSON to stand in the place of a value, or what only looks like JSON."""

USUAL = (
    "null",
    "true",
    "zero",
    "minus one",
    "10^30",
    "1e999",
    "an empty text",
    "NUL",
    "half a surrogate",
    "10,000 characters",
    "an empty list",
    "a list of null",
    "an object",
    "500 levels",
)
"""The poison for every place; the rest is for the places of `DELICATE`."""
DELICATE = {
    "messages", "content", "user_id", "metadata", "filters", "query", "text", "timestamp",
    "expiration_date", "start_date", "page", "top_k", "threshold", "custom_categories",
}  # fmt: skip

REFUSED: dict[str, tuple[str, str, Any, int]] = {
    "no body to add": ("POST", "/v3/memories/add/", None, 400),
    "no messages": ("POST", "/v3/memories/add/", SOMEBODY, 400),
    "an empty list of messages": ("POST", "/v3/memories/add/", {**ADD, "messages": []}, 400),
    "1,001 messages": ("POST", "/v3/memories/add/", {**ADD, "messages": [SAID] * 1001}, 400),
    "a message without content": ("POST", "/v3/memories/add/", {**ADD, "messages": [{"role": "user"}]}, 400),
    "nobody to add for": ("POST", "/v3/memories/add/", {"messages": "Tea."}, 400),
    "an id of 10,000 characters": ("POST", "/v3/memories/add/", {**ADD, "user_id": "x" * 10_000}, 400),
    "metadata 50 levels deep": ("POST", "/v3/memories/add/", {**ADD, "metadata": nested(50)}, 400),
    "metadata of 100 kB": ("POST", "/v3/memories/add/", {**ADD, "metadata": {"a": "x" * 100_000}}, 400),
    "a date that does not exist": ("POST", "/v3/memories/add/", {**ADD, "expiration_date": "2024-02-30"}, 400),
    "a zone that does not exist": ("POST", "/v3/memories/add/", {**ADD, "timezone": "Mars/Olympus"}, 400),
    "a time before everything": ("POST", "/v3/memories/add/", {**ADD, "timestamp": -99999999999}, 400),
    "a time after everything": ("POST", "/v3/memories/add/", {**ADD, "timestamp": 99999999999999}, 400),
    "no query": ("POST", "/v3/memories/search/", {"filters": SOMEBODY}, 400),
    "a blank query": ("POST", "/v3/memories/search/", {**SEARCH, "query": " "}, 400),
    "a query of 20 kB": ("POST", "/v3/memories/search/", {**SEARCH, "query": "x" * 20_000}, 400),
    "top_k 0": ("POST", "/v3/memories/search/", {**SEARCH, "top_k": 0}, 400),
    "top_k 1001": ("POST", "/v3/memories/search/", {**SEARCH, "top_k": 1001}, 400),
    "a threshold of 2": ("POST", "/v3/memories/search/", {**SEARCH, "threshold": 2}, 400),
    "a search for nobody": ("POST", "/v3/memories/search/", {"query": "q"}, 400),
    "an id beside the filters": ("POST", "/v3/memories/search/", {**SEARCH, **SOMEBODY}, 400),
    "filters nested 100 deep": ("POST", "/v3/memories/search/", {**SEARCH, "filters": filters(100)}, 400),
    "filters nested 20 deep": ("POST", "/v3/memories/", {"filters": filters(20)}, 400),
    "10,000 conditions": ("POST", "/v3/memories/search/", {**SEARCH, "filters": {"OR": [SOMEBODY] * 10_000}}, 400),
    "10,000 values": ("POST", "/v3/memories/", {"filters": {"user_id": {"in": [str(n) for n in range(10_000)]}}}, 400),
    "an unknown filter": ("POST", "/v3/memories/", {"filters": {**SOMEBODY, "nothing": 1}}, 400),
    "an unknown operator": ("POST", "/v3/memories/", {"filters": {"user_id": {"near": 1}}}, 400),
    "a list of nobody": ("POST", "/v3/memories/", {}, 400),
    "page 0": ("POST", "/v3/memories/?page=0", {"filters": SOMEBODY}, 404),
    "page -1": ("POST", "/v3/memories/?page=-1", {"filters": SOMEBODY}, 404),
    "page abc": ("POST", "/v3/memories/?page=abc", {"filters": SOMEBODY}, 404),
    "page 10^30": ("POST", "/v3/memories/?page=1" + "0" * 30, {"filters": SOMEBODY}, 404),
    "a page behind the last": ("POST", "/v3/memories/?page=999", {"filters": SOMEBODY}, 404),
    "a page of 0": ("POST", "/v3/memories/?page_size=0", {"filters": SOMEBODY}, 400),
    "a limit of 201": ("GET", "/v1/memories/?user_id=alice&limit=201", None, 400),
    "a limit of abc": ("GET", "/v1/memories/?user_id=alice&limit=abc", None, 400),
    "a limit of 10^30": ("GET", "/v1/memories/?user_id=alice&limit=1" + "0" * 30, None, 400),
    "filters that are no JSON": ("GET", "/v1/memories/?filters=%7B", None, 400),
    "filters that call": ("GET", "/v1/memories/?filters=__import__('os')", None, 400),
    "filters of brackets": ("GET", "/v1/memories/?filters=" + "%5B" * 900, None, 400),
    "nobody to list": ("GET", "/v1/memories/", None, 400),
    "nobody to delete": ("DELETE", "/v1/memories/", None, 400),
    "a blank id to delete": ("DELETE", "/v1/memories/?user_id=%20", None, 400),
    "NUL in an id to delete": ("DELETE", "/v1/memories/?user_id=a%00b", None, 400),
    "an empty filter to delete": ("DELETE", "/v1/memories/?filters=%7B%7D", None, 400),
    "an id that is none": ("GET", "/v1/memories/abc/", None, 400),
    "an id of NUL": ("GET", "/v1/memories/%00/", None, 400),
    "an id of broken UTF-8": ("GET", "/v1/memories/%ff%fe/", None, 400),
    "an id of 10,000 characters in a path": ("GET", f"/v1/memories/{'x' * 10_000}/", None, 400),
    "an unknown memory": ("GET", "/v1/memories/00000000-0000-4000-8000-000000000000/", None, 404),
    "an unknown memory to change": ("PUT", "/v1/memories/00000000-0000-4000-8000-000000000000/", UPDATE, 404),
    "an unknown memory to delete": ("DELETE", "/v1/memories/00000000-0000-4000-8000-000000000000/", None, 404),
    "the history of an unknown memory": ("GET", "/v1/memories/00000000-0000-4000-8000-000000000000/history/", None, 404),
    "nothing to change": ("PUT", "/v1/memories/{memory}/", {}, 400),
    "a blank text": ("PUT", "/v1/memories/{memory}/", {"text": "  "}, 400),
    "a text of 20 kB": ("PUT", "/v1/memories/{memory}/", {"text": "x" * 20_000}, 400),
    "a batch of nothing": ("PUT", "/v1/batch/", {"memories": []}, 400),
    "a batch of 1,001": ("DELETE", "/v1/batch/", {"memories": [{"memory_id": "{memory}"}] * 1001}, 400),
    "a batch that is none": ("PUT", "/v1/batch/", {"memories": "all"}, 400),
    "a batch without ids": ("DELETE", "/v1/batch/", {"memories": [{}]}, 400),
    "a batch with one that is none": ("DELETE", "/v1/batch/", {"memories": [{"memory_id": "{memory}"}, {"memory_id": "abc"}]}, 400),
    "an unknown type of entity": ("DELETE", "/v2/entities/planet/mars/", None, 400),
    "an entity of control characters": ("DELETE", "/v2/entities/user/%00/", None, 400),
    "an unknown entity": ("GET", "/v2/entities/user/nobody/", None, 404),
    "an entity number that is none": ("DELETE", "/v1/entities/user/abc/", None, 400),
    "an entity number of 30 digits": ("DELETE", "/v1/entities/user/" + "9" * 30 + "/", None, 400),
    "an unknown event": ("GET", "/v1/event/00000000-0000-4000-8000-000000000000/", None, 404),
    "an event that is none": ("GET", "/v1/event/abc/", None, 404),
    "an event of NUL": ("GET", "/v1/event/%00/", None, 404),
    "another organization": ("GET", "/v1/ping/?org_id=org-1", None, 404),
    "another project": ("GET", "/v1/ping/?project_id=%00", None, 404),
    "NUL in a kind of event": ("GET", "/v1/events/?event_type=%00", None, 400),
    "an unknown path": ("GET", "/v1/nothing/", None, 404),
    "a method that is none": ("PATCH", "/v1/batch/", {}, 405),
}  # fmt: skip
"""(method, path, body, status) of requests that must be refused just so."""

ACCEPTED: dict[str, tuple[str, str, Any]] = {
    "1,000 messages": ("POST", "/v3/memories/add/", {"messages": [SAID] * 1000, **SOMEBODY}),
    "an id of 255 characters": ("POST", "/v3/memories/add/", {**ADD, "user_id": "x" * 255}),
    "an id that is a number": ("POST", "/v3/memories/add/", {**ADD, "user_id": 7}),
    "an id of every kind of letter": ("POST", "/v3/memories/add/", {**ADD, "user_id": "al/ice %&=?#ü漢🦊"}),
    "metadata 32 levels deep": ("POST", "/v3/memories/add/", {**ADD, "metadata": nested(31, {})}),
    "a time in 1970": ("POST", "/v3/memories/add/", {**ADD, "timestamp": 5}),
    "a time in 9999": ("POST", "/v3/memories/add/", {**ADD, "timestamp": "9999-12-31"}),
    "NUL in a message": ("POST", "/v3/memories/add/", {**ADD, "messages": "a\0b"}),
    "ids in the filters of an add": ("POST", "/v3/memories/add/", {"messages": [SAID], "filters": SOMEBODY, "timestamp": 5, "infer": False}),
    "a search among nobody's": ("POST", "/v3/memories/search/", {"query": "q", "filters": {"user_id": "nobody"}}),
    "a search of one sign": ("POST", "/v3/memories/search/", {"query": "?", "filters": SOMEBODY}),
    "top_k 1": ("POST", "/v3/memories/search/", {**SEARCH, "top_k": 1}),
    "top_k 1000": ("POST", "/v3/memories/search/", {**SEARCH, "top_k": 1000}),
    "camel case in filters": ("POST", "/v3/memories/search/", {"query": "q", "filters": {"userId": "al"}, "keyword_search": True}),
    "unknown keys": ("POST", "/v3/memories/", {"filters": SOMEBODY, "whatever": [1]}),
    "a repr in the query string": ("GET", "/v1/memories/?filters=%7B%27user_id%27%3A+%27alice%27%7D"),
    "an empty page": ("GET", "/v1/memories/?user_id=alice&page="),
    "a number of pages with blanks": ("POST", "/v3/memories/?page=%201&page_size=5", {"filters": SOMEBODY}),
    "nobody to delete that is known": ("DELETE", "/v1/memories/?user_id=nobody"),
    "an expiry taken back": ("PUT", "/v1/memories/{memory}/", {"expiration_date": None}),
    "an entity with a slash": ("DELETE", "/v2/entities/user/al%20ice%2Fx/"),
    "doubled slashes": ("GET", "/v1//ping///"),
    "events of an unknown kind": ("GET", "/v1/events/?event_type=x&status=x"),
}  # type: ignore[dict-item]  # fmt: skip  # a body may be left out
"""(method, path, body) of requests that look bad and are fine."""

RAW: dict[str, tuple[bytes, str, int]] = {
    "no JSON": (b"{", "application/json", 400),
    "two objects": (b"{}{}", "application/json", 400),
    "a list": (b"[]", "application/json", 400),
    "a text": (b'"messages"', "application/json", 400),
    "a number": (b"1", "application/json", 400),
    "null": (b"null", "application/json", 400),
    "single quotes": (b"{'messages': 'Tea.'}", "application/json", 400),
    "broken UTF-8": (b'{"messages": "\xff\xfe"}', "application/json", 400),
    "UTF-16": ('{"messages": "Tea."}'.encode("utf-16"), "application/json", 400),
    "1,000 brackets": (b"[" * 1000, "application/json", 400),
    "100,000 brackets": (b'{"a":' * 100_000, "application/json", 400),
    "a body of 10 MB": (b'{"messages": "' + b"x" * 10_000_000 + b'"}', "application/json", 413),
    "a form": (b"messages=Tea.&user_id=alice", "application/x-www-form-urlencoded", 415),
    "a multipart form": (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
    "plain text": (b"Tea.", "text/plain", 415),
    "another charset": (b'{"messages": "Tea."}', "application/json; charset=latin-1", 415),
    "no type at all": (b'{"messages": "Tea."}', "", 415),
    "a type that is none": (b'{"messages": "Tea."}', "json/;;=;", 415),
}  # fmt: skip
"""(bytes, content type, status) of bodies that are no JSON object."""

QUERIES = [
    "?%", "?%zz=1", "?=&&&=", "?page=1&page=2", "?page[]=1", "?page=1e3", "?page=%00",
    "?page=%ff", "?page_size=-5", "?page_size=99999999999999999999", "?page_size=x",
    "?limit=%00", "?limit=-1", "?limit=" + "9" * 5000, "?user_id=%00", "?user_id=%ff%fe",
    "?user_id=" + "x" * 10_000, "?agent_id=%ED%A0%80", "?filters=%00", "?filters=null",
    "?filters=[]", "?filters=%7B%22user_id%22:%22\\ud800%22%7D", "?filters=%7B%7D%7B%7D",
    "?filters=%7B%22AND%22:1%7D", "?metadata=1", "?metadata=%7B%22a%22:NaN%7D",
    "?categories=%00", "?fields=%00&fields=", "?start_date=x", "?end_date=99999-01-01",
    "?start_date=%00", "?keywords=%00", "?show_expired=maybe", "?output_format=" + "v" * 99,
    "?event_type=%00", "?status=%ff", "?status=" + "s" * 5000, "?org_id=", "?project_id=x",
    "?" + "&".join(f"a{n}=1" for n in range(2000)), "?delete_linked=%00",
]  # fmt: skip

PATHS = [
    "%", "%00", "%0a", "%ff", "%ED%A0%80", "%F0%9F%A6%8A", "..", "../../etc/passwd", "%2e%2e",
    "%2F", "a%2Fb", "%5C", "x" * 10_000, "'; DROP TABLE x; --", "%25s", "{}", "-1", "0",
    "9" * 40, "null", "00000000-0000-0000-0000-000000000000", "urn:uuid:" + "0" * 32,
    "%E2%80%AE", " ", "%20", "a b", "*", "?", "#",
]  # fmt: skip
WITH_PATHS = [
    ("GET", "/v1/memories/{}/"), ("PUT", "/v1/memories/{}/"), ("DELETE", "/v1/memories/{}/"),
    ("GET", "/v1/memories/{}/history/"), ("GET", "/v1/memories/user/{}/"),
    ("GET", "/v2/entities/user/{}/"), ("DELETE", "/v2/entities/user/{}/"),
    ("GET", "/v2/entities/{}/x/"), ("DELETE", "/v1/entities/user/{}/"),
    ("DELETE", "/v1/entities/{}/1/"), ("GET", "/v1/event/{}/"), ("GET", "/v3/{}/"),
    ("GET", "/v1/{}"),
]  # fmt: skip
WITH_QUERIES = [
    ("GET", "/v1/ping/"), ("GET", "/v1/memories/"), ("DELETE", "/v1/memories/"),
    ("GET", "/v1/memories/events/"), ("GET", "/v1/entities/"), ("GET", "/v1/events/"),
    ("GET", "/v1/memories/{memory}/"), ("GET", "/v1/memories/{memory}/history/"),
    ("GET", "/v1/memories/user/alice/"), ("POST", "/v3/memories/"),
    ("POST", "/v3/memories/search/"), ("POST", "/v3/memories/add/"),
]  # fmt: skip
