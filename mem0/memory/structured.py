"""Answers of a language model as values of a given shape.

Knows how models wrap JSON (fences, reasoning, trailing commas), what a strict
schema looks like, and how to ask once more when the answer is not valid. Apart
from the extraction, because everything that asks a model for JSON needs it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError as ShapeError

from mem0.exceptions import LLMOutputError
from mem0.llms.base import LLM

Shape = TypeVar("Shape", bound=BaseModel)
Chat = Sequence[Mapping[str, Any]]

SHOWN_PROBLEMS = 5
"""How many problems a repair request and an error name."""

SHOWN_ANSWER = 8_000
"""How many characters of its bad answer a model is shown again."""

REPAIR = (
    "Your answer could not be used: {problem}\n"
    "Answer again, complete, with one JSON object of the asked schema and nothing "
    "else: no code fence, no comment, no explanation."
)

_REASONING = re.compile(
    r"<(think|thinking|reasoning|thought)>.*?</\1>", re.DOTALL | re.IGNORECASE
)
_REASONING_END = re.compile(r"</(?:think|thinking|reasoning|thought)>", re.IGNORECASE)
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)


class MalformedError(ValueError):
    """An answer is not what was asked; the text says why, without quoting it."""


@dataclass(frozen=True, slots=True)
class Structured(Generic[Shape]):
    """A valid answer. `usage` is summed over `calls`, which is 1 or 2."""

    value: Shape
    model: str
    usage: Mapping[str, int]
    calls: int


def ask(
    llm: LLM, messages: Chat, shape: type[Shape], *, max_tokens: int | None = None
) -> Structured[Shape]:
    """The model's answer as a `shape`, repaired at most once.

    Raises `LLMOutputError` with the reason when the second answer is not valid
    either; what the model raises for other causes passes through.
    """
    schema = strict_schema(shape)
    usage: Counter[str] = Counter()
    prompt = list(messages)
    problem = ""
    for calls in (1, 2):
        text = ""
        try:
            completion = llm.complete(
                prompt, schema=schema, temperature=0.0, max_tokens=max_tokens
            )
            text = completion.text
            usage.update(completion.usage)
            value = parse(text, shape)
        except (MalformedError, LLMOutputError) as error:
            problem = str(error)
            prompt = [*messages, *_repair(text, problem)]
        else:
            model = completion.model or llm.model
            return Structured(value, model, dict(usage), calls)
    msg = f"{llm.model} gave no valid answer, also when asked again: {problem}"
    raise LLMOutputError(msg, debug_info={"usage": dict(usage)})


def _repair(text: str, problem: str) -> Iterator[dict[str, str]]:
    if text.strip():
        yield {"role": "assistant", "content": text[:SHOWN_ANSWER]}
    yield {"role": "user", "content": REPAIR.format(problem=problem)}


def parse(text: str, shape: type[Shape]) -> Shape:
    """The object in a model's answer. Raises `MalformedError`.

    Reasoning, prose and code fences around it are passed over; of several whole
    objects the last valid one counts. An object that is not closed is refused,
    never completed: what a cut-off answer lacks cannot be known.
    """
    text = text.strip().removeprefix("\ufeff")
    if not text:
        msg = "The answer is empty."
        raise MalformedError(msg)
    whole = _loads(text)
    if whole is not None:
        return _validated(whole, shape)
    return _last_valid(_objects(_without_reasoning(text)), shape)


def _last_valid(found: Sequence[str], shape: type[Shape]) -> Shape:
    problem = "The answer contains no JSON object."
    for candidate in reversed(found):
        value = _loads(candidate)
        try:
            return _validated(value, shape)
        except MalformedError as error:
            problem = str(error)
    raise MalformedError(problem)


def _validated(value: object, shape: type[Shape]) -> Shape:
    if not isinstance(value, dict):
        msg = "The answer is not a valid JSON object."
        raise MalformedError(msg)
    try:
        return shape.model_validate(value)
    except ShapeError as error:
        raise MalformedError(_problems(error)) from None


def _problems(error: ShapeError) -> str:
    """Where and what, never the value: reasons end in events and logs."""
    details = error.errors(include_url=False, include_input=False)
    shown = [
        f"{'.'.join(str(step) for step in detail['loc']) or 'answer'}: {detail['msg']}"
        for detail in details[:SHOWN_PROBLEMS]
    ]
    rest = len(details) - len(shown)
    return "; ".join([*shown, *([f"and {rest} more"] if rest else [])]) + "."


def _loads(text: str) -> object | None:
    """The JSON value, read once as it is and once without trailing commas."""
    for attempt in (text, _STRING_OR_COMMA.sub(_keep_strings, text)):
        try:
            value: object = json.loads(
                attempt, strict=False, parse_constant=_no_constant
            )
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _keep_strings(found: re.Match[str]) -> str:
    return "" if found[0] == "," else found[0]


def _no_constant(name: str) -> NoReturn:
    msg = f"{name} is not JSON."
    raise ValueError(msg)


def _without_reasoning(text: str) -> str:
    """The answer after the model's thoughts; some templates eat the opening tag."""
    text = _REASONING.sub("", text)
    return _REASONING_END.split(text)[-1]


def _objects(text: str) -> list[str]:
    """The outermost `{…}` spans, quotes respected. Raises `MalformedError` if one is open."""
    spans: list[str] = []
    depth = start = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[{}]', text, re.DOTALL):
        mark = token[0]
        if mark == "{":
            start = start if depth else token.start()
            depth += 1
        elif mark == "}" and depth:
            depth -= 1
            if not depth:
                spans.append(text[start : token.end()])
    if depth:
        msg = "The answer was cut off before its end; give fewer and shorter items."
        raise MalformedError(msg)
    return spans


def strict_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema in the subset that strict structured output accepts.

    No references, defaults or titles; every property is required, no other is
    allowed, and an optional one is a union with null.
    """
    schema = shape.model_json_schema()
    strict: dict[str, Any] = _strict(schema, schema.get("$defs", {}))
    return strict


_ANNOTATIONS = {"title", "default", "$defs"}


def _strict(node: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_strict(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[-1]
        return _strict(definitions[name], definitions)
    strict = {
        key: _strict(value, definitions)
        for key, value in node.items()
        if key not in _ANNOTATIONS and key != "properties"
    }
    if "properties" in node:
        strict |= _closed(node["properties"], definitions)
    return _flat_union(strict)


def _closed(
    properties: Mapping[str, Any], definitions: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "properties": {
            name: _strict(value, definitions) for name, value in properties.items()
        },
        "required": list(properties),
        "additionalProperties": False,
    }


def _flat_union(node: dict[str, Any]) -> dict[str, Any]:
    """`anyOf` of plain types as one list of types, which more providers accept."""
    options = node.get("anyOf", [])
    if not options or any(set(option) != {"type"} for option in options):
        return node
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    return {"type": [option["type"] for option in options], **rest}
