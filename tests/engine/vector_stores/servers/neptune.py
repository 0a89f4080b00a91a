"""Neptune Analytics' HTTP interface, for the statements the adapter sends.

openCypher itself is not implemented: a statement is known by its shape, and one that
is not known is an error.
"""

from __future__ import annotations

import re

from tests.engine.vector_stores.servers.engine import Collection
from tests.engine.vector_stores.servers.http import Answer, Routes


def routes(dimensions):  # noqa: C901 - one small function a route
    route, points = Routes(), Collection(dimensions)

    def mine(given):
        return lambda document: document["collection"] == given["collection"]

    def merge(given):
        for row in given["points"]:
            points.put(
                row["key"], row["vector"], {**row, "collection": given["collection"]}
            )
        return [{"written": len(given["points"])}]

    def nearest(given):
        rows = points.nearest(given["vector"], given["limit"])
        return [
            {**document, "score": 2 - 2 * cosine} for cosine, _, _, document in rows
        ]

    def read(given):
        rows = points.get(given["keys"])
        return [document for _, _, document in rows if mine(given)(document)]

    def paged(given):
        rows = [row for row in points.all(mine(given)) if row[0] > given["after"]]
        return [{**document, "key": key} for key, _, document in rows[: given["limit"]]]

    def delete(given):
        points.delete(
            [key for key, _, d in points.get(given["keys"]) if mine(given)(d)]
        )
        return []

    def drop(given):
        points.delete([row[0] for row in points.all(mine(given))])
        return []

    statements = [
        (
            r"UNWIND \$points .* MERGE .* CALL neptune\.algo\.vectors\.upsert\(n, point\.v",
            merge,
        ),
        (
            r"CALL neptune\.algo\.vectors\.topKByEmbedding\(\$vector, .* YIELD node, score",
            nearest,
        ),
        (r"MATCH .* id\(n\) IN \$keys .* DETACH DELETE n", delete),
        (r"MATCH .* n\.collection = \$collection DETACH DELETE n", drop),
        (r"MATCH .* id\(n\) IN \$keys .* RETURN n\.id", read),
        (r"MATCH .* id\(n\) > \$after RETURN .* LIMIT \$limit", paged),
    ]

    @route("GET", r"/graphs/([^/]+)")
    def graph(request):
        about = {
            "id": request.groups[0],
            "name": "g",
            "arn": "arn",
            "status": "AVAILABLE",
        }
        return {**about, "vectorSearchConfiguration": {"dimension": dimensions}}

    @route("POST", r"/queries")
    def query(request):
        body = request.json
        assert body["language"] == "OPEN_CYPHER"
        text = " ".join(body["query"].split())
        for shape, run in statements:
            if re.match(shape, text):
                return {"results": run(body["parameters"])}
        raise Answer(
            400, {"message": f"unknown statement: {text}", "reason": "MALFORMED_QUERY"}
        )

    return route
