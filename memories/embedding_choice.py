"""A project chooses its embedder: what that means for the memories it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.embeddings.base import Embedder
from mem0.exceptions import ConfigurationError, ValidationError
from memories import choices, engine, reembedding
from orgs.hooks import Choice
from orgs.models import Project
from orgs.tenancy import tenant


def choose_llm(project: Project, given: Any) -> Choice:
    """A language model of the project's own, or the deployment's. Raises
    `ValidationError`."""
    return Choice({"llm": choices.checked(project, choices.LLM, given)})


def choose_embedder(project: Project, given: Any) -> Choice:
    """An embedder of the project's own, or the deployment's. Raises `ValidationError`.

    Memories in another space are embedded anew afterwards; the present space, chosen
    again, stops that.
    """
    stored = choices.checked(project, choices.EMBEDDER, given)
    return choice(project, stored or engine.deployment_space())


def choice(project: Project, stored: Mapping[str, Any]) -> Choice:
    """What a checked choice of an embedder does to the project."""
    embedder = made(stored)
    if embedder.name == project.embedding_model or not _remembers(project):
        return Choice(
            {
                "embedder": dict(stored),
                "embedding_model": embedder.name,
                "embedding_dimensions": embedder.dimensions,
                "next_embedder": {},
                "next_embedding_model": "",
            }
        )
    return Choice({}, lambda: _begin(project, stored, embedder))


def _begin(
    project: Project, stored: Mapping[str, Any], embedder: Embedder
) -> dict[str, Any]:
    event = reembedding.start(project, stored, embedder)
    return {"event_id": str(event.pk)}


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


def _remembers(project: Project) -> bool:
    with tenant(project):
        return project.memories.exists() or project.messages.exists()
