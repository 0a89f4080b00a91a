"""Upstash Vector's REST interface."""

from __future__ import annotations

from collections import defaultdict

from tests.engine.vector_stores.servers.conditions import (
    SYMBOLS,
    Words,
    always,
    among,
    compares,
    negate,
)
from tests.engine.vector_stores.servers.engine import Collection
from tests.engine.vector_stores.servers.http import Answer, Routes

TOKENS = r"'[^']*'|[()]|>=|<=|[<>]|[\w.+-]+"


def condition(words):
    field, verb = words.take(), words.take()
    if verb in SYMBOLS:
        return compares(field, SYMBOLS[verb], float(words.take()))
    negated = verb == "NOT"
    assert (words.take() if negated else verb) == "CONTAINS"
    found = among(field, [words.take().strip("'")])
    return negate(found) if negated else found


def routes(dimensions, token):  # noqa: C901 - one small function a route
    route, spaces = Routes(), defaultdict(lambda: Collection(dimensions))

    def space(request):
        if request.headers["Authorization"] != f"Bearer {token}":
            raise Answer(
                401, {"error": "Unauthorized: Invalid auth token", "status": 401}
            )
        return spaces[request.groups[0]]

    def shown(row, **extra):
        key, vector, document = row
        return {"id": key, "vector": vector.tolist(), "metadata": document, **extra}

    @route("POST", r"/info()")
    def info(request):
        space(request)
        about = {"vectorCount": 0, "pendingVectorCount": 0, "indexSize": 0}
        named = {
            "dimension": dimensions,
            "similarityFunction": "COSINE",
            "namespaces": {},
        }
        return {"result": {**about, **named}}

    @route("POST", r"/upsert/(.+)")
    def upsert(request):
        for vector in request.json:
            space(request).put(vector["id"], vector["vector"], vector["metadata"])
        return {"result": "Success"}

    @route("POST", r"/query/(.+)")
    def query(request):
        body = request.json
        text = body.get("filter")
        holds = Words(text, TOKENS).read(condition) if text else always
        assert body["topK"] <= 1000
        rows = space(request).nearest(body["vector"], body["topK"], holds)
        return {"result": [shown(row[1:], score=(1 + row[0]) / 2) for row in rows]}

    @route("POST", r"/fetch/(.+)")
    def fetch(request):
        found = {row[0]: row for row in space(request).get(request.json["ids"])}
        ids = request.json["ids"]
        return {"result": [shown(found[key]) if key in found else None for key in ids]}

    @route("POST", r"/range/(.+)")
    def listing(request):
        start, size = int(request.json["cursor"]), request.json["limit"]
        rows = space(request).all()
        more = str(start + size) if start + size < len(rows) else ""
        vectors = [shown(row) for row in rows[start : start + size]]
        return {"result": {"nextCursor": more, "vectors": vectors}}

    @route("POST", r"/delete/(.+)")
    def delete(request):
        body = request.json
        ids = body["ids"] if isinstance(body, dict) else body
        return {"result": {"deleted": space(request).delete(ids)}}

    @route("POST", r"/delete-namespace/(.+)")
    def drop(request):
        if request.groups[0] not in spaces:
            raise Answer(
                404, {"error": "The given namespace does not exist", "status": 404}
            )
        del spaces[request.groups[0]]
        return {"result": "Success"}

    return route
