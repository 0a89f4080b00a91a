"""What a search on the list of memories found can be ticked like the list itself."""

from __future__ import annotations

import json
import re

import pytest

from memories import services
from tests.dashboard.test_memories import stored, taken
from tests.memories.worker import work

QUERY = "?q=Which+instrument%3F+cello"


@pytest.fixture
def hits(owner) -> list[str]:
    """Two memories that the query finds, the better one first."""
    return stored(owner, "Plays the cello in an orchestra.", "Owns a cello bow.")


def test_hits_have_boxes_and_no_button_for_all_that_match(owner, hits):
    page = owner.see(owner.url("memories") + QUERY, most=18)
    boxes = re.findall(r'name="memory" value="([^"]+)"', page)
    assert sorted(boxes) == sorted(hits)
    assert 'name="query" value="?q=Which+instrument%3F+cello"' in page
    for name in ("delete", "export", "categorize"):
        assert owner.url(f"memories-{name}-some") in page
    assert 'value="ticked"' in page
    assert 'value="all"' not in page
    assert 'value="all"' in owner.see(owner.url("memories"))


def test_a_reader_sees_hits_without_boxes(owner, reader, hits):
    page = reader.see(reader.url("memories") + QUERY, most=18)
    assert "cello in an orchestra" in page
    assert 'type="checkbox"' not in page
    assert "-some" not in page


def test_ticked_hits_are_exported_sorted_and_deleted(owner, hits):
    first, second = hits
    asked = {"memory": [first], "which": "ticked", "format": "ndjson", "query": QUERY}
    (row,) = [json.loads(line) for line in taken(owner, **asked).splitlines()]
    assert row["id"] == first
    answer = owner.send(
        owner.url("memories-categorize-some"), memory=[first], query=QUERY
    )
    work(owner.project)
    page = owner.see(answer.headers["Location"])
    assert "1, of which" in page
    answer = owner.send(owner.url("memories-delete-some"), memory=[first], query=QUERY)
    assert answer.headers["Location"] == owner.url("memories") + QUERY
    page = owner.see(answer.headers["Location"], most=18)
    assert "1 memory was deleted." in page
    assert "cello in an orchestra" not in page
    assert services.get(owner.project, second).text in page


def test_a_search_is_never_exported_whole(owner, hits):
    asked = {"which": "all", "format": "csv", "query": QUERY}
    back = owner.send(owner.url("memories-export-some"), **asked).headers["Location"]
    page = owner.see(back, most=18)
    assert "tick what is to be exported" in page
    assert "export created" not in owner.see(owner.url("audit")).split("<tbody>")[-1]


def test_a_search_that_finds_nothing_and_one_that_fails_say_so(owner):
    page = owner.see(owner.url("memories") + QUERY, most=18)
    assert "Nothing answers that" in page
    assert "-some" not in page
    page = owner.see(owner.url("memories") + "?before=nonsense")
    assert "Nothing is remembered yet" not in page
