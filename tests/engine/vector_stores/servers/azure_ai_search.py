"""Azure AI Search's REST interface."""

from __future__ import annotations

from tests.engine.vector_stores.servers.conditions import (
    ODATA,
    Words,
    always,
    among,
    compares,
)
from tests.engine.vector_stores.servers.engine import Collection
from tests.engine.vector_stores.servers.http import Answer, Routes

TOKENS = r"'[^']*'|tags/any|search\.in|[():,]|[\w.+-]+| +"


def condition(words):
    field = words.take()
    if field == "tags/any":
        for expected in ("(", "t", ":", "search.in", "(", "t", ","):
            words.take(expected)
        found = among("tags", words.take().strip("'").split(","))
        words.take(")")
        words.take(")")
        return found
    if field == "search.in":
        words.take("(")
        name = words.take()
        words.take(",")
        found = among(name, words.take().strip("'").split(","))
        words.take(")")
        return found
    verb, value = words.take(), words.take()
    bound = value.strip("'") if value.startswith("'") else float(value)
    return compares(field, ODATA[verb], bound)


def predicate(text):
    if not text:
        return always
    words = Words(text, TOKENS)
    words.tokens = [token for token in words.tokens if token.strip()]
    return words.read(condition)


def routes(api_key):  # noqa: C901 - one small function a route
    route, indexes = Routes(), {}

    def index_of(request):
        if request.headers["api-key"] != api_key:
            raise Answer(403, {"error": {"code": "Forbidden", "message": "Wrong key"}})
        if request.groups[0] not in indexes:
            raise Answer(
                404, {"error": {"code": "ResourceNotFound", "message": "No index"}}
            )
        return indexes[request.groups[0]]

    @route("POST", r"/indexes")
    def create(request):
        body = request.json
        [vector] = [field for field in body["fields"] if field["name"] == "vector"]
        assert (
            body["vectorSearch"]["algorithms"][0]["hnswParameters"]["metric"]
            == "cosine"
        )
        indexes[body["name"]] = Collection(vector["dimensions"], schema=body)
        raise Answer(201, body)

    @route("GET", r"/indexes\('([^']+)'\)")
    def describe(request):
        return index_of(request).about["schema"]

    @route("DELETE", r"/indexes\('([^']+)'\)")
    def drop(request):
        index_of(request)
        del indexes[request.groups[0]]
        raise Answer(204)

    @route("POST", r"/indexes\('([^']+)'\)/docs/search\.index")
    def write(request):
        index, outcomes = index_of(request), []
        for action in request.json["value"]:
            if action["@search.action"] == "delete":
                index.delete([action["key"]])
            else:
                index.put(action["key"], action["vector"], action)
            outcomes.append({"key": action["key"], "status": True, "statusCode": 200})
        return {"value": outcomes}

    @route("POST", r"/indexes\('([^']+)'\)/docs/search\.post\.search")
    def search(request):
        index, body = index_of(request), request.json
        fields = index.about["schema"]["fields"]
        filterable = {field["name"] for field in fields if field.get("filterable")}
        assert {"key", "tags"} <= filterable
        holds = predicate(body.get("filter"))
        if body.get("vectorQueries"):
            [query] = body["vectorQueries"]
            rows = index.nearest(query["vector"], query["k"], holds)
            found = [shown(row[3], body, 1 / (2 - row[0])) for row in rows]
        else:
            found = [shown(row[2], body, 1.0) for row in index.all(holds)]
        return {"value": found[: body["top"]]}

    def shown(document, body, score):
        names = (
            body["select"].split(",")
            if isinstance(body["select"], str)
            else body["select"]
        )
        return {"@search.score": score, **{name: document[name] for name in names}}

    return route
