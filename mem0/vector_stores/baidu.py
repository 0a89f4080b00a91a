"""Baidu VectorDB (Mochow): a table per collection."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

import pymochow
from pydantic import SecretStr
from pymochow.auth.bce_credentials import BceCredentials
from pymochow.configuration import Configuration
from pymochow.exception import ServerError
from pymochow.model.enum import FieldType, IndexType, MetricType, TableState
from pymochow.model.schema import Field as Column, HNSWParams, Schema, VectorIndex
from pymochow.model.table import FloatVector, Partition, Row, VectorTopkSearchRequest

from mem0.exceptions import UnavailableError
from mem0.memory.filters import Operator
from mem0.vector_stores.base import ORDERED, Hit, Point, VectorStoreOptions, clamp
from mem0.vector_stores.pushdown import RANGES, TIMES, Leaf, Tree, fold
from mem0.vector_stores.scoped import SCOPES, ScopedStore, record
from mem0.vector_stores.sql import SIGNS
from mem0.vector_stores.tags import key, restore, wanted

PAGE = 500
NOT_FOUND = 404
MADE_WITHIN = 120.0  # seconds


class BaiduConfig(VectorStoreOptions):
    """`endpoint`, `account` and `api_key` as the console shows them."""

    endpoint: str
    account: str = "root"
    api_key: SecretStr
    database_name: str = "mem0"
    table_replicas: int = 3
    table_partitions: int = 1


class BaiduStore(ScopedStore):
    """Scope ids and times are columns; strong reads."""

    provider = "baidu"
    capabilities: ClassVar[frozenset[Operator]] = ORDERED | {"eq", "in"}

    def __init__(self, config: BaiduConfig) -> None:
        self._config = config
        super().__init__(config)

    def expresses(self, leaf: Leaf) -> bool:
        on_time = leaf.operator in RANGES and leaf.path[0] in TIMES
        return super().expresses(leaf) or (on_time and not leaf.negated)
