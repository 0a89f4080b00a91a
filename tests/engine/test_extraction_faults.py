"""What a provider can do wrong, played at the wire."""

from __future__ import annotations

import datetime as dt
import json

import openai
import pytest

from mem0.exceptions import LLMError, LLMOutputError, LLMRefusalError, Mem0Error
from mem0.llms.openai import OpenAILLM
from mem0.memory.extraction import LLMExtractor
from mem0.memory.types import Instructions, Message
from tests.openai_server import (
    OpenAIServer,
    Reply,
    answer,
    embedding,
    fact,
    failure,
    filtered,
    refused,
    truncated,
)

NOON = dt.datetime(2024, 5, 7, 12, tzinfo=dt.UTC)
KEY = "sk-canary-7f3a9b"
TEA = {"facts": [fact("User likes tea.", [0])]}


@pytest.fixture(scope="module")
def running():
    with OpenAIServer() as started:
        yield started


@pytest.fixture
def server(running):
    running.reset()
    return running


@pytest.fixture
def extract(server):
    def run(timeout: float = 5.0, url: str = server.url):
        options = {"model": "stub", "api_key": KEY, "base_url": url}
        extractor = LLMExtractor(OpenAILLM({**options, "timeout": timeout}))
        messages = [Message("user", "I like tea", NOON)]
        return extractor.extract(messages, instructions=Instructions())

    return run


PASSING = {
    "429": failure(429, retry_after=7),
    "500": failure(500),
    "502": Reply(status=502, raw="<html>Bad gateway</html>"),
    "503": failure(503, retry_after="soon"),
    "529": failure(529),
}


@pytest.mark.parametrize("reply", PASSING.values(), ids=PASSING)
def test_an_outage_may_be_retried_and_is_asked_only_once(server, extract, reply):
    server.reply(reply)
    with pytest.raises(LLMError) as caught:
        extract()
    assert caught.value.retryable
    assert len(server.requests) == 1


def test_after_an_outage_the_same_extraction_succeeds(server, extract):
    server.reply(failure(503), answer(TEA))
    with pytest.raises(LLMError):
        extract()
    assert [item.text for item in extract().facts] == ["User likes tea."]


def test_silence_may_be_retried(server, extract):
    server.reply(Reply(hang=30))
    with pytest.raises(LLMError) as caught:
        extract(timeout=0.2)
    assert caught.value.retryable
    assert len(server.requests) == 1


def test_nobody_there_may_be_retried(extract):
    with OpenAIServer() as gone:
        url = gone.url
    with pytest.raises(LLMError) as caught:
        extract(url=url)
    assert caught.value.retryable


def test_a_slow_drip_is_an_answer(server, extract):
    server.reply(answer(TEA, drip=0.01))
    assert len(extract().facts) == 1


LASTING = {400: "request", 401: "key", 403: "key", 404: "stub"}


@pytest.mark.parametrize("status", LASTING)
def test_a_wrong_setting_is_not_retried_and_named(server, extract, status):
    server.reply(failure(status, f"Refused: {KEY}"))
    with pytest.raises(Mem0Error, match=LASTING[status]) as caught:
        extract()
    assert not caught.value.retryable
    assert KEY not in f"{caught.value!r} {caught.value.details}"
    assert len(server.requests) == 1


def test_a_wrong_key_is_never_repeated(server, extract):
    server.keys = {"sk-another"}
    with pytest.raises(Mem0Error) as caught:
        extract()
    assert not caught.value.retryable
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("reply", [refused(), filtered()], ids=["refused", "filtered"])
def test_a_refusal_is_final(server, extract, reply):
    server.reply(reply)
    with pytest.raises(LLMRefusalError) as caught:
        extract()
    assert not caught.value.retryable


HEALED = {
    "fenced": Reply(text=f"```json\n{json.dumps(TEA)}\n```"),
    "reasoned": Reply(text=f'<think>{{"facts": []}} no</think>{json.dumps(TEA)}'),
    "empty": Reply(text=""),
    "null": Reply(text=None),
    "garbage": Reply(text="\x00\ufffd{{{"),
    "truncated": truncated(TEA),
    "list": Reply(text=json.dumps(TEA["facts"])),
    "renamed": answer({"memories": TEA["facts"]}),
}


@pytest.mark.parametrize("reply", HEALED.values(), ids=HEALED)
def test_a_broken_answer_heals(server, extract, reply):
    server.reply(reply, answer(TEA))
    assert [item.text for item in extract().facts] == ["User likes tea."]


@pytest.mark.parametrize("broken", [Reply(text=""), truncated(TEA), Reply(text="no")])
def test_what_stays_broken_fails_with_a_reason(server, extract, broken):
    server.reply(broken, broken)
    with pytest.raises(LLMOutputError, match="stub gave no valid answer"):
        extract()
    assert len(server.requests) == 2


def test_a_body_that_is_no_json_is_an_error_of_the_provider(server, extract):
    server.reply(Reply(raw="{not json"), Reply(raw="{not json"))
    with pytest.raises(LLMError):
        extract()


@pytest.fixture
def client(server):
    with openai.OpenAI(api_key=KEY, base_url=server.url, max_retries=0) as made:
        yield made


def test_the_server_speaks_the_embeddings_protocol(server, client):
    got = client.embeddings.create(model="e", input=["tea", "milk"], dimensions=8)
    assert server.requests[0].body["encoding_format"] == "base64"
    assert [item.index for item in got.data] == [0, 1]
    assert got.data[1].embedding == pytest.approx(embedding("milk", 8), abs=1e-6)
    assert got.usage.total_tokens == got.usage.prompt_tokens > 0
    plain = client.embeddings.create(model="e", input="tea", encoding_format="float")
    assert plain.data[0].embedding == pytest.approx(embedding("tea"))


def test_the_server_refuses_what_openai_refuses(client):
    loose = {"type": "object", "properties": {"a": {"type": "string"}}}
    named = {"name": "x", "strict": True, "schema": loose}
    chat = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
    for call in (
        lambda: client.embeddings.create(model="e", input=""),
        lambda: client.chat.completions.create(model="m", messages=[]),
        lambda: client.chat.completions.create(
            **chat, response_format={"type": "json_schema", "json_schema": named}
        ),
    ):
        with pytest.raises(openai.BadRequestError):
            call()
    assert client.models.list().data[0].id == "stub"


def test_another_process_scripts_the_server_over_http(server, client):
    root = server.url.removesuffix("/v1")
    client.post(f"{root}/script", body=[{"text": "hello"}], cast_to=object)
    chat = [{"role": "user", "content": "hi"}]
    got = client.chat.completions.create(model="m", messages=chat)
    assert (got.choices[0].message.content, got.model) == ("hello", "m")
    seen = client.get(f"{root}/requests", cast_to=object)
    assert seen["requests"][0]["body"]["messages"] == chat
    client.delete(f"{root}/requests", cast_to=object)
    assert server.requests == []
