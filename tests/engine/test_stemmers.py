"""Stems are the same with PyStemmer and without it, so that indexes can move."""

from __future__ import annotations

import importlib
import threading

import pytest

from mem0.memory.languages.stopwords import STOPWORDS
from mem0.memory.lexical import _STEMMERS
from mem0.memory.stemmers import stemmer


@pytest.mark.parametrize(("language", "algorithm"), sorted(_STEMMERS.items()))
def test_c_and_python_agree(language, algorithm):
    module = importlib.import_module(f"snowballstemmer.{algorithm}_stemmer")
    in_python = getattr(module, f"{algorithm.capitalize()}Stemmer")()
    listed = sorted(STOPWORDS.get(language, ()))
    words = [first + second for first in listed[:30] for second in listed[::9]]
    assert type(stemmer(algorithm)) is not type(in_python)
    for word in words + listed:
        assert stemmer(algorithm).stemWord(word) == in_python.stemWord(word)


def test_threads_do_not_share_a_stemmer():
    found = []
    other = threading.Thread(target=lambda: found.append(stemmer("english")))
    other.start()
    other.join()
    assert found != [stemmer("english")]
