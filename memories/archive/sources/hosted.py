"""A mem0 account, read through its official API with the account's own key.

The pages of `POST /v3/memories/` and, if asked for, `GET /v1/memories/{id}/history/`, as
https://docs.mem0.ai/api-reference describes them. Whatever speaks that API will do, a
server of this platform too. Nothing is written there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.client.main import MemoryClient
from mem0.client.retries import Retries
from mem0.entities import EVERYBODY
from mem0.exceptions import MemoryNotFoundError
from memories.archive.refusals import refused
from memories.archive.sources.collecting import Collection, each
from memories.archive.sources.mem0 import History, Memories

PAGE = 200
PATIENT = Retries(attempts=8)
"""A long list may have to wait for the next minute of a plan."""


def collect(
    found: Collection, *, api_key: str, host: str | None, history: bool
) -> None:
    """Note every memory of the account. Raises what the client raises."""
    with MemoryClient(
        api_key=api_key, host=host, max_retries=PATIENT, validate=False
    ) as client:
        memories: list[Mapping[str, Any]] = list(
            client.iter_all(
                filters=EVERYBODY, page_size=PAGE, show_expired=True, latest_only=False
            )
        )
        each(found, "memories", memories, Memories(found).read)
        if history:
            for key in sorted(found.rows.get("memories", {})):
                each(
                    found,
                    f"history of {key}",
                    history_of(client, key),
                    History(found).read,
                )


def history_of(client: MemoryClient, memory_id: str) -> list[Mapping[str, Any]]:
    """Every change of a memory, each with its id; none where it went meanwhile.

    Raises what the client raises, and `ArchiveRefusedError` for what is no history.
    """
    try:
        rows: Any = client.history(memory_id)
    except MemoryNotFoundError:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise refused(
            "The account", f"the history of {memory_id} is no list of changes"
        )
    return [{"memory_id": memory_id, **row} for row in rows]
