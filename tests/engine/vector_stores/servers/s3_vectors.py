"""Amazon S3 Vectors' JSON operations."""

from __future__ import annotations

from tests.engine.vector_stores.servers.conditions import mongo
from tests.engine.vector_stores.servers.engine import Collection
from tests.engine.vector_stores.servers.http import Answer, Routes


def missing():
    return Answer(404, {"__type": "NotFoundException", "message": "not found"})


def shown(row, **extra):
    key, vector, document = row
    return {
        "key": key,
        "data": {"float32": vector.tolist()},
        "metadata": document,
        **extra,
    }


def routes():  # noqa: C901 - one small function a route
    route, buckets = Routes(), {}

    def index_of(request):
        body = request.json
        try:
            return buckets[body["vectorBucketName"]][body["indexName"]]
        except KeyError:
            raise missing() from None

    @route("POST", r"/CreateVectorBucket")
    def create_bucket(request):
        buckets[request.json["vectorBucketName"]] = {}
        return {}

    @route("POST", r"/GetVectorBucket")
    def get_bucket(request):
        if request.json["vectorBucketName"] not in buckets:
            raise missing()
        return {"vectorBucket": {"vectorBucketName": request.json["vectorBucketName"]}}

    @route("POST", r"/CreateIndex")
    def create(request):
        body = request.json
        assert body["distanceMetric"] == "cosine"
        made = Collection(
            body["dimension"],
            hidden=body["metadataConfiguration"]["nonFilterableMetadataKeys"],
        )
        buckets[body["vectorBucketName"]][body["indexName"]] = made
        return {}

    @route("POST", r"/GetIndex")
    def describe(request):
        found = index_of(request)
        return {
            "index": {
                "dimension": found.dimensions,
                "indexName": request.json["indexName"],
            }
        }

    @route("POST", r"/DeleteIndex")
    def drop(request):
        index_of(request)
        del buckets[request.json["vectorBucketName"]][request.json["indexName"]]
        return {}

    @route("POST", r"/PutVectors")
    def put(request):
        for vector in request.json["vectors"]:
            index_of(request).put(
                vector["key"], vector["data"]["float32"], vector["metadata"]
            )
        return {}

    @route("POST", r"/QueryVectors")
    def query(request):
        body = request.json
        if body["topK"] > 100:
            raise Answer(400, {"__type": "ValidationException", "message": "topK"})
        rows = index_of(request).nearest(
            body["queryVector"]["float32"], body["topK"], mongo(body.get("filter"))
        )
        return {"vectors": [shown(row[1:], distance=1 - row[0]) for row in rows]}

    @route("POST", r"/GetVectors")
    def get(request):
        assert len(request.json["keys"]) <= 100
        return {
            "vectors": [
                shown(row) for row in index_of(request).get(request.json["keys"])
            ]
        }

    @route("POST", r"/ListVectors")
    def listing(request):
        start, size = (
            int(request.json.get("nextToken") or 0),
            request.json["maxResults"],
        )
        rows = index_of(request).all()
        page = {"vectors": [shown(row) for row in rows[start : start + size]]}
        return (
            {**page, "nextToken": str(start + size)}
            if start + size < len(rows)
            else page
        )

    @route("POST", r"/DeleteVectors")
    def delete(request):
        index_of(request).delete(request.json["keys"])
        return {}

    return route
