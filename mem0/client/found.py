"""What a list or a search found, in both shapes that clients know.

The documentation of the client promises a list of memories, the wire (and with it
the official client) has them under `results`, next to `count` and `next`. Code
written for either must work, so this is the list, and it reads like the object.
"""

from __future__ import annotations

from typing import Any, SupportsIndex, overload

from mem0.client.types import Memory


class Found(list[Memory]):
    """Memories; `found["results"]` is the same list of them.

    `found.body` is the object as it came: with `count`, `next` and `previous` if the
    list was paged, with `relations` where they were asked for.
    """

    def __init__(self, body: Any) -> None:
        rows = body.get("results", []) if isinstance(body, dict) else body
        super().__init__(rows)
        extra = body if isinstance(body, dict) else {}
        self.body: dict[str, Any] = {**extra, "results": rows}

    @overload
    def __getitem__(self, key: SupportsIndex) -> Memory: ...
    @overload
    def __getitem__(self, key: slice) -> list[Memory]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...
    def __getitem__(self, key: SupportsIndex | slice | str) -> Any:
        return self.body[key] if isinstance(key, str) else super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        return key in self.body if isinstance(key, str) else super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """What the answer has beside the memories, such as `count`."""
        return self.body.get(key, default)
