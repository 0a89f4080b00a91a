"""Weaviate: its REST schema interface, and its gRPC service of searches and batches."""

from __future__ import annotations

import contextlib
import struct
import uuid
from concurrent.futures import ThreadPoolExecutor

import grpc
from weaviate.proto.v1 import (
    base_pb2,
    batch_delete_pb2,
    batch_pb2,
    health_weaviate_pb2,
    search_get_pb2,
    weaviate_pb2_grpc,
)

from tests.engine.vector_stores.servers.conditions import (
    COMPARE,
    always,
    among,
    compares,
    every,
    some,
)
from tests.engine.vector_stores.servers.engine import Collection
from tests.engine.vector_stores.servers.http import (
    Answer,
    Routes,
    serving as serving_http,
)

COMPARISONS = {
    "OPERATOR_GREATER_THAN": "gt",
    "OPERATOR_GREATER_THAN_EQUAL": "gte",
    "OPERATOR_LESS_THAN": "lt",
    "OPERATOR_LESS_THAN_EQUAL": "lte",
}
HNSW = {
    "cleanupIntervalSeconds": 300,
    "distance": "cosine",
    "dynamicEfFactor": 8,
    "dynamicEfMax": 500,
    "dynamicEfMin": 100,
    "ef": -1,
    "efConstruction": 128,
    "flatSearchCutoff": 40000,
    "maxConnections": 32,
    "skip": False,
    "vectorCacheMaxObjects": 10**12,
    "filterStrategy": "sweeping",
}


def predicate(filters):
    name = base_pb2.Filters.Operator.Name(filters.operator)
    if name in ("OPERATOR_AND", "OPERATOR_OR"):
        parts = [predicate(part) for part in filters.filters]
        return every(parts) if name == "OPERATOR_AND" else some(parts)
    field = filters.target.property
    if name == "OPERATOR_CONTAINS_ANY":
        return among(field, list(filters.value_text_array.values))
    bound = (
        filters.value_number if filters.HasField("value_number") else filters.value_int
    )
    return compares(field, COMPARE[COMPARISONS[name]], bound)


def floats(packed):
    return list(struct.unpack(f"<{len(packed) // 4}f", packed))


class Service(weaviate_pb2_grpc.WeaviateServicer):
    def __init__(self, classes):
        self.classes = classes

    def BatchObjects(self, request, context):  # noqa: N802 - gRPC's name
        for entry in request.objects:
            properties = dict(entry.properties.non_ref_properties)
            for array in entry.properties.text_array_properties:
                properties[array.prop_name] = list(array.values)
            packed = (
                entry.vectors[0].vector_bytes if entry.vectors else entry.vector_bytes
            )
            document = {**properties, "_id": entry.uuid}
            self.classes[entry.collection].put(entry.uuid, floats(packed), document)
        return batch_pb2.BatchObjectsReply(took=0.0)

    def BatchDelete(self, request, context):  # noqa: N802
        found = self.classes[request.collection]
        keys = [row[0] for row in found.all(predicate(request.filters))]
        count = found.delete(keys)
        return batch_delete_pb2.BatchDeleteReply(matches=count, successful=count)

    def Search(self, request, context):  # noqa: N802
        found = self.classes[request.collection]
        holds = predicate(request.filters) if request.HasField("filters") else always
        if request.HasField("near_vector"):
            near = request.near_vector
            packed = near.vectors[0].vector_bytes if near.vectors else near.vector_bytes
            rows = found.nearest(floats(packed), request.limit, holds)
        else:
            rows = [(None, *row) for row in found.all(holds) if row[0] > request.after]
        results = [
            self.result(request, *row) for row in rows[: request.limit or 10_000]
        ]
        return search_get_pb2.SearchReply(results=results)

    def result(self, request, cosine, key, vector, document):
        result = search_get_pb2.SearchResult()
        for name in request.properties.non_ref_properties:
            result.properties.non_ref_props.fields[name].text_value = document[name]
        result.metadata.id, result.metadata.id_as_bytes = key, uuid.UUID(key).bytes
        if cosine is not None:
            result.metadata.distance, result.metadata.distance_present = (
                1 - cosine,
                True,
            )
        if request.metadata.vector:
            packed = struct.pack(f"<{len(vector)}f", *vector.tolist())
            kind = base_pb2.Vectors.VectorType.VECTOR_TYPE_SINGLE_FP32
            result.metadata.vectors.add(name="default", vector_bytes=packed, type=kind)
        return result


def routes(classes):  # noqa: C901 - one small function a route
    route = Routes()

    @route("GET", r"/v1/meta")
    def meta(request):
        return {"version": "1.32.0", "hostname": "loopback", "modules": {}}

    @route("GET", r"/v1/\.well-known/openid-configuration")
    def openid(request):
        raise Answer(404)

    @route("GET", r"/v1/\.well-known/(live|ready)")
    def ready(request):
        return {}

    @route("POST", r"/v1/schema")
    def create(request):
        schema = request.json
        for config in schema["vectorConfig"].values():
            config |= {"vectorIndexType": "hnsw", "vectorIndexConfig": dict(HNSW)}
        for field in schema["properties"]:
            field.setdefault("indexFilterable", True)
            field.setdefault("indexSearchable", False)
        classes[schema["class"]] = Collection(schema=schema)
        return schema

    @route("GET", r"/v1/schema/([^/]+)")
    def describe(request):
        if request.groups[0] not in classes:
            raise Answer(404, {"error": []})
        return classes[request.groups[0]].about["schema"]

    @route("DELETE", r"/v1/schema/([^/]+)")
    def drop(request):
        classes.pop(request.groups[0], None)
        return {}

    return route


def healthy():
    """The standard health check, which the client makes when it connects."""
    check = grpc.unary_unary_rpc_method_handler(
        lambda request, context: health_weaviate_pb2.WeaviateHealthCheckResponse(
            status="SERVING"
        ),
        request_deserializer=health_weaviate_pb2.WeaviateHealthCheckRequest.FromString,
        response_serializer=health_weaviate_pb2.WeaviateHealthCheckResponse.SerializeToString,
    )
    return grpc.method_handlers_generic_handler(
        "grpc.health.v1.Health", {"Check": check}
    )


@contextlib.contextmanager
def serving():
    """(REST URL, gRPC port)."""
    classes = {}
    server = grpc.server(ThreadPoolExecutor(8))
    weaviate_pb2_grpc.add_WeaviateServicer_to_server(Service(classes), server)
    server.add_generic_rpc_handlers((healthy(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with serving_http(routes(classes)) as url:
            yield url, port
    finally:
        server.stop(None).wait()
