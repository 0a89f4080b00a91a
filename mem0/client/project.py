"""The key's own project: its settings and its members, as `client.project`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, Unpack

from mem0.client import project_endpoints as endpoints
from mem0.client.calls import Call, T
from mem0.client.connection import Connection, Flow
from mem0.client.types import Object, ProjectUpdateOptions


class Run(Protocol):
    """Carries a flow out, blocking."""

    def __call__(self, flow: Flow[T]) -> T: ...


class AsyncRun(Protocol):
    """Carries a flow out, awaiting."""

    def __call__(self, flow: Flow[T]) -> Awaitable[T]: ...


def at_home(
    connection: Connection, call: Callable[..., Call[T]], *rest: Any
) -> Flow[T]:
    """A call whose path needs the ids of the key."""
    home = yield from connection.home()
    return (yield from connection.call(call(home, *rest)))


class Project:
    """The project of the key."""

    def __init__(self, connection: Connection, run: Run) -> None:
        self._connection = connection
        self._run = run

    def get(self, fields: Sequence[str] | None = None) -> Object:
        """The project and its settings; the service may answer more than `fields`."""
        return self._send(endpoints.get_project, fields)

    def create(self, name: str, description: str | None = None) -> Object:
        """A new project beside this one, without keys; answers its `project_id`."""
        return self._send(endpoints.create_project, name, description)

    def update(self, **changes: Unpack[ProjectUpdateOptions]) -> Object:
        """Change settings; only what is given."""
        return self._send(endpoints.update_project, changes)

    def delete(self) -> Object:
        """Delete the project and all that is in it, the key included."""
        return self._send(endpoints.delete_project)

    def get_members(self) -> Object:
        """Who belongs to the project, under `members`."""
        return self._send(endpoints.get_members)

    def add_member(self, email: str, role: str = "READER") -> Object:
        """Add somebody as `READER` or `OWNER`."""
        return self._send(endpoints.add_member, email, role)

    def update_member(self, email: str, role: str) -> Object:
        """Give somebody another role."""
        return self._send(endpoints.update_member, email, role)

    def remove_member(self, email: str) -> Object:
        """Remove somebody."""
        return self._send(endpoints.remove_member, email)

    def _send(self, call: Callable[..., Call[T]], *rest: Any) -> T:
        return self._run(at_home(self._connection, call, *rest))


class AsyncProject:
    """The project of the key."""

    def __init__(self, connection: Connection, run: AsyncRun) -> None:
        self._connection = connection
        self._run = run

    async def get(self, fields: Sequence[str] | None = None) -> Object:
        """The project and its settings; the service may answer more than `fields`."""
        return await self._send(endpoints.get_project, fields)

    async def create(self, name: str, description: str | None = None) -> Object:
        """A new project beside this one, without keys; answers its `project_id`."""
        return await self._send(endpoints.create_project, name, description)

    async def update(self, **changes: Unpack[ProjectUpdateOptions]) -> Object:
        """Change settings; only what is given."""
        return await self._send(endpoints.update_project, changes)

    async def delete(self) -> Object:
        """Delete the project and all that is in it, the key included."""
        return await self._send(endpoints.delete_project)

    async def get_members(self) -> Object:
        """Who belongs to the project, under `members`."""
        return await self._send(endpoints.get_members)

    async def add_member(self, email: str, role: str = "READER") -> Object:
        """Add somebody as `READER` or `OWNER`."""
        return await self._send(endpoints.add_member, email, role)

    async def update_member(self, email: str, role: str) -> Object:
        """Give somebody another role."""
        return await self._send(endpoints.update_member, email, role)

    async def remove_member(self, email: str) -> Object:
        """Remove somebody."""
        return await self._send(endpoints.remove_member, email)

    async def _send(self, call: Callable[..., Call[T]], *rest: Any) -> T:
        return await self._run(at_home(self._connection, call, *rest))
