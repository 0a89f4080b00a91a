"""Calls the official client on behalf of a test, in the client's own environment.

It runs in another virtual environment, because the official package and ours share
their import name. One request a line on standard input, one answer a line on
standard output; the first argument says whether the sync or the async client answers.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import operator
import os
import sys
from typing import Any

mem0 = importlib.import_module("mem0")
CLASSES = {"sync": mem0.MemoryClient, "async": mem0.AsyncMemoryClient}


class Caller:
    """The clients that were constructed, by their arguments."""

    def __init__(self, mode: str) -> None:
        self._class = CLASSES[mode]
        self._clients: dict[str, Any] = {}

    async def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """`{"returned": …}`, or `{"raised": …}` with what a caller would catch."""
        try:
            return {"returned": await self._call(**request)}
        except Exception as exc:
            return {"raised": described(exc)}

    async def _call(
        self,
        construct: dict[str, Any],
        method: str,
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> Any:
        client = self._client(construct)
        if method == "identity":
            return [client.org_id, client.project_id, client.user_email]
        if method == "elsewhere":
            transport = getattr(client, "async_client", None) or client.client
            here, transport.base_url = transport.base_url, args[0]
            try:
                made = client.get(args[1])
                return await made if inspect.isawaitable(made) else made
            finally:
                transport.base_url = here
        if method == "lose_key":
            transport = getattr(client, "async_client", None) or client.client
            transport.headers["Authorization"] = "Token m0-no-longer-valid"
            return None
        if "options" in kwargs:
            kwargs["options"] = typed(**kwargs["options"])
        made = operator.attrgetter(method)(client)(*args, **kwargs)
        return await made if inspect.isawaitable(made) else made

    def _client(self, construct: dict[str, Any]) -> Any:
        name = json.dumps(construct, sort_keys=True)
        if name not in self._clients:
            self._clients[name] = self._class(**construct)
        return self._clients[name]


def typed(name: str, **values: Any) -> Any:
    """One of the option models of the newer client."""
    return getattr(importlib.import_module("mem0.client.types"), name)(**values)


def described(exc: Exception) -> dict[str, Any]:
    """The exception: its class, what it says, and the body of the answer behind it."""
    details = getattr(exc, "details", None)
    response = getattr(exc, "response", None)
    return {
        "name": type(exc).__name__,
        "message": str(getattr(exc, "message", "") or exc),
        "code": getattr(exc, "error_code", None),
        "body": details if response is None else response.json(),
    }


def main() -> None:
    """Answer until the input ends. What the client prints goes to standard error."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as answers, asyncio.Runner() as on:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        caller = Caller(sys.argv[1])
        for line in sys.stdin:
            answer = on.run(caller.answer(json.loads(line)))
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
