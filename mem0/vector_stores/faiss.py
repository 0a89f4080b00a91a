"""FAISS: an exact index in memory, kept in one folder as two files.

`<collection>.faiss` has the vectors, `<collection>.json` what they belong to. Both
are written beside the old ones and renamed, the JSON last: it names the index file
it goes with, so a crash leaves the old pair. Nothing is pickled.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import Any, ClassVar, get_args

import faiss
import numpy as np
from pydantic import Field

from mem0.memory.filters import Operator
from mem0.vector_stores.base import Hit, Point, VectorStore, VectorStoreOptions, clamp
from mem0.vector_stores.payloads import holds
from mem0.vector_stores.pushdown import Leaf, Tree
from mem0.vector_stores.ranking import unit


class FaissConfig(VectorStoreOptions):
    """`path` is a folder; without one nothing outlives the process."""

    path: str | None = Field(default=None, min_length=1)


class FaissStore(VectorStore):
    """Filters run in the process, before the ranking, so every operator is exact."""

    provider = "faiss"
    capabilities: ClassVar[frozenset[Operator]] = frozenset(get_args(Operator))
    batch_size = 100_000

    def __init__(self, config: FaissConfig) -> None:
        self._folder = Path(config.path) if config.path else None
        self._lock = RLock()
        super().__init__(config)

    def expresses(self, leaf: Leaf) -> bool:
        return True

    def _connect(self) -> None:
        self._points: dict[str, tuple[int, Mapping[str, Any]]] = {}
        self._next = 0
        self._file = ""
        self._name = uuid.uuid5(uuid.NAMESPACE_URL, self.collection).hex
        if self.collection.isidentifier():
            self._name = self.collection

    def _create(self) -> int | None:
        with self._lock:
            if self._folder and self._sidecar.exists():
                return self._load()
            self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(self.dimensions))
            self._save()
            return None

    @property
    def _sidecar(self) -> Path:
        assert self._folder is not None
        return self._folder / f"{self._name}.json"

    def _load(self) -> int:
        assert self._folder is not None
        kept = json.loads(self._sidecar.read_text("utf-8"))
        self._file, self._next = kept["index"], kept["next"]
        self._points = {name: (row, payload) for name, row, payload in kept["points"]}
        self._index = faiss.read_index(str(self._folder / self._file))
        return int(self._index.d)

    def _save(self) -> None:
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        old, self._file = self._file, f"{self._name}.{uuid.uuid4().hex[:8]}.faiss"
        _replace(
            self._folder / self._file, lambda p: faiss.write_index(self._index, str(p))
        )
        kept = {
            "index": self._file,
            "next": self._next,
            "points": [
                [name, row, payload] for name, (row, payload) in self._points.items()
            ],
        }
        text = json.dumps(kept, ensure_ascii=False)
        _replace(self._sidecar, lambda path: path.write_text(text, "utf-8"))
        if old:
            (self._folder / old).unlink(missing_ok=True)

    def _upsert(self, points: Sequence[Point]) -> None:
        if not points:
            return
        vectors = unit(np.asarray([point.vector for point in points], dtype="float32"))
        with self._lock:
            self._forget([point.id for point in points])
            rows = np.arange(self._next, self._next + len(points), dtype="int64")
            self._next += len(points)
            self._index.add_with_ids(vectors, rows)
            for point, row in zip(points, rows, strict=True):
                self._points[point.id] = (
                    int(row),
                    json.loads(json.dumps(dict(point.payload))),
                )
            self._save()

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        query = unit(np.asarray([vector], dtype="float32"))
        with self._lock:
            names = {row: name for name, (row, _) in self._matching_rows(where)}
            if not names:
                return []
            selector = faiss.IDSelectorBatch(np.fromiter(names, dtype="int64"))
            scores, rows = self._index.search(
                query,
                min(limit, len(names)),
                params=self._only(selector),
            )
            return [
                Hit(names[int(row)], clamp(score), self._points[names[int(row)]][1])
                for score, row in zip(scores[0], rows[0], strict=True)
                if row >= 0
            ]

    @staticmethod
    def _only(selector: Any) -> Any:
        parameters: Any = faiss.SearchParameters()
        parameters.sel = selector
        return parameters

    def _matching_rows(
        self, where: Tree | None
    ) -> Iterator[tuple[str, tuple[int, Mapping[str, Any]]]]:
        for name, kept in self._points.items():
            if where is None or holds(where, {**kept[1], "id": name}):
                yield name, kept

    def _get(self, ids: Sequence[str]) -> list[Point]:
        with self._lock:
            kept = [(name, *self._points[name]) for name in ids if name in self._points]
            return [
                Point(name, self._index.reconstruct(row).tolist(), payload)
                for name, row, payload in kept
            ]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        with self._lock:
            kept = list(self._matching_rows(where))
        yield from (Point(name, (), payload) for name, (_, payload) in kept)

    def _delete(self, ids: Sequence[str]) -> None:
        with self._lock:
            if self._forget(ids):
                self._save()

    def _forget(self, ids: Sequence[str]) -> bool:
        rows = [self._points.pop(name)[0] for name in ids if name in self._points]
        if rows:
            self._index.remove_ids(np.asarray(rows, dtype="int64"))
        return bool(rows)

    def _drop(self) -> None:
        with self._lock:
            if self._folder:
                self._sidecar.unlink(missing_ok=True)
                if self._file:
                    (self._folder / self._file).unlink(missing_ok=True)
            self._connect()


def _replace(path: Path, write: Callable[[Path], Any]) -> None:
    """Write beside, flush to the disk, then rename: a reader sees old or new, whole."""
    beside = path.with_name(f".{path.name}.new")
    write(beside)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(path)
