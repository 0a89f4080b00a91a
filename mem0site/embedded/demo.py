"""The main job, shown on real input through the running server's own HTTP API: a short
conversation goes in, memories come out, one question is answered.
"""

from __future__ import annotations

import shlex
import time
from pathlib import Path
from typing import Any

import httpx

from mem0site.embedded.console import Console
from mem0site.embedded.errors import EmbeddedError

USER = "demo-user"
QUESTION = "What can Marta not eat?"
MESSAGES = [
    {
        "role": "user",
        "content": "Hi! I'm Marta. I moved to Lisbon last spring and live near the"
        " river, in Alcântara.",
    },
    {
        "role": "assistant",
        "content": "Welcome, Marta! What do you do there?",
    },
    {
        "role": "user",
        "content": "I work as a marine biologist at the aquarium. On weekends I love"
        " hiking along the coast and cooking Indian food for friends.",
    },
    {
        "role": "assistant",
        "content": "That sounds lovely. Anything I should know before I suggest a"
        " restaurant?",
    },
    {
        "role": "user",
        "content": "Yes, I'm allergic to peanuts, and I don't eat meat.",
    },
    {
        "role": "user",
        "content": "Also, my sister Ana visits me in December and we plan to see the"
        " Azores together.",
    },
]
PATIENCE = 60.0  # seconds the extraction may take
SHOWN = 10  # memories


def show_demo(env_file: Path, console: Console) -> None:
    """Add, wait, show, search. Raises EmbeddedError when the server refuses a step."""
    settings = read_env(env_file)
    with httpx.Client(
        base_url=settings["MEM0_HOST"],
        headers={"Authorization": f"Token {settings['MEM0_API_KEY']}"},
        timeout=30,
        trust_env=False,
    ) as client:
        try:
            _show_memories(client, console)
            _show_search(client, console)
        except (httpx.HTTPError, KeyError, ValueError) as error:
            raise EmbeddedError(f"The demonstration failed: {error!r}") from error


def read_env(path: Path) -> dict[str, str]:
    """The two settings of a file of NAME=value lines, with or without `export`."""
    try:
        words = shlex.split(path.read_text(), comments=True)
    except (OSError, ValueError) as error:
        raise EmbeddedError(f"The file {path} cannot be read: {error}.") from error
    values = dict(word.split("=", 1) for word in words if "=" in word)
    if not values.keys() >= {"MEM0_HOST", "MEM0_API_KEY"}:
        raise EmbeddedError(
            f"The file {path} lacks MEM0_HOST or MEM0_API_KEY: make a new key with"
            " `manage.py create_key` and write both into it."
        )
    return values


def _show_memories(client: httpx.Client, console: Console) -> None:
    with console.step("\nSending a sample conversation of Marta"):
        added = _post(client, "/v3/memories/add/", messages=MESSAGES, user_id=USER)
        event = _finished(client, added["event_id"])
    new = [memory_text(result) for result in event.get("results") or []]
    if new:
        console.say(f"Learned {len(new)} memories from it:")
    else:
        console.say("Nothing new in it. What is known about her:")
        listed = _post(client, "/v3/memories/", filters={"user_id": USER})
        new = [memory_text(memory) for memory in listed["results"]]
    for text in new[:SHOWN]:
        console.say(f"  • {text}")


def _finished(client: httpx.Client, event_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        event = _get(client, f"/v1/event/{event_id}/")
        if event["status"] == "FAILED":
            raise EmbeddedError(f"The sample was not processed: {event.get('error')}")
        if event["status"] == "SUCCEEDED":
            return event
        time.sleep(0.2)
    raise EmbeddedError(f"The sample was not processed within {PATIENCE:.0f} s.")


def _show_search(client: httpx.Client, console: Console) -> None:
    console.say(f"\nSearching: {QUESTION}")
    answer = _post(
        client,
        "/v3/memories/search/",
        query=QUESTION,
        filters={"user_id": USER},
        top_k=5,
    )
    rows = [(memory_text(hit), f"{hit['score']:.3f}") for hit in answer["results"]]
    console.table(("memory", "score"), rows)


def memory_text(result: dict[str, Any]) -> str:
    """The text of a memory, or of an event's result, which nests it under `data`."""
    nested = result.get("data") or {}
    return str(result.get("memory") or nested.get("memory") or "")


def _post(client: httpx.Client, path: str, **body: Any) -> dict[str, Any]:
    return _answer(client.post(path, json=body))


def _get(client: httpx.Client, path: str) -> dict[str, Any]:
    return _answer(client.get(path))


def _answer(response: httpx.Response) -> dict[str, Any]:
    if response.is_error:
        request = response.request
        raise EmbeddedError(
            f"{request.method} {request.url.path} was answered with"
            f" {response.status_code}: {response.text[:300]}"
        )
    return dict(response.json())
