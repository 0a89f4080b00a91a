"""The embedders with a protocol of their own."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mem0.embeddings.adapter import EmbeddingAdapter
from mem0.exceptions import ConfigurationError, DependencyError
from mem0.utils.factory import EmbedderFactory
from tests.engine.embeddings.contract import EmbedderContract, vector
from tests.engine.llms.contract import KEY
from tests.engine.llms.servers.dialects import BedrockDialect, GeminiDialect
from tests.engine.llms.servers.loopback import Loopback, Reply, Request

CLOSE = {"connection": "close"}
"""google-auth leaves its own connection open."""
TOKEN = Reply(
    {"access_token": "bought", "expires_in": 3600, "token_type": "Bearer"},
    headers=CLOSE,
)


class TestOllama(EmbedderContract):
    provider = "ollama"
    path = "/api/embed"
    key_header = None
    texts_per_request = 128
    honours_retry_after = False

    def options(self, url: str) -> dict[str, Any]:
        return {"ollama_base_url": url}

    def vectors(self, vectors: Sequence[Sequence[float]]) -> Any:
        return {"model": "m", "embeddings": vectors}

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        return Reply({"error": f"refused {status}"}, status, headers or {})

    def test_a_missing_model_is_pulled(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        server.replies += [
            Reply({"error": "model not found"}, 404),
            Reply({"status": "success"}),
        ]
        assert embedder.embed(["abc"]) == [vector("abc")]
        assert [r.path for r in server.requests][1] == "/api/pull"


class TestHuggingFace(EmbedderContract):
    """Text Embeddings Inference: https://huggingface.github.io/text-embeddings-inference"""

    provider = "huggingface"
    path = "/embed"
    texts_per_request = 32

    def options(self, url: str) -> dict[str, Any]:
        return {"api_key": KEY, "huggingface_base_url": f"{url}/v1"}

    def texts(self, request: Request) -> list[str]:
        return list(request.body["inputs"])

    def vectors(self, vectors: Sequence[Sequence[float]]) -> Any:
        return vectors

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        error = {"error": f"Refused {KEY}", "error_type": "overloaded"}
        return Reply(error, status, headers or {})


class TestGemini(EmbedderContract):
    provider = "gemini"
    path = "/v1/models/gemini-embedding-001:batchEmbedContents"
    key_header = "x-goog-api-key"
    texts_per_request = 100

    def texts(self, request: Request) -> list[str]:
        asked = request.body["requests"]
        return [item["content"]["parts"][0]["text"] for item in asked]

    def vectors(self, vectors: Sequence[Sequence[float]]) -> Any:
        return {"embeddings": [{"values": found} for found in vectors]}

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        return GeminiDialect().failure(status, headers)

    def test_searches_and_documents_are_told_apart(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        embedder.embed(["a"])
        embedder.embed(["a"], query=True)
        kinds = [r.body["requests"][0]["taskType"] for r in server.requests]
        assert kinds == ["RETRIEVAL_DOCUMENT", "RETRIEVAL_QUERY"]


@pytest.fixture(scope="session")
def private_key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


class TestVertexAI(EmbedderContract):
    """https://cloud.google.com/vertex-ai/docs/generative-ai/embeddings"""

    provider = "vertexai"
    model = "text-embedding-005"
    texts_per_request = 128
    path = (
        "/v1beta1/projects/house/locations/europe-west1/publishers/google/models/"
        "text-embedding-005:predict"
    )

    @pytest.fixture(autouse=True)
    def account(self, private_key: str) -> None:
        self.private_key = private_key

    def options(self, url: str) -> dict[str, Any]:
        account = {
            "type": "service_account",
            "project_id": "house",
            "client_email": "memory@house.iam.gserviceaccount.com",
            "private_key": self.private_key,
            "private_key_id": "1",
            "token_uri": f"{url}/token",
        }
        return {
            "base_url": url,
            "model": self.model,
            "google_service_account_json": account,
            "google_location": "europe-west1",
        }

    def embeds(self, request: Request) -> Reply:
        if request.path == "/token":
            return TOKEN
        return super().embeds(request)

    def texts(self, request: Request) -> list[str]:
        return [item["content"] for item in request.body["instances"]]

    def vectors(self, vectors: Sequence[Sequence[float]]) -> Any:
        stats = {"statistics": {"token_count": 1, "truncated": False}}
        made = [{"embeddings": {"values": found, **stats}} for found in vectors]
        return {"predictions": made}

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        # Its key signs the request for a token and is never sent.
        said = "unauthorised" if status == 401 else "refused"
        error = {"code": status, "message": said, "status": "X"}
        return Reply({"error": error}, status, headers or {})

    def test_each_action_has_its_task_type(self, server: Loopback):
        embedder = self.make(
            server.url, memory_update_embedding_type="SEMANTIC_SIMILARITY"
        )
        for action in ("add", "update", "search"):
            embedder.embed_one("a", action)
        kinds = [r.body["instances"][0]["task_type"] for r in self.sent(server)]
        assert kinds == ["RETRIEVAL_DOCUMENT", "SEMANTIC_SIMILARITY", "RETRIEVAL_QUERY"]

    def test_a_gemini_model_gets_one_text_a_request(self, server: Loopback):
        answer = {"embedding": {"values": vector("a")}}
        answers = {"/token": TOKEN}
        server.responder = lambda r: answers.get(r.path, Reply(answer))
        embedder = self.make(server.url, model="gemini-embedding-001")
        assert len(embedder.embed(["a", "b", "c"])) == 3
        paths = [r.path for r in server.requests if r.path != "/token"]
        assert [path.rsplit(":")[-1] for path in paths] == ["embedContent"] * 3

    def test_a_refused_account_says_what_to_give(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        server.responder = lambda _: Reply({"error": "invalid_grant"}, 400, CLOSE)
        with pytest.raises(ConfigurationError, match="vertex_credentials_json"):
            embedder.embed(["a"])

    def test_a_missing_key_file_says_what_to_give(self, tmp_path: Any):
        missing = str(tmp_path / "none.json")
        with pytest.raises(ConfigurationError, match="vertex_credentials_json"):
            EmbedderFactory.create("vertexai", {"vertex_credentials_json": missing})


class Bedrock(EmbedderContract):
    provider = "aws_bedrock"
    model: str

    def options(self, url: str) -> dict[str, Any]:
        return {
            "aws_endpoint_url": url,
            "aws_region": "eu-west-1",
            "aws_access_key_id": "AKIDEXAMPLE",
            "aws_secret_access_key": KEY,
            "model": self.model,
        }

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        return BedrockDialect().failure(status, headers)


class TestBedrockCohere(Bedrock):
    model = "cohere.embed-multilingual-v3"
    path = f"/model/{model}/invoke"
    texts_per_request = 96

    def texts(self, request: Request) -> list[str]:
        return list(request.body["texts"])

    def vectors(self, vectors: Sequence[Sequence[float]]) -> Any:
        return {"embeddings": vectors, "response_type": "embeddings_floats"}

    def test_searches_and_documents_are_told_apart(
        self, server: Loopback, embedder: EmbeddingAdapter
    ):
        embedder.embed(["a"])
        embedder.embed(["a"], query=True)
        kinds = [r.body["input_type"] for r in server.requests]
        assert kinds == ["search_document", "search_query"]


class TestBedrockTitan(Bedrock):
    model = "amazon.titan-embed-text-v2:0"
    path = f"/model/{model}/invoke"
    texts_per_request = 1

    def texts(self, request: Request) -> list[str]:
        assert request.body["dimensions"] == 4
        return [request.body["inputText"]]

    def vectors(self, vectors: Sequence[Sequence[float]]) -> Any:
        return {"embedding": vectors[0] if vectors else [], "inputTextTokenCount": 1}


def test_a_local_model_without_its_package_says_what_to_install():
    if importlib.util.find_spec("sentence_transformers"):
        pytest.skip("sentence-transformers is installed here")
    with pytest.raises(DependencyError, match=r"pip install 'mem0site\[huggingface\]'"):
        EmbedderFactory.create("huggingface")


def test_a_key_file_is_read(tmp_path: Any, private_key: str):
    path = tmp_path / "account.json"
    account = {
        "type": "service_account",
        "project_id": "house",
        "client_email": "memory@house.iam.gserviceaccount.com",
        "private_key": private_key,
        "token_uri": "http://127.0.0.1/token",
    }
    path.write_text(json.dumps(account))
    embedder: Any = EmbedderFactory.create(
        "vertexai", {"vertex_credentials_json": str(path)}
    )
    embedder.close()
    assert (embedder.model, embedder.dimensions) == ("gemini-embedding-001", 256)
