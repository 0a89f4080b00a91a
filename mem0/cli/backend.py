"""What the commands need of whoever keeps the memories: a platform, or this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

Answer = dict[str, Any]
Ids = Mapping[str, str]
Options = Mapping[str, Any]


class Backend(Protocol):
    """Raises the errors of `mem0.exceptions`."""

    jobs: int
    """How many calls may run side by side."""
    repeatable: bool
    """Whether storing under a name twice does it once."""

    def ping(self) -> Answer: ...

    def add(self, messages: Sequence[Any], options: Options, wait: float) -> Answer:
        """The answer: `status`, `event_id` and, once it is done, `results`."""

    def store(self, messages: Sequence[Any], options: Options, name: str) -> None:
        """Keep messages, under a name."""

    def search(self, query: str, options: Options) -> list[Answer]: ...

    def walk(self, options: Options) -> Iterator[Answer]:
        """All memories that match, newest first."""

    def count(self, options: Options) -> int | None:
        """How many match; None where that is not known."""

    def get(self, memory_id: str) -> Answer: ...

    def update(self, memory_id: str, changes: Options) -> Answer: ...

    def delete(self, memory_id: str, *, linked: bool) -> Answer: ...

    def delete_all(self, options: Options) -> Answer: ...

    def delete_everything(self) -> Answer: ...

    def history(self, memory_id: str) -> list[Answer]: ...

    def entities(self) -> list[Answer]: ...

    def event(self, event_id: str, wait: float) -> Answer: ...

    def events(self, options: Options, limit: int) -> list[Answer]: ...

    def close(self) -> None: ...
