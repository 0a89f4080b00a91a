"""Counters that several processes share: the cache behind every rate limit.

A limit is exact only where adding and reading are one step, which Django's own
caches do not promise. Here are two that do: a table of PostgreSQL that is never
written to the log, and Redis. Both can also count several windows in one round
trip: inside `collecting`, django-ratelimit's look-ups are noted, and `count`
carries them out together.
"""

from __future__ import annotations

import abc
import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError, connection

CULL_SECONDS = 10.0
"""How often a process sweeps counters of windows that are over."""
CULL_ROWS = 5_000
FOREVER = 10 * 365 * 24 * 3600

Noted = list[tuple[str, int]]
"""Keys and lifetimes, in seconds, of the windows one request is counted in."""


def options(url: str) -> dict[str, Any]:
    """The entry of `CACHES` for the counters: PostgreSQL, or Redis at a URL."""
    if not url:
        return {"BACKEND": "mem0site.counters.PgCounterCache", "LOCATION": ""}
    return {
        "BACKEND": "mem0site.counters.RedisCounterCache",
        "LOCATION": url,
        # A limit must never cost more than what it protects.
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }


def shared_cache(url: str) -> dict[str, Any]:
    """The entry of `CACHES` for what all processes share: attempts of signing in."""
    if url:
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
        }
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }


class Collecting(BaseCache, abc.ABC):
    """A cache that can note increments instead of making them.

    Django makes an instance for each thread, so what is noted is one request's.
    """

    _noted: Noted | None = None

    @contextlib.contextmanager
    def collecting(self) -> Iterator[Noted]:
        """While open, `add` only notes what it would have added."""
        self._noted = noted = Noted()
        try:
            yield noted
        finally:
            self._noted = None

    def note(self, key: str, life: float | None) -> bool:
        """Whether somebody collects, in which case the key is noted."""
        if self._noted is None:
            return False
        self._noted.append((key, FOREVER if life is None else int(life)))
        return True

    @abc.abstractmethod
    def count(self, noted: Noted, limits: Sequence[int]) -> list[int]:
        """Count a request in each window, in order, until one is over its limit.

        The windows after that one are not charged; their number is what it would
        have been. Raises ConnectionError when the counters cannot be reached.
        """


class PgCounterCache(Collecting):
    """Integers in an unlogged table of the `default` database.

    Emptied when PostgreSQL recovers from a crash, which starts all windows anew.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._swept = time.monotonic()

    def count(self, noted: Noted, limits: Sequence[int]) -> list[int]:
        """One statement, whatever the number of windows."""
        keys = [self._name(key) for key, _ in noted]
        lives = [str(life) for _, life in noted]
        most = [str(limit) for limit in limits]
        try:
            (counts,) = _row(
                "SELECT mem0site_count(%s::text[], %s::bigint[], %s::int[])",
                # As literals: to adapt three lists takes longer than to count.
                ["{" + ",".join(values) + "}" for values in (keys, most, lives)],
            )
            self._sweep()
        except DatabaseError as exc:
            raise ConnectionError(str(exc)) from exc
        return cast("list[int]", counts)

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Set the value unless there is a live one."""
        if self.note(key, self._life(timeout)):
            return True
        return bool(
            _row(
                "INSERT INTO mem0site_counter AS c VALUES "
                "(%s, %s, now() + make_interval(secs => %s)) ON CONFLICT (key) DO UPDATE "
                "SET value = excluded.value, expires_at = excluded.expires_at "
                "WHERE c.expires_at <= now() RETURNING value",
                [self._name(key, version), int(value), self._life(timeout)],
            )
        )

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Set the value, whatever there was."""
        _row(
            "INSERT INTO mem0site_counter VALUES "
            "(%s, %s, now() + make_interval(secs => %s)) ON CONFLICT (key) DO UPDATE "
            "SET value = excluded.value, expires_at = excluded.expires_at "
            "RETURNING value",
            [self._name(key, version), int(value), self._life(timeout)],
        )

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default`."""
        found = _row(
            "SELECT value FROM mem0site_counter WHERE key = %s AND expires_at > now()",
            [self._name(key, version)],
        )
        return found[0] if found else default

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a live value. Raises ValueError where there is none."""
        found = _row(
            "UPDATE mem0site_counter SET value = value + %s "
            "WHERE key = %s AND expires_at > now() RETURNING value",
            [delta, self._name(key, version)],
        )
        if not found:
            raise ValueError(f"Key {key!r} not found")
        return int(found[0])

    def touch(
        self,
        key: str,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Give a live value a new lifetime; whether there was one."""
        return bool(
            _row(
                "UPDATE mem0site_counter "
                "SET expires_at = now() + make_interval(secs => %s) "
                "WHERE key = %s AND expires_at > now() RETURNING value",
                [self._life(timeout), self._name(key, version)],
            )
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; whether there was one."""
        return bool(
            _row(
                "DELETE FROM mem0site_counter WHERE key = %s RETURNING value",
                [self._name(key, version)],
            )
        )

    def clear(self) -> None:
        """Forget everything."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM mem0site_counter")

    def _name(self, key: str, version: int | None = None) -> str:
        return str(self.make_and_validate_key(key, version=version))

    def _life(self, timeout: float | None) -> int:
        chosen = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return FOREVER if chosen is None else int(chosen)

    def _sweep(self) -> None:
        """Now and then: windows carry their time in their key, so each leaves a row."""
        now = time.monotonic()
        if now - self._swept < CULL_SECONDS:
            return
        self._swept = now
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM mem0site_counter WHERE key IN (SELECT key "
                "FROM mem0site_counter WHERE expires_at <= now() LIMIT %s "
                "FOR UPDATE SKIP LOCKED)",
                [CULL_ROWS],
            )


_SCRIPT = """
local counts, refused = {}, false
for i, key in ipairs(KEYS) do
  local count
  if refused then
    count = (tonumber(redis.call('GET', key)) or 0) + 1
  else
    count = redis.call('INCR', key)
    if count == 1 then redis.call('EXPIRE', key, ARGV[2 * i]) end
    refused = count > tonumber(ARGV[2 * i - 1])
  end
  counts[i] = count
end
return counts
"""


class RedisCounterCache(Collecting, RedisCache):
    """Django's Redis cache (Redis, Valkey, KeyDB), counting with a script."""

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Set the value unless there is one."""
        life = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        if self.note(key, life):
            return True
        return bool(super().add(key, value, timeout, version))

    def count(self, noted: Noted, limits: Sequence[int]) -> list[int]:
        """One call of a script, which Redis runs as one step."""
        from redis.exceptions import RedisError  # noqa: PLC0415  only where it is used

        keys = [self.make_and_validate_key(key) for key, _ in noted]
        pairs = zip(limits, noted, strict=True)
        arguments = [n for limit, (_, life) in pairs for n in (limit, life)]
        try:
            client = self._cache.get_client(None, write=True)
            counts = client.eval(_SCRIPT, len(keys), *keys, *arguments)
        except RedisError as exc:
            raise ConnectionError(str(exc)) from exc
        return [int(count) for count in counts]


def _row(sql: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone() or ()
