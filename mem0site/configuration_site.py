"""The settings of the site itself: its keys, addresses, logs and what watches it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Names = Annotated[list[str], NoDecode]
"""A list given as one string with commas."""


class Site(BaseSettings):
    """See `mem0site.configuration`, which has the others."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    secret_key: SecretStr = Field(
        default=SecretStr(""), description="Signs sessions and tokens. Required."
    )
    api_key_peppers: Annotated[list[SecretStr], NoDecode] = Field(
        default=[],
        description="Keys of the API key digests, comma separated. The first digests "
        "new keys, all are tried on look-up. Default: derived from SECRET_KEY.",
    )
    web_threads: int = Field(
        default=4,
        ge=1,
        le=256,
        description="Requests a web server process works on at once, each with its "
        "connection to the database.",
    )
    web_waiting: int = Field(
        default=250,
        ge=1,
        le=4096,
        description="Requests that may wait for their turn in a web server process; "
        "more are refused with 503.",
    )
    audit_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key of the digests that stand for ids of customers in the audit "
        "log. With another one, entries are no longer found by the ids they are about; "
        "the chain stays whole. Default: derived from SECRET_KEY.",
    )
    audit_reads: bool = Field(
        default=True,
        description="What API keys read of memories goes into the audit log: one entry "
        "of about 750 bytes for each request that lists, searches or gets some.",
    )
    audit_keep_days: int = Field(
        default=0,
        ge=0,
        description="Days that entries of the audit log about administration are kept, "
        "at least 30; 0 for good.",
    )
    audit_reads_keep_days: int = Field(
        default=0,
        ge=0,
        description="Days that its entries about API reads are kept, at least 30; 0 for "
        "good.",
    )
    debug: bool = Field(default=False, description="Django's debug mode.")
    allowed_hosts: Names = Field(
        default=["localhost", "127.0.0.1", "[::1]"],
        description="Host names the server answers to, comma separated.",
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        description="The address clients use; links in mails and pages start with it.",
    )
    cors_allowed_origins: Names = Field(
        default=[],
        description="Origins whose pages may call the API from a browser, comma "
        "separated, such as https://app.example.com; * is all of them.",
    )
    trusted_proxies: bool = Field(
        default=False,
        description="Believe X-Forwarded-Proto and X-Forwarded-Host of a reverse proxy.",
    )
    https_redirect: bool = Field(
        default=False,
        description="Answer requests over plain http, the probes' excepted, by a redirect "
        "to https. Needs TRUSTED_PROXIES, and a proxy that says which is which.",
    )
    log_level: str = Field(default="INFO", description="Least severe level logged.")
    log_format: Literal["json", "console"] = Field(
        default="json",
        description="How log lines are written: json for machines, console for people.",
    )
    admin_requires_two_factor: bool = Field(
        default=False,
        description="Staff gets into /admin/ only after a second factor. Each sets one "
        "up under /accounts/2fa/.",
    )
    operator_token: SecretStr = Field(
        default=SecretStr(""),
        description="Opens /metrics and /operator/ to whoever sends it as Bearer token. "
        "Default: they do not exist.",
    )
    metrics_folder: str = Field(
        default="",
        description="A folder in which the processes of one web server share their "
        "counters, emptied before it starts. Default: /metrics tells of one process.",
    )

    otel_exporter_otlp_endpoint: str = Field(
        default="",
        description="OpenTelemetry collector that traces are sent to (OTLP over HTTP), "
        "such as http://collector:4318. Default: none.",
    )
    otel_service_name: str = Field(
        default="mem0", description="The name of the service in its traces."
    )
    otel_traces_ratio: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="The share of the requests that is traced, unless the caller's own "
        "trace says.",
    )
    sentry_dsn: SecretStr = Field(
        default=SecretStr(""),
        description="Sentry project that errors are sent to, without any text of "
        "customers. Default: none.",
    )
    sentry_environment: str = Field(
        default="", description="The environment that Sentry shows with them."
    )
    alive_file: str = Field(
        default="",
        description="A file that a worker and beat touch every ten seconds, for a "
        "container's health check. Default: none.",
    )
