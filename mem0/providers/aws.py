"""How models on Amazon Bedrock are reached, and what its errors mean.

Credentials come from the options, else from wherever boto3 looks: environment,
profile, role. Bedrock names its errors instead of numbering them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore import exceptions as botocore
from botocore.config import Config
from pydantic import SecretStr

from mem0.exceptions import ConfigurationError
from mem0.providers.adapter import ModelOptions
from mem0.providers.calls import calling
from mem0.providers.failures import Failures
from mem0.providers.options import base_url, from_environment

DEFAULT_REGION = "us-west-2"
PASSING = {
    "ThrottlingException": 429,
    "TooManyRequestsException": 429,
    "ServiceQuotaExceededException": 429,
    "ModelNotReadyException": 503,
    "ModelTimeoutException": 503,
    "ServiceUnavailableException": 503,
    "InternalServerException": 500,
}
NOT_SIGNED = {
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "ExpiredTokenException",
    "IncompleteSignature",
    "MissingAuthenticationToken",
}
KEY_HINT = (
    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the"
    " options aws_access_key_id and aws_secret_access_key"
)


class AWSOptions(ModelOptions):
    """Where and as whom Bedrock is asked. Without keys, boto3 looks where it always
    does."""

    base_url: str | None = base_url("aws_endpoint_url")
    aws_region: str | None = None
    aws_access_key_id: SecretStr | None = None
    aws_secret_access_key: SecretStr | None = None
    aws_session_token: SecretStr | None = None
    aws_profile: str | None = None


def bedrock_client(config: AWSOptions) -> Any:
    """A `bedrock-runtime` client, without retries of its own."""
    try:
        session = boto3.Session(
            aws_access_key_id=_plain(config.aws_access_key_id),
            aws_secret_access_key=_plain(config.aws_secret_access_key),
            aws_session_token=_plain(config.aws_session_token),
            profile_name=config.aws_profile,
        )
    except botocore.BotoCoreError as exc:
        raise ConfigurationError(f"aws_bedrock: {KEY_HINT}.") from exc
    region = config.aws_region or from_environment(("AWS_REGION", "AWS_DEFAULT_REGION"))
    return session.client(
        "bedrock-runtime",
        region_name=region or session.region_name or DEFAULT_REGION,
        endpoint_url=config.base_url,
        config=Config(
            connect_timeout=config.timeout,
            read_timeout=config.timeout,
            retries={"total_max_attempts": 1},
        ),
    )


@contextmanager
def calling_aws(failures: Failures) -> Iterator[None]:
    """Like `calling`, with Bedrock's names for errors."""
    with calling(failures):
        try:
            yield
        except botocore.ClientError as exc:
            said = exc.response.get("Error", {})
            message, name = said.get("Message", ""), said.get("Code", "")
            answered = exc.response.get("ResponseMetadata", {})
            headers = answered.get("HTTPHeaders", {})
            status = _status(name, answered.get("HTTPStatusCode", 500))
            wait = headers.get("retry-after", "")
            raise failures.status(
                status,
                f"{message} ({name})",
                retry_after=float(wait) if wait.isdigit() else None,
            ) from None
        except (botocore.NoCredentialsError, botocore.PartialCredentialsError):
            msg = f"{failures.provider} found no credentials: {failures.key_hint}."
            raise ConfigurationError(msg) from None


def _status(name: str, status: int) -> int:
    return 401 if name in NOT_SIGNED else PASSING.get(name, status)


def secrets(config: AWSOptions) -> tuple[str, ...]:
    """What must not appear in a message."""
    held = (config.aws_secret_access_key, config.aws_session_token)
    return tuple(value.get_secret_value() for value in held if value)


def _plain(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None
