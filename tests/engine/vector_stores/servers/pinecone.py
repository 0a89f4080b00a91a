"""Pinecone's control and data planes on one address."""

from __future__ import annotations

from tests.engine.vector_stores.servers.conditions import mongo
from tests.engine.vector_stores.servers.engine import Collection
from tests.engine.vector_stores.servers.http import Answer, Routes


def routes(api_key):  # noqa: C901, PLR0915 - one small function a route
    route, indexes = Routes(), {}

    def the_index(request):
        check(request)
        return next(iter(indexes.values()))

    def check(request):
        if request.headers["Api-Key"] != api_key:
            raise Answer(
                401,
                {"error": {"code": "UNAUTHENTICATED", "message": "Invalid API key"}},
            )

    def shown(name, request):
        host = f"http://{request.headers['Host']}"
        ready = {"ready": True, "state": "Ready"}
        about = {"name": name, "host": host, "status": ready}
        return {
            **indexes[name].about["body"],
            **about,
            "deletion_protection": "disabled",
        }

    @route("GET", r"/indexes")
    def list_indexes(request):
        check(request)
        return {"indexes": [shown(name, request) for name in indexes]}

    @route("POST", r"/indexes")
    def create(request):
        body = request.json
        values = body["schema"]["fields"]["_values"]
        assert values["metric"] == "cosine"
        indexes[body["name"]] = Collection(values["dimension"], body=body)
        return shown(body["name"], request)

    @route("GET", r"/indexes/([^/]+)")
    def describe(request):
        check(request)
        if request.groups[0] not in indexes:
            raise Answer(
                404, {"error": {"code": "NOT_FOUND", "message": "Resource not found"}}
            )
        return shown(request.groups[0], request)

    @route("POST", r"/vectors/upsert")
    def upsert(request):
        for vector in request.json["vectors"]:
            the_index(request).put(vector["id"], vector["values"], vector["metadata"])
        return {"upsertedCount": len(request.json["vectors"])}

    def vector(row, **extra):
        key, values, document = row
        return {"id": key, "values": values.tolist(), "metadata": document, **extra}

    @route("POST", r"/query")
    def query(request):
        body = request.json
        rows = the_index(request).nearest(
            body["vector"], body["topK"], mongo(body.get("filter"))
        )
        return {
            "matches": [vector(row[1:], score=row[0]) for row in rows],
            "namespace": "",
        }

    @route("GET", r"/vectors/fetch")
    def fetch(request):
        rows = the_index(request).get(request.every["ids"])
        return {"vectors": {row[0]: vector(row) for row in rows}, "namespace": ""}

    @route("POST", r"/vectors/fetch_by_metadata")
    def fetch_by_metadata(request):
        body = request.json
        rows = the_index(request).all(mongo(body["filter"]))
        start = int(body.get("paginationToken") or 0)
        page = rows[start : start + body["limit"]]
        more = {"pagination": {"next": str(start + len(page))}}
        answer = {"vectors": {row[0]: vector(row) for row in page}, "namespace": ""}
        return {**answer, **more} if start + len(page) < len(rows) else answer

    @route("GET", r"/vectors/list")
    def listing(request):
        keys = [row[0] for row in the_index(request).all()]
        start = int(request.query.get("paginationToken") or 0)
        page = keys[start : start + int(request.query["limit"])]
        answer = {"vectors": [{"id": key} for key in page], "namespace": ""}
        more = {"pagination": {"next": str(start + len(page))}}
        return {**answer, **more} if start + len(page) < len(keys) else answer

    @route("POST", r"/vectors/delete")
    def delete(request):
        rows = the_index(request)
        keys = [row[0] for row in rows.all()] if request.json.get("deleteAll") else None
        rows.delete(request.json["ids"] if keys is None else keys)
        return {}

    return route
