"""Google's embeddings on Vertex AI, with a task type for adding and for searching."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import google.auth
from google import genai
from google.auth import exceptions as auth
from google.genai import types
from google.oauth2 import service_account
from pydantic import Field

from mem0.embeddings.adapter import EmbedderConfig, EmbeddingAdapter
from mem0.exceptions import ConfigurationError
from mem0.providers.google import calling_google, http_options
from mem0.providers.options import base_url, from_environment

SCOPE = "https://www.googleapis.com/auth/cloud-platform"
KEY_HINT = (
    "give vertex_credentials_json (a path) or google_service_account_json (a mapping),"
    " or set GOOGLE_APPLICATION_CREDENTIALS"
)
TaskType = Literal[
    "SEMANTIC_SIMILARITY",
    "CLASSIFICATION",
    "CLUSTERING",
    "RETRIEVAL_DOCUMENT",
    "RETRIEVAL_QUERY",
    "QUESTION_ANSWERING",
    "FACT_VERIFICATION",
    "CODE_RETRIEVAL_QUERY",
]


class VertexAIEmbedderConfig(EmbedderConfig):
    """Options of `vertexai`."""

    base_url: str | None = base_url("vertex_base_url")
    vertex_credentials_json: str | None = None
    """Path of a service account's key file."""
    google_service_account_json: dict[str, Any] | None = Field(default=None, repr=False)
    google_project_id: str | None = None
    google_location: str | None = None
    memory_add_embedding_type: TaskType = "RETRIEVAL_DOCUMENT"
    memory_update_embedding_type: TaskType = "RETRIEVAL_DOCUMENT"
    memory_search_embedding_type: TaskType = "RETRIEVAL_QUERY"


class VertexAIEmbedder(EmbeddingAdapter):
    """An embedding model on Vertex AI, through the `google-genai` package."""

    provider = "vertexai"
    default_model = "gemini-embedding-001"
    known = {
        "gemini-embedding-001": 256,
        "text-embedding-005": 256,
        "text-multilingual-embedding-002": 256,
    }
    config_class: ClassVar[type[VertexAIEmbedderConfig]] = VertexAIEmbedderConfig
    config: VertexAIEmbedderConfig

    def __init__(
        self, config: EmbedderConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        credentials, project = self._credentials()
        location = from_environment(("GOOGLE_CLOUD_LOCATION",)) or "us-central1"
        self.client = genai.Client(
            vertexai=True,
            credentials=credentials,
            project=self.config.google_project_id or project,
            location=self.config.google_location or location,
            http_options=http_options(self.config.base_url, self.config.timeout),
        )

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """As few requests as the model allows: Gemini's take one text each."""
        chosen = self.config.memory_add_embedding_type
        if query:
            chosen = self.config.memory_search_embedding_type
        return self._embed(texts, chosen)

    def embed_one(self, text: str, memory_action: str | None = None) -> list[float]:
        """The vector of one text, with the task type of the action."""
        if memory_action != "update":
            return super().embed_one(text, memory_action)
        (vector,) = self._embed([text], self.config.memory_update_embedding_type)
        self._check(vector)
        return vector

    def _embed(self, texts: Sequence[str], task_type: str) -> list[list[float]]:
        size = 1 if "gemini" in self.model else len(texts)
        vectors: list[list[float]] = []
        for start in range(0, len(texts), size):
            vectors += self._request(texts[start : start + size], task_type)
        return vectors

    def _request(self, texts: Sequence[str], task_type: str) -> list[list[float]]:
        contents: list[Any] = list(texts)
        config = types.EmbedContentConfig(
            task_type=task_type, output_dimensionality=self.dimensions
        )
        with calling_google(self.failures):
            try:
                response = self.client.models.embed_content(
                    model=self.model, contents=contents, config=config
                )
            except auth.TransportError:
                raise
            except auth.GoogleAuthError as exc:
                msg = f"vertexai could not authenticate: {KEY_HINT}."
                raise ConfigurationError(msg) from exc
        return [list(found.values or ()) for found in response.embeddings or ()]

    def _credentials(self) -> tuple[Any, str | None]:
        given = self.config.google_service_account_json
        path = self.config.vertex_credentials_json
        try:
            if given is None and path is not None:
                given = json.loads(Path(path).read_text(encoding="utf-8"))
            if given is None:
                return google.auth.default(scopes=[SCOPE])
            made = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]  # google-auth has no types
                given, scopes=[SCOPE]
            )
        except (OSError, ValueError, auth.GoogleAuthError):
            msg = f"vertexai has no credentials it can use: {KEY_HINT}."
            raise ConfigurationError(msg) from None
        return made, given.get("project_id")
