"""Baidu VectorDB's REST interface."""

from __future__ import annotations

from tests.engine.vector_stores.servers.conditions import (
    SYMBOLS,
    Words,
    always,
    among,
    compares,
)
from tests.engine.vector_stores.servers.engine import Collection
from tests.engine.vector_stores.servers.http import Answer, Routes

TOKENS = r'"[^"]*"|[()\[\],]|>=|<=|[<>]|[\w.+-]+'


def condition(words):
    field, verb = words.take(), words.take()
    if verb in SYMBOLS:
        return compares(field, SYMBOLS[verb], float(words.take()))
    assert verb == "IN"
    words.take("[")
    wanted = []
    while (token := words.take()) != "]":
        if token != ",":
            wanted.append(token.strip('"'))
    return among(field, wanted)


def predicate(text):
    return Words(text, TOKENS).read(condition) if text else always


def routes(api_key):  # noqa: C901, PLR0915 - one small function a route
    route, databases = Routes(), {}

    def table_of(request):
        body = request.json
        tables = databases.get(body["database"], {})
        if body["table"] not in tables:
            raise Answer(404, {"code": 32, "msg": "Table Not Exist"})
        return tables[body["table"]]

    @route("POST", r"/v1/database")
    def database(request):
        if f"api_key={api_key}" not in request.headers["Authorization"]:
            raise Answer(401, {"code": 40, "msg": "Auth failed"})
        if "create" in request.every:
            databases[request.json["database"]] = {}
        return {"code": 0, "msg": "Success", "databases": list(databases)}

    @route("POST", r"/v1/table")
    def table(request):
        body = request.json
        if "list" in request.every:
            return {"code": 0, "tables": list(databases[body["database"]])}
        if "create" in request.every:
            fields = {field["fieldName"]: field for field in body["schema"]["fields"]}
            made = Collection(fields["vector"]["dimension"], fields=fields, body=body)
            databases[body["database"]][body["table"]] = made
            return {"code": 0}
        shown = {
            **table_of(request).about["body"],
            "state": "NORMAL",
            "createTime": "",
            "aliases": [],
            "description": "",
        }
        return {"code": 0, "table": shown}

    @route("DELETE", r"/v1/table")
    def drop(request):
        tables = databases[request.query["database"]]
        if tables.pop(request.query["table"], None) is None:
            raise Answer(404, {"code": 32, "msg": "Table Not Exist"})
        return {"code": 0}

    def shown(document, body):
        return {name: document[name] for name in body["projections"]}

    @route("POST", r"/v1/row")
    def row(request):
        found, body = table_of(request), request.json
        [verb] = [name for name in request.every if name != "_"]
        if verb == "upsert":
            for entry in body["rows"]:
                assert set(entry) <= set(found.about["fields"])
                found.put(entry["key"], entry["vector"], entry)
            return {"code": 0, "affectedCount": len(body["rows"])}
        if verb == "delete":
            found.delete([body["primaryKey"]["key"]])
            return {"code": 0}
        if verb == "batchQuery":
            rows = found.get([entry["primaryKey"]["key"] for entry in body["keys"]])
            return {
                "code": 0,
                "rows": [shown(document, body) for _, _, document in rows],
            }
        if verb == "select":
            rows = [
                (key, document)
                for key, _, document in found.all(predicate(body.get("filter")))
                if key > body.get("marker", {}).get("key", "")
            ]
            page = rows[: body["limit"]]
            more = len(rows) > len(page)
            marker = {"nextMarker": {"key": page[-1][0]}} if more else {}
            listed = [shown(document, body) for _, document in page]
            return {"code": 0, "isTruncated": more, "rows": listed, **marker}
        assert verb == "search", verb
        anns = body["anns"]
        rows = found.nearest(
            anns["vectorFloats"], anns["params"]["limit"], predicate(anns.get("filter"))
        )
        return {
            "code": 0,
            "rows": [
                {"row": shown(entry[3], body), "score": entry[0]} for entry in rows
            ],
        }

    return route
