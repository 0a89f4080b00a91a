"""Qdrant's REST API in front of the local mode of its own client.

The local mode evaluates filters and computes scores as the engine does, but belongs to
one process; this lends it to several, and can be stopped and started again with what
it holds. `asked` keeps the bodies of requests by method and path.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import warnings
from http.server import ThreadingHTTPServer

from pydantic import TypeAdapter
from qdrant_client import QdrantClient, models

from tests.engine.vector_stores.servers.http import Answer, Routes, handler_of

NAME = r"/collections/([^/]+)"


class Server(ThreadingHTTPServer):
    """Knows its connections, so that stopping it cuts them as a dead process would."""

    daemon_threads = True

    def __init__(self, *arguments):
        self.connections = set()
        super().__init__(*arguments)

    def process_request(self, request, client_address):
        self.connections.add(request)
        super().process_request(request, client_address)

    def cut(self):
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class QdrantServer:
    """A Qdrant on loopback; `url` stays the same when it is stopped and started."""

    def __init__(self):
        self.client = QdrantClient(":memory:")
        self.asked = []
        self.port = 0
        self._lock = threading.RLock()
        self._server = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        handler = handler_of(routes_of(self.client, self.asked, self._lock))
        self._server = Server(("127.0.0.1", self.port), handler)
        self.port = self._server.server_port
        threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        ).start()
        return self

    def stop(self):
        if self._server is not None:
            self._server.shutdown()
            self._server.cut()
            self._server.server_close()
            self._server = None

    def holding(self):
        """While this context is open no request is answered."""
        return self._lock

    def points(self):
        """What is stored, from every collection: (payload, vector)."""
        with self._lock:
            return [
                (record.payload, record.vector)
                for each in self.client.get_collections().collections
                for record in self.client.scroll(
                    each.name, limit=10_000, with_vectors=True
                )[0]
            ]

    def __enter__(self):
        return self.start()

    def __exit__(self, *error):
        self.stop()


def routes_of(client, asked, lock):
    """The calls that the adapter makes."""
    routes = Routes()

    def route(method, pattern):
        def keep(function):
            def answer(request):
                asked.append((method, pattern.replace(NAME, ""), request.json))
                with lock:
                    return {"result": function(request), "status": "ok", "time": 0.0}

            routes(method, pattern)(answer)
            return function

        return keep

    _collections(client, route)
    _points(client, route)
    return routes


def _collections(client, route):
    @route("GET", NAME + r"/exists")
    def exists(request):
        return {"exists": client.collection_exists(request.groups[0])}

    @route("GET", NAME)
    def info(request):
        _must_exist(client, request)
        return _json(client.get_collection(request.groups[0]))

    @route("PUT", NAME)
    def create(request):
        body = models.CreateCollection(**request.json)
        return client.create_collection(
            request.groups[0], vectors_config=body.vectors, hnsw_config=body.hnsw_config
        )

    @route("DELETE", NAME)
    def drop(request):
        return client.delete_collection(request.groups[0])

    @route("PUT", NAME + r"/index")
    def index(request):
        _must_exist(client, request)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the local mode scans, and says so
            client.create_payload_index(request.groups[0], request.json["field_name"])
        return _done()


def _points(client, route):
    @route("PUT", NAME + r"/points")
    def upsert(request):
        _must_exist(client, request)
        body = models.PointsList(**request.json)
        client.upsert(request.groups[0], body.points)
        return _done()

    @route("POST", NAME + r"/points")
    def retrieve(request):
        _must_exist(client, request)
        body = models.PointRequest(**request.json)
        found = client.retrieve(
            request.groups[0], body.ids, body.with_payload, body.with_vector
        )
        return [_json(each) for each in found]

    @route("POST", NAME + r"/points/query")
    def nearest(request):
        _must_exist(client, request)
        body = models.QueryRequest(**request.json)
        found = client.query_points(
            request.groups[0],
            query=body.query,
            query_filter=body.filter,
            limit=body.limit,
            with_payload=body.with_payload,
        )
        return _json(found)

    @route("POST", NAME + r"/points/scroll")
    def scroll(request):
        _must_exist(client, request)
        body = models.ScrollRequest(**request.json)
        found, following = client.scroll(
            request.groups[0],
            scroll_filter=body.filter,
            limit=body.limit,
            offset=body.offset,
            with_payload=body.with_payload,
        )
        return {
            "points": [_json(each) for each in found],
            "next_page_offset": following,
        }

    @route("POST", NAME + r"/points/delete")
    def delete(request):
        _must_exist(client, request)
        body = TypeAdapter(models.PointsSelector).validate_python(request.json)
        client.delete(request.groups[0], body)
        return _done()


def _must_exist(client, request):
    name = request.groups[0]
    if not client.collection_exists(name):
        error = f"Not found: Collection `{name}` doesn't exist!"
        raise Answer(404, {"status": {"error": error}, "time": 0.0})


def _done():
    return {"operation_id": 0, "status": "completed"}


def _json(model):
    return model.model_dump(mode="json", exclude_none=True)
