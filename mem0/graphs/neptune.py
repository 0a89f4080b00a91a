"""Amazon Neptune: a cluster of Neptune Database, or a graph of Neptune Analytics.

Both are asked in openCypher over HTTPS through boto3, which signs the requests. Every
statement is a transaction of its own, and nothing makes a key unique: two writers who
meet may make a thing twice, which reading by name and deleting by memory do not notice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import boto3
from botocore import UNSIGNED, exceptions
from botocore.config import Config
from pydantic import AliasChoices, Field, SecretStr, model_validator

from mem0.exceptions import ConfigurationError
from mem0.graphs.base import GraphOptions
from mem0.graphs.cypher import CypherGraph, Row, Run
from mem0.providers.options import from_environment

T = TypeVar("T")
DATABASE, ANALYTICS = "neptune-db://", "neptune-graph://"
REGION = re.compile(r"\.([a-z]{2}(?:-[a-z]+)+-\d)\.neptune\.amazonaws\.com")


class NeptuneConfig(GraphOptions):
    """`host` and `port` of a cluster, or an `endpoint`.

    An endpoint is `neptune-db://host:port` or `neptune-graph://<graph id>`;
    `endpoint_url` sends requests elsewhere than to AWS. Keys are found as boto3 does
    unless they are given; a cluster without IAM takes `use_iam` false.
    """

    endpoint: str | None = None
    host: str | None = None
    port: int = Field(default=8182, gt=0, lt=65536)
    region_name: str | None = Field(
        default=None, validation_alias=AliasChoices("region_name", "region")
    )
    endpoint_url: str | None = None
    aws_access_key_id: str | None = None
    aws_secret_access_key: SecretStr | None = None
    aws_session_token: SecretStr | None = None
    use_iam: bool = True
    timeout: float = Field(default=60.0, gt=0)

    @model_validator(mode="after")
    def _one_of_both(self) -> NeptuneConfig:
        if (self.endpoint is None) == (self.host is None):
            msg = "neptune needs either an endpoint or a host"
            raise ValueError(msg)
        if self.endpoint and not self.endpoint.startswith((DATABASE, ANALYTICS)):
            msg = f"the endpoint begins with {DATABASE} or {ANALYTICS}"
            raise ValueError(msg)
        return self


class NeptuneGraph(CypherGraph):
    """Vertices `Mem0Entity` and edges `MEM0_RELATION` of one cluster or graph."""

    provider = "neptune"

    def __init__(self, config: NeptuneConfig) -> None:
        super().__init__(config)
        self._config = config
        endpoint = config.endpoint or f"{DATABASE}{config.host}:{config.port}"
        self._analytics = endpoint.startswith(ANALYTICS)
        self._where = endpoint.partition("://")[2]
        self._client: Any = None

    def _prepare(self) -> None:
        """Neptune needs no constraint and indexes every property."""
        if self._client is None:
            self._client = self._open()

    def _open(self) -> Any:
        config = self._config
        service = "neptune-graph" if self._analytics else "neptunedata"
        own = {} if config.use_iam else {"signature_version": UNSIGNED}
        try:
            return boto3.client(
                service,
                region_name=self._region(),
                endpoint_url=self._url(),
                aws_access_key_id=config.aws_access_key_id,
                aws_secret_access_key=_plain(config.aws_secret_access_key),
                aws_session_token=_plain(config.aws_session_token),
                config=Config(
                    connect_timeout=config.timeout,
                    read_timeout=config.timeout,
                    retries={"total_max_attempts": 1},
                    inject_host_prefix=config.endpoint_url is None,
                    **own,
                ),
            )
        except (exceptions.BotoCoreError, ValueError) as exc:
            msg = f"neptune cannot be reached with these options: {exc}"
            hint = "Check region_name, endpoint and the AWS credentials."
            raise ConfigurationError(msg, suggestion=hint) from exc

    def _url(self) -> str | None:
        if self._config.endpoint_url or self._analytics:
            return self._config.endpoint_url
        parts = urlsplit(f"https://{self._where}")
        return f"https://{parts.hostname}:{parts.port or self._config.port}"

    def _region(self) -> str | None:
        """As given, as the host's name says, or as AWS's tools are configured.

        A cluster under another name, behind a tunnel, has to be told.
        """
        found = REGION.search(self._where)
        return (
            self._config.region_name
            or (found[1] if found else None)
            or from_environment(("AWS_REGION", "AWS_DEFAULT_REGION"))
        )

    def _transaction(self, work: Callable[[Run], T], *, write: bool) -> T:
        """Statements that are each atomic; after a failure they can be run again."""
        return work(self._run)

    def _run(self, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
        try:
            found = self._ask(statement, parameters)
        except exceptions.NoCredentialsError as exc:
            msg = "neptune found no AWS credentials."
            hint = (
                "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use_iam to false."
            )
            raise ConfigurationError(msg, suggestion=hint) from exc
        return list(found)

    def _ask(self, statement: str, parameters: Mapping[str, Any]) -> Any:
        if self._analytics:
            answer = self._client.execute_query(
                graphIdentifier=self._where,
                queryString=statement,
                language="OPEN_CYPHER",
                parameters=dict(parameters),
            )
            return json.loads(answer["payload"].read())["results"]
        answer = self._client.execute_open_cypher_query(
            openCypherQuery=statement, parameters=json.dumps(parameters)
        )
        return answer["results"]

    def _close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
            self._ready = False


def _plain(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None
