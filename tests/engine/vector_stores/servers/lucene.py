"""The REST interface of Elasticsearch and OpenSearch, as far as vectors go."""

from __future__ import annotations

from tests.engine.vector_stores.servers.conditions import always, elastic
from tests.engine.vector_stores.servers.engine import Collection
from tests.engine.vector_stores.servers.http import Answer, Routes

NAMES = {"id", "payload", "tags", "key"}


def routes(version, length, product=None):  # noqa: C901 - one small function a route
    """`length` is what the vector mapping calls its dimensions."""
    route = Routes({"X-Elastic-Product": product} if product else None)
    indices = {}

    def index_of(request):
        if request.groups[0] not in indices:
            raise Answer(
                404, {"error": {"type": "index_not_found_exception"}, "status": 404}
            )
        return indices[request.groups[0]]

    @route("GET", r"/")
    def about(request):
        return {"version": {"number": version}, "tagline": "You Know, for Search"}

    @route("GET", r"/([^/_][^/]*)/_mapping")
    def mapping(request):
        return {request.groups[0]: {"mappings": index_of(request).about["mappings"]}}

    @route("PUT", r"/([^/_][^/]*)")
    def create(request):
        if request.groups[0] in indices:
            raise Answer(400, {"error": {"type": "resource_already_exists_exception"}})
        fields = request.json["mappings"]["properties"]
        assert all(fields[name]["type"] == "keyword" for name in NAMES)
        made = Collection(fields["vector"][length], **request.json)
        indices[request.groups[0]] = made
        return {"acknowledged": True}

    @route("DELETE", r"/([^/_][^/]*)")
    def drop(request):
        index_of(request)
        del indices[request.groups[0]]
        return {"acknowledged": True}

    @route("POST", r"/([^/_][^/]*)/_bulk")
    def bulk(request):
        index, items, lines = index_of(request), [], iter(request.lines)
        for line in lines:
            [(verb, about)] = line.items()
            if verb == "delete":
                index.delete([about["_id"]])
            else:
                source = next(lines)
                index.put(about["_id"], source["vector"], source)
            items.append({verb: {"_id": about["_id"], "status": 200}})
        return {"errors": False, "items": items}

    @route("POST", r"/([^/_][^/]*)/_mget")
    def mget(request):
        found = {
            key: document
            for key, _, document in index_of(request).get(request.json["ids"])
        }
        return {
            "docs": [
                {"_id": key, "found": key in found, "_source": found.get(key)}
                for key in request.json["ids"]
            ]
        }

    @route("POST", r"/([^/_][^/]*)/_search")
    def search(request):
        index, body = index_of(request), request.json
        knn = body.get("knn") or body.get("query", {}).get("knn", {}).get("vector")
        if knn:
            rows = index.nearest(
                knn.get("query_vector") or knn["vector"],
                knn["k"],
                elastic(knn.get("filter")),
            )
            hits = [
                hit(key, document, (1 + cosine) / 2)
                for cosine, key, _, document in rows
            ]
        else:
            [after] = body.get("search_after", [""])
            rows = index.all(elastic(body.get("query")) if "query" in body else always)
            hits = [
                hit(key, document, None) for key, _, document in rows if key > after
            ]
        return {"hits": {"hits": hits[: body["size"]]}}

    return route


def hit(key, document, score):
    source = {name: document[name] for name in ("id", "payload")}
    return {"_id": key, "_score": score, "_source": source, "sort": [key]}
