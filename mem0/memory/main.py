"""`Memory` and `AsyncMemory`: the engine in this process, without a server.

They read the arguments of mem0's library, of 1.x and of 2.x, and answer in its
shapes; remembering and finding is the engine's, the same as the server's.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from mem0.configs.base import MemoryConfig
from mem0.embeddings.base import Embedder
from mem0.exceptions import ValidationError
from mem0.memory import answers, arguments, finding
from mem0.memory.arguments import Messages
from mem0.memory.drafts import AddOptions, Extractor
from mem0.memory.engine import Engine
from mem0.memory.extraction import LLMExtractor
from mem0.memory.local import LocalStore
from mem0.memory.relating import RelatingExtractor
from mem0.memory.rules.extractor import RuleExtractor
from mem0.memory.types import Change, Instructions
from mem0.memory.validity import View
from mem0.utils.factory import (
    EmbedderFactory,
    GraphStoreFactory,
    LlmFactory,
    VectorStoreFactory,
)

P = ParamSpec("P")
R = TypeVar("R")

Answer = dict[str, Any]
EVERYTHING = View(show_expired=True, include_merged=True)


class Memory:
    """Memories in one SQLite file; safe to share between threads and processes.

    Every method raises the errors of `mem0.exceptions`.
    """

    def __init__(self, config: MemoryConfig | None = None) -> None:
        self.config = config or MemoryConfig()
        embedder = _embedder(self.config)
        self.store = _store(self.config, embedder)
        self.engine = Engine(self.store, embedder, _extractor(self.config))

    @classmethod
    def from_config(cls, config_dict: Mapping[str, Any]) -> Self:
        """With a configuration given as plain values."""
        return cls(MemoryConfig(**config_dict))

    def add(  # noqa: PLR0913 - mem0's signature
        self,
        messages: Messages,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        infer: bool = True,
        filters: Mapping[str, Any] | None = None,
        timestamp: Any = None,
        expiration_date: Any = None,
        memory_type: str | None = None,
        prompt: str | None = None,
    ) -> Answer:
        """Remember what was said: `{"results": [{"id", "memory", "event"}]}`.

        With `infer=False` every message is kept word for word. `prompt` stands in
        for the configured instructions of the language model.
        """
        if memory_type is not None:
            msg = f"memory_type {memory_type!r} is not supported; leave it out."
            raise ValidationError(msg)
        ids = {"user_id": user_id, "agent_id": agent_id, "run_id": run_id}
        options = AddOptions(
            said_at=arguments.said_at(timestamp),
            infer=infer,
            metadata=arguments.metadata(metadata),
            expiration_date=arguments.expiration(expiration_date),
            instructions=Instructions(prompt or _instructions(self.config)),
        )
        scope = arguments.scope(ids, filters)
        added = self.engine.add(arguments.messages(messages), scope, options)
        answer = {"results": [answers.effect(*each) for each in added.results]}
        return {**answer, **self._related(added.changes)}

    def get(self, memory_id: str) -> Answer | None:
        """One memory, None if there is no such memory."""
        record = self.engine.get(str(memory_id))
        return None if record is None else answers.memory(record)

    def get_all(  # noqa: PLR0913 - mem0's signature
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        filters: Mapping[str, Any] | None = None,
        limit: int | None = None,
        top_k: int | None = None,
        show_expired: bool = False,
        latest_only: bool = False,
        as_of: Any = None,
        known_at: Any = None,
    ) -> Answer:
        """Memories that match, newest first, 100 unless told: `{"results": […]}`.

        `as_of` asks for what held at a time, `known_at` for what was known by then.
        """
        ids = {"user_id": user_id, "agent_id": agent_id, "run_id": run_id}
        view = arguments.view(
            as_of, known_at, show_expired=show_expired, latest_only=latest_only
        )
        where = arguments.where(ids, filters, view)
        most = arguments.limit(top_k, limit, 100)
        found = self.store.find(where, limit=most)
        found = finding.known(found, view, self.store)
        answer = {"results": [answers.memory(record) for record in found]}
        if self.store.graph is None:
            return answer
        shown = self.store.graph.all(where, limit=most, at=view.as_of)
        return {**answer, **answers.relations(shown)}

    def search(  # noqa: PLR0913 - mem0's signature
        self,
        query: str,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        limit: int | None = None,
        top_k: int | None = None,
        filters: Mapping[str, Any] | None = None,
        threshold: float | None = 0.1,
        rerank: bool = False,
        explain: bool = False,
        reference_date: Any = None,
        show_expired: bool = False,
        latest_only: bool = False,
        as_of: Any = None,
        known_at: Any = None,
    ) -> Answer:
        """Memories that answer the query, best first, 20 unless told.

        `{"results": [{…, "score"}]}`; `explain` adds `score_breakdown`. Relative
        times in the query ("last week") are counted from `reference_date`. `as_of`
        asks for what held at a time, `known_at` for what was known by then. `rerank`
        changes nothing: hits are ranked by all there is anyway.
        """
        ids = {"user_id": user_id, "agent_id": agent_id, "run_id": run_id}
        view = arguments.view(
            as_of, known_at, show_expired=show_expired, latest_only=latest_only
        )
        reference = (
            None if reference_date is None else arguments.said_at(reference_date)
        )
        where = arguments.where(ids, filters, view)
        most = arguments.limit(top_k, limit, 20)
        hits = self.engine.search(
            arguments.text("query", query),
            where=where,
            limit=most,
            threshold=arguments.threshold(threshold),
            reference=reference,
            view=view,
        )
        self.engine.witness.note([hit.record for hit in hits])
        answer = {"results": [answers.hit(hit, explain=explain) for hit in hits]}
        if self.store.graph is None:
            return answer
        records = [hit.record for hit in hits]
        shown = self.store.graph.about(query, where, records, limit=most, at=view.as_of)
        return {**answer, **answers.relations(shown)}

    def update(
        self,
        memory_id: str,
        data: str | None = None,
        *,
        text: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timestamp: Any = None,
        expiration_date: Any = None,
    ) -> Answer:
        """Change the text (`data` is its older name), metadata, time or expiration.

        Metadata is replaced as a whole. Raises `MemoryNotFoundError`.
        """
        changes: dict[str, Any] = {}
        if (new := data if text is None else text) is not None:
            changes["text"] = arguments.text("text", new)
        if metadata is not None:
            changes["metadata"] = arguments.metadata(metadata)
        if timestamp is not None:
            changes["timestamp"] = arguments.said_at(timestamp)
        if expiration_date is not None:
            changes["expiration_date"] = arguments.expiration(expiration_date)
        if not changes:
            msg = "text, metadata, timestamp or expiration_date is required."
            raise ValidationError(msg)
        self.engine.update(str(memory_id), **changes)
        return {"message": "Memory updated successfully!"}

    def delete(self, memory_id: str) -> Answer:
        """Delete one memory; its history stays. Raises `MemoryNotFoundError`."""
        self.engine.delete(str(memory_id))
        return {"message": "Memory deleted successfully!"}

    def delete_all(
        self,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        *,
        filters: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Delete whatever matches, expired memories too."""
        ids = {"user_id": user_id, "agent_id": agent_id, "run_id": run_id}
        where = arguments.where(ids, filters, EVERYTHING)
        with self.store.locked():
            self.engine.delete_all(where)
            self.store.forget_messages(where)
        return {"message": "Memories deleted successfully!"}

    def history(self, memory_id: str) -> list[Answer]:
        """Changes of one memory, oldest first; also of one that is gone."""
        entries = self.store.history(str(memory_id))
        return [answers.change(entry) for entry in entries]

    def reset(self) -> None:
        """Delete everything: memories, messages and history."""
        self.store.reset()

    def close(self) -> None:
        """Let go of files and connections."""
        self.store.close()

    def _related(self, changes: Sequence[Change]) -> Answer:
        """Which relations came and which ended, a list a memory; with a graph only."""
        if self.store.graph is None:
            return {}
        events = ("added_entities", "ADD"), ("deleted_entities", "SUPERSEDE")
        ids = {
            name: [each.record.id for each in changes if each.event == event]
            for name, event in events
        }
        return {
            "relations": {
                name: [
                    [answers.bare(relation) for relation in found]
                    for found in self.store.graph.kept(which).values()
                ]
                for name, which in ids.items()
            }
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _in_thread(
    method: Callable[Concatenate[Memory, P], R],
) -> Callable[Concatenate[AsyncMemory, P], Coroutine[Any, Any, R]]:
    """The same method, run in a thread while the event loop goes on."""

    @functools.wraps(method)
    async def run(self: AsyncMemory, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.to_thread(method, self.memory, *args, **kwargs)

    return run


class AsyncMemory:
    """`Memory` for event loops: the same methods, awaited."""

    def __init__(self, config: MemoryConfig | None = None) -> None:
        self.memory = Memory(config)

    @classmethod
    def from_config(cls, config_dict: Mapping[str, Any]) -> Self:
        """With a configuration given as plain values."""
        return cls(MemoryConfig(**config_dict))

    add = _in_thread(Memory.add)
    get = _in_thread(Memory.get)
    get_all = _in_thread(Memory.get_all)
    search = _in_thread(Memory.search)
    update = _in_thread(Memory.update)
    delete = _in_thread(Memory.delete)
    delete_all = _in_thread(Memory.delete_all)
    history = _in_thread(Memory.history)
    reset = _in_thread(Memory.reset)
    close = _in_thread(Memory.close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


def _embedder(config: MemoryConfig) -> Embedder:
    chosen = config.embedder
    beside = config.vector_store.config if _has_vector_store(config) else None
    return EmbedderFactory.create(chosen.provider, chosen.config, beside)


def _store(config: MemoryConfig, embedder: Embedder) -> LocalStore:
    graph = vectors = None
    if config.graph_store is not None:
        kept = config.graph_store
        graph = GraphStoreFactory.create(kept.provider, kept.config)
    if _has_vector_store(config):
        chosen = config.vector_store
        vectors = VectorStoreFactory.create(chosen.provider, chosen.config)
    path = config.history_db_path
    return LocalStore(path, embedder.name, embedder.dimensions, vectors, graph)


def _has_vector_store(config: MemoryConfig) -> bool:
    """SQLite holds every vector, so a vector store is opened only for who chose one."""
    return "vector_store" in config.model_fields_set


def _extractor(config: MemoryConfig) -> Extractor:
    """Relations are found with the facts, unless the graph has a model of its own."""
    graph = config.graph_store
    related = graph is not None and graph.llm is None
    rules = graph.custom_prompt if graph else None
    facts: Extractor = RuleExtractor()
    if config.llm is not None:
        llm = LlmFactory.create(config.llm.provider, config.llm.config)
        facts = LLMExtractor(llm, relations=related, relation_rules=rules)
    if graph is None or graph.llm is None:
        return facts
    llm = LlmFactory.create(graph.llm.provider, graph.llm.config)
    return RelatingExtractor(facts, llm, rules)


def _instructions(config: MemoryConfig) -> str | None:
    """One model call extracts and compares, so the prompts for both are one text."""
    parts = (
        config.custom_instructions,
        config.custom_fact_extraction_prompt,
        config.custom_update_memory_prompt,
    )
    return "\n\n".join(part for part in parts if part) or None
