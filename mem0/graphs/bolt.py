"""What Neo4j and Memgraph share: the Bolt protocol, through Neo4j's own driver.

Memgraph names the same driver as its client for Python. Conflicting transactions are
run again by the driver; whatever else fails is left to the caller.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

import neo4j
from neo4j import exceptions
from pydantic import AliasChoices, Field, SecretStr, field_validator

from mem0.exceptions import ConfigurationError, UnavailableError
from mem0.graphs.base import GraphOptions
from mem0.graphs.cypher import CypherGraph, Row, Run
from mem0.providers.options import from_environment

T = TypeVar("T")
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
RETRIED = 15.0
"""Seconds in which a conflicting transaction is run again."""

# The driver tells of hints for queries; a database's administrator reads those.
logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)


class BoltOptions(GraphOptions):
    """`timeout` in seconds: to connect, and for the driver to hand out a connection."""

    url: str = Field(validation_alias=AliasChoices("url", "uri"))
    username: str = Field(default="", validation_alias=AliasChoices("username", "user"))
    password: SecretStr = SecretStr("")
    database: str | None = None
    timeout: float = Field(default=10.0, gt=0)

    @field_validator("url")
    @classmethod
    def _bolt(cls, url: str) -> str:
        scheme, found, host = url.partition("://")
        if scheme not in SCHEMES or not (found and host):
            listed = ", ".join(SCHEMES)
            msg = f"it begins with one of {listed}, as in bolt://localhost:7687"
            raise ValueError(msg)
        return url


class BoltGraph(CypherGraph):
    """A leaf names its provider and says what makes keys unique and names found."""

    variables: ClassVar[tuple[str, str, str]]
    """Environment variables of the address, the name and the password."""
    schema: ClassVar[tuple[str, ...]]
    exists: ClassVar[tuple[str, ...]] = ()
    """What an error says when what is made exists already."""

    def __init__(self, config: BoltOptions) -> None:
        super().__init__(config)
        self._config = config
        self._driver: neo4j.Driver | None = None

    def _open(self) -> neo4j.Driver:
        """The driver; it connects when something is asked."""
        config = self._config
        _, name, password = self.variables
        given = config.password.get_secret_value()
        secret = given or from_environment((password,)) or ""
        user = config.username or from_environment((name,)) or ""
        self._secrets = [secret] if secret else []
        return neo4j.GraphDatabase.driver(
            config.url,
            auth=(user, secret) if user or secret else None,
            connection_timeout=config.timeout,
            connection_acquisition_timeout=config.timeout,
            max_transaction_retry_time=RETRIED,
            telemetry_disabled=True,
        )

    def _session(self) -> neo4j.Session:
        if self._driver is None:
            self._driver = self._open()
        return self._driver.session(database=self._config.database)

    def _prepare(self) -> None:
        with self._session() as session:
            for statement in self.schema:
                try:
                    session.run(statement).consume()
                except exceptions.Neo4jError as exc:
                    if not any(word in str(exc) for word in self.exists):
                        raise self._refused(exc) from exc

    def _transaction(self, work: Callable[[Run], T], *, write: bool) -> T:
        def inside(transaction: neo4j.ManagedTransaction) -> T:
            def run(statement: str, parameters: Mapping[str, Any]) -> list[Row]:
                return [*transaction.run(statement, dict(parameters)).data()]

            return work(run)

        with self._session() as session:
            execute = session.execute_write if write else session.execute_read
            return execute(inside)

    def _refused(self, exc: exceptions.Neo4jError) -> Exception:
        """What no trying again will change, with what to do; else the error itself."""
        code = exc.code or ""
        if code.endswith(("Database.DatabaseNotFound", "Database.GraphNotFound")):
            msg = f"{self.provider} has no database {self._config.database}."
            return ConfigurationError(msg, suggestion="Check the option database.")
        if code.startswith("Neo.TransientError"):
            return UnavailableError(f"{self.provider} is busy: {code}.")
        return exc

    def _close(self) -> None:
        if self._driver is not None:
            self._driver.close()
            self._driver = None
            self._ready = False
