"""How each family of providers says the same things on the wire.

Written from the providers' own API references; the real clients read them.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any, Literal

from tests.engine.llms.servers.loopback import Reply, Request

Finish = Literal["stop", "length", "filtered"]


class Dialect(ABC):
    """What a server of the family answers, and where the asked schema is."""

    path: str
    key_header = "authorization"

    @abstractmethod
    def answer(self, text: str, finish: Finish = "stop") -> Reply:
        """An answer with this text."""

    @abstractmethod
    def structured(self, value: Any) -> Reply:
        """An answer to a request with a schema."""

    @abstractmethod
    def schema(self, request: Request) -> Any:
        """The schema the request holds the model to."""

    @abstractmethod
    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        """An error; what it says about a refused key repeats the key."""

    def messages(self, request: Request) -> Any:
        """The messages of the request."""
        return request.body["messages"]


class OpenAIDialect(Dialect):
    """Chat completions."""

    path = "/v1/chat/completions"

    def answer(self, text: str, finish: Finish = "stop") -> Reply:
        reason = "content_filter" if finish == "filtered" else finish
        message = {"role": "assistant", "content": text}
        return Reply(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": "served",
                "choices": [{"index": 0, "message": message, "finish_reason": reason}],
                "usage": {
                    "prompt_tokens": 5,
                    "completion_tokens": 7,
                    "total_tokens": 12,
                },
            }
        )

    def structured(self, value: Any) -> Reply:
        return self.answer(json.dumps(value))

    def schema(self, request: Request) -> Any:
        return request.body["response_format"]["json_schema"]["schema"]

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        said = f"Refused: {status}, key secret-key-value"
        error = {"message": said, "type": "error", "param": None, "code": None}
        return Reply({"error": error}, status, headers or {})


class WordsDialect(OpenAIDialect):
    """Chat completions of a server that takes no schema: it is in the first message."""

    def schema(self, request: Request) -> Any:
        asked = request.body["messages"][0]["content"]
        return json.loads(asked[asked.index("{") :])


class AzureDialect(OpenAIDialect):
    """Chat completions of a deployment."""

    path = "/openai/deployments/chat-one/chat/completions"
    key_header = "api-key"


class AnthropicDialect(Dialect):
    """https://docs.anthropic.com/en/api/messages"""

    path = "/v1/messages"

    def _message(self, content: list[Any], reason: str) -> Reply:
        return Reply(
            {
                "id": "msg_1",
                "type": "message",
                "role": "assistant",
                "model": "served",
                "content": content,
                "stop_reason": reason,
                "stop_sequence": None,
                "usage": {"input_tokens": 5, "output_tokens": 7},
            }
        )

    def answer(self, text: str, finish: Finish = "stop") -> Reply:
        reasons = {"stop": "end_turn", "length": "max_tokens", "filtered": "refusal"}
        content = [{"type": "text", "text": text}] if text else []
        return self._message(content, reasons[finish])

    def structured(self, value: Any) -> Reply:
        used = {"type": "tool_use", "id": "t1", "name": "answer", "input": value}
        return self._message([used], "tool_use")

    def schema(self, request: Request) -> Any:
        (tool,) = request.body["tools"]
        assert request.body["tool_choice"] == {"type": "tool", "name": tool["name"]}
        return tool["input_schema"]

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        error = {"type": "some_error", "message": "Refused secret-key-value"}
        return Reply({"type": "error", "error": error}, status, headers or {})


class GeminiDialect(Dialect):
    """https://ai.google.dev/api/generate-content"""

    path = "/v1/models/gemini-2.0-flash:generateContent"
    key_header = "x-goog-api-key"

    def answer(self, text: str, finish: Finish = "stop") -> Reply:
        reasons = {"stop": "STOP", "length": "MAX_TOKENS", "filtered": "SAFETY"}
        content = {"role": "model", "parts": [{"text": text}] if text else []}
        usage = {"promptTokenCount": 5, "candidatesTokenCount": 7}
        candidate = {"content": content, "finishReason": reasons[finish]}
        body = {"candidates": [candidate], "usageMetadata": usage}
        return Reply(body | {"modelVersion": "served"})

    def structured(self, value: Any) -> Reply:
        return self.answer(json.dumps(value))

    def schema(self, request: Request) -> Any:
        made = request.body["generationConfig"]
        assert made["responseMimeType"] == "application/json"
        return made["responseJsonSchema"]

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        error: dict[str, Any] = {
            "code": status,
            "message": "Refused secret-key-value",
            "status": "X",
        }
        if status == 401:
            # What Google answers to a key that is not valid.
            info = "type.googleapis.com/google.rpc.ErrorInfo"
            error |= {"code": 400, "status": "INVALID_ARGUMENT"}
            error["details"] = [{"@type": info, "reason": "API_KEY_INVALID"}]
            status = 400
        return Reply({"error": error}, status, headers or {})

    def messages(self, request: Request) -> Any:
        return request.body["contents"]


class BedrockDialect(Dialect):
    """https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html"""

    path = "/model/anthropic.claude-3-5-sonnet-20240620-v1:0/converse"
    NAMES = {
        401: ("UnrecognizedClientException", 403),
        429: ("ThrottlingException", 429),
        500: ("InternalServerException", 500),
        403: ("AccessDeniedException", 403),
        404: ("ResourceNotFoundException", 404),
    }

    def _message(self, content: list[Any], reason: str) -> Reply:
        return Reply(
            {
                "output": {"message": {"role": "assistant", "content": content}},
                "stopReason": reason,
                "usage": {"inputTokens": 5, "outputTokens": 7, "totalTokens": 12},
                "metrics": {"latencyMs": 1},
            }
        )

    def answer(self, text: str, finish: Finish = "stop") -> Reply:
        reasons = {
            "stop": "end_turn",
            "length": "max_tokens",
            "filtered": "guardrail_intervened",
        }
        return self._message([{"text": text}] if text else [], reasons[finish])

    def structured(self, value: Any) -> Reply:
        used = {"toolUseId": "t1", "name": "answer", "input": value}
        return self._message([{"toolUse": used}], "tool_use")

    def schema(self, request: Request) -> Any:
        config = request.body["toolConfig"]
        (tool,) = config["tools"]
        assert config["toolChoice"] == {"tool": {"name": tool["toolSpec"]["name"]}}
        return tool["toolSpec"]["inputSchema"]["json"]

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        name, status = self.NAMES.get(status, ("ValidationException", status))
        headers = {"x-amzn-ErrorType": name, **(headers or {})}
        return Reply({"message": "Refused secret-key-value"}, status, headers)


class OllamaDialect(Dialect):
    """https://github.com/ollama/ollama/blob/main/docs/api.md"""

    path = "/api/chat"

    def answer(self, text: str, finish: Finish = "stop") -> Reply:
        return Reply(
            {
                "model": "served",
                "created_at": "2025-01-01T00:00:00Z",
                "message": {"role": "assistant", "content": text},
                "done": True,
                "done_reason": finish,
                "prompt_eval_count": 5,
                "eval_count": 7,
            }
        )

    def structured(self, value: Any) -> Reply:
        return self.answer(json.dumps(value))

    def schema(self, request: Request) -> Any:
        return request.body["format"]

    def failure(self, status: int, headers: dict[str, str] | None = None) -> Reply:
        return Reply({"error": f"refused {status}"}, status, headers or {})
