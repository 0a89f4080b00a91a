"""A project chooses its embedder: what that means for the memories it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.embeddings.base import Embedder
from mem0.exceptions import ConfigurationError, ConflictError, ValidationError
from memories import choices, engine
from orgs.hooks import Choice
from orgs.models import Project
from orgs.tenancy import tenant


def choose_llm(project: Project, given: Any) -> Choice:
    """A language model of the project's own, or the deployment's. Raises
    `ValidationError`."""
    return Choice({"llm": choices.checked(project, choices.LLM, given)})


def choose_embedder(project: Project, given: Any) -> Choice:
    """An embedder of the project's own, or the deployment's. Raises `ValidationError`,
    and `ConflictError` where memories would have to be embedded anew."""
    stored = choices.checked(project, choices.EMBEDDER, given)
    stored = stored or engine.deployment_space()
    space = columns(stored, made(stored))
    if space["embedding_model"] == project.embedding_model or not _remembers(project):
        return Choice(space)
    msg = (
        f"This project has memories in the space of {project.embedding_model}; "
        f"{space['embedding_model']} is another one."
    )
    raise ConflictError(msg)


def made(stored: Mapping[str, Any]) -> Embedder:
    """The embedder of a choice. Raises `ValidationError` when it cannot be used."""
    try:
        embedder = engine.embedder_of(stored)
    except ConfigurationError as exc:
        raise ValidationError(f"embedder: {exc.message}") from exc
    if embedder.dimensions > engine.MAX_DIMENSIONS:
        msg = (
            f"embedder: {embedder.name} has {embedder.dimensions} dimensions; at most "
            f"{engine.MAX_DIMENSIONS} can be stored."
        )
        raise ValidationError(msg)
    return embedder


def columns(stored: Mapping[str, Any], embedder: Embedder) -> dict[str, Any]:
    """The columns of a project whose memories are in the space of this embedder."""
    return {
        "embedder": dict(stored),
        "embedding_model": embedder.name,
        "embedding_dimensions": embedder.dimensions,
    }


def _remembers(project: Project) -> bool:
    with tenant(project):
        return project.memories.exists() or project.messages.exists()
