"""The Ollama daemon: how it is reached, and how a model it lacks is fetched."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

import ollama

from mem0.providers.calls import calling
from mem0.providers.failures import Failures
from mem0.providers.options import from_environment

T = TypeVar("T")
DEFAULT_URL = "http://localhost:11434"


def ollama_client(base_url: str | None, timeout: float | None) -> ollama.Client:
    """A client of the daemon; `timeout` in seconds, None to wait for ever."""
    return ollama.Client(host=daemon(base_url), timeout=timeout)


def daemon(base_url: str | None) -> str:
    """Where the daemon listens."""
    return base_url or from_environment(("OLLAMA_HOST",)) or DEFAULT_URL


def with_model(
    call: Callable[[], T], model: str, url: str | None, failures: Failures
) -> T:
    """The call's answer; a model the daemon does not have is pulled, once."""
    with calling(failures):
        try:
            return call()
        except ollama.ResponseError as exc:
            if exc.status_code != 404:
                raise
        # A download takes as long as it takes, so the time-out does not apply.
        with closing(ollama_client(url, None)) as patient:
            patient.pull(model)
        return call()
