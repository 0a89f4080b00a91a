"""What goes wrong at a provider: a named error, and never a secret in its text."""

from __future__ import annotations

import traceback

import pytest

from mem0.exceptions import (
    ConfigurationError,
    RateLimitError,
    UnavailableError,
    VectorStoreError,
)
from mem0.memory.filters import Condition
from mem0.providers.stores import translated
from mem0.vector_stores.base import Point
from mem0.vector_stores.qdrant import QdrantConfig, QdrantStore
from mem0.vector_stores.s3_vectors import S3VectorsConfig, S3VectorsStore
from mem0.vector_stores.upstash_vector import UpstashVectorConfig, UpstashVectorStore
from tests.engine.vector_stores.contract import DIMENSIONS, vector
from tests.engine.vector_stores.servers import s3_vectors, upstash_vector
from tests.engine.vector_stores.servers.http import serving


class StatusError(Exception):
    def __init__(self, status_code):
        super().__init__(f"key s3cret answered {status_code}")
        self.status_code = status_code


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, ConfigurationError),
        (403, ConfigurationError),
        (404, ConfigurationError),
        (429, RateLimitError),
        (503, UnavailableError),
        (500, VectorStoreError),
    ],
)
def test_a_status_becomes_a_named_error_without_the_secret(status, kind):
    with (
        pytest.raises(kind, match="StatusError") as caught,
        translated("store", ["s3cret"]),
    ):
        raise StatusError(status)
    shown = "".join(traceback.format_exception(caught.value))
    assert "[secret]" in str(caught.value)
    assert "key s3cret" not in shown.replace('f"key', "")


@pytest.mark.parametrize(
    ("said", "kind", "hint"),
    [
        ('password authentication failed for user "u"', ConfigurationError, "cred"),
        ("(1045, \"Access denied for user 'u'@'h'\")", ConfigurationError, "cred"),
        ("WRONGPASS invalid username-password pair", ConfigurationError, "cred"),
        ("NOAUTH Authentication required.", ConfigurationError, "cred"),
        ('relation "mem0" does not exist', ConfigurationError, "names"),
        ("(1049, \"Unknown database 'mem0'\")", ConfigurationError, "names"),
        ("collection not found[collection=mem0]", ConfigurationError, "names"),
        ("connection failed: Connection refused", UnavailableError, "address"),
        ('(2003, "Can\'t connect to MySQL server")', UnavailableError, "address"),
        ("the server closed the book", VectorStoreError, "status"),
    ],
)
def test_what_a_driver_says_in_words_is_told_apart(said, kind, hint):
    with pytest.raises(kind) as caught, translated("store"):
        raise RuntimeError(said)
    assert type(caught.value) is kind
    assert hint in caught.value.hint


def test_a_password_in_an_address_is_cut_out():
    with (
        pytest.raises(UnavailableError, match=r"https://\[secret\]@host:1/a") as caught,
        translated("store"),
    ):
        raise ConnectionError("no answer of https://me:s3cret@host:1/a")
    assert "me:s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_time_out_is_unavailable_and_can_be_tried_again():
    with pytest.raises(UnavailableError) as caught, translated("store"):
        raise TimeoutError
    assert caught.value.retryable


def test_a_server_that_is_away_is_unavailable():
    with (
        UpstashVectorStore(
            UpstashVectorConfig(url="http://127.0.0.1:9", token="t")
        ) as store,
        pytest.raises(UnavailableError),
    ):
        store.create(DIMENSIONS)


def test_a_wrong_token_is_refused_without_showing_it():
    with serving(upstash_vector.routes(DIMENSIONS, "right")) as url:
        config = UpstashVectorConfig(url=url, token="wr0ng")
        store = UpstashVectorStore(config)
        with store, pytest.raises(ConfigurationError, match="Unauthorized") as caught:
            store.create(DIMENSIONS)
    assert "wr0ng" not in str(caught.value)
    assert "wr0ng" not in repr(config)


def test_an_unknown_option_is_an_error():
    with pytest.raises(ValueError, match="colection_name"):
        QdrantConfig(path=":memory:", colection_name="a")


def test_a_store_asks_to_be_created_first():
    with QdrantStore(QdrantConfig(path=":memory:")) as store:
        with pytest.raises(ConfigurationError, match="number of dimensions"):
            store.create()
        with pytest.raises(ConfigurationError, match="Call create"):
            store.search(vector(1))


def test_a_search_past_the_providers_limit_raises_and_names_the_operator():
    with serving(s3_vectors.routes()) as url:
        config = S3VectorsConfig(
            vector_bucket_name="bucket",
            region_name="eu-west-1",
            endpoint_url=url,
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        with S3VectorsStore(config) as store:
            store.create(DIMENSIONS)
            store.upsert(
                [Point(str(n), vector(1, n), {"text": str(n)}) for n in range(150)]
            )
            with pytest.raises(
                VectorStoreError, match=r"at most 100 .*evaluate contains"
            ):
                store.search(
                    vector(1), where=Condition("text", "contains", "149"), limit=1
                )
            assert store.count(Condition("text", "contains", "149")) == 1
