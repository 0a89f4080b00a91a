from __future__ import annotations

import pytest
from kombu import Connection
from pgmq.base import PGMQConfig
from psycopg.conninfo import conninfo_to_dict

from mem0site.broker import (
    JOB_LIMITS,
    QUEUES,
    SOFT_LIMIT,
    celery_options,
    libpq_parameters,
)


@pytest.mark.parametrize(
    "url",
    [
        "pgmq://user:word@db.example:6000/broker",
        "redis://localhost:6379/0",
        "rediss://:word@cache.example:6380/1",
        "valkey://localhost:6379/0",
        "amqp://user:word@queue.example//",
    ],
)
def test_every_broker_acknowledges_late_and_takes_json_only(url):
    options = celery_options(url)
    assert options["task_acks_late"] is True
    assert options["task_reject_on_worker_lost"] is True
    assert options["worker_prefetch_multiplier"] == 1
    assert options["accept_content"] == ["json"]
    assert options["worker_enable_remote_control"] is False
    assert options["task_soft_time_limit"] < options["task_time_limit"]
    assert [queue.name for queue in options["task_queues"]] == list(QUEUES)


def test_a_bulk_job_may_take_longer_and_still_less_than_rabbitmq_waits():
    limits = JOB_LIMITS["bulk"]
    assert SOFT_LIMIT < limits["soft_time_limit"] < limits["time_limit"] < 30 * 60
    assert JOB_LIMITS.keys() <= set(QUEUES)


def test_lost_redis_messages_are_looked_for_every_five_seconds():
    transport = celery_options("redis://localhost")["broker_transport_options"]
    assert transport["unacked_restore_interval"] == 5
    assert transport["unacked_restore_throttle"] == 1
    assert transport["visibility_timeout"] > 300


@pytest.mark.parametrize(
    ("url", "spoken"),
    [("valkey://h:1/0", "redis://h:1/0"), ("valkeys://h:1/0", "rediss://h:1/0")],
)
def test_valkey_is_spoken_to_as_redis(url, spoken):
    assert celery_options(url)["broker_url"] == spoken


def test_rabbitmq_gets_quorum_queues_and_confirms_what_it_took():
    options = celery_options("amqp://localhost")
    kinds = {queue.queue_arguments["x-queue-type"] for queue in options["task_queues"]}
    assert kinds == {"quorum"}
    assert options["broker_transport_options"]["confirm_publish"] is True


def test_the_password_does_not_show_in_the_broker_url():
    options = celery_options("pgmq://user:geheim@/broker?host=/run/pg")
    assert "geheim" not in Connection(options["broker_url"]).as_uri()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "pgmq://user:word@db.example:6000/name",
            ("db.example", "6000", "name", "user", "word"),
        ),
        (
            "pgmq://user:a%20b%27c%5Cd%40@/broker?host=/run/my%20folder",
            ("/run/my folder", "5432", "broker", "user", "a b'c\\d@"),
        ),
    ],
)
def test_the_queue_client_connects_with_the_values_of_the_url(url, expected):
    names = ("host", "port", "dbname", "user", "password")
    assert tuple(libpq_parameters(url)[name] for name in names) == expected
    given = celery_options(url)["broker_transport_options"]["conn_string"]
    joined = PGMQConfig(conn_string=given).dsn
    assert tuple(str(conninfo_to_dict(joined)[name]) for name in names) == expected


@pytest.mark.parametrize("url", ["", "sqs://", "http://localhost"])
def test_an_unknown_broker_is_refused(url):
    with pytest.raises(ValueError, match="pgmq://, redis:// or amqp://"):
        celery_options(url)
