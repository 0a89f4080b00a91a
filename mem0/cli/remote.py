"""Memories of a platform, over its API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from mem0.cli.backend import Answer, Options
from mem0.cli.settings import Account
from mem0.client.main import MemoryClient
from mem0.client.retries import Retries
from mem0.entities import ENTITY_IDS, EVERYBODY

PATIENT = Retries(attempts=8)
"""An import may have to wait for the next minute of a plan."""
LARGEST_PAGE = 200


class Remote:
    """Implements `Backend`."""

    jobs = 4
    repeatable = True

    def __init__(self, account: Account, timeout: float) -> None:
        # A wrong key is told by the first call as well as by a ping before it.
        self.client = MemoryClient(
            account.api_key,
            account.host,
            max_retries=PATIENT,
            timeout=timeout,
            validate=False,
        )

    def ping(self) -> Answer:
        return {"host": self.client.host, **self.client.ping()}

    def add(self, messages: Sequence[Any], options: Options, wait: float) -> Answer:
        answer = self.client.add(list(messages), wait=wait or None, **options)
        return dict(answer)

    def store(self, messages: Sequence[Any], options: Options, name: str) -> None:
        self.client.add(list(messages), idempotency_key=name, **options)

    def search(self, query: str, options: Options) -> list[Answer]:
        return list(self.client.search(query, **options))

    def walk(self, options: Options) -> Iterator[Answer]:
        return self.client.iter_all(page_size=LARGEST_PAGE, **_of_somebody(options))

    def count(self, options: Options) -> int | None:
        page = self.client.get_all(page=1, page_size=1, **_of_somebody(options))
        number = page.get("count")
        return number if isinstance(number, int) else None

    def get(self, memory_id: str) -> Answer:
        return self.client.get(memory_id)

    def update(self, memory_id: str, changes: Options) -> Answer:
        return self.client.update(memory_id, **changes)

    def delete(self, memory_id: str, *, linked: bool) -> Answer:
        return self.client.delete(memory_id, delete_linked=linked)

    def delete_all(self, options: Options) -> Answer:
        return self.client.delete_all(**options)

    def delete_everything(self) -> Answer:
        return self.client.delete_all(user_id="*", agent_id="*", app_id="*", run_id="*")

    def history(self, memory_id: str) -> list[Answer]:
        return self.client.history(memory_id)

    def entities(self) -> list[Answer]:
        return list(self.client.iter_users(page_size=LARGEST_PAGE))

    def event(self, event_id: str, wait: float) -> Answer:
        return self.client.event(event_id, wait=wait or None)

    def events(self, options: Options, limit: int) -> list[Answer]:
        size = min(limit, LARGEST_PAGE)
        return list(islice(self.client.iter_events(page_size=size, **options), limit))

    def close(self) -> None:
        self.client.close()


def _of_somebody(options: Options) -> dict[str, Any]:
    """A list is about somebody, so one about nobody in particular is about all."""
    named = {*ENTITY_IDS, "filters"} & options.keys()
    return {**options, **({} if named else {"filters": EVERYBODY})}
