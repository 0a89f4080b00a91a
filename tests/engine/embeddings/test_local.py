from __future__ import annotations

import math
import pathlib
import subprocess
import sys

import pytest

from mem0.embeddings.local import LocalEmbedder
from mem0.exceptions import ConfigurationError


def cosine(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("dimensions", [64, 128, 256])
def test_vectors_have_unit_length_and_the_asked_dimensions(dimensions):
    embedder = LocalEmbedder(embedding_dims=dimensions)
    (vector,) = embedder.embed(["The cat sleeps on the sofa."])
    assert len(vector) == dimensions
    assert cosine(vector, vector) == pytest.approx(1, abs=1e-5)


def test_the_name_tells_the_vector_space():
    assert LocalEmbedder().name == "local/wordllama-256"
    assert LocalEmbedder(embedding_dims=64).name.endswith("-64")


def test_near_meanings_are_nearer_than_far_ones():
    cat, kitten, tax = LocalEmbedder().embed(
        ["my cat is asleep", "a kitten is sleeping", "taxes are due in April"]
    )
    assert cosine(cat, kitten) > cosine(cat, tax) + 0.2


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "🎉", "\ud800", "a\udfffb", "\n" * 50]
)
def test_any_text_gets_a_vector_of_unit_length(text):
    for query in (False, True):
        (vector,) = LocalEmbedder().embed([text], query=query)
        assert math.sqrt(cosine(vector, vector)) == pytest.approx(1, abs=1e-5)


def test_an_empty_text_is_near_to_nothing():
    empty, tea = LocalEmbedder().embed(["", "a cup of tea"])
    assert abs(cosine(empty, tea)) < 0.3


def test_the_speaker_is_not_part_of_what_was_said():
    with_name, without = LocalEmbedder().embed(
        ["Ana López: I bought a red bike", "I bought a red bike"]
    )
    assert with_name == pytest.approx(without)


def test_names_in_a_query_count_less():
    embedder = LocalEmbedder()
    (plain,) = embedder.embed(["What did she cook?"], query=True)
    (named,) = embedder.embed(["What did Caroline cook?"], query=True)
    (as_text,) = embedder.embed(["What did Caroline cook?"])
    assert cosine(plain, named) > cosine(plain, as_text) + 0.05


def test_a_query_of_names_alone_still_means_them():
    embedder = LocalEmbedder()
    (query,) = embedder.embed(["in Paris"], query=True)
    paris, tea = embedder.embed(["Paris is large", "a cup of tea"])
    assert cosine(query, paris) > cosine(query, tea)


def test_german_nouns_are_not_taken_for_names():
    embedder = LocalEmbedder()
    text = "wann war ich in der Stadt beim Arzt"
    assert embedder.embed([text], query=True)[0] == pytest.approx(
        embedder.embed([text])[0]
    )


def test_a_very_long_text_is_embedded_by_its_start():
    start = "tea " * 5000
    one, other = LocalEmbedder().embed([start, start + "bicycle " * 100_000])
    assert one == pytest.approx(other)


def test_many_texts_keep_their_order():
    texts = [f"number {n}" for n in range(300)]
    embedder = LocalEmbedder()
    assert embedder.embed(texts)[299] == embedder.embed(["number 299"])[0]


@pytest.mark.parametrize(
    "options", [{"embedding_dims": 100}, {"name_weight": 1.5}, {"modle": "x"}]
)
def test_it_refuses_options_that_cannot_work(options):
    with pytest.raises(ConfigurationError):
        LocalEmbedder(**options)


def test_importing_it_loads_no_model():
    code = (
        "import sys; from mem0.embeddings.local import LocalEmbedder; LocalEmbedder();"
        "sys.exit('tokenizers' in sys.modules or 'wordllama' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


GROWTH = """
import pathlib, sys
from mem0.embeddings.local import LocalEmbedder

def held():
    text = pathlib.Path("/proc/self/status").read_text()
    return int(text.partition("RssAnon:")[2].split()[0])

embedder = LocalEmbedder()
def said(start):
    for number in range(start, start + 3_000):
        embedder.embed_many([f"I went to Porto on day {number * 7919} of my life."])
said(0)
before = held()
said(3_000)
print(held() - before)
"""


@pytest.mark.skipif(not pathlib.Path("/proc").exists(), reason="told by /proc")
def test_what_was_embedded_is_not_kept():
    told = subprocess.run(
        [sys.executable, "-c", GROWTH], capture_output=True, text=True, check=True
    )
    assert int(told.stdout) < 1_000  # kilobytes; a text that is kept takes 1.5
