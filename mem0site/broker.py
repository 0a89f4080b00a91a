"""Which Celery settings make a broker safe enough, for each broker we run on. The
message is only a hint (every job is a row), so the settings prefer prompt redelivery
over throughput. Free of Django, because the embedded server needs `install_pgmq`.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import psycopg
from kombu import Exchange, Queue
from kombu.transport import TRANSPORT_ALIASES
from psycopg.conninfo import make_conninfo

QUEUES = ("extract", "webhook", "bulk", "beat")
HARD_LIMIT, SOFT_LIMIT = 300, 240  # seconds a task may run
JOB_LIMITS = {"bulk": {"time_limit": 1500, "soft_time_limit": 1440}}
"""The same of a job, by its queue: an archive is written in one transaction, however large
it is. Below the half hour after which RabbitMQ gives up on who has not acknowledged. A
message that comes back before that finds its job in good hands."""
VISIBILITY = HARD_LIMIT + 30  # seconds until an unacknowledged message comes back
LIBPQ_NAMES = {"host", "port", "dbname", "user", "password"}

ALWAYS: dict[str, Any] = {
    "accept_content": ["json"],
    "broker_connection_max_retries": None,
    "broker_connection_retry_on_startup": True,
    "event_serializer": "json",
    "result_serializer": "json",
    "task_acks_late": True,
    "task_default_queue": QUEUES[0],
    "task_ignore_result": True,
    "task_reject_on_worker_lost": True,
    "task_serializer": "json",
    "task_soft_time_limit": SOFT_LIMIT,
    "task_time_limit": HARD_LIMIT,
    "task_track_started": False,
    "worker_cancel_long_running_tasks_on_connection_loss": False,
    "worker_enable_remote_control": False,
    "worker_prefetch_multiplier": 1,
    "worker_send_task_events": False,
}


def celery_options(broker_url: str, *, visibility: int = VISIBILITY) -> dict[str, Any]:
    """Celery's settings (its own lowercase names) for one broker.

    `pgmq://user:password@host:port/database` or, through a Unix socket,
    `pgmq://user:password@/database?host=/folder`; `redis://`, `rediss://` and the same
    with valkey; `amqp://` and `amqps://`. `visibility`, in seconds, is when an
    unacknowledged message is delivered again where the broker does not notice a lost
    worker itself. Raises ValueError for any other scheme.
    """
    scheme = urlsplit(broker_url).scheme
    if scheme not in BROKERS:
        raise ValueError(
            f"BROKER_URL starts with pgmq://, redis:// or amqp://, not {scheme!r}."
        )
    return ALWAYS | BROKERS[scheme](broker_url, visibility)


def answers(broker_url: str, patience: float = 1.0) -> bool:
    """Whether somebody listens where the broker is, within so many seconds. Whether it
    knows us is what the doctor asks."""
    url = urlsplit(broker_url)
    folder = parse_qs(url.query).get("host", [""])[0]
    try:
        if folder.startswith("/"):
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(patience)
                probe.connect(f"{folder}/.s.PGSQL.{url.port or PORTS['pgmq']}")
        else:
            place = (
                folder or url.hostname or "localhost",
                url.port or PORTS[url.scheme],
            )
            socket.create_connection(place, patience).close()
    except OSError:
        return False
    return True


def _queues(arguments: dict[str, str] | None = None) -> list[Queue]:
    return [
        Queue(name, Exchange(name, "direct"), name, queue_arguments=arguments)
        for name in QUEUES
    ]


def _pgmq(broker_url: str, visibility: int) -> dict[str, Any]:
    """The URL goes into an option: Celery prints its broker URL, and the transport
    does not read a socket folder from one.
    """
    TRANSPORT_ALIASES["pgmq"] = "mem0site.pgmq:Transport"  # loaded where it is used
    return {
        "broker_url": "pgmq://localhost",
        "broker_transport_options": {
            "conn_string": _quoted_twice(libpq_parameters(broker_url)),
            "init_extension": False,
            "polling_interval": 0.2,
            "pool_size": 2,
            "pool_timeout": 5,
            "visibility_timeout": visibility,
            "wait_time_seconds": 0,  # a long poll would hold up the other queues
        },
        "task_queues": _queues(),
    }


def _redis(broker_url: str, visibility: int) -> dict[str, Any]:
    return {
        "broker_url": broker_url.replace("valkey", "redis", 1)
        if broker_url.startswith("valkey")
        else broker_url,
        "broker_transport_options": {
            "health_check_interval": 30,
            "socket_keepalive": True,
            # The defaults look for lost messages every 100 s only.
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "visibility_timeout": visibility,
        },
        "task_queues": _queues(),
    }


def _amqp(broker_url: str, _visibility: int) -> dict[str, Any]:
    return {
        "broker_native_delayed_delivery_queue_type": "quorum",
        "broker_transport_options": {"confirm_publish": True},
        "broker_url": broker_url,
        "task_default_queue_type": "quorum",
        "task_queues": _queues({"x-queue-type": "quorum"}),
    }


PORTS = {
    "amqp": 5672, "amqps": 5671, "pgmq": 5432, "redis": 6379, "rediss": 6379,
    "valkey": 6379, "valkeys": 6379,
}  # fmt: skip
BROKERS: dict[str, Callable[[str, int], dict[str, Any]]] = {
    "amqp": _amqp,
    "amqps": _amqp,
    "pgmq": _pgmq,
    "redis": _redis,
    "rediss": _redis,
    "valkey": _redis,
    "valkeys": _redis,
}


def libpq_parameters(broker_url: str) -> dict[str, str]:
    """Host (or socket folder), port, dbname, user and password of a `pgmq://` URL."""
    parts = urlsplit(broker_url)
    query = dict(parse_qsl(parts.query))
    return {
        "host": query.get("host") or parts.hostname or "localhost",
        "port": query.get("port") or str(parts.port or 5432),
        "dbname": unquote(parts.path.lstrip("/")) or "broker",
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password or ""),
    }


def _quoted_twice(parameters: dict[str, str]) -> str:
    """A DSN whose values are still quoted after it was parsed once: the pgmq client
    parses it and joins the values again without quoting them.
    """
    quoted = {
        name: make_conninfo(**{name: value}).partition("=")[2]
        for name, value in parameters.items()
    }
    return make_conninfo(**quoted)


def install_pgmq(broker_url: str) -> None:
    """Create the message queue's tables and functions where they are missing.

    Takes a `pgmq://` URL; its role must own the database. Nothing happens when the
    schema is there already, also as an extension.
    """
    # The client starts a logger when imported: only those who install pay for it.
    from pgmq.install import get_embedded_install_sql  # noqa: PLC0415

    with psycopg.connect(**libpq_parameters(broker_url)) as connection:  # type: ignore[arg-type]  # all are strings
        found = connection.execute("SELECT to_regnamespace('pgmq') IS NOT NULL")
        if found.fetchone() != (True,):
            connection.execute(get_embedded_install_sql().encode())
