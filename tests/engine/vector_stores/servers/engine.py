"""The one in-memory engine behind every loopback server.

A server translates its provider's requests to this: documents by key in named
collections, a predicate over a document, exact cosine.
"""

from __future__ import annotations

import threading

import numpy as np


class Collection:
    """Documents (dicts) with a vector each; thread-safe."""

    def __init__(self, dimensions=None, **about):
        self.dimensions = dimensions
        self.about = about
        self.rows = {}
        self._lock = threading.RLock()

    def put(self, key, vector, document):
        if self.dimensions is not None and len(vector) != self.dimensions:
            raise ValueError(f"{len(vector)} dimensions, {self.dimensions} expected")
        with self._lock:
            self.rows[key] = (np.asarray(vector, dtype="float32"), document)

    def get(self, keys):
        with self._lock:
            return [(key, *self.rows[key]) for key in keys if key in self.rows]

    def delete(self, keys):
        with self._lock:
            return sum(self.rows.pop(key, None) is not None for key in list(keys))

    def all(self, holds=None):
        """(key, vector, document), by key."""
        with self._lock:
            rows = sorted(self.rows.items())
        return [(k, v, d) for k, (v, d) in rows if holds is None or holds(d)]

    def nearest(self, vector, limit, holds=None):
        """(cosine, key, vector, document), best first."""
        rows = self.all(holds)
        if not rows:
            return []
        stored = np.stack([row[1] for row in rows])
        query = np.asarray(vector, dtype="float32")
        cosines = (
            stored @ query / np.linalg.norm(stored, axis=1) / np.linalg.norm(query)
        )
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(float(cosines[n]), *rows[n]) for n in best]
