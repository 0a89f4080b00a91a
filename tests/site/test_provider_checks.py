"""Settings that name a provider which does not exist are told at the start."""

from __future__ import annotations

import pytest

from mem0site import checks


@pytest.fixture
def problems(settings):
    """What the check says of these settings."""

    def look(**changes):
        settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update=changes)
        return checks.providers_exist(None)

    return look


def test_the_defaults_are_right(problems):
    assert problems() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"llm_provider": "opnai"}, 'LLM_PROVIDER: There is no LLM "opnai".'),
        (
            {"llm_provider": "openai", "llm_config": {"modle": "x"}},
            'Did you mean "model"?',
        ),
        (
            {"embedder_provider": "local", "embedder_config": {"size": 1}},
            'unknown option "size"',
        ),
        (
            {"vector_store_provider": "qdrant", "vector_store_config": {"ulr": "x"}},
            'Did you mean "url"?',
        ),
        ({"vector_store_provider": "nowhere"}, "There are: azure_ai_search"),
        (
            {"graph_store_provider": "kuzu", "graph_store_config": {"bd": "x"}},
            'unknown option "bd"',
        ),
        ({"graph_store_provider": "kuzo"}, 'Did you mean "kuzu"?'),
    ],
    ids=str,
)
def test_a_mistake_is_named_with_what_exists(problems, changes, said):
    (problem,) = problems(**changes)
    assert problem.id == "mem0site.E004"
    assert said in problem.msg


def test_a_store_is_not_connected_to_by_the_check(problems):
    nowhere = {"url": "http://127.0.0.1:9"}
    assert problems(vector_store_provider="qdrant", vector_store_config=nowhere) == []
