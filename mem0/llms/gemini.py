"""Gemini: contents and parts, and a schema the model is held to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from google.genai import types

from mem0.llms.chat import (
    ChatAnswer,
    ChatConfig,
    ChatModel,
    ChatRequest,
    Finish,
    ToolCall,
)
from mem0.llms.turns import Image, Turn, split
from mem0.providers.google import calling_google, gemini_client
from mem0.providers.options import (
    base_url,
)

REFUSED = {
    "SAFETY",
    "RECITATION",
    "BLOCKLIST",
    "PROHIBITED_CONTENT",
    "SPII",
    "IMAGE_SAFETY",
}


class GeminiConfig(ChatConfig):
    """Options of `gemini`."""

    base_url: str | None = base_url("gemini_base_url")


class GeminiLLM(ChatModel):
    """Gemini, through the `google-genai` package."""

    provider = "gemini"
    default_model = "gemini-2.0-flash"
    key_variables = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
    supports_schema = True
    supports_images = True
    config_class: ClassVar[type[GeminiConfig]] = GeminiConfig
    config: GeminiConfig

    def __init__(
        self, config: ChatConfig | Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(config, **options)
        self.client = gemini_client(
            self._needed_key(), self.config.base_url, self.config.timeout
        )

    def ask(self, request: ChatRequest) -> ChatAnswer:
        """One `generateContent`."""
        system, turns = split(request.messages)
        contents: list[Any] = [_content(turn) for turn in turns]
        with calling_google(self.failures):
            response = self.client.models.generate_content(
                model=self.model,
                contents=contents,
                config=self._generation(request, system),
            )
            return read_answer(response)

    def _generation(
        self, request: ChatRequest, system: str
    ) -> types.GenerateContentConfig:
        wants_json = request.schema is not None or request.json_only
        return types.GenerateContentConfig(
            system_instruction=system or None,
            temperature=request.temperature,
            max_output_tokens=request.max_tokens,
            top_p=self.config.top_p,
            top_k=self.config.top_k,
            response_mime_type="application/json" if wants_json else None,
            response_json_schema=request.schema,
            tools=_tools(request),
            tool_config=_tool_config(request),
            automatic_function_calling=types.AutomaticFunctionCallingConfig(
                disable=True
            ),
        )


def _content(turn: Turn) -> types.Content:
    role = "model" if turn.role == "assistant" else "user"
    return types.Content(role=role, parts=[_part(part) for part in turn.parts])


def _part(part: str | Image) -> types.Part:
    if isinstance(part, str):
        return types.Part.from_text(text=part)
    return types.Part.from_bytes(data=part.data, mime_type=part.media_type)


def _tools(request: ChatRequest) -> list[Any] | None:
    if not request.tools:
        return None
    declared = [
        types.FunctionDeclaration(
            name=tool["function"]["name"],
            description=tool["function"].get("description"),
            parameters_json_schema=tool["function"].get("parameters"),
        )
        for tool in request.tools
    ]
    return [types.Tool(function_declarations=declared)]


def _tool_config(request: ChatRequest) -> types.ToolConfig | None:
    modes = {
        "required": types.FunctionCallingConfigMode.ANY,
        "none": types.FunctionCallingConfigMode.NONE,
    }
    if not request.tools or request.tool_choice not in modes:
        return None
    mode = types.FunctionCallingConfig(mode=modes[request.tool_choice])
    return types.ToolConfig(function_calling_config=mode)


def read_answer(response: types.GenerateContentResponse) -> ChatAnswer:
    """The first candidate's text, its thoughts left out."""
    candidate = next(iter(response.candidates or ()), None)
    content = candidate.content if candidate else None
    parts = (content.parts if content else None) or []
    calls = [part.function_call for part in parts if part.function_call]
    usage = response.usage_metadata
    counts = {
        "prompt_tokens": usage.prompt_token_count if usage else None,
        "completion_tokens": usage.candidates_token_count if usage else None,
    }
    return ChatAnswer(
        text="".join(part.text or "" for part in parts if not part.thought),
        model=response.model_version or "",
        finish=_finish(response, candidate),
        usage={name: count or 0 for name, count in counts.items()},
        tool_calls=tuple(ToolCall(call.name or "", call.args or {}) for call in calls),
    )


def _finish(
    response: types.GenerateContentResponse, candidate: types.Candidate | None
) -> Finish:
    feedback = response.prompt_feedback
    if feedback and feedback.block_reason:
        return "refused"
    reason = candidate.finish_reason if candidate else None
    said = reason.value if reason else ""
    if said in REFUSED:
        return "refused"
    return "length" if said == "MAX_TOKENS" else "stop"
