"""Azure AI Search: one index per collection, OData filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import ResourceNotFoundError
from azure.identity import DefaultAzureCredential
from azure.search.documents import SearchClient
from azure.search.documents.indexes import SearchIndexClient
from azure.search.documents.indexes.models import (
    HnswAlgorithmConfiguration,
    HnswParameters,
    SearchField,
    SearchIndex,
    VectorSearch,
    VectorSearchProfile,
)
from azure.search.documents.models import VectorizedQuery
from pydantic import SecretStr

from mem0.exceptions import VectorStoreError
from mem0.vector_stores.base import Hit, Point, VectorStoreOptions, clamp
from mem0.vector_stores.pushdown import TIMES, Leaf, Tree, fold, joined
from mem0.vector_stores.tags import TaggedStore, document, key, restore, wanted

PAGE = 1000
WORDS = {"gt": "gt", "gte": "ge", "lt": "lt", "lte": "le"}


class AzureAiSearchConfig(VectorStoreOptions):
    """`service_name` or a whole `endpoint`; without `api_key`, Azure's default credentials."""

    service_name: str | None = None
    endpoint: str | None = None
    api_key: SecretStr | None = None


class AzureAiSearchStore(TaggedStore):
    """Its cosine score is `1 / (2 - cosine)`; indexing takes a moment to be searchable."""

    provider = "azure_ai_search"
    max_fetch = 1000

    def __init__(self, config: AzureAiSearchConfig) -> None:
        self._config = config
        super().__init__(config)

    def _connect(self) -> None:
        config = self._config
        endpoint = (
            config.endpoint or f"https://{config.service_name}.search.windows.net"
        )
        credential: Any = (
            AzureKeyCredential(config.api_key.get_secret_value())
            if config.api_key
            else DefaultAzureCredential()
        )
        self._indexes = SearchIndexClient(endpoint, credential)
        self._client = SearchClient(endpoint, self.collection, credential)

    def close(self) -> None:
        self._client.close()
        self._indexes.close()

    def _create(self) -> int | None:
        try:
            fields = self._indexes.get_index(self.collection).fields
        except ResourceNotFoundError:
            self._indexes.create_index(self._schema())
            return None
        [vector] = [field for field in fields if field.name == "vector"]
        return int(vector.vector_search_dimensions or 0)

    def _schema(self) -> SearchIndex:
        plain = {"searchable": False, "facetable": False, "retrievable": True}
        double = {"type": "Edm.Double", "filterable": True, "sortable": False, **plain}
        hidden = {"type": "Edm.String", "filterable": False, "sortable": False, **plain}
        fields = [
            SearchField(
                name="key",
                type="Edm.String",
                key=True,
                filterable=True,
                sortable=True,
                **plain,
            ),
            SearchField(name="id", **hidden),
            SearchField(name="payload", **hidden),
            SearchField(
                name="tags", type="Collection(Edm.String)", filterable=True, **plain
            ),
            SearchField(
                name="vector",
                type="Collection(Edm.Single)",
                searchable=True,
                retrievable=True,
                vector_search_dimensions=self.dimensions,
                vector_search_profile_name="cosine",
            ),
            *(SearchField(name=name, **double) for name in sorted(TIMES)),
        ]
        parameters = HnswParameters(metric="cosine")
        search = VectorSearch(
            algorithms=[HnswAlgorithmConfiguration(name="hnsw", parameters=parameters)],
            profiles=[
                VectorSearchProfile(name="cosine", algorithm_configuration_name="hnsw")
            ],
        )
        return SearchIndex(name=self.collection, fields=fields, vector_search=search)

    def _upsert(self, points: Sequence[Point]) -> None:
        entries = []
        for point in points:
            vector = [float(value) for value in point.vector]
            entries.append({"key": key(point.id), "vector": vector, **document(point)})
        if entries:
            _check(self._client.upload_documents(entries))

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        query = VectorizedQuery(
            vector=[float(value) for value in vector],
            k_nearest_neighbors=limit,
            fields="vector",
        )
        found = self._client.search(
            search_text=None,
            vector_queries=[query],
            vector_filter_mode="preFilter",
            filter=None if where is None else _filter(where),
            select=["id", "payload"],
            top=limit,
        )
        return [
            Hit(point.id, clamp(2 - 1 / entry["@search.score"]), point.payload)
            for entry in found
            for point in [restore(entry)]
        ]

    def _get(self, ids: Sequence[str]) -> list[Point]:
        if not ids:
            return []
        keys = ",".join(key(point_id) for point_id in ids)
        found = self._client.search(
            search_text="*",
            filter=f"search.in(key, '{keys}')",
            select=["id", "payload", "vector"],
            top=len(ids),
        )
        return [restore(entry, entry["vector"]) for entry in found]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        condition, after = "" if where is None else f" and {_filter(where)}", ""
        while True:
            page = list(
                self._client.search(
                    search_text="*",
                    filter=f"key gt '{after}'{condition}",
                    order_by=["key asc"],
                    select=["key", "id", "payload"],
                    top=PAGE,
                )
            )
            yield from (restore(entry) for entry in page)
            if len(page) < PAGE:
                return
            after = page[-1]["key"]

    def _delete(self, ids: Sequence[str]) -> None:
        if ids:
            _check(self._client.delete_documents([{"key": key(one)} for one in ids]))

    def _drop(self) -> None:
        try:
            self._indexes.delete_index(self.collection)
        except ResourceNotFoundError:
            return


def _check(results: Iterable[Any]) -> None:
    refused = [result.error_message for result in results if not result.succeeded]
    if refused:
        msg = f"azure_ai_search refused a write: {refused[0]}"
        raise VectorStoreError(msg)


def _filter(tree: Tree) -> str:
    return fold(tree, leaf=_condition, every=joined(" and "), some=joined(" or "))


def _condition(leaf: Leaf) -> str:
    if leaf.operator not in ("in", "exists"):
        return f"{leaf.path[0]} {WORDS[leaf.operator]} {leaf.value!r}"
    asked = f"tags/any(t: search.in(t, '{','.join(wanted(leaf))}'))"
    return f"not {asked}" if leaf.negated else asked
