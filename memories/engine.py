"""A project's settings become an engine: its store, embedder and extractor.

Models are loaded once a process. Which vector space a project's memories live in is
decided by its first memory and recorded; a deployment configured otherwise later
does not break it.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Mapping
from typing import Any

import orjson
from django.conf import settings

from mem0.embeddings.base import Embedder
from mem0.exceptions import (
    ConfigurationError,
    ConflictError,
)
from mem0.llms.base import LLM
from mem0.memory.drafts import Extractor
from mem0.memory.engine import Engine
from mem0.memory.extraction import LLMExtractor
from mem0.memory.rules.extractor import RuleExtractor
from mem0.utils.factory import EmbedderFactory, LlmFactory
from memories import choices
from memories.breakers import Breaker, GuardedEmbedder, GuardedLLM
from memories.spaces import Both
from memories.spending import Metered
from memories.store import ProjectStore
from memories.witness import ProjectWitness
from orgs import secrets
from orgs.models import Project
from webhooks import http

logger = logging.getLogger(__name__)

MAX_DIMENSIONS = 3072
"""A row with its vectors must fit a page of PostgreSQL."""


def memory(project: Project, *, related: bool = False) -> Engine:
    """The engine of a project, `related` if it is to keep what memories relate.

    Raises what an impossible configuration raises.
    """
    now, then = embedder(project), successor(project)
    both = None if then is None else Both(now, then)
    following = None if both is None else both.found
    store = ProjectStore(project, following, related=related)
    return Engine(
        store,
        both or now,
        extractor(project, related=store.related),
        ProjectWitness(project),
    )


def successor(project: Project) -> Embedder | None:
    """The embedder of the space that the memories are being embedded in, if one is."""
    if not project.next_embedder:
        return None
    try:
        return embedder_of(project.next_embedder)
    except ConfigurationError as exc:  # the job says so, to whom it concerns
        logger.warning("The embedder to come cannot be made: %s", exc.message)
        return None


def embedder(project: Project) -> Embedder:
    """The embedder of the vector space the project's memories live in.

    A project without memories takes the deployment's and records it. Raises
    `ConflictError` when the recorded space cannot be reached any more.
    """
    if not project.embedder:
        _record_space(project)
    chosen = embedder_of(project.embedder)
    if chosen.name != project.embedding_model:
        msg = (
            f"The memories of this project were embedded with {project.embedding_model} "
            f"({project.embedding_dimensions} dimensions); the server is configured with "
            f"{chosen.name} ({chosen.dimensions} dimensions). Configure the former, or "
            "embed the project anew."
        )
        raise ConflictError(msg)
    return chosen


def embedder_of(stored: Mapping[str, Any]) -> Embedder:
    """The embedder of a recorded or chosen space. Raises `ConfigurationError`."""
    provider, config = own_choice(stored)
    return _embedder(provider, _frozen(config), guarded=_is_guarded(stored))


def extractor(project: Project, *, related: bool = False) -> Extractor:
    """A language model's extractor where one is configured, else the rules."""
    model = llm(project)
    return _rules() if model is None else LLMExtractor(model, relations=related)


def llm(project: Project) -> LLM | None:
    """The project's language model, on its account; None where there is none."""
    model = unmetered(project)
    return None if model is None else Metered(model, project)


def unmetered(project: Project) -> LLM | None:
    """The same on nobody's account."""
    provider, config = language_model(project)
    if provider is None:
        return None
    return _llm(provider, _frozen(config), guarded=_is_guarded(project.llm))


def language_model(project: Project) -> tuple[str | None, dict[str, Any]]:
    """Provider and options of the project's language model; None where there is none."""
    chosen = settings.CONFIGURATION
    if project.llm:
        name, own = own_choice(project.llm)
        if name == "openai" and "api_key" not in own:
            own["api_key"] = chosen.openai_api_key.get_secret_value() or "none"
        return name, own
    key = chosen.openai_api_key.get_secret_value()
    provider = chosen.llm_provider or (
        "openai" if key or chosen.openai_base_url else None
    )
    if provider is None:
        return None, {}
    config: dict[str, Any] = {"model": chosen.llm_model, **chosen.llm_config}
    if provider == "openai":
        config.setdefault("api_key", key or "none")
        if chosen.openai_base_url:
            config.setdefault("openai_base_url", chosen.openai_base_url)
    return provider, config


def own_choice(stored: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Provider and options of what a project stores, its key decrypted.

    The operator's choices of old have the options beside the key, all OpenAI's. Where
    a base URL is given no key but the project's own may go to it.
    """
    rest = {k: v for k, v in stored.items() if k not in ("provider", "own", "api_key")}
    config = dict(stored.get("config", rest))
    sealed = stored.get("api_key")
    if sealed:
        config["api_key"] = secrets.unseal(str(sealed))
    elif "provider" not in stored or _is_guarded(stored):
        config["api_key"] = "none"
    return str(stored.get("provider", "openai")), config


def _is_guarded(stored: Mapping[str, Any]) -> bool:
    """Whether requests go to an address that a project named itself."""
    return bool(stored.get("own") and choices.url_of(stored["config"]))


def deployment_space() -> dict[str, Any]:
    """The embedder new projects get, without secrets: those stay in the environment."""
    provider, config = _configured_embedder()
    public = {name: value for name, value in config.items() if name != "api_key"}
    return {"provider": provider, "config": public}


def _record_space(project: Project) -> None:
    provider, config = _configured_embedder()
    chosen = _embedder(provider, _frozen(config))
    if chosen.dimensions > MAX_DIMENSIONS:
        msg = (
            f"{chosen.name} has {chosen.dimensions} dimensions; "
            f"at most {MAX_DIMENSIONS} can be stored."
        )
        raise ConflictError(msg)
    space = {
        "embedder": deployment_space(),
        "embedding_model": chosen.name,
        "embedding_dimensions": chosen.dimensions,
    }
    won = Project.objects.filter(pk=project.pk, embedder={}).update(**space)
    if won:
        for name, value in space.items():
            setattr(project, name, value)
    else:  # another request was first: its choice holds
        project.refresh_from_db(fields=list(space))


def _configured_embedder() -> tuple[str, dict[str, Any]]:
    chosen = settings.CONFIGURATION
    provider = chosen.embedder_provider
    if not provider:
        hosted = chosen.openai_api_key.get_secret_value() and not chosen.openai_base_url
        provider = "openai" if hosted else "local"
    return provider, dict(chosen.embedder_config)


@functools.lru_cache(maxsize=32)
def _embedder(provider: str, config: bytes, *, guarded: bool = False) -> Embedder:
    options = _client_options(config, guarded=guarded)
    key = settings.CONFIGURATION.openai_api_key.get_secret_value()
    if provider == "openai" and key:
        options.setdefault("api_key", key)
    made: Embedder = EmbedderFactory.create(provider, options)
    if provider == "local":  # in this process: it cannot be down
        return made
    return GuardedEmbedder(made, Breaker(provider, config))


@functools.lru_cache(maxsize=64)
def _llm(provider: str, config: bytes, *, guarded: bool) -> LLM:
    """A client with its connections, shared by the projects that use the same model."""
    made: LLM = LlmFactory.create(provider, _client_options(config, guarded=guarded))
    return GuardedLLM(made, Breaker(provider, config))


def _client_options(config: bytes, *, guarded: bool) -> dict[str, Any]:
    """The options, with the client that reaches public addresses only if it has to."""
    options: dict[str, Any] = orjson.loads(config)
    if guarded:
        options["http_client"] = http.client(float(options.get("timeout", 60.0)))
    return options


@functools.cache
def _rules() -> Extractor:
    return RuleExtractor()


def _frozen(config: Mapping[str, Any]) -> bytes:
    return orjson.dumps(config, option=orjson.OPT_SORT_KEYS)
