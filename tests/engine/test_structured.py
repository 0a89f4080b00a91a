from __future__ import annotations

import json
from typing import Literal

import pytest
from pydantic import BaseModel

from mem0.exceptions import LLMError, LLMOutputError, LLMRefusalError
from mem0.llms.openai import OpenAILLM
from mem0.memory.structured import MalformedError, ask, parse, strict_schema
from tests.openai_server import (
    OpenAIServer,
    Reply,
    answer,
    failure,
    filtered,
    refused,
    truncated,
)


class Part(BaseModel):
    name: str
    size: int | None = None


class Machine(BaseModel):
    kind: Literal["pump", "fan"]
    parts: list[Part]


PUMP = {"kind": "pump", "parts": [{"name": "rotor", "size": 3}]}
JSON = json.dumps(PUMP)
CHAT = [{"role": "user", "content": "Describe the machine."}]


@pytest.fixture(scope="module")
def running():
    with OpenAIServer() as started:
        yield started


@pytest.fixture
def server(running):
    running.reset()
    return running


@pytest.fixture(scope="module")
def llm(running):
    return OpenAILLM({"model": "stub", "api_key": "sk-x", "base_url": running.url})


WRAPPED = [
    JSON,
    f"  \n{JSON}\n",
    f"\ufeff{JSON}",
    f"```json\n{JSON}\n```",
    f"Here you are:\n```\n{JSON}\n```\nAnything else?",
    f"<think>It could be {{a fan}}.</think>{JSON}",
    f'<think>{{"kind": "fan", "parts": []}}</think>\n{JSON}',
    f"I start thinking {'{'} maybe</think>{JSON}",
    f'An empty one is {{"kind": "fan", "parts": []}}. The answer: {JSON}',
    f'{JSON} By the way {{"mood": "good"}}.',
    '{"kind": "pump", "parts": [{"name": "rotor", "size": 3,},],}',
    '{"kind": "pump", "surplus": 1, "parts": [{"name": "rotor", "size": "3"}]}',
]


@pytest.mark.parametrize("text", WRAPPED)
def test_it_finds_the_object_in_what_models_wrap_around_it(text):
    assert parse(text, Machine).model_dump() == PUMP


@pytest.mark.parametrize(
    "name", ["a,}b", "{", "}", 'say "hi,]"', "line\nbreak", "</x>"]
)
def test_it_leaves_strings_alone(name):
    made = json.dumps({"kind": "fan", "parts": [{"name": name}]})[:-1] + ",}"
    assert parse(f"Sure: {made}", Machine).parts[0].name == name


BAD = {
    "": "empty",
    "  \n ": "empty",
    "I cannot say.": "no JSON object",
    JSON[:-1]: "cut off",
    JSON[:40]: "cut off",
    JSON[: JSON.index("rotor") + 2]: "cut off",
    "{'kind': 'pump', 'parts': []}": "not a valid JSON object",
    "[1, 2]": "not a valid JSON object",
    '{"kind": "pump"}': "parts: Field required",
    '{"kind": "boat", "parts": []}': "kind: Input should be 'pump' or 'fan'",
    '{"kind": "pump", "parts": [{"name": 1, "size": 1e999}]}': "parts.0.name",
    '{"kind": "pump", "parts": [{"name": "a", "size": NaN}]}': "not a valid JSON",
    '{"parts":' * 5_000: "cut off",
    "[" * 100_000: "no JSON object",
    "[1, 2": "no JSON object",
    '{"kind": ' + "9" * 5_000 + "}": "not a valid JSON object",
}


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_it_says_why_an_answer_is_not_valid(text):
    with pytest.raises(MalformedError, match=BAD[text]):
        parse(text, Machine)


def test_a_whole_part_of_a_cut_off_answer_is_not_an_answer():
    cut = '{"kind": "fan", "parts": [{"kind": "pump", "parts": []}, {"name": "x'
    with pytest.raises(MalformedError, match="cut off"):
        parse(cut, Machine)


def test_the_reason_never_quotes_the_answer():
    text = '{"kind": "secret-canary", "parts": "secret-canary"}'
    with pytest.raises(MalformedError) as caught:
        parse(text, Machine)
    assert "secret-canary" not in str(caught.value)


def test_the_reason_names_a_few_problems_and_counts_the_rest():
    text = json.dumps({"kind": "pump", "parts": [{}] * 9})
    with pytest.raises(MalformedError, match=r"parts\.4\.name: .*; and 4 more"):
        parse(text, Machine)


def test_the_schema_is_strict():
    assert strict_schema(Machine) == {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["pump", "fan"]},
            "parts": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string"},
                        "size": {"type": ["integer", "null"]},
                    },
                    "required": ["name", "size"],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["kind", "parts"],
        "additionalProperties": False,
    }


def test_a_property_may_be_called_like_an_annotation():
    class Book(BaseModel):
        title: str

    assert list(strict_schema(Book)["properties"]) == ["title"]


def test_it_asks_once_with_the_schema(server, llm):
    server.reply(answer(PUMP, usage=(40, 9)))
    got = ask(llm, CHAT, Machine, max_tokens=77)
    assert (got.value.model_dump(), got.calls) == (PUMP, 1)
    assert dict(got.usage) == {"prompt_tokens": 40, "completion_tokens": 9}
    [request] = server.requests
    sent = request.body["response_format"]["json_schema"]
    assert sent["strict"] is True
    assert sent["schema"] == strict_schema(Machine)
    assert 77 in {
        request.body.get("max_completion_tokens"),
        request.body.get("max_tokens"),
    }


def test_it_repairs_once_and_shows_the_problem(server, llm):
    server.reply(
        answer({"kind": "boat", "parts": []}, usage=(10, 2)),
        answer(PUMP, usage=(20, 3)),
    )
    got = ask(llm, CHAT, Machine)
    assert (got.value.model_dump(), got.calls) == (PUMP, 2)
    assert dict(got.usage) == {"prompt_tokens": 30, "completion_tokens": 5}
    asked = server.requests[1].body["messages"]
    assert [message["role"] for message in asked] == ["user", "assistant", "user"]
    assert "boat" in asked[1]["content"]
    assert "kind: Input should be 'pump' or 'fan'" in asked[2]["content"]


BROKEN = {
    "garbage": Reply(text="%%%"),
    "empty": Reply(text=""),
    "cut off": truncated(PUMP),
    "cut off unsaid": Reply(text=JSON[:30]),
    "wrong shape": answer({"kind": "boat", "parts": []}),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_second_answer_heals_a_broken_one(server, llm, broken):
    server.reply(broken, answer(PUMP))
    assert ask(llm, CHAT, Machine).value.model_dump() == PUMP


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_two_broken_answers_fail_with_a_reason(server, llm, broken):
    server.reply(broken, broken, answer(PUMP))
    with pytest.raises(LLMOutputError, match=r"stub gave no valid answer.*: \w.+"):
        ask(llm, CHAT, Machine)
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_passing_failure_is_left_to_the_caller_to_retry(server, llm, status):
    server.reply(failure(status, retry_after=1), answer(PUMP))
    with pytest.raises(LLMError) as caught:
        ask(llm, CHAT, Machine)
    assert caught.value.retryable
    assert len(server.requests) == 1


@pytest.mark.parametrize("reply", [refused(), filtered()])
def test_a_refusal_is_final(server, llm, reply):
    server.reply(reply, answer(PUMP))
    with pytest.raises(LLMRefusalError) as caught:
        ask(llm, CHAT, Machine)
    assert not caught.value.retryable
    assert len(server.requests) == 1
