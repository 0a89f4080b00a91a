"""A worker that lost its broker in the middle of something takes the next message."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from kombu import Connection, Consumer, Exchange, Producer, Queue

from mem0site.broker import celery_options


@pytest.fixture
def connection() -> Iterator[Connection]:
    options = celery_options(os.environ["BROKER_URL"])
    one = options["broker_transport_options"] | {"pool_size": 1}
    with Connection(options["broker_url"], transport_options=one) as made:
        yield made
        made.transport._get_pgmq_client().close()


@pytest.fixture
def queue(connection: Connection) -> Iterator[Queue]:
    name = f"back-{uuid.uuid4().hex[:12]}"
    made = Queue(name, Exchange(name, "direct"), name, channel=connection.channel())
    made.declare()
    yield made
    made.delete()


@pytest.fixture
def producer(queue: Queue) -> Producer:
    return Producer(queue.channel, routing_key=queue.name, exchange=queue.exchange)


def cut(connection: Connection) -> None:
    """End its session, as a server does that is killed."""
    pool = connection.transport._get_pgmq_client().pool
    for session in pool._pool:
        session.close()


def test_a_place_that_is_free_again_ends_the_wait_for_the_next_message(
    connection, queue, producer
):
    """Which would take a minute: a worker of short tasks would sleep through most of it."""
    connection.transport.polling_interval = 60.0
    taken: list[Any] = []
    with Consumer(queue.channel, queue, callbacks=[lambda _, m: taken.append(m)]) as us:
        us.qos(prefetch_count=1)
        for number in (1, 2):
            producer.publish({"number": number})
        connection.drain_events(timeout=30)
        acknowledging = threading.Timer(0.2, taken[0].ack)
        acknowledging.start()
        connection.drain_events(timeout=30)
    acknowledging.join()
    assert [message.payload["number"] for message in taken] == [1, 2]
    taken[1].ack()


@pytest.mark.parametrize("verb", ["ack", "reject", "requeue"])
def test_a_message_that_could_not_be_given_back_holds_no_place(
    connection, queue, producer, verb
):
    taken: list[Any] = []
    with Consumer(queue.channel, queue, callbacks=[lambda _, m: taken.append(m)]) as us:
        us.qos(prefetch_count=1)
        producer.publish({"number": 1})
        connection.drain_events(timeout=60)
        cut(connection)
        with pytest.raises(psycopg.OperationalError):
            getattr(taken[0], verb)()
        producer.publish({"number": 2})
        connection.drain_events(timeout=60)
    assert [message.payload["number"] for message in taken] == [1, 2]
    taken[1].ack()
