"""Vertex AI's REST interface of indexes and of their endpoints."""

from __future__ import annotations

from tests.engine.vector_stores.servers.engine import Collection
from tests.engine.vector_stores.servers.http import Routes


def allows(restricts):
    """Every restriction holds: some allowed token is there, no denied one is."""

    def holds(datapoint):
        tokens = {
            one["namespace"]: set(one["allowList"]) for one in datapoint["restricts"]
        }
        for one in restricts:
            mine = tokens.get(one["namespace"], set())
            if one.get("allowList") and not mine & set(one["allowList"]):
                return False
            if mine & set(one.get("denyList", [])):
                return False
        return True

    return holds


def routes(dimensions):
    route, points = Routes(), Collection(dimensions)

    @route("GET", r"/v1/projects/p/locations/l/indexes/i")
    def describe(request):
        name = request.groups
        return {"name": str(name), "metadata": {"config": {"dimensions": dimensions}}}

    @route("POST", r"/v1/projects/p/locations/l/indexes/i:upsertDatapoints")
    def upsert(request):
        for datapoint in request.json["datapoints"]:
            points.put(datapoint["datapointId"], datapoint["featureVector"], datapoint)
        return {}

    @route("POST", r"/v1/projects/p/locations/l/indexes/i:removeDatapoints")
    def remove(request):
        points.delete(request.json["datapointIds"])
        return {}

    @route("POST", r"/v1/projects/p/locations/l/indexEndpoints/e:findNeighbors")
    def find(request):
        body = request.json
        assert body["deployedIndexId"] == "d"
        assert body["returnFullDatapoint"]
        [query] = body["queries"]
        asked = query["datapoint"]
        rows = points.nearest(
            asked["featureVector"],
            query["neighborCount"],
            allows(asked.get("restricts", [])),
        )
        neighbors = [{"datapoint": row[3], "distance": row[0]} for row in rows]
        return {"nearestNeighbors": [{"id": "0", "neighbors": neighbors}]}

    return route
