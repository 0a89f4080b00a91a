"""When a provider is down, one call in a while finds out; the others need not.

Failures in a row are counted in a row that all processes share. At `FAILURES` the
breaker opens: calls end at once with the reason and the time of the next trial, which
one caller makes for all. A job that ends so has not failed, it waits (`jobs.fail`); a
request is answered 503. A success closes the breaker by deleting the row. The table is
never written to the log: after a crash of the database everybody may try again.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from mem0.embeddings.base import Embedder
from mem0.exceptions import Mem0Error, ProviderDownError, ProviderError
from mem0.llms.base import LLM, Completion, WrappedLLM

FAILURES = 5
"""Failures in a row that open the breaker."""
FIRST_WAIT, LONGEST_WAIT = 15, 300
"""Seconds until the first trial; each that fails doubles the wait to the next."""
TRIAL = 60
"""Seconds one caller has for a trial before another may make it."""
REMEMBERED = 1.0
"""Seconds a process believes what it read of a breaker."""


@dataclass(frozen=True, slots=True)
class State:
    """What the row says; `ends` is when it may be tried, on this process's clock."""

    failures: int = 0
    ends: float = 0.0
    reason: str = ""
    read_at: float = 0.0

    @property
    def is_open(self) -> bool:
        return self.failures >= FAILURES


_states: dict[str, State] = {}
"""What this process has read lately, by the name of the breaker."""


class Breaker:
    """Guards the calls to one configured provider. `provider` is how people call it."""

    def __init__(self, provider: str, config: bytes) -> None:
        self.provider = provider
        self.name = hashlib.sha256(provider.encode() + b"\n" + config).hexdigest()

    @contextmanager
    def guarding(self) -> Iterator[None]:
        """One call. Raises `ProviderDownError` instead of making it while the breaker
        is open, and for the failure that opened it."""
        trial = self._admit()
        try:
            yield
        except ProviderError as exc:
            if not exc.retryable:  # an answer, if not the one that was wanted
                self._succeeded()
                raise
            state = self._failed(exc, trial=trial)
            if state.is_open:
                raise self._down(state) from exc
            raise
        self._succeeded()

    def _admit(self) -> bool:
        """Whether this call is the trial of an open breaker."""
        state = _states.get(self.name)
        if state is None or time.monotonic() - state.read_at > REMEMBERED:
            state = self._read()
        if not state.is_open:
            return False
        if state.ends <= time.monotonic() and self._ask(TRY, {}) is not None:
            return True
        raise self._down(self._read())

    def _failed(self, exc: Mem0Error, *, trial: bool) -> State:
        asked = exc.details.get("retry_after")
        given = {
            "provider": self.provider,
            "reason": exc.message,
            "trial": trial,
            "asked": float(asked) if isinstance(asked, int | float) else 0.0,
            "threshold": FAILURES,
            "first": FIRST_WAIT,
            "longest": LONGEST_WAIT,
        }
        return self._noted(self._ask(FAILED, given))

    def _succeeded(self) -> None:
        if _states.get(self.name, State()).failures:
            self._ask(SUCCEEDED, {})
            _states[self.name] = State(read_at=time.monotonic())

    def _read(self) -> State:
        return self._noted(self._ask(READ, {}))

    def _noted(self, row: Any) -> State:
        now = time.monotonic()
        state = State(read_at=now)
        if row is not None:
            failures, wait, reason = row
            state = State(failures, now + float(wait), reason, now)
        _states[self.name] = state
        return state

    def _down(self, state: State) -> ProviderDownError:
        wait = max(1.0, state.ends - time.monotonic())
        msg = (
            f"{state.reason} {self.provider} has failed {max(state.failures, FAILURES)} "
            f"times in a row; it is tried again in {wait:.0f} seconds."
        )
        # Who waits for the same thing does not come back at the same moment.
        wait *= random.uniform(1.0, 1.2)  # noqa: S311  jitter, not a secret
        return ProviderDownError(msg.lstrip(), debug_info={"retry_after": wait})

    def _ask(self, sql: str, given: Mapping[str, Any]) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql, {**given, "name": self.name})
            return cursor.fetchone()


class GuardedLLM(WrappedLLM):
    """A language model behind its breaker."""

    def __init__(self, model: LLM, breaker: Breaker) -> None:
        super().__init__(model)
        self._breaker = breaker

    def complete(
        self, messages: Sequence[Mapping[str, Any]], **options: Any
    ) -> Completion:
        """As the model answers. Raises `ProviderDownError` as well."""
        with self._breaker.guarding():
            return self._model.complete(messages, **options)


class GuardedEmbedder(Embedder):
    """An embedder behind its breaker."""

    def __init__(self, embedder: Embedder, breaker: Breaker) -> None:
        self._embedder, self._breaker = embedder, breaker
        self.name, self.dimensions = embedder.name, embedder.dimensions

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """As the embedder answers. Raises `ProviderDownError` as well."""
        with self._breaker.guarding():
            return self._embedder.embed_many(texts, query=query)

    def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float]]:
        """As the embedder answers. Raises `ProviderDownError` as well."""
        with self._breaker.guarding():
            return self._embedder.embed(texts, query=query)


def known() -> bool:
    """Whether this process has had to do with a provider that failed."""
    return any(state.failures for state in _states.values())


def forget() -> None:
    """What this process has read: the next call looks anew."""
    _states.clear()


READ = """
SELECT failures, extract(epoch FROM try_at - now()), reason
  FROM memories_outage WHERE name = %(name)s
"""
TRY = f"""
UPDATE memories_outage SET try_at = now() + {TRIAL} * interval '1 second'
 WHERE name = %(name)s AND try_at <= now() RETURNING name
"""  # noqa: S608  a number of ours
# Calls that were under way when the breaker opened do not lengthen the wait.
FAILED = """
INSERT INTO memories_outage AS o (name, provider, failures, reason, since, try_at)
VALUES (%(name)s, %(provider)s, 1, %(reason)s, now(), now())
ON CONFLICT (name) DO UPDATE SET reason = excluded.reason,
  failures = o.failures + (o.failures < %(threshold)s OR %(trial)s)::int,
  try_at = CASE
    WHEN o.failures + 1 < %(threshold)s THEN o.try_at
    WHEN o.failures >= %(threshold)s AND NOT %(trial)s THEN o.try_at
    ELSE now() + interval '1 second' * greatest(%(asked)s, least(%(longest)s,
      %(first)s * power(2, least(o.failures + 1 - %(threshold)s, 16)))) END
RETURNING failures, extract(epoch FROM try_at - now()), reason
"""
SUCCEEDED = "DELETE FROM memories_outage WHERE name = %(name)s RETURNING name"
