"""The examples of the vendor's own API reference, word for word but for the address,
the key and the id of the memory.
"""

from __future__ import annotations

import json
import shlex
import subprocess

import pytest

from tests.acceptance.generations import NEWEST, OLDER
from tests.acceptance.sdk import Refused

CURL = """\
curl -X POST https://api.mem0.ai/v1/memories/ \
  -H "Authorization: Token your_api_key" \
  -H "Mem0-User-ID: user_hash" \
  -H "Content-Type: application/json" \
  -d '{
    "messages": [{"role": "user", "content": "I enjoy hiking on weekends"}],
    "user_id": "user_123"
  }'
"""


def added(client, live, acme):
    """The one memory that the example of `add` leaves behind."""
    response = client.add(
        messages=[{"role": "user", "content": "I enjoy hiking on weekends"}],
        user_id="user_123",
    )
    told = response if client.newest else response["results"][0]
    event = live.finished(acme.key, told["event_id"])
    (result,) = event["results"]
    return result["id"]


@OLDER
def test_the_example_of_a_search_finds_what_was_added(client, live, acme):
    memory_id = added(client, live, acme)
    answer = client.search("hiking", user_id="user_123")
    hits = answer if isinstance(answer, list) else answer["results"]
    assert [hit["id"] for hit in hits] == [memory_id]


@NEWEST
def test_the_newest_client_wants_the_user_of_that_example_in_filters(
    client, live, acme
):
    memory_id = added(client, live, acme)
    with pytest.raises(Refused, match="Use filters="):
        client.search("hiking", user_id="user_123")
    answer = client.search("hiking", filters={"user_id": "user_123"})
    assert [hit["id"] for hit in answer["results"]] == [memory_id]


def test_the_examples_of_update_and_delete_work(client, live, acme):
    memory_id = added(client, live, acme)
    text = "I enjoy hiking in the mountains on weekends"
    assert client.update(memory_id=memory_id, text=text)["memory"] == text
    answer = client.delete(memory_id=memory_id)
    assert answer["message"] == "Memory deleted successfully!"


def test_the_id_of_those_examples_is_told_to_be_none(client):
    with pytest.raises(Refused):
        client.update(
            memory_id="mem_456", text="I enjoy hiking in the mountains on weekends"
        )


def test_the_curl_example_queues_an_add(live, acme):
    command = CURL.replace("https://api.mem0.ai", live.url)
    command = command.replace("your_api_key", acme.key)
    done = subprocess.run(
        [*shlex.split(command), "--silent", "--fail-with-body"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    (told,) = json.loads(done.stdout)
    event = live.finished(acme.key, told["event_id"])
    assert event["status"] == "SUCCEEDED"
    listed = live.call(acme.key, "GET", "/v1/memories/?user_id=user_123").json()
    assert "hiking on weekends" in listed[0]["memory"]
