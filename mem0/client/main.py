"""The client of the API, blocking; its twin that awaits is in `asynchronous`.

A method says what it is for and hands on to the endpoints or flows that both
clients share. Nothing is reported to anybody but the host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, Unpack

import httpx

from mem0.client import endpoints, flows, paging, project_endpoints
from mem0.client.asynchronous import AsyncMemoryClient
from mem0.client.calls import Call, T, merged
from mem0.client.connection import TIMEOUT, Address, Connected, Connection, Flow, run
from mem0.client.found import Found
from mem0.client.project import Project
from mem0.client.retries import Retries
from mem0.client.types import (
    AddMemoryOptions,
    DeleteAllMemoryOptions,
    EventsOptions,
    ExportOptions,
    ExportQuery,
    GetAllMemoryOptions,
    Memory,
    Messages,
    Object,
    ProfileSettings,
    ProjectUpdateOptions,
    SearchMemoryOptions,
    UpdateMemoryOptions,
)
from mem0.exceptions import Mem0Error

__all__ = ["AsyncMemoryClient", "MemoryClient"]


class MemoryClient(Connected):
    """A client of the API that blocks; safe to share between threads.

    `api_key` and `host` default to `MEM0_API_KEY` and `MEM0_HOST`. `client` is an
    `httpx.Client` of your own, with your proxies and certificates; it stays yours to
    close. `max_retries` is a number or a `Retries`; `timeout` is in seconds.

    The key is tried at once unless `validate` is false: an unknown one raises
    `AuthenticationError`. All methods raise the errors of `mem0.exceptions`.
    """

    def __init__(
        self,
        api_key: str | None = None,
        host: str | None = None,
        org_id: str | None = None,
        project_id: str | None = None,
        client: httpx.Client | None = None,
        *,
        max_retries: int | Retries = 3,
        timeout: float = TIMEOUT,
        validate: bool = True,
    ) -> None:
        address = Address.of(api_key, host, client)
        self._owned = client is None
        self.client = client or httpx.Client(timeout=timeout)
        self._connection = Connection(
            self.client,
            address,
            {"org_id": org_id, "project_id": project_id},
            Retries.of(max_retries),
            validate=validate,
        )
        self.project = Project(self._connection, self._run)
        if validate:
            self._validate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless they belong to a `client` of your own."""
        if self._owned:
            self.client.close()

    def ping(self) -> Object:
        """Who the key is: `org_id`, `project_id` and a name for the connection."""
        return self._send(endpoints.ping({}))

    def add(
        self,
        messages: Messages,
        options: AddMemoryOptions | None = None,
        *,
        wait: float | None = None,
        idempotency_key: str | None = None,
        **fields: Unpack[AddMemoryOptions],
    ) -> Any:
        """Remember something of a conversation: a text, a message or a list of them.

        Answers at once with the `event_id` of work to be done, or, with `wait`
        seconds, when it is done: `status` then says `SUCCEEDED` or `FAILED`, and
        `results` what is new. Still `PENDING` means that the time was too short.
        """
        call = endpoints.add(messages, merged(options, fields), wait, idempotency_key)
        return self._run(flows.add(self._connection, call, wait))

    def get(self, memory_id: str) -> Memory:
        """One memory, also an expired or superseded one."""
        return self._send(endpoints.get(memory_id))

    def get_all(
        self,
        options: GetAllMemoryOptions | None = None,
        **fields: Unpack[GetAllMemoryOptions],
    ) -> Found:
        """Matching memories, newest first: one page, or `top_k` of them."""
        return self._run(paging.get_all(self._connection, merged(options, fields)))

    def iter_all(
        self,
        options: GetAllMemoryOptions | None = None,
        **fields: Unpack[GetAllMemoryOptions],
    ) -> Iterator[Memory]:
        """All matching memories, one after the other; pages are read as needed."""
        return self._walk(endpoints.get_all, merged(options, fields))

    def search(
        self,
        query: str,
        options: SearchMemoryOptions | None = None,
        **fields: Unpack[SearchMemoryOptions],
    ) -> Found:
        """Memories that answer a question, best first, each with its `score`."""
        return Found(self._send(endpoints.search(query, merged(options, fields))))

    def update(
        self,
        memory_id: str,
        text: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        **fields: Unpack[UpdateMemoryOptions],
    ) -> Memory:
        """Change a memory: text, metadata, time, or the last day it is shown."""
        return self._send(endpoints.update(memory_id, text, metadata, fields))

    def delete(self, memory_id: str, delete_linked: bool = False) -> Object:
        """Delete a memory; with `delete_linked` also those it has replaced."""
        return self._send(endpoints.delete(memory_id, delete_linked))

    def delete_all(
        self,
        options: DeleteAllMemoryOptions | None = None,
        **fields: Unpack[DeleteAllMemoryOptions],
    ) -> Object:
        """Delete what matches. Raises `ValidationError` when nothing is named."""
        return self._send(endpoints.delete_all(merged(options, fields)))

    def why(self, memory_id: str) -> Object:
        """What a memory rests on: its sources, origin, confirmations and history."""
        return self._send(endpoints.why(memory_id))

    def history(self, memory_id: str) -> list[Object]:
        """Every change of a memory, oldest first; readable after its deletion too."""
        return self._send(endpoints.history(memory_id))

    def event(self, event_id: str, wait: float | None = None) -> Object:
        """What became of an add or a deletion: `status`, `results`, `error`.

        With `wait` seconds, when it is over; still `PENDING` or `RUNNING` means that
        the time was too short.
        """
        return self._run(flows.event(self._connection, event_id, wait))

    def events(self, **fields: Unpack[EventsOptions]) -> Object:
        """What the project did, newest first, a page under `results`."""
        return self._send(endpoints.events(fields))

    def iter_events(self, **fields: Unpack[EventsOptions]) -> Iterator[Object]:
        """All events of the project, newest first; pages are read as needed."""
        return self._walk(endpoints.events, fields)

    def users(
        self,
        page: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
    ) -> Object:
        """Users, agents, apps and runs that have memories, under `results`."""
        options = {"page": page, "page_size": page_size, "cursor": cursor}
        return self._send(endpoints.users(options))

    def iter_users(self, page_size: int = 100) -> Iterator[Object]:
        """All users, agents, apps and runs; pages are read as needed."""
        return self._walk(endpoints.users, {"page_size": page_size})

    def delete_users(
        self,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> dict[str, str]:
        """Delete the named entities with all their memories; without a name, all."""
        ids = {
            "user_id": user_id,
            "agent_id": agent_id,
            "app_id": app_id,
            "run_id": run_id,
        }
        return self._run(flows.delete_users(self._connection, ids))

    def reset(self) -> dict[str, str]:
        """Delete every entity of the project and all memories."""
        return self._run(flows.reset(self._connection))

    def batch_update(self, memories: Sequence[Mapping[str, Any]]) -> Object:
        """Change up to 1000 memories (`memory_id`, `text`, `metadata`): all or none."""
        return self._send(endpoints.batch_update(memories))

    def batch_delete(self, memories: Sequence[Mapping[str, Any] | str]) -> Object:
        """Delete up to 1000 memories, by id or as `{"memory_id": …}`: all or none."""
        return self._send(endpoints.batch_delete(memories))

    def create_memory_export(
        self, schema: Any, **fields: Unpack[ExportOptions]
    ) -> Object:
        """Ask for memories in the shape of a JSON Schema or a Pydantic model class."""
        return self._send(project_endpoints.create_export(schema, fields))

    def get_memory_export(
        self, wait: float | None = None, **fields: Unpack[ExportQuery]
    ) -> Any:
        """The data of an export, by its id, or the latest of a filter.

        While it is still being made, `{"status": "PENDING", …}`; the service waits
        for it up to `wait` seconds, at most 60.
        """
        return self._send(project_endpoints.get_export(fields, wait))

    def get_summary(self, filters: Mapping[str, Any] | None = None) -> Object:
        """The memories that match, in a few lines."""
        return self._send(project_endpoints.get_summary(filters))

    def feedback(
        self,
        memory_id: str,
        feedback: str | None = None,
        feedback_reason: str | None = None,
    ) -> Object:
        """`POSITIVE`, `NEGATIVE`, `VERY_NEGATIVE`, or nothing to take it back."""
        return self._send(endpoints.feedback(memory_id, feedback, feedback_reason))

    def get_profile(self, entity_id: str) -> Object:
        """The profile of a user, and under `status` how far it is."""
        return self._send(project_endpoints.get_profile(entity_id))

    def generate_profile(
        self, entity_id: str, idempotency_key: str | None = None
    ) -> Object:
        """Make or renew the profile of a user; `status_url` tells how far it is."""
        return self._send(
            project_endpoints.generate_profile(entity_id, idempotency_key)
        )

    def sample_profiles(
        self, limit: int | None = None, idempotency_key: str | None = None
    ) -> Object:
        """Make the profiles of a few users (1 to 10), to try a schema."""
        return self._send(project_endpoints.sample_profiles(limit, idempotency_key))

    def get_profile_job(self, job_id_or_status_url: str) -> Object:
        """How far a job is that makes profiles, under `job`."""
        return self._send(project_endpoints.get_profile_job(job_id_or_status_url))

    def get_profile_settings(self) -> Object:
        """Whether the project keeps profiles, and of what shape."""
        return self._send(project_endpoints.get_profile_settings())

    def update_profile_settings(self, **changes: Unpack[ProfileSettings]) -> Object:
        """Change `enabled`, `schema`, `custom_instructions`; only what is given."""
        return self._send(project_endpoints.update_profile_settings(changes))

    def get_webhooks(self, project_id: str | None = None) -> list[Object]:
        """The webhooks of the project."""
        return self._run(flows.get_webhooks(self._connection, project_id))

    def create_webhook(
        self,
        url: str,
        name: str,
        project_id: str | None = None,
        event_types: Sequence[str] = (),
    ) -> Object:
        """Have events such as `memory_add` posted to an address."""
        return self._run(
            flows.create_webhook(self._connection, project_id, url, name, event_types)
        )

    def update_webhook(
        self,
        webhook_id: str | int,
        name: str | None = None,
        url: str | None = None,
        event_types: Sequence[str] | None = None,
        is_active: bool | None = None,
    ) -> Object:
        """Change a webhook; only what is given."""
        return self._send(
            project_endpoints.update_webhook(
                webhook_id,
                {
                    "name": name,
                    "url": url,
                    "event_types": event_types,
                    "is_active": is_active,
                },
            )
        )

    def delete_webhook(self, webhook_id: str | int) -> Object:
        """Delete a webhook."""
        return self._send(project_endpoints.delete_webhook(webhook_id))

    def get_project(self, fields: Sequence[str] | None = None) -> Object:
        """Deprecated: use `client.project.get()`."""
        project_endpoints.warn_of_project("get_project", "get")
        return self.project.get(fields)

    def update_project(self, **changes: Unpack[ProjectUpdateOptions]) -> Object:
        """Deprecated: use `client.project.update()`."""
        project_endpoints.warn_of_project("update_project", "update")
        return self.project.update(**changes)

    def _validate(self) -> None:
        try:
            self._run(self._connection.home())
        except Mem0Error:
            self.close()
            raise

    def _walk(
        self, call: Callable[[Mapping[str, Any]], Call[Any]], options: Mapping[str, Any]
    ) -> Iterator[Object]:
        pages = paging.Pages(call, options)
        while not pages.over:
            yield from self._run(pages.turn(self._connection))

    def _send(self, call: Call[T]) -> T:
        return self._run(self._connection.call(call))

    def _run(self, flow: Flow[T]) -> T:
        return run(self.client, flow, self._connection.retries.sleep)
