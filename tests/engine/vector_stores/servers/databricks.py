"""Databricks' REST interface of vector search indexes."""

from __future__ import annotations

import json

import numpy as np

from tests.engine.vector_stores.servers.conditions import among, every
from tests.engine.vector_stores.servers.engine import Collection
from tests.engine.vector_stores.servers.http import Answer, Routes

BASE = r"/api/2\.0/vector-search/indexes"


def routes(token):  # noqa: C901, PLR0915 - one small function a route
    route, indexes = Routes(), {}

    def index_of(request):
        if request.headers["Authorization"] != f"Bearer {token}":
            raise Answer(
                403, {"error_code": "PERMISSION_DENIED", "message": "Invalid token"}
            )
        if request.groups[0] not in indexes:
            raise Answer(
                404, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "No index"}
            )
        return indexes[request.groups[0]]

    @route("GET", r"/\.well-known/databricks-config")
    def well_known(request):
        raise Answer(404, {"error_code": "NOT_FOUND", "message": "none"})

    @route("POST", BASE)
    def create(request):
        body = request.json
        assert body["index_type"] == "DIRECT_ACCESS"
        spec = body["direct_access_index_spec"]
        columns = json.loads(spec["schema_json"])
        [vector] = spec["embedding_vector_columns"]
        made = Collection(vector["embedding_dimension"], columns=columns, body=body)
        indexes[body["name"]] = made
        return body

    @route("GET", BASE + r"/([^/]+)")
    def describe(request):
        return index_of(request).about["body"]

    @route("DELETE", BASE + r"/([^/]+)")
    def drop(request):
        index_of(request)
        del indexes[request.groups[0]]
        return {}

    @route("POST", BASE + r"/([^/]+)/upsert-data")
    def upsert(request):
        index = index_of(request)
        for row in json.loads(request.json["inputs_json"]):
            assert set(row) == set(index.about["columns"])
            index.put(row["key"], row["vector"], row)
        return {"status": "SUCCESS"}

    @route("DELETE", BASE + r"/([^/]+)/delete-data")
    def delete(request):
        keys = request.every.get("primary_keys") or request.json["primary_keys"]
        index_of(request).delete(keys)
        return {"status": "SUCCESS"}

    @route("POST", BASE + r"/([^/]+)/query")
    def query(request):
        index, body = index_of(request), request.json
        filters = json.loads(body.get("filters_json") or "{}")
        holds = every([among(name, wanted) for name, wanted in filters.items()])
        rows = index.nearest(body["query_vector"], body["num_results"], holds)
        asked = np.asarray(body["query_vector"])
        found = []
        for _, _, vector, row in rows:
            score = 1 / (1 + float(np.sum((vector - asked) ** 2)))
            found.append([*(row[name] for name in body["columns"]), score])
        return {"result": {"row_count": len(found), "data_array": found}}

    @route("POST", BASE + r"/([^/]+)/scan")
    def scan(request):
        body = request.json
        rows = [
            row
            for row in index_of(request).all()
            if row[0] > body.get("last_primary_key", "")
        ]
        page = rows[: body["num_results"]]
        data = [
            {
                "fields": [
                    {"key": name, "value": {"string_value": value}}
                    for name, value in row[2].items()
                    if isinstance(value, str)
                ]
            }
            for row in page
        ]
        return {"data": data, "last_primary_key": page[-1][0] if page else ""}

    return route
