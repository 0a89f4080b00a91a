"""The models a project chooses for itself, within what the operator allows.

A choice is `{"provider": …, "config": {…}}`. What a project may say is a closed set of
options: the rest of an adapter's (paths, headers, profiles of a cloud) would let a
tenant act with what belongs to the server. A base URL goes through the door for
customers' addresses, and never with a key of the deployment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.conf import settings
from pydantic import ValidationError as OptionsError

from mem0.exceptions import ConfigurationError, ValidationError
from mem0.providers.options import Options, closest, option_names, unfit
from mem0.utils.factory import EmbedderFactory, Factory, LlmFactory
from orgs import secrets
from orgs.models import Project
from orgs.representations import REDACTED
from webhooks.addresses import check_url

PLAIN = frozenset(
    {
        "model",
        "api_key",
        "temperature",
        "max_tokens",
        "top_p",
        "top_k",
        "reasoning_effort",
        "embedding_dims",
        "timeout",
    }
)
"""Options that reach nothing but the provider."""
LONGEST = 2_000
"""Characters of an option's value."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is chosen: its setting in a project, who makes it, what is allowed."""

    setting: str
    noun: str
    factory: Factory[Any]
    allowed: str

    @property
    def patterns(self) -> Sequence[str]:
        """What the operator allows: `provider` or `provider/model`."""
        names: Sequence[str] = getattr(settings.CONFIGURATION, self.allowed)
        return names


LLM = Kind("llm", "language model", LlmFactory, "project_llms")
EMBEDDER = Kind("embedder", "embedder", EmbedderFactory, "project_embedders")


def checked(project: Project, kind: Kind, given: Any) -> dict[str, Any]:
    """The choice as it is stored, its key encrypted; `{}` for the deployment's again.

    Raises `ValidationError` with a sentence that says what there is.
    """
    if given in (None, {}):
        return {}
    provider, config = _parts(kind, given)
    adapter = _adapter(kind, provider)
    options = {k: _value(kind, k, v) for k, v in config.items() if v is not None}
    _check_names(kind, provider, options)
    model = options.get("model") or getattr(adapter, "default_model", "")
    if not _is_allowed(kind, provider, str(model)):
        raise _refused(kind, f'"{provider}/{model}" is not one of them.')
    key = options.pop("api_key", None)
    _check_url(kind, adapter, options)
    stored = {"provider": provider, "config": options, "own": True}
    if key is not None:
        stored["api_key"] = _sealed(project, kind, provider, str(key))
    return stored


def url_of(config: Mapping[str, Any]) -> str | None:
    """The base URL among the options, under whichever of its names."""
    return next((config[name] for name in config if name.endswith("base_url")), None)


def _parts(kind: Kind, given: Any) -> tuple[str, Mapping[str, Any]]:
    if not isinstance(given, Mapping) or set(given) - {"provider", "config"}:
        msg = f"{kind.setting} is an object with provider and config."
        raise ValidationError(msg)
    provider, config = given.get("provider"), given.get("config") or {}
    if not isinstance(provider, str):
        raise _refused(kind, f"{kind.setting}.provider is missing.")
    if not isinstance(config, Mapping):
        raise ValidationError(f"{kind.setting}.config is an object of options.")
    return provider, config


def _adapter(kind: Kind, provider: str) -> Any:
    """The class of the provider. What is not allowed is not even imported."""
    if provider not in kind.factory.get_supported_providers():
        raise _refused(kind, f'There is no {kind.noun} "{provider[:100]}".')
    if not any(fnmatchcase(provider, _provider_of(each)) for each in kind.patterns):
        raise _refused(kind, f'"{provider}" is not one of them.')
    try:
        return kind.factory.find(provider)
    except ConfigurationError as exc:
        raise ValidationError(exc.message) from exc


def _provider_of(pattern: str) -> str:
    return pattern.partition("/")[0]


def _is_allowed(kind: Kind, provider: str, model: str) -> bool:
    names = (provider, f"{provider}/{model}")
    return any(fnmatchcase(name, each) for each in kind.patterns for name in names)


def _value(kind: Kind, name: str, value: Any) -> Any:
    if isinstance(value, str | int | float) and len(str(value)) <= LONGEST:
        return value
    msg = (
        f"{kind.setting}.config.{name[:100]} is text or a number "
        f"of at most {LONGEST} characters."
    )
    raise ValidationError(msg)


def _check_names(kind: Kind, provider: str, options: Mapping[str, Any]) -> None:
    """Every option is one a project may give, and its value fits."""
    option_class: type[Options] = kind.factory.option_class(provider)
    known = [
        name
        for name in option_names(option_class)
        if name in PLAIN or name.endswith("base_url")
    ]
    for name in options:
        if name not in known:
            msg = (
                f'{kind.setting}: a project cannot give the option "{name[:100]}" to '
                f"{provider}.{closest(name, known)} Options: {', '.join(known)}."
            )
            raise ValidationError(msg)
    try:
        option_class.model_validate(options)
    except OptionsError as exc:
        raise ValidationError(unfit(option_class, exc).message) from None
    except ConfigurationError as exc:
        raise ValidationError(exc.message) from None


def _check_url(kind: Kind, adapter: Any, options: Mapping[str, Any]) -> None:
    url = url_of(options)
    if url is None:
        return
    if not getattr(adapter, "takes_http_client", False):
        msg = f"{kind.setting}: a project cannot give {adapter.provider} a base URL."
        raise ValidationError(msg)
    host = check_url(str(url)).raw_host.decode("ascii").rstrip(".").lower()
    hosts = settings.CONFIGURATION.project_model_hosts
    if not any(_names_host(each.lower(), host) for each in hosts):
        listed = ", ".join(hosts) or "none"
        msg = (
            f"{kind.setting}: the operator does not allow models at {host}. "
            f"Hosts allowed (PROJECT_MODEL_HOSTS): {listed}."
        )
        raise ValidationError(msg)


def _names_host(entry: str, host: str) -> bool:
    if entry.startswith("."):
        return host.endswith(entry)
    return entry in ("*", host)


def _sealed(project: Project, kind: Kind, provider: str, key: str) -> str:
    """The key, encrypted. The placeholder that reads show stands for the stored one."""
    if key != REDACTED:
        return secrets.seal(key)
    stored: Mapping[str, Any] = getattr(project, kind.setting)
    if stored.get("provider", "openai") == provider and stored.get("api_key"):
        return str(stored["api_key"])
    msg = f"{kind.setting}: no key is stored for {provider}; give api_key."
    raise ValidationError(msg)


def _refused(kind: Kind, reason: str) -> ValidationError:
    there_are = ", ".join(kind.patterns)
    if not there_are:
        setting = kind.allowed.upper()
        return ValidationError(
            f"The operator lets projects choose no {kind.noun} ({setting} is empty)."
        )
    return ValidationError(
        f"{reason} This deployment lets projects choose: {there_are}."
    )
